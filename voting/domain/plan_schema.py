"""The plan file's entries, one by one: what may stand where, of which kind, and what may be left out.

What is left out takes the default of the frozen values in ``plan``. Rules over several entries are in ``plan_checks``.
"""

from __future__ import annotations

from voting.domain.plan import ONE_BY_ONE, TOGETHER
from voting.domain.plan_nodes import Leaf, Listed, Named, Table
from voting.domain.plan_values import (
    between,
    exact,
    flag,
    identifier,
    mark_identifier,
    more_than_zero,
    name,
    not_negative,
    one_of,
    points_given,
    share_or_count,
    text,
    whole,
)
from voting.domain.standards import HONOURS

MOST_DEPARTMENTS = 500
MOST_STANDARDS = 200
MOST_PEOPLE = 1_000_000  # in one department; only to catch a slip of the pen
MOST_SLIPS = 200_000  # of one group in one session

_ID = Leaf(text, identifier)
_NAME = Leaf(text, name)
_SHARE = Leaf(exact, between(0, 1), optional=True)
_CAP_OF_POINTS = Leaf(exact, more_than_zero, optional=True)
_ROUNDING = Leaf(one_of("half_up", "floor", "ceil"), optional=True)

_MARK = Table({"id": Leaf(text, mark_identifier), "name": _NAME, "points": Leaf(exact, not_negative)})
_SCALE = Table(
    {
        "marks": Listed(_MARK, least=2, optional=True),
        "minimum": Leaf(whole, between(0, 1000), optional=True),
        "maximum": Leaf(whole, between(0, 1000), optional=True),
    }
)
_DEPARTMENT = Table(
    {
        "id": _ID,
        "name": _NAME,
        "headcount": Leaf(whole, between(1, MOST_PEOPLE)),
        "directly_led": Leaf(flag, optional=True),
    }
)
_REVIEW_GROUP = Table(
    {
        "weight": Leaf(exact, more_than_zero),
        "slips": Leaf(whole, between(0, MOST_SLIPS)),
        "due": Leaf(whole, between(0, MOST_SLIPS), optional=True),
    }
)
_REVIEW = Table(
    {
        "id": _ID,
        "name": _NAME,
        # A session of weight 0 is a rehearsal: it is held like any other and counts for nothing.
        "weight": Leaf(exact, between(0, 1)),
        "pace": Leaf(one_of(TOGETHER, ONE_BY_ONE)),
        "scale": Leaf(text),
        "live": Leaf(one_of("tally", "turnout"), optional=True),
        "groups": Named(_REVIEW_GROUP),
        "rules": Table(
            {"excellent_cap": Leaf(exact, share_or_count, optional=True), "all_same": Leaf(flag, optional=True)},
            optional=True,
        ),
    }
)

_STANDARD = Table(
    {
        "id": _ID,
        "kind": Leaf(one_of(HONOURS), optional=True),
        "level": _NAME,
        "name": _NAME,
        "points": Leaf(exact, points_given),
    }
)

PLAN = Table(
    {
        "office": Table({"name": _NAME, "year": Leaf(whole, between(2000, 2100))}),
        "points": Table(
            {"daily": _CAP_OF_POINTS, "standardisation": _CAP_OF_POINTS, "review": _CAP_OF_POINTS}, optional=True
        ),
        "scales": Named(_SCALE, identifier),
        "groups": Listed(Table({"id": _ID, "name": _NAME})),
        "departments": Listed(_DEPARTMENT, most=MOST_DEPARTMENTS),
        "reviews": Listed(_REVIEW),
        "scoring": Table(
            {
                "aggregation": Leaf(one_of("weighted_groups", "pooled"), optional=True),
                "trim": Leaf(one_of("none", "one_each_above_5"), optional=True),
            },
            optional=True,
        ),
        "shortlist": Table(
            {
                "ratio": _SHARE,
                "base": Leaf(one_of("participating", "all", "qualified"), optional=True),
                "rounding": _ROUNDING,
                "tie": Leaf(one_of("tiebreak", "extend", "exclude"), optional=True),
            },
            optional=True,
        ),
        "quota": Table(
            {
                "excellent": _SHARE,
                "directly_led": _SHARE,
                "other": _SHARE,
                "disqualified": _SHARE,
                "rounding": _ROUNDING,
            },
            optional=True,
        ),
        "privacy": Table(
            {
                "batch": Leaf(whole, between(2, 50), optional=True),
                "min_group": Leaf(whole, between(3, 50), optional=True),
                "unanimous": Leaf(one_of("hide", "show"), optional=True),
            },
            optional=True,
        ),
        "innovation": Listed(_STANDARD, least=0, most=MOST_STANDARDS, optional=True),
    }
)
"""The whole file."""
