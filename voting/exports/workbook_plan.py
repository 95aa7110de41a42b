"""The sheet ``plan``: the year's settings, readable, and the cells that hold the weights and caps for other sheets."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from voting.domain.plan import Plan, Review
from voting.domain.refusals import msg
from voting.exports.wording import COMPONENT_NAMES, Say, number, scale_line
from voting.exports.workbook_page import Book

Setting = tuple[str, str | Fraction | int]

WORDS = {
    "together": msg("all departments on one ballot"),
    "one_by_one": msg("one department after another"),
    "tally": msg("turnout and tally"),
    "turnout": msg("turnout only"),
    "weighted_groups": msg("weighted groups"),
    "pooled": msg("one person, one vote"),
    "none": msg("nothing is dropped"),
    "one_each_above_5": msg("a highest and a lowest mark, where more than five of a group rated"),
    "participating": msg("departments that take part"),
    "all": msg("all departments"),
    "qualified": msg("departments that take part and are not disqualified"),
    "half_up": msg("rounded half-up"),
    "floor": msg("rounded down"),
    "ceil": msg("rounded up"),
    "tiebreak": msg("review, daily work, then standardisation decide"),
    "extend": msg("all equals are proposed"),
    "exclude": msg("no equal is proposed"),
    "hide": msg("not published"),
    "show": msg("published"),
}


class PlanSheet:
    """The written sheet, which knows where each weight and cap stands."""

    def __init__(self, book: Book, plan: Plan, say: Say) -> None:
        self._page = book.page("plan")
        self._plan = plan
        self._say = say
        self._row = 0
        self._addresses: dict[tuple[str, ...], str] = {}

    def cap(self, component: str) -> str:
        """The cell with the most points of a component."""
        return self._addresses[("cap", component)]

    def weight(self, review: str) -> str:
        """The cell with a session's weight."""
        return self._addresses[("weight", review)]

    def group_weight(self, review: str, group: str) -> str:
        """The cell with a group's weight in a session."""
        return self._addresses[("weight", review, group)]

    def write(self) -> None:
        """Writes the sheet."""
        title, office = self._say(msg("Plan of the year")), self._plan.office
        self._page.widths(40, 18, 18, 18)
        self._page.text(0, 0, title, "title")
        self._page.text(1, 0, f"{office.name} {office.year}", "line")
        self._row = 2
        self._caps()
        self._section(self._say(msg("Scales")))
        for scale in self._plan.scales.values():
            self._setting(scale.id, scale_line(scale, self._say))
        for review in self._plan.reviews:
            self._review(review)
        for heading, settings in self._rules():
            self._section(self._say(heading))
            for name, value in settings:
                self._setting(self._say(name), value)
        self._standards()
        self._page.finish(f"{title} · {office.name} {office.year}", frozen=(2, 0), heads=(0, 0))

    def _caps(self) -> None:
        points = self._plan.points
        self._section(self._say(msg("Most points")))
        for name, value in (
            ("daily", points.daily),
            ("standardisation", points.standardisation),
            ("review", points.review),
        ):
            self._addresses[("cap", name)] = self._setting(self._say(COMPONENT_NAMES[name]), value)

    def _review(self, review: Review) -> None:
        say, rules = self._say, review.rules
        self._section(f"{review.name} ({review.id})")
        self._addresses[("weight", review.id)] = self._setting(say(msg("Weight")), review.weight)
        self._setting(say(msg("Way of voting")), self._word(review.pace))
        self._setting(say(msg("Scale")), review.scale.id)
        self._setting(say(msg("Shown before closing")), self._word(review.live))
        cap = say(msg("no limit")) if rules.excellent_cap is None else rules.excellent_cap
        self._setting(say(msg("Most top marks on a ballot")), cap)
        same = msg("not accepted") if rules.all_same else msg("accepted")
        self._setting(say(msg("A ballot with the same mark for all")), say(same))
        heads = [say(head) for head in (msg("Voter group"), msg("Weight"), msg("Slips"), msg("Due"))]
        self._page.texts(self._row, 0, heads, "head")
        for group, spec in review.groups.items():
            self._row += 1
            self._addresses[("weight", review.id, group)] = self._page.address(self._row, 1)
            self._page.text(self._row, 0, self._plan.group_name(group))
            for column, value in enumerate((spec.weight, Fraction(spec.slips), Fraction(spec.due)), 1):
                self._page.number(self._row, column, value, "in_points")
        self._row += 1

    def _standards(self) -> None:
        if self._plan.innovation:
            self._section(self._say(msg("Table of innovation points")))
        for standard in self._plan.innovation:
            self._setting(f"{standard.name} · {standard.level}", standard.points)

    def _rules(self) -> Iterator[tuple[str, list[Setting]]]:
        scoring, cut, quota, privacy = self._plan.scoring, self._plan.shortlist, self._plan.quota, self._plan.privacy
        yield (
            msg("Scoring"),
            [
                (msg("Score of a session"), self._word(scoring.aggregation)),
                (msg("Dropped marks"), self._word(scoring.trim)),
            ],
        )
        yield (
            msg("Proposal of excellent departments"),
            [
                (msg("Share"), _percent(cut.ratio)),
                (msg("Base of the share"), self._word(cut.base)),
                (msg("Rounding"), self._word(cut.rounding)),
                (msg("Equal at the cut"), self._word(cut.tie)),
            ],
        )
        yield (
            msg("Places for advanced workers, of the headcount"),
            [
                (msg("Excellent department"), _percent(quota.excellent)),
                (msg("Directly led"), _percent(quota.directly_led)),
                (msg("Other department"), _percent(quota.other)),
                (msg("Disqualified department"), _percent(quota.disqualified)),
                (msg("Rounding"), self._word(quota.rounding)),
            ],
        )
        yield (
            msg("Anonymity"),
            [
                (msg("Ballots in a batch"), privacy.batch),
                (msg("Fewest marks of a group for its figures"), privacy.min_group),
                (msg("Figures of a group of one mind"), self._word(privacy.unanimous)),
            ],
        )

    def _section(self, heading: str) -> None:
        self._page.span(self._row + 1, 0, 3, heading, "section")
        self._row += 2

    def _setting(self, name: str, value: str | Fraction | int) -> str:
        """Writes a setting and returns the address of its value."""
        self._page.text(self._row, 0, name)
        self._page.span(self._row, 1, 3, value if isinstance(value, str) else "", "setting")
        if not isinstance(value, str):
            self._page.number(self._row, 1, value, "setting")
        self._row += 1
        return self._page.address(self._row - 1, 1)

    def _word(self, word: str) -> str:
        return self._say(WORDS[word])


def _percent(share: Fraction) -> str:
    return f"{number(float(share * 100))} %"
