"""Plan files for the tests of the reader, and the two things these tests do with them: change a passage, list the faults."""

from __future__ import annotations

import pytest

from voting.domain.plan_reader import read_plan
from voting.domain.refusals import PlanFaults

SMALL = """\
[office]
name = "Brook Street"
year = 2026

[scales.grades]
marks = [
    {id = "E", name = "excellent", points = 100},
    {id = "G", name = "good", points = 80},
]
[scales.hundred]
minimum = 0
maximum = 100

[[groups]]
id = "heads"
name = "Heads"
[[groups]]
id = "cadres"
name = "Cadres"

[[departments]]
id = "finance"
name = "Finance"
headcount = 8
[[departments]]
id = "justice"
name = "Justice"
headcount = 5

[[reviews]]
id = "half-year"
name = "Half-year"
weight = "0.4"
pace = "together"
scale = "hundred"
[reviews.groups]
cadres = {weight = 40, slips = 30}
heads = {weight = 60, slips = 12}

[[reviews]]
id = "year-end"
name = "Year-end"
weight = 0.6
pace = "one_by_one"
scale = "grades"
[reviews.groups]
heads = {weight = 50, slips = 12}
cadres = {weight = 50, slips = 30}
"""

CONTRACT = """\
[office]
name = "临溪街道"
year = 2026

[points]                      # caps of the components; their sum is the base total
daily = 70
standardisation = 30
review = 100

[scales.grades]               # a scale is a list of marks …
marks = [ {id = "E", name = "优秀", points = 100}, {id = "G", name = "良好", points = 80},
          {id = "F", name = "一般", points = 60},  {id = "P", name = "较差", points = 40} ]
[scales.hundred]              # … or a range of whole points
minimum = 0
maximum = 100

[[groups]]                    # in order of precedence
id = "leadership"
name = "领导成员"

[[departments]]
id = "general-office"
name = "党政办"
headcount = 12
directly_led = false          # default false

[[reviews]]
id = "half-year"
name = "半年综合评议"
weight = "0.4"
pace = "together"
scale = "hundred"
live = "tally"                # or "turnout": nothing but turnout until closing
[reviews.groups]              # weight (must sum to 100) and number of slips; only these groups have slips
leadership = {weight = 40, slips = 16}
[reviews.rules]
excellent_cap = "0.30"
all_same = true

[scoring]
aggregation = "weighted_groups"      # or "pooled"
trim = "none"                        # or "one_each_above_5"
[shortlist]
ratio = "0.30"
base = "participating"               # or "all", "qualified"
rounding = "half_up"                 # or "floor", "ceil"
tie = "tiebreak"                     # or "extend", "exclude"
[quota]
excellent = "0.30"
directly_led = "0.30"
other = "0.20"
disqualified = "0.20"
rounding = "half_up"
[privacy]
batch = 5                     # 2 to 50
min_group = 5                 # 3 to 50
unanimous = "hide"            # or "show"
"""


def changed(*changes: tuple[str, str], text: str = SMALL) -> str:
    """The small plan with passages replaced; each passage must stand in it exactly once."""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def faults_of(text: str) -> list[str]:
    """Every fault of a plan, as a person reads it."""
    with pytest.raises(PlanFaults) as refused:
        read_plan(text)
    assert refused.value.code == "bad_plan"
    faults = [str(fault) for fault in refused.value.faults]
    assert str(refused.value) == f"The plan file has {len(faults)} mistakes; nothing was changed."
    return faults


def with_rules(departments: int, *rules: str) -> str:
    """The small plan with so many departments, and rules for its half-year session."""
    last_group = "heads = {weight = 60, slips = 12}\n"
    more = (
        f'[[departments]]\nid = "d{number}"\nname = "D{number}"\nheadcount = 1\n' for number in range(2, departments)
    )
    return changed((last_group, "\n".join((f"{last_group}[reviews.rules]", *rules, "")))) + "".join(more)
