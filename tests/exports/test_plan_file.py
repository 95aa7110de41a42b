"""Plan files from the browser's forms: what goes out as TOML comes back as the same document and the same plan."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.world import SMALL_PLAN
from voting.domain.plan import Points, Privacy, Quota, Scoring, Shortlist
from voting.domain.plan_reader import plan_warnings, read_plan
from voting.domain.plan_schema import PLAN
from voting.domain.refusals import PlanFaults, Refusal
from voting.exports.plan_file import MOST_DEPTH, ORDER, as_document, as_toml

DATA = Path(__file__).parents[2] / "data"
TEMPLATE = (DATA / "template.toml").read_text(encoding="utf-8")
DEMO = (DATA / "demo-2026.toml").read_text(encoding="utf-8")

words = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)
leaves = st.one_of(words, st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1))
documents = st.dictionaries(
    words,
    st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4), max_leaves=12
    ),
    max_size=6,
)


@settings(deadline=None)
@given(documents)
def test_every_document_comes_back_as_itself(document):
    assert as_document(as_toml(document)) == document


@pytest.mark.parametrize("text", [DEMO, SMALL_PLAN, TEMPLATE.replace('name = ""', 'name = "青石街道"')])
def test_a_plan_means_the_same_after_the_forms(text):
    assert read_plan(as_toml(as_document(text))) == read_plan(text)


def test_a_share_stays_a_share_so_that_departments_can_still_be_added():
    document = as_document(DEMO)

    assert document["reviews"][0]["rules"]["excellent_cap"] == "0.30"
    assert 'excellent_cap = "0.30"' in as_toml(document)


def test_sections_stand_in_the_order_of_a_plan_file_however_the_forms_were_filled_in():
    document = as_document(DEMO)
    shuffled = {key: document[key] for key in reversed(document)}

    assert tuple(PLAN.entries) == ORDER
    assert as_toml(shuffled) == as_toml(document)


def test_what_no_form_knows_is_kept_for_the_check_to_name():
    assert as_toml({"colour": "red", "office": {"name": "甲"}}) == 'colour = "red"\n\n[office]\nname = "甲"\n'


def test_an_empty_field_is_a_missing_one():
    document = {"office": {"name": None, "year": 2026}, "groups": [{"id": "a", "name": None}, None]}

    assert as_document(as_toml(document)) == {"groups": [{"id": "a"}], "office": {"year": 2026}}


def test_decimals_are_kept_digit_by_digit():
    assert as_document("weight = 0.1000000000000000055")["weight"] == "0.1000000000000000055"


def test_what_a_browser_cannot_hold_exactly_becomes_text():
    assert as_document(f"a = {2**60}\nb = 2026-01-02\nc = {2**53 - 1}") == {
        "a": str(2**60),
        "b": "2026-01-02",
        "c": 2**53 - 1,
    }


def test_a_byte_order_mark_in_front_is_no_fault():
    assert as_document("\ufeffa = 1") == {"a": 1}


@pytest.mark.parametrize("text", ["a = ", "= 1", "[a]\n[a]", "a = " + "9" * 5000, "a = " + "[" * 900 + "]" * 900])
def test_what_is_no_plan_file_is_refused_in_one_sentence(text):
    with pytest.raises(Refusal, match="not a plan file") as refusal:
        as_document(text)
    assert refusal.value.code == "bad_plan"


def test_nesting_without_end_is_refused_both_ways():
    document: dict[str, object] = {}
    for _ in range(MOST_DEPTH + 1):
        document = {"a": document}

    with pytest.raises(Refusal, match="not a plan file"):
        as_toml(document)
    with pytest.raises(Refusal, match="not a plan file"):
        as_document("a = " + "{a = " * MOST_DEPTH + "{}" + "}" * MOST_DEPTH)


# ---- the template


def test_the_template_lacks_nothing_but_the_name_of_the_office():
    with pytest.raises(PlanFaults) as refusal:
        read_plan(TEMPLATE)

    assert [str(fault.place) for fault in refusal.value.faults] == ["line 11, office.name"]


@pytest.fixture(scope="module")
def template():
    return read_plan(TEMPLATE.replace('name = ""', 'name = "青石街道"'))


def test_the_template_is_the_plan_of_the_guidance(template):
    half, end = template.reviews
    assert [group.id for group in template.groups] == ["leadership", "heads", "deputies", "communities", "cadres"]
    assert {key: group.weight for key, group in half.groups.items()} == {
        "leadership": 40, "heads": 20, "deputies": 10, "communities": 10, "cadres": 20,
    }  # fmt: skip
    assert {key: group.weight for key, group in end.groups.items()} == {"leadership": 50, "heads": 25, "cadres": 25}
    assert [(it.id, it.weight, it.pace, it.scale.id, it.live) for it in template.reviews] == [
        ("half-year", Fraction(2, 5), "together", "hundred", "tally"),
        ("year-end", Fraction(3, 5), "one_by_one", "grades", "tally"),
    ]
    assert plan_warnings(template) == []


def test_the_template_writes_out_every_setting_with_its_default(template):
    document = as_document(TEMPLATE)
    settings = (template.points, template.scoring, template.shortlist, template.quota, template.privacy)

    assert settings == (Points(), Scoring(), Shortlist(), Quota(), Privacy())
    for part in ("points", "scoring", "shortlist", "quota", "privacy"):
        assert set(document[part]) == set(PLAN.entries[part].entries)
    assert all(set(department) == {"id", "name", "headcount", "directly_led"} for department in document["departments"])
    assert all({"live", "rules"} <= set(review) for review in document["reviews"])
    assert document["reviews"][0]["rules"] == {"excellent_cap": "0.30", "all_same": True}
