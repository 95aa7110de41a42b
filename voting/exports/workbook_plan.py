"""The sheet ``plan``: the year's settings, readable, and the cells that hold the weights and caps for other sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from voting.domain.plan import Plan, Review
from voting.domain.refusals import msg
from voting.exports.workbook_page import Book, Page
from voting.exports.wording import Say, number, scale_line

Setting = tuple[str, str | int | Fraction]

WORDS = {
    "together": msg("all departments on one ballot"),
    "one_by_one": msg("one department after another"),
    "tally": msg("turnout and tally"),
    "turnout": msg("turnout only"),
    "weighted_groups": msg("weighted groups"),
    "pooled": msg("one person, one vote"),
    "none": msg("none"),
    "one_each_above_5": msg("a highest and a lowest mark, where more than five rated"),
    "participating": msg("departments that take part"),
    "all": msg("all departments"),
    "qualified": msg("departments that take part and are not disqualified"),
    "half_up": msg("half-up"),
    "floor": msg("down"),
    "ceil": msg("up"),
    "tiebreak": msg("review, daily work, standardisation decide"),
    "extend": msg("all equals are proposed"),
    "exclude": msg("no equal is proposed"),
    "hide": msg("hidden"),
    "show": msg("shown"),
}


class PlanSheet:
    """The written sheet: where each weight and cap stands."""

    def __init__(self, book: Book, plan: Plan, say: Say) -> None:
        self.page = book.page("plan")
        self._plan = plan
        self._say = say
        self._row = 0
        self._addresses: dict[tuple[str, ...], str] = {}

    def cap(self, component: str) -> str:
        """The cell of a component's most points."""
        return self._addresses["cap", component]

    def weight(self, review: str, group: str | None = None) -> str:
        """The cell of a session's weight, or of a group's weight in it."""
        return self._addresses["weight", review, group or ""]

    def write(self) -> None:
        """Writes the sheet."""
        plan, say = self._plan, self._say
        self.page.widths(34, 30, 12, 12, 12)
        self.page.text(0, 0, say(msg("Plan of the year")), "title")
        self.page.text(1, 0, f"{plan.office.name} {plan.office.year}", "line")
        self._row = 2
        self._caps()
        self._section(msg("Scales"), [(scale.id, scale_line(scale, say)) for scale in plan.scales.values()])
        for review in plan.reviews:
            self._review(review)
        for sentence, settings in self._rules():
            self._section(sentence, settings)
        self.page.finish(say(msg("Plan of the year")), (2, 0), (0, 1))

    def _caps(self) -> None:
        points = self._plan.points
        caps = {"daily": points.daily, "standardisation": points.standardisation, "review": points.review}
        self._section(msg("Most points"), [])
        for name, value in caps.items():
            self._addresses["cap", name] = self.page.address(self._row, 1)
            self._setting(self._say(COMPONENT_NAMES[name]), value)

    def _review(self, review: Review) -> None:
        say = self._say
        cap = review.rules.excellent_cap
        self._section(f"{review.name} ({review.id})", [], translate=False)
        self._addresses["weight", review.id, ""] = self.page.address(self._row, 1)
        self._setting(say(msg("Weight")), review.weight)
        self._settings(
            (say(msg("Ballot")), self._word(review.pace)),
            (say(msg("Scale")), review.scale.id),
            (say(msg("Shown before closing")), self._word(review.live)),
            (say(msg("Most top marks on a ballot")), say(msg("no limit")) if cap is None else cap),
            (say(msg("All marks the same")), say(msg("refused")) if review.rules.all_same else say(msg("allowed"))),
        )
        heads = [msg("Voter group"), msg("Weight"), msg("Slips"), msg("Due")]
        self.page.texts(self._row, 0, map(say, heads), "head")
        for row, (group, spec) in enumerate(review.groups.items(), self._row + 1):
            self._addresses["weight", review.id, group] = self.page.address(row, 1)
            self.page.text(row, 0, self._plan.group_name(group))
            for column, value in enumerate((spec.weight, spec.slips, spec.due), 1):
                self.page.number(row, column, value, "in_points")
        self._row += len(review.groups) + 1

    def _rules(self) -> Mapping[str, list[Setting]]:
        raise NotImplementedError
