"""A whole one-by-one session as it is held: six phones, a projector, and a chair and a scrutineer at the console."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from tests.support.browser import Console, a_room
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD
from voting.actions.watch import look_by_name

pytestmark = pytest.mark.browser

NAMES = ("党政办", "社会事务办", "城建办", "财政所")
GRADES = {"E": 0, "G": 1, "F": 2, "P": 3, None: 4}
POINTS = {"E": 100, "G": 80, "F": 60, "P": 40}
WEIGHTS = {"leadership": 60, "cadres": 40}
CROWD = 14  # of each group, beside the six phones


@dataclass
class Hall:
    """What everybody marked, to be added up by hand at the end."""

    meeting: object
    marks: dict = field(default_factory=lambda: {f"d{n}": {"leadership": [], "cadres": []} for n in range(1, 5)})

    def crowd(self, **letters):
        """So many of each group beside the phones mark what is open, one letter each in turn."""
        for group, codes in self.meeting.slips.items():
            for voter, code in enumerate(codes[-CROWD:]):
                marks = {name: those[(voter + len(group)) % len(those)] for name, those in letters.items()}
                self.meeting.cast(code, marks)
                for name, mark in marks.items():
                    self.marks[name][group].append(mark)

    def score(self, department):
        """The weighted mean of the groups' means."""
        means = {
            group: sum(POINTS[m] for m in found if m) / sum(map(bool, found))
            for group, found in self.marks[department].items()
        }
        return f"{sum(WEIGHTS[group] * mean for group, mean in means.items()) / 100:.2f}"


class Voter:
    """Somebody with a slip and a phone."""

    def __init__(self, hall, group, watched):
        self.hall, self.group = hall, group
        self.page = watched.open(hall.meeting.ballot(hall.meeting.code(group)))

    def sees(self, heading):
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def votes(self, department, mark):
        """Marks the one department that is open and submits."""
        self.sees(f"Mark {NAMES[int(department[1:]) - 1]}")
        self.page.locator(".grade").nth(GRADES[mark]).click()
        self.page.get_by_role("button", name="Submit ballot").click()
        self.hall.marks[department][self.group].append(mark)


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """A room whose scrutineer has an account: closing takes two people."""
    with a_room(tmp_path_factory.mktemp("meeting")) as found:
        found.staff()
        yield found


