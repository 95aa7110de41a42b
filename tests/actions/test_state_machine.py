"""Any order of everything that may happen in a session, against a model that counts on its fingers.

The model says of each step whether it must be done or refused, and keeps the marks themselves. After every step the
database holds exactly the model's counts, and ``check`` finds nothing; a refused step has changed nothing.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.support.crowd import Hall, levels_of
from tests.support.world import SMALL_PLAN, a_world
from voting.actions.check import check
from voting.actions.counting import Counted
from voting.actions.meeting import (
    annul,
    ask_to_close,
    close_departments,
    close_review,
    confirm_closing,
    open_review,
    pause,
    resume,
)
from voting.actions.paper import enter_paper
from voting.actions.results import read_result
from voting.actions.slips import cancel_slips, issue_slips
from voting.actions.watch import look_by_name
from voting.domain.refusals import Refusal

DEPARTMENTS = ("alpha", "beta", "gamma")
GROUPS = ("leadership", "cadres")
PLAN = SMALL_PLAN.replace("slips = 12", "slips = 4").replace("slips = 20", "slips = 7")
PLAN += "\n[privacy]\nbatch = 2\nmin_group = 3\n"
marks = st.sampled_from(["E", "G", "F", "P", None])
some_departments = st.lists(st.sampled_from(DEPARTMENTS), unique=True)
numbers = st.integers(0, 30)


class Session(RuleBasedStateMachine):
    """One session of three departments, opened one by one, and its repetitions."""

    def __init__(self):
        super().__init__()
        self.folder = TemporaryDirectory()
        self.world = a_world(Path(self.folder.name), PLAN)
        self.hall = Hall(self.world)
        self.begin("year-end")

    def teardown(self):
        self.world.database.close()
        self.folder.cleanup()

    def begin(self, review):
        self.review, self.state, self.asked = review, "waiting", False
        self.departments = dict.fromkeys(DEPARTMENTS, "waiting")
        self.slips = {}  # code: its group
        self.counted = {}  # code: the departments it was counted for
        self.cancelled = set()
        self.ballots = Counter()  # (group, department, mark)
        self.paper = Counter()  # group

    def does(self, wanted, act):
        """Does what the model says can be done; what it says cannot be done must be refused without a trace."""
        before = None if wanted else self.world.dump()
        try:
            found = act()
        except Refusal:
            assert not wanted
            assert self.world.dump() == before
            return None
        assert wanted
        return found

    def code(self, number):
        return sorted(self.slips)[number % len(self.slips)]

    @initialize()
    def slips_are_printed(self):
        for slip in issue_slips(self.world.tools, self.review).slips:
            self.slips[slip.code] = slip.group

    @rule(names=some_departments)
    def opens(self, names):
        wanted = list(names) or [name for name, state in self.departments.items() if state == "waiting"]
        states = [self.departments[name] for name in wanted]
        can = self.state in ("waiting", "open") and "closed" not in states and "waiting" in states
        self.does(can, lambda: open_review(self.world.tools, self.review, names))
        if can:
            self.state = "open"
            self.departments |= dict.fromkeys(wanted, "open")

    @rule()
    def pauses(self):
        can = self.state == "open"
        self.does(can, lambda: pause(self.world.tools, self.review))
        self.state = "paused" if can else self.state
        self.asked = self.asked and not can

    @rule()
    def resumes(self):
        can = self.state == "paused"
        self.does(can, lambda: resume(self.world.tools, self.review))
        self.state = "open" if can else self.state
        self.asked = self.asked and not can

    @rule(names=some_departments.filter(bool))
    def closes_departments(self, names):
        can = self.state in ("open", "paused") and all(self.departments[name] == "open" for name in names)
        self.does(can, lambda: close_departments(self.world.tools, self.review, names))
        self.departments |= dict.fromkeys(names, "closed") if can else {}

    def cast(self, number, mark, receipt):
        code = self.code(number)
        before = self.counted.get(code, set())
        open_now = [n for n, state in self.departments.items() if state == "open" and n not in before]
        ballot = dict.fromkeys(open_now or DEPARTMENTS, mark)
        can = bool(open_now) and self.state == "open" and code not in self.cancelled
        unchanged = self.world.dump()
        answer = self.hall.cast(code, ballot, receipt)
        assert isinstance(answer, Counted) == can, answer
        if can:
            assert answer == Counted(tuple(open_now), fresh=True)
            self.counted[code] = before | set(open_now)
            self.ballots.update((self.slips[code], name, mark or "abstain") for name in open_now)
        else:
            assert self.world.dump() == unchanged

    @rule(number=numbers, mark=marks)
    def votes(self, number, mark):
        self.cast(number, mark, f"{len(self.counted.get(self.code(number), ())):032x}")

    @rule(first=numbers, mark=marks)
    def a_crowd_votes(self, first, mark):
        for number in range(first, first + 4):
            self.votes(number, mark)

    @rule(number=numbers, mark=marks)
    def a_phone_asks_again(self, number, mark):
        """The receipt of the first ballot of a slip is answered as it was, whatever is open now and whatever it says."""
        code = self.code(number)
        if self.counted.get(code):
            before = self.world.dump()
            answer = self.hall.cast(code, dict.fromkeys(DEPARTMENTS, mark), f"{0:032x}")
            assert isinstance(answer, Counted)
            assert not answer.fresh
            assert self.world.dump() == before

    @rule(number=numbers)
    def cancels(self, number):
        code = self.code(number)
        can = self.state not in ("closed", "annulled") and code not in self.cancelled and not self.counted.get(code)
        self.does(can, lambda: cancel_slips(self.world.tools, self.review, [code]))
        self.cancelled |= {code} if can else set()

    @rule(group=st.sampled_from(GROUPS))
    def issues_late(self, group):
        can = self.state not in ("closed", "annulled")
        tools, witness = self.world.tools, self.world.witness
        sheet = self.does(can, lambda: issue_slips(tools, self.review, group=group, count=1, witness=witness))
        self.slips |= {slip.code: slip.group for slip in sheet.slips} if sheet else {}

    @rule(group=st.sampled_from(GROUPS), mark=marks)
    def types_paper_in(self, group, mark):
        all_closed = set(self.departments.values()) == {"closed"}
        can = self.state == "paused" or (self.state == "open" and all_closed)
        cells = ",".join([mark or ""] * len(DEPARTMENTS))
        text = ",".join(DEPARTMENTS) + f"\n{cells}\n"
        self.does(can, lambda: enter_paper(self.world.tools, self.review, group, text))
        if can:
            self.paper[group] += 1
            self.ballots.update((group, name, mark or "abstain") for name in DEPARTMENTS)

    @rule()
    def asks_to_close(self):
        can = self.state in ("open", "paused")
        self.does(can, lambda: ask_to_close(self.world.tools, self.review, actor="organiser"))
        self.state, self.asked = ("paused", True) if can else (self.state, self.asked)

    @rule()
    def the_scrutineer_confirms(self):
        can = self.state in ("open", "paused") and self.asked
        self.does(can, lambda: confirm_closing(self.world.tools, self.review, scrutineer="scrutineer"))
        if can:
            self.closed()

    @rule(sure=st.integers(0, 5))
    def closes_for_good(self, sure):
        if sure == 0:
            can = self.state in ("open", "paused")
            self.does(can, lambda: close_review(self.world.tools, self.review, self.world.witness))
            if can:
                self.closed()

    def closed(self):
        self.state = "closed"
        self.departments = dict.fromkeys(DEPARTMENTS, "closed")
        levels = levels_of(self.world)
        assert {key[3] for key in levels if key[0] == f"2026/{self.review}"} <= {"shown"}
        result = read_result(self.world.database, self.review)
        assert result.total.valid == len([code for code, names in self.counted.items() if names]) + self.paper.total()

    @rule(sure=st.integers(0, 9))
    def annuls(self, sure):
        if sure == 0:
            can = self.state in ("open", "paused")
            tools, witness = self.world.tools, self.world.witness
            again = self.does(can, lambda: annul(tools, self.review, "a wrong list", witness))
            if again:
                self.begin(again)
                self.slips_are_printed()

    @invariant()
    def the_database_holds_what_the_model_counted(self):
        seen = look_by_name(self.world.database, self.review)
        assert seen.state.state == self.state
        assert seen.state.departments == self.departments
        returned = Counter(self.slips[code] for code, names in self.counted.items() if names)
        assert {g: c.returned for g, c in seen.tally.turnout.items()} == {
            g: returned[g] + self.paper[g] for g in GROUPS
        }
        assert self.stored() == +self.ballots
        assert check(self.world.database) == []

    def stored(self):
        key, found = f"2026/{self.review}", Counter()
        for (review, group, department, _level), by_mark in levels_of(self.world).items():
            if review == key:
                found.update({(group, department, mark): n for mark, n in by_mark.items()})
        for review, group, department, mark, n in self.world.dump()["paper_counter"]:
            if review == key:
                found[group, department, mark] += n
        return +found


Session.TestCase.settings = settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestSession = Session.TestCase
