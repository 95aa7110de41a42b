"""The demonstration's year at the desk: inspections and verified claims give the very points of the sample table."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from tests.support.world import World, a_world
from voting.actions.check import check
from voting.actions.desk.claims_view import read_claims
from voting.actions.desk.departments import read_inspections
from voting.actions.desk.disqualifications import read_cases
from voting.actions.desk.evidence import check_files
from voting.actions.desk.figures import read_figures
from voting.actions.desk.innovation import DIRECT, read_innovation
from voting.actions.journal import COMMAND_LINE
from voting.actions.standing import read_standing
from voting.demo.desk import ORGANISATION_HERE, SUPERVISION_HERE, in_story, keep_first_half, keep_second_half
from voting.demo.honours import keep_innovation
from voting.demo.papers import board, certificate
from voting.domain.evidence import PDF, PNG, admit

DATA = Path(__file__).parent.parent.parent.parent / "data"


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> World:
    world = a_world(tmp_path_factory.mktemp("demo"), (DATA / "demo-2026.toml").read_text(encoding="utf-8"))
    tools, story = in_story(world.tools, 2026)
    keep_first_half(tools, story)
    keep_second_half(tools, story, world.plan)
    keep_innovation(tools, story, world.plan)
    yield world
    world.database.close()


@pytest.fixture(scope="module")
def table() -> dict[tuple[str, str], Fraction]:
    with (DATA / "demo-2026-points.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(row["department"], row["component"]): Fraction(row["points"]) for row in csv.DictReader(file)}


def test_inspections_give_the_points_of_the_sample_table(demo, table):
    found = {
        (department, component): figure
        for department, figures in read_figures(demo.database).items()
        for component, figure in figures.items()
    }
    assert len(found) == 40
    assert {key: figure.points for key, figure in found.items()} == {key: table[key] for key in found}
    assert {figure.source for figure in found.values()} == {"inspections"}


def test_something_is_going_on(demo):
    page = read_inspections(demo.database)
    assert ([line.item.department for line in page.waiting], len(page.lines)) == (["general-office"], 175)
    assert {line.record.kind for line in page.lines} == {"periodic", "spot"}
    assert any(line.record.points.startswith("-") for line in page.lines)
    assert any(Fraction(line.record.points) > 0 for line in page.lines)
    assert check(demo.database) == []


def test_verified_claims_and_entered_results_give_the_innovation_points_of_the_sample_table(demo, table):
    plan, found = read_innovation(demo.database)
    assert {name: each.honours for name, each in found.items()} == {
        name: table[name, "honours"] for name in plan.department_ids
    }
    assert {name: each.district_result for name, each in found.items()} == {
        name: table[name, "district_result"] for name in plan.department_ids
    }
    assert DIRECT not in {each.source for each in found.values()}
    assert all(each.district_note for each in found.values())


def test_a_claim_waits_one_is_rejected_with_its_reason_and_the_own_ones_took_two_people(demo):
    claims = read_claims(demo.database, SUPERVISION_HERE)
    assert [line.claim.department for line in claims.to_verify] == ["urban-construction"]
    assert claims.waiting == []
    rejected = [line.claim for line in claims.done if line.claim.state == "rejected"]
    assert [(claim.department, bool(claim.note)) for claim in rejected] == [("work-safety", True)]
    confirmed = {(line.claim.department, line.claim.confirmed_by) for line in claims.done if line.claim.confirmed_by}
    assert confirmed == {("supervision-office", "assessor-2"), ("supervision-office", "organisation")}
    superseded = [line.claim.standard for line in claims.done if line.through and not line.counts]
    assert superseded == ["title-district"]


def test_one_allegation_is_dismissed_and_one_waits_for_a_second_person(demo):
    cases = read_cases(demo.database, ORGANISATION_HERE)
    assert [(case.department.id, case.would_act) for case in cases.open] == [("economic-development", True)]
    assert [(case.department.id, case.record.state) for case in cases.settled] == [("social-affairs", "dismissed")]
    assert [row.id for row in read_standing(demo.database).rows if row.disqualified] == []


def test_every_paper_is_where_it_belongs_and_is_admitted_for_what_it_is(demo):
    assert check_files(demo.database, demo.tools.files) == []
    assert len(list(demo.tools.files.path.iterdir())) == 32
    page = admit("证书.txt", certificate("先进集体", ("一", "二")))
    assert (page.kind, page.name, admit("a", board()).kind) == (PDF, "证书.pdf", PNG)


def test_nothing_of_the_story_is_later_than_the_story_tells(demo):
    with demo.database.reading() as door:
        told = door.rows("SELECT at FROM journal WHERE actor <> :by ORDER BY position", by=COMMAND_LINE)
    times = [row["at"] for row in told]
    assert (min(times)[:10], max(times)[:10]) == ("2026-01-19", "2026-11-20")