def test_a_whole_session_from_the_first_slip_to_the_revealed_result(room, watched, projector):
    meeting = room.meeting(NAMES, pace="one_by_one", groups={"leadership": (60, 20), "cadres": (40, 20)})
    hall = Hall(meeting)
    chair = Console(room, "organiser", ORGANISER_PASSWORD)
    scrutineer = Console(room, "scrutineer", SCRUTINEER_PASSWORD)
    phones = [Voter(hall, group, watched) for group in ("leadership", "cadres") for _ in range(3)]
    screen = projector(meeting)
    panel = screen.locator(".panel-large")
    for phone in phones:
        phone.sees("The session has not opened yet")
    expect(screen.get_by_role("heading", name="How to take part")).to_be_visible()

    # the first department: phones open by themselves, say who is speaking, and a reload forgets nothing
    chair.do("session", "open", department="d1")
    expect(panel.locator(".panel-name")).to_have_text("党政办")
    for phone, mark in zip(phones, ("E", "G", "F", "E", "P", None), strict=True):
        expect(phone.page.get_by_text("Speaking now")).to_be_visible()
        phone.votes("d1", mark)
        phone.sees("Counted")
        phone.page.reload()
        phone.sees("Counted")
    expect(screen.locator(".turned-count >> nth=0")).to_have_text("6 / 40")
    expect(panel.locator(".panel-held")).to_contain_text("about 14 more ballots are needed")
    hall.crowd(d1="EGFGE")
    expect(panel.locator(".panel-score b")).to_have_text(live_score(meeting, "d1"))

    # the second: one phone sleeps through it and finds the third only
    chair.do("session", "close-department", department="d1")
    expect(panel).to_have_count(0)
    chair.do("session", "open", department="d2")
    sleeper, *awake = phones
    sleeper.sees("Mark 社会事务办")
    for phone, mark in zip(awake, "GGFEP", strict=True):
        phone.votes("d2", mark)
    hall.crowd(d2="GFGPG")
    chair.do("session", "close-department", department="d2")
    sleeper.sees("Counted")
    expect(sleeper.page.get_by_text("Counted 1 of 4")).to_be_visible()

    # the third and the fourth stand open together for who was late; the projector follows the speaker
    chair.do("session", "open", department="d3")
    for phone, mark in zip(awake, "EEEGG", strict=True):
        phone.votes("d3", mark)
    chair.do("session", "open", department="d4")
    expect(panel.locator(".panel-name")).to_have_text("财政所")
    sleeper.sees("Mark every department")
    expect(sleeper.page.get_by_text("Speaking now: 财政所")).to_be_visible()
    chair.do("session", "speaking", department="d3")
    expect(panel.locator(".panel-name")).to_have_text("城建办")
    expect(sleeper.page.get_by_text("Speaking now: 城建办")).to_be_visible()
    for row, mark in (("d3", "P"), ("d4", "F")):
        sleeper.page.locator(f"#row-{row} .grade").nth(GRADES[mark]).click()
        hall.marks[row]["leadership"].append(mark)
    chair.do("session", "pause")
    expect(screen.locator(".state")).to_have_text("Paused")
    sleeper.page.get_by_role("button", name="Check").click()
    expect(sleeper.page.get_by_role("button", name="Submit ballot")).to_be_disabled()
    chair.do("session", "resume")
    sleeper.page.get_by_role("button", name="Submit ballot").click()
    sleeper.sees("Your ballot has been counted")  # nothing is left that this slip could still mark
    expect(sleeper.page.get_by_text("Counted 3 of 4")).to_be_visible()
    for phone, mark in zip(awake, "EGEGE", strict=True):
        phone.votes("d4", mark)
    hall.crowd(d3="EEGE", d4="GEFEP")
    awake[0].sees("Your ballot has been counted")

    # the end: two people close, phones say so, and the projector reveals from the last to the first
    chair.do("session", "screen/mode", mode="reveal")
    chair.do("session", "ask-to-close")
    expect(screen.locator(".state")).to_have_text("Paused")
    scrutineer.do("session", "confirm-closing")
    expect(screen.locator(".state")).to_have_text("Closed")
    sleeper.sees("The session is closed")
    expect(sleeper.page.get_by_text("(3 of 4)")).to_be_visible()
    ranking = sorted(((hall.score(f"d{n}"), name) for n, name in enumerate(NAMES, 1)), key=lambda row: float(row[0]))
    assert len({score for score, _name in ranking}) == 4
    for place, (score, name) in enumerate(ranking):
        if place % 2:
            screen.keyboard.press("PageDown")
        else:
            while meeting_revealed(meeting) <= place:
                chair.do("session", "screen/reveal")
        expect(panel.locator(".panel-caption")).to_have_text(f"Rank {4 - place}")
        expect(panel.locator(".panel-name")).to_have_text(name)
        expect(panel.locator(".panel-score b")).to_have_text(score)
    screen.keyboard.press("PageDown")
    expect(panel).to_have_count(0)
    assert screen.locator(".entry-score").all_inner_texts() == [score for score, _name in reversed(ranking)]


def live_score(meeting, department):
    """What may be shown of a department at this moment."""
    rows = look_by_name(meeting.room.database, meeting.review, meeting.year).tally.departments
    return next(row.score for row in rows if row.id == department)


def meeting_revealed(meeting):
    """How many departments the console has revealed."""
    return look_by_name(meeting.room.database, meeting.review, meeting.year).screen.revealed
