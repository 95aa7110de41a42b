"""The next year starts from last year's plan: the same regulation under a new year, to be edited before it opens."""

from __future__ import annotations

from dataclasses import replace

from voting.actions.find import find_year, plan_of
from voting.actions.years import load_plan
from voting.domain.plan_writer import write_plan
from voting.domain.refusals import Refusal, msg
from voting.domain.roles import Person, demand
from voting.storage import years
from voting.storage.doors import Database
from voting.tools import Tools


def years_of(database: Database) -> list[int]:
    """The years in the database, newest first."""
    with database.reading() as door:
        return [record.year for record in years.every(door)]


def start_next_year(tools: Tools, person: Person, *, year: int | None = None) -> int:
    """Loads the plan of a year as the plan of the year after it, and returns that year. Both live beside each other."""
    demand(person, "start_next_year")
    with tools.database.reading() as door:
        home = find_year(door, year)
        known = {record.year for record in years.every(door)}
    wanted = home.year + 1
    if wanted in known:
        raise Refusal("year_exists", msg("The year %(year)s is here already."), year=wanted)
    plan = plan_of(home.plan)
    load_plan(tools, write_plan(replace(plan, office=replace(plan.office, year=wanted))), actor=person.name)
    return wanted
