"""The plan file: what is read, and how every mistake in it is told, with its place."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.domain.plan_texts import CONTRACT, SMALL, changed, faults_of, with_rules
from voting.domain.plan import Department, Group, Office, Points, ReviewGroup, Rules
from voting.domain.plan_reader import read_plan
from voting.domain.scales import Grade, GradeScale, RangeScale

Changes = tuple[tuple[str, str], ...]


def test_small_plan_is_read_exactly_and_takes_the_defaults() -> None:
    plan = read_plan(SMALL)
    half_year, year_end = plan.reviews
    assert plan.office == Office("Brook Street", 2026)
    assert plan.points == Points(Fraction(70), Fraction(30), Fraction(100))
    assert plan.scales == {
        "grades": GradeScale("grades", (Grade("E", "excellent", Fraction(100)), Grade("G", "good", Fraction(80)))),
        "hundred": RangeScale("hundred", 0, 100),
    }
    assert plan.groups == (Group("heads", "Heads"), Group("cadres", "Cadres"))
    assert plan.departments == (Department("finance", "Finance", 8), Department("justice", "Justice", 5))
    assert (half_year.weight, half_year.pace, half_year.live) == (Fraction(2, 5), "together", "tally")
    assert (year_end.weight, year_end.pace, year_end.live) == (Fraction(3, 5), "one_by_one", "tally")
    assert half_year.groups == {
        "heads": ReviewGroup(Fraction(60), 12, 12),
        "cadres": ReviewGroup(Fraction(40), 30, 30),
    }
    assert half_year.rules == Rules(None, True, Fraction(3, 10))  # two departments: too few for a share
    assert year_end.rules == Rules(None, False)
    assert plan.shortlist.ratio == plan.quota.excellent == Fraction(3, 10)
    assert plan.quota.other == Fraction(1, 5)
    assert (plan.privacy.batch, plan.privacy.min_group, plan.privacy.unanimous) == (5, 5, "hide")


def test_groups_of_a_session_stand_in_order_of_precedence_not_of_the_file() -> None:
    assert [list(review.groups) for review in read_plan(SMALL).reviews] == [["heads", "cadres"], ["heads", "cadres"]]


def test_example_of_the_contract_reads_once_its_elided_entries_are_filled_in() -> None:
    text = changed(('weight = "0.4"', 'weight = "1"'), ("{weight = 40", "{weight = 100"), text=CONTRACT)
    assert read_plan(text).office == Office("临溪街道", 2026)
    assert faults_of(CONTRACT) == [
        "line 27, reviews: The weights of the review sessions add up to 0.4. They must add up to exactly 1.",
        (
            "line 34, reviews[1].groups (half-year): "
            "The weights of the groups in this session add up to 40. They must add up to exactly 100."
        ),
    ]


@pytest.mark.parametrize("start", ["\ufeff", "# 计划\n\n"])
def test_byte_order_mark_and_remarks_are_no_mistakes(start: str) -> None:
    assert read_plan(start + SMALL) == read_plan(SMALL.replace("\n", "\r\n")) == read_plan(SMALL)


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        ("40", "40"),
        ('"40"', "40"),
        ("40.5", "40.5"),
        ('"40.000001"', "40.000001"),
        ("4_0.25", "40.25"),
        ("+40.1", "40.1"),
    ],
)
def test_weights_are_read_as_exact_decimals(written: str, exact: str) -> None:
    rest = Fraction(100) - Fraction(exact)
    text = changed(("weight = 40", f"weight = {written}"), ("weight = 60", f'weight = "{float(rest):.6f}"'))
    assert read_plan(text).review("half-year").groups["cadres"].weight == Fraction(exact)


@pytest.mark.parametrize("written", ['"1/3"', '"1e1"', "1e1", "nan", "inf", '"nan"', "0.1234567", '" 1"', '""', "[1]"])
def test_what_is_not_a_plain_decimal_is_refused(written: str) -> None:
    assert faults_of(changed(("weight = 40", f"weight = {written}"))) == [
        (
            "line 37, reviews[1].groups.cadres.weight (half-year): "
            'A number such as 40 or "0.4" with at most 6 decimals is expected here.'
        )
    ]


@pytest.mark.parametrize(
    ("departments", "rules", "cap", "share"),
    [
        (4, "", None, Fraction(3, 10)),
        (5, "", 1, Fraction(3, 10)),
        (20, "", 6, Fraction(3, 10)),
        (20, 'excellent_cap = "0.25"', 5, Fraction(1, 4)),
        (7, "excellent_cap = 0.5", 3, Fraction(1, 2)),
        (4, "excellent_cap = 0.5", None, Fraction(1, 2)),
        (3, "excellent_cap = 2", 2, None),
        (3, 'excellent_cap = "2.0"', 2, None),
        (20, "excellent_cap = 1", 1, None),
        (20, "excellent_cap = 0", None, None),
        (20, 'excellent_cap = "0.0"', None, None),
    ],
)
def test_cap_is_a_share_rounded_down_or_a_whole_number_that_holds(
    departments: int, rules: str, cap: int | None, share: Fraction | None
) -> None:
    assert read_plan(with_rules(departments, rules)).reviews[0].rules == Rules(cap, True, share)


def test_rules_are_kept_as_the_plan_has_them() -> None:
    assert read_plan(with_rules(20, "all_same = false")).reviews[0].rules == Rules(6, False, Fraction(3, 10))
    text = f"{SMALL}[reviews.rules]\nexcellent_cap = 0\nall_same = false\n"
    assert read_plan(text).reviews[1].rules == Rules(None, False)


def test_most_departments() -> None:
    assert len(read_plan(with_rules(500)).departments) == 500
    assert faults_of(with_rules(501)) == [
        "line 21, departments: There are 501 entries of this kind; at most 500 are possible."
    ]


def test_due_may_be_more_than_slips() -> None:
    text = changed(("{weight = 60, slips = 12}", "{weight = 60, slips = 12, due = 17}"))
    assert read_plan(text).reviews[0].groups["heads"] == ReviewGroup(Fraction(60), 12, 17)


def test_ids_may_be_in_any_script_and_a_rehearsal_may_weigh_nothing() -> None:
    rehearsal = """[[reviews]]
