"""People of the desk, and departments whose items are approved, for tests of inspections and what comes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.support.world import World
from voting.actions.desk.departments import ComponentPage, ItemLine, read_department
from voting.actions.desk.inspections import Recorded, Seen, record_inspection
from voting.actions.desk.targets import Draft, approve_targets, save_targets
from voting.domain.inspection import Figure
from voting.domain.roles import ASSESSOR, DEPARTMENT, LEADER, ORGANISER, Person

BOSS = Person("organiser", ORGANISER)
INSPECTOR = Person("inspector", ASSESSOR)
INSIDER = Person("insider", ASSESSOR, "alpha")
OUTSIDER = Person("outsider", ASSESSOR, "beta")
ALPHA = Person("clerk of alpha", DEPARTMENT, "alpha")
BETA = Person("clerk of beta", DEPARTMENT, "beta")
ALPHAS_LEADER = Person("leader of alpha", LEADER, "alpha")

DAILY_ITEMS: Mapping[str, str] = {"Roads": "40", "Letters": "20.5", "Archive": "9.5"}
STANDARD_ITEMS: Mapping[str, str] = {"Duty roster": "18", "Seals": "12"}
"""Items that sum to the 70 and 30 points of the small plan."""
ITEMS = {"daily": DAILY_ITEMS, "standardisation": STANDARD_ITEMS}


def drafts(items: Mapping[str, str]) -> list[Draft]:
    """Items as new rows of the form."""
    return [Draft("", text, cap) for text, cap in items.items()]


@dataclass
class Desk:
    """A world with shortcuts for what people do at the desk."""

    world: World

    def submit(
        self, department: str = "alpha", component: str = "daily", items: Mapping[str, str] | None = None
    ) -> None:
        clerk = Person(f"clerk of {department}", DEPARTMENT, department)
        wanted = drafts(ITEMS[component] if items is None else items)
        save_targets(self.world.tools, clerk, department, component, wanted, submit=True)

    def approve(self, department: str = "alpha", component: str = "daily") -> None:
        self.submit(department, component)
        approve_targets(self.world.tools, INSPECTOR, department, component)

    def component(self, department: str = "alpha", component: str = "daily") -> ComponentPage:
        page = read_department(self.world.database, department)
        return next(each for each in page.components if each.component == component)

    def figure(self, department: str = "alpha", component: str = "daily") -> Figure:
        return self.component(department, component).figure

    def item(self, text: str, department: str = "alpha") -> ItemLine:
        page = read_department(self.world.database, department)
        return next(line for each in page.components for line in each.items if line.item.text == text)

    def key(self, text: str, department: str = "alpha") -> str:
        return self.item(text, department).item.id

    def inspect(
        self, text: str, points: str, person: Person = INSPECTOR, department: str = "alpha", **more: str
    ) -> Recorded:
        values = {"kind": "spot", "held_on": "2026-03-18", "reason": "seen on the spot", **more}
        return record_inspection(self.world.tools, person, Seen(self.key(text, department), points=points, **values))

    def last_record(self, text: str, department: str = "alpha") -> str:
        return self.item(text, department).records[0].record.id

    def points(self, text: str, department: str = "alpha") -> str | None:
        found = self.item(text, department).points
        return None if found is None else str(found)


def numbers(pages: Sequence[ItemLine]) -> list[int]:
    """The numbers of all records of some items."""
    return sorted(line.record.number for each in pages for line in each.records)
