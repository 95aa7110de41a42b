"""A half-year session in which ballots were cast: numbers simple enough to add up by hand.

The n-th leadership member marks alpha 80+n, beta 60+n, gamma 70-n; the n-th cadre 50+n, 90-n, 40+2n (n from 0).
With the batch of 5 a figure shows the first 5 of a group from its 10th ballot on, the first 10 from its 15th, and so on.
"""

from __future__ import annotations

from voting.actions.ballots import Polls
from voting.actions.slips import issue_slips

GROUPS = ("leadership", "cadres")


def leader(n):
    return {"alpha": 80 + n, "beta": 60 + n, "gamma": 70 - n}


def cadre(n):
    return {"alpha": 50 + n, "beta": 90 - n, "gamma": 40 + 2 * n}


class Hall:
    """The phones of both groups, each of which votes once, in order."""

    def __init__(self, world, voting, review="half-year"):
        self.slips = world.slips.get(review) or world.issue(review)
        self.polls: Polls = voting.parts.polls
        self.cast = dict.fromkeys(GROUPS, 0)

    def vote(self, leaders=0, cadres=0):
        """So many more of each group cast their ballots."""
        for group, marks, more in (("leadership", leader, leaders), ("cadres", cadre, cadres)):
            for number in range(self.cast[group], self.cast[group] + more):
                self.polls.cast(self.slips[group][number], f"{number:032x}", marks(number))
            self.cast[group] += more


def one_by_one(world, voting, department, leaders="", cadres=""):
    """Grades for one department of the year-end session, one letter a ballot, ``-`` abstains."""
    slips = world.slips.get("year-end") or world.issue("year-end")
    for group, letters in (("leadership", leaders), ("cadres", cadres)):
        for number, letter in enumerate(letters):
            mark = None if letter == "-" else letter
            receipt = f"{number:08x}" * 2 + department.encode().hex().ljust(16, "0")[:16]
            voting.parts.polls.cast(slips[group][number], receipt, {department: mark})


def issue_more(world, review, group, count):
    """More slips for a group, confirmed by the scrutineer."""
    return issue_slips(world.tools, review, group=group, count=count, witness=world.witness)


def tally(seq, state, turnout, departments, review="half-year"):
    """The tally of CONTRACT 6. ``turnout`` maps groups to (due, issued, returned)."""
    return {
        "seq": seq,
        "review": review,
        "state": state,
        "turnout": [
            {"group": group, "due": due, "issued": issued, "returned": returned}
            for group, (due, issued, returned) in turnout.items()
        ],
        "departments": departments,
    }


PROJECTOR = {
    "mode": "tally",
    "arrangement": "plan",
    "revealed": 0,
    "seconds_left": None,
    "how_to_vote": False,
    "wifi": "",
}
"""What a projector is set to before anybody has set it."""


def on_screen(state, **settings):
    """A ``state`` document as projectors get it: with what the chair has set for them."""
    return {**state, "screen": {**PROJECTOR, **settings}}


def hidden(*names):
    """Departments of which nothing is shown."""
    names = names or ("alpha", "beta", "gamma")
    return [{"id": name, "score": None, "ballots": 0, "marks": None, "groups": None} for name in names]


def shown(name, score, ballots, marks, *, rank=None, **groups):
    """A department with figures; groups as (mean, ballots). A rank stands beside them once the session is closed."""
    means = {group: {"mean": mean, "ballots": number} for group, (mean, number) in groups.items()}
    document = {"id": name, "score": score, "ballots": ballots, "marks": marks, "groups": means or None}
    return document | ({"rank": rank} if rank else {})


def bands(below_60, from_60, from_80, from_90):
    """A distribution on the range scale."""
    return {"below_60": below_60, "60_79": from_60, "80_89": from_80, "from_90": from_90}