id = "预演"
name = "预演"
weight = 0
pace = "together"
scale = "hundred"
groups = {heads = {weight = 100, slips = 0}}
"""
    assert read_plan(SMALL + rehearsal).review("预演").weight == 0


KNOWN_IN_REVIEW = "Known are: id, name, weight, pace, scale, live, groups, rules."
ID = "An id has 1 to 40 letters, digits, hyphens or underscores, and nothing else."
UNSEEN = "This name holds a line break or another character that cannot be seen."
WHOLE = "A whole number is expected here, without quotation marks and without decimals."
DECIMAL = 'A number such as 40 or "0.4" with at most 6 decimals is expected here.'
TEXT = "Text in quotation marks is expected here."
SECTION = "A section with entries of its own is expected here."
ONE_BY_ONE = "This rule compares departments on one ballot; here they are opened one by one. Leave it out."
NO_LIST = "Write the heading of this section in double brackets, [[groups]], once for each entry."


def one(old: str, new: str, *faults: str) -> tuple[Changes, list[str]]:
    """One passage that is changed, and the faults that must follow."""
    return ((old, new),), list(faults)


def inserted(after: str, line: str, *faults: str) -> tuple[Changes, list[str]]:
    """One line that is added below another one."""
    return one(f"{after}\n", f"{after}\n{line}\n", *faults)


BROKEN: dict[str, tuple[Changes, list[str]]] = {
    # missing and unknown entries
    "missing key": one("year = 2026\n", "", "line 1, office.year: This entry is missing."),
    "missing section": one(
        '[office]\nname = "Brook Street"\nyear = 2026\n', "", "line 1, office: This entry is missing."
    ),
    "missing key of a list item": one(
        "headcount = 5\n", "", "line 25, departments[2].headcount (justice): This entry is missing."
    ),
    "missing key in braces": one(
        "heads = {weight = 60, slips = 12}",
        "heads = {weight = 60}",
        "line 38, reviews[1].groups.heads.slips (half-year): This entry is missing.",
    ),
    "missing id": one(
        'id = "half-year"\n',
        "",
        "line 30, reviews[1].id: This entry is missing.",
    ),
    "unknown section": one(
        "[scales.grades]",
        "[bonus]\n[scales.grades]",
        "line 5, bonus: This entry is not known here. Known are: office, points, scales, groups, departments, reviews, "
        "scoring, shortlist, quota, privacy, innovation.",
    ),
    "unknown key": inserted(
        'pace = "together"',
        'color = "red"',
        f"line 35, reviews[1].color (half-year): This entry is not known here. {KNOWN_IN_REVIEW}",
    ),
    "unknown key with a strange name": inserted(
        'pace = "together"',
        '"a\\u0007\\n" = "red"',
        f"line 35, reviews[1].'a\\x07\\n' (half-year): This entry is not known here. {KNOWN_IN_REVIEW}",
    ),
    "unknown key in braces": one(
        '"good", points = 80}',
        '"good", points = 80, colour = 1}',
        "line 8, scales.grades.marks[2].colour (G): This entry is not known here. Known are: id, name, points.",
    ),
    # wrong kinds
    "text for a whole number": one(
        "headcount = 8", 'headcount = "8"', f"line 24, departments[1].headcount (finance): {WHOLE}"
    ),
    "true is not a number": one(
        "headcount = 8", "headcount = true", f"line 24, departments[1].headcount (finance): {WHOLE}"
    ),
    "decimals for a whole number": one(
        "headcount = 8", "headcount = 8.0", f"line 24, departments[1].headcount (finance): {WHOLE}"
    ),
    "true is not a weight": one("weight = 0.6", "weight = true", f"line 43, reviews[2].weight (year-end): {DECIMAL}"),
    "number for a text": one('name = "Finance"', "name = 3.5", f"line 23, departments[1].name (finance): {TEXT}"),
    "day for a text": one('name = "Finance"', "name = 2026-01-01", f"line 23, departments[1].name (finance): {TEXT}"),
    "number for a flag": inserted(
        "headcount = 8",
        "directly_led = 1",
        "line 25, departments[1].directly_led (finance): Write true or false here, without quotation marks.",
    ),
    "word that is not on the list": one(
        'pace = "together"',
        'pace = "slowly"',
        "line 34, reviews[1].pace (half-year): Write one of these words here, in quotation marks: together, one_by_one.",
    ),
    "value for a section": one(
        "cadres = {weight = 40, slips = 30}", "cadres = 40", f"line 37, reviews[1].groups.cadres (half-year): {SECTION}"
    ),
    "section for a list": one(
        '[[groups]]\nid = "heads"\nname = "Heads"\n[[groups]]\nid = "cadres"\nname = "Cadres"\n',
        '[groups]\nid = "heads"\nname = "Heads"\n',
        f"line 14, groups: {NO_LIST}",
    ),
    # single values
    "empty name": one('name = "Finance"', 'name = " "', "line 23, departments[1].name (finance): This name is empty."),
    "long name": one(
        '"Finance"',
        f'"{"长" * 61}"',
        "line 23, departments[1].name (finance): This name is longer than 60 characters.",
    ),
    "line break in a name": one('"Finance"', '"Fin\\nance"', f"line 23, departments[1].name (finance): {UNSEEN}"),
    "turned writing in a name": one(
        '"Finance"', '"Fin\u202eance"', f"line 23, departments[1].name (finance): {UNSEEN}"
    ),
    "id with a space": one('"finance"', '"fi nance"', f"line 22, departments[1].id ('fi nance'): {ID}"),
    "id with a line break": one('"finance"', r'"finance\n"', rf"line 22, departments[1].id ('finance\n'): {ID}"),
    "long id": one('"finance"', f'"{"d" * 41}"', f"line 22, departments[1].id ({'d' * 41}): {ID}"),
    "abstain as a mark": one(
        '"G"',
        '"abstain"',
        "line 8, scales.grades.marks[2].id (abstain): This id stands for an abstention. Choose another one.",
    ),
    "year": one("2026", "1999", "line 3, office.year: The number must be from 2000 to 2100."),
    "headcount": one(
        "headcount = 5",
        "headcount = 0",
        "line 28, departments[2].headcount (justice): The number must be from 1 to 1000000.",
    ),
    "slips": one(
        "weight = 60, slips = 12",
        "weight = 60, slips = 200001",
        "line 38, reviews[1].groups.heads.slips (half-year): The number must be from 0 to 200000.",
    ),
    "points of a component": inserted(
        "year = 2026", "[points]\ndaily = 0", "line 5, points.daily: The number must be more than 0."
    ),
    "share above 1": inserted(
        "year = 2026", '[shortlist]\nratio = "1.1"', "line 5, shortlist.ratio: The number must be from 0 to 1."
    ),
    "batch and smallest group": inserted(
        "year = 2026",
        "[privacy]\nbatch = 1\nmin_group = 51",
        "line 5, privacy.batch: The number must be from 2 to 50.",
        "line 6, privacy.min_group: The number must be from 3 to 50.",
    ),
    # scales
    "marks and a range": inserted(
        "maximum = 100",
        "marks = [{id = 'a', name = 'a', points = 1}, {id = 'b', name = 'b', points = 2}]",
        "line 10, scales.hundred: A scale has either marks or a minimum and a maximum, not both.",
    ),
    "neither marks nor a range": one(
        "minimum = 0\nmaximum = 100\n",
        "",
        "line 10, scales.hundred: A scale needs either marks or a minimum and a maximum.",
    ),
    "half a range": one("minimum = 0\n", "", "line 10, scales.hundred.minimum: This entry is missing."),
    "range upside down": one(
        "minimum = 0", "minimum = 100", "line 12, scales.hundred.maximum: The maximum must be more than the minimum."
    ),
    "range out of bounds": one(
        "minimum = 0\nmaximum = 100",
        "minimum = -1\nmaximum = 1001",
        "line 11, scales.hundred.minimum: The number must be from 0 to 1000.",
        "line 12, scales.hundred.maximum: The number must be from 0 to 1000.",
        "line 12, scales.hundred.maximum: This is more than the 100 points a review can bring.",
    ),
    "a single mark": one(
        '    {id = "G", name = "good", points = 80},\n',
        "",
        "line 6, scales.grades.marks: At least 2 entries of this kind are needed.",
    ),
    "marks worth the same": one(
        "points = 80",
        "points = '100.0'",
        "line 8, scales.grades.marks[2].points (G): "
        "A mark worth 100 points already stands above. Two marks must not be worth the same.",
    ),
    "mark below nothing": one(
        "points = 80", "points = -0.5", "line 8, scales.grades.marks[2].points (G): The number must not be less than 0."
    ),
    "mark above the points of a review": one(
        "points = 100",
        "points = 100.5",
        "line 7, scales.grades.marks[1].points (E): This is more than the 100 points a review can bring.",
    ),
    "scale above the points of a review": inserted(
        "year = 2026",
        "[points]\nreview = '99.5'",
        "line 9, scales.grades.marks[1].points (E): This is more than the 99.5 points a review can bring.",
        "line 14, scales.hundred.maximum: This is more than the 99.5 points a review can bring.",
    ),
    "id of a scale": one(
        "[scales.hundred]",
        '[scales."1 2"]',
        f"line 10, scales.'1 2': {ID}",
        "line 35, reviews[1].scale (half-year): There is no scale hundred in this file.",
    ),
    # doubled and unknown ids
    "doubled mark": one(
        'id = "G"', 'id = "E"', "line 8, scales.grades.marks[2].id (E): The id E is already taken above."
    ),
    "doubled department": one(
        'id = "justice"',
        'id = "finance"',
        "line 26, departments[2].id (finance): The id finance is already taken above.",
    ),
    "doubled name of a department": one(
        'name = "Justice"',
        'name = "Finance "',
        "line 27, departments[2].name (justice): A department with the name Finance already stands above.",
    ),
    "doubled session": one(
        'id = "year-end"',
        'id = "half-year"',
        "line 41, reviews[2].id (half-year): The id half-year is already taken above.",
    ),
    "doubled group": one(
        'id = "cadres"',
        'id = "heads"',
        "line 18, groups[2].id (heads): The id heads is already taken above.",
        "line 37, reviews[1].groups.cadres (half-year): There is no group cadres in this file.",
        "line 48, reviews[2].groups.cadres (year-end): There is no group cadres in this file.",
    ),
    "unknown scale": one(
        'scale = "grades"',
        'scale = "letters"',
        "line 45, reviews[2].scale (year-end): There is no scale letters in this file.",
    ),
    # sums, slips and rules
    "weights of sessions": one(
        'weight = "0.4"',
        'weight = "0.400001"',
        "line 30, reviews: The weights of the review sessions add up to 1.000001. They must add up to exactly 1.",
    ),
    "weights of groups": one(
        "weight = 40",
        "weight = 0",
        "line 36, reviews[1].groups (half-year): "
        "The weights of the groups in this session add up to 60. They must add up to exactly 100.",
        "line 37, reviews[1].groups.cadres.weight (half-year): The number must be more than 0.",
    ),
    "no group in a session": one(
        "cadres = {weight = 40, slips = 30}\nheads = {weight = 60, slips = 12}\n",
        "",
        "line 36, reviews[1].groups (half-year): At least one entry is needed here.",
    ),
    "fewer due than slips": one(
        "{weight = 60, slips = 12}",
        "{weight = 60, slips = 12, due = 11}",
        "line 38, reviews[1].groups.heads.due (half-year): Fewer are due to vote (11) than there are slips (12).",
    ),
    "rules over several departments one by one": one(
        'scale = "grades"',
        'scale = "grades"\nrules = {excellent_cap = "0.3", all_same = true}',
        f"line 46, reviews[2].rules.excellent_cap (year-end): {ONE_BY_ONE}",
        f"line 46, reviews[2].rules.all_same (year-end): {ONE_BY_ONE}",
    ),
    "cap that is neither a share nor a number": one(
        'scale = "hundred"',
        'scale = "hundred"\nrules.excellent_cap = 1.5',
        "line 36, reviews[1].rules.excellent_cap (half-year): "
        'Write a share such as "0.30", a whole number of departments, or 0 to switch the rule off.',
    ),
    # several at once, in the order of the file
    "many": (
        (
            ("year = 2026", "year = '2026'"),
            ('name = "Justice"', 'name = ""\nstaff = 3'),
            ('pace = "one_by_one"\n', ""),
            ("{weight = 50, slips = 30}", "{weight = 40, slips = 30, due = 29}"),
        ),
        [
            f"line 3, office.year: {WHOLE}",
            "line 27, departments[2].name (justice): This name is empty.",
            (
                "line 28, departments[2].staff (justice): "
                "This entry is not known here. Known are: id, name, headcount, directly_led."
            ),
            "line 41, reviews[2].pace (year-end): This entry is missing.",
            (
                "line 46, reviews[2].groups (year-end): "
                "The weights of the groups in this session add up to 90. They must add up to exactly 100."
            ),
            "line 48, reviews[2].groups.cadres.due (year-end): Fewer are due to vote (29) than there are slips (30).",
        ],
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_every_fault_is_listed_with_its_place(case: str) -> None:
    changes, faults = BROKEN[case]
    assert faults_of(changed(*changes)) == faults


def test_share_of_less_than_one_department_is_refused() -> None:
    assert faults_of(with_rules(6, "excellent_cap = 0.1")) == [
        (
            "line 40, reviews[1].rules.excellent_cap (half-year): "
            "This share of 6 departments is less than one department. Write 0 for no limit."
        )
    ]


def test_empty_file_misses_every_required_section() -> None:
    sections = ("office", "scales", "groups", "departments", "reviews")
    assert faults_of("") == [f"line 1, {section}: This entry is missing." for section in sections]


UNREADABLE = (
    "The file cannot be read from here on. Please check the quotation marks, brackets, commas and the sign = "
    "on this line and the one before: they must be the plain English ones."
)
TWICE = "This entry or section already stands above. It may stand there only once."
FAR_TOO = "This is not a plan: a number in it is far too long, or its brackets are nested far too deep."


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (changed(("year = 2026", "year 2026")), f"line 3: {UNREADABLE}"),
        (changed(('"Brook Street"', "“临溪”")), f"line 2: {UNREADABLE}"),
        ("[office]\nyears = [1,\n2,\n\n", f"line 3: {UNREADABLE}"),
        (changed(("year = 2026", "year = 2026\nyear = 2026")), f"line 4: {TWICE}"),
        (f"{SMALL}[office]\n", f"line 49: {TWICE}"),
        (f"year = {'9' * 5000}", f"line 1: {FAR_TOO}"),
        (f"year = {'[' * 100_000}", f"line 1: {FAR_TOO}"),
    ],
    ids=[
        "no sign",
        "Chinese quotation marks",
        "open bracket",
        "doubled entry",
        "doubled section",
        "number",
        "brackets",
    ],
)
def test_text_that_is_no_toml_is_one_fault_with_its_line(text: str, fault: str) -> None:
    assert faults_of(text) == [fault]
