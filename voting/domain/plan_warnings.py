"""What a plan allows but its author may not have meant: said when the plan is loaded, never a reason to refuse it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from voting.domain.plan import Plan, Review
from voting.domain.plan_values import decimal_text
from voting.domain.refusals import Fault, msg

FAR_BELOW = Fraction(3, 4)  # of the points a review can bring: a top mark of 95 may be meant, one of 10 is not


def plan_warnings(plan: Plan) -> list[Fault]:
    """Things worth a second look, each with the entry it is about (a ready plan has no line numbers any more)."""
    found: list[Fault] = []
    for number, review in enumerate(plan.reviews, start=1):
        found.extend(_low_scale(plan, review, number))
        found.extend(_few_slips(plan, review, number))
    return found


def _low_scale(plan: Plan, review: Review, number: int) -> Iterator[Fault]:
    if review.scale.top < FAR_BELOW * plan.points.review:
        yield Fault(
            f"reviews[{number}].scale ({review.id})",
            msg("The best mark of this scale is worth %(top)s points; %(most)s points can never be reached."),
            top=decimal_text(review.scale.top),
            most=decimal_text(plan.points.review),
        )


def _few_slips(plan: Plan, review: Review, number: int) -> Iterator[Fault]:
    needed = 2 * plan.privacy.batch
    for key, group in review.groups.items():
        place = f"reviews[{number}].groups.{key} ({review.id})"
        if group.slips == 0:
            sentence = msg("%(group)s has no slips in %(review)s; its weight goes to the other groups.")
            yield Fault(place, sentence, group=plan.group_name(key), review=review.name)
        elif review.live == "tally" and group.slips < needed:
            sentence = msg(
                "%(group)s has %(slips)d slips in %(review)s, fewer than %(needed)d: before closing only turnout shows."
            )
            values = {"group": plan.group_name(key), "review": review.name, "slips": group.slips, "needed": needed}
            yield Fault(place, sentence, **values)
