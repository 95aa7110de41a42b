"""The JSON documents of the contract, literally, over the worked example: once with everything open, once as it is."""

from __future__ import annotations

import json

from tests.support.plans import CITY, GENERAL, SOCIAL, a_plan, counters
from tests.support.results import HEAD, OPEN_TO_ALL, a_result, all_returned, held_year, worked_year
from voting.actions.counts import Counts
from voting.domain.plan import ONE_BY_ONE
from voting.domain.refusals import Fault, msg
from voting.exports.documents import result_document, standing_document

HIDDEN = "breakdown not shown: a group is too small or of one mind"
DIRECTLY_LED = "directly led: takes no part in the selection"
COUNTS_OF_HALF_YEAR = {
    "review": "half-year",
    "due": 29,
    "issued": 29,
    "returned": 28,
    "valid": 26,
    "void": {"all_same": 1, "over_excellent_cap": 1},
    "groups": {
        "leadership": {"issued": 5, "returned": 5, "valid": 5, "void": 0},
        "heads": {"issued": 5, "returned": 5, "valid": 4, "void": 1},
        "cadres": {"issued": 8, "returned": 8, "valid": 7, "void": 1},
        "deputies": {"issued": 5, "returned": 4, "valid": 4, "void": 0},
        "communities": {"issued": 6, "returned": 6, "valid": 6, "void": 0},
    },
    "late_slips": {},
    "warnings": [],
    "closed_by": "李敏 + 王强",
    "journal_head": HEAD,
}


def means(leadership, heads, cadres, deputies, communities):
    ballots = {"leadership": 5, "heads": 4, "cadres": 7, "deputies": 4, "communities": 6}
    given = {
        "leadership": leadership, "heads": heads, "cadres": cadres, "deputies": deputies, "communities": communities,
    }  # fmt: skip
    return {group: {"mean": mean, "ballots": ballots[group]} for group, mean in given.items()}


def test_an_open_result_holds_every_figure_and_each_score_exactly():
    document = result_document(worked_year(privacy=OPEN_TO_ALL).result("half-year"))

    assert document == COUNTS_OF_HALF_YEAR | {
        "departments": [
            {
                "id": GENERAL, "score": "88.47", "exact": "1327/15", "rank": 2,
                "marks": {"E": 11, "G": 10, "F": 2, "P": 1},
                "groups": means("92.00", "90.00", "86.67", "86.67", "76.67"), "notes": [],
            },
            {
                "id": SOCIAL, "score": "83.33", "exact": "250/3", "rank": 3,
                "marks": {"E": 9, "G": 14, "F": 2, "P": 0},
                "groups": means("80.00", "85.00", "80.00", "86.67", "96.67"), "notes": [],
            },
            {
                "id": CITY, "score": "91.93", "exact": "1379/15", "rank": 1,
                "marks": {"E": 15, "G": 8, "F": 1, "P": 0},
                "groups": means("92.00", "90.00", "96.67", "90.00", "88.00"), "notes": [],
            },
        ],
        "notes": {},
    }  # fmt: skip


def test_a_hidden_breakdown_leaves_the_score_at_two_decimals_and_nothing_else():
    document = result_document(worked_year().result("half-year"))
    nothing = {"exact": None, "marks": None, "groups": None, "notes": ["hidden"]}

    assert document == COUNTS_OF_HALF_YEAR | {
        "departments": [
            {"id": GENERAL, "score": "88.47", "rank": 2, **nothing},
            {"id": SOCIAL, "score": "83.33", "rank": 3, **nothing},
            {"id": CITY, "score": "91.93", "rank": 1, **nothing},
        ],
        "notes": {"hidden": HIDDEN},
    }


def test_an_open_standing_holds_every_figure_exactly():
    document = standing_document(worked_year(privacy=OPEN_TO_ALL).standing)

    assert (document["office"], document["year"]) == ("临溪街道", 2026)
    assert document["shortlist"] == {"base": 2, "places": 1, "flag": None}
    assert document["notes"] == {"directly_led": DIRECTLY_LED}
    assert document["departments"] == [
        {
            "id": GENERAL, "name": "党政办", "headcount": 12, "directly_led": True, "disqualified": False,
            "daily": "66.50", "standardisation": "28.50", "reviews": {"half-year": "88.47", "year-end": "93.00"},
            "review": "91.19", "district_result": "1.50", "honours": "2.00", "total": "189.69", "rank": 1,
            "proposed": False, "decided": None, "quota": 4,
            "exact": {
                "daily": "133/2", "standardisation": "57/2", "review": "6839/75", "district_result": "3/2",
                "honours": "2", "total": "28453/150", "reviews": {"half-year": "1327/15", "year-end": "93"},
            },
            "notes": ["directly_led"],
        },
        {
            "id": SOCIAL, "name": "社会事务办", "headcount": 9, "directly_led": False, "disqualified": False,
            "daily": "67.20", "standardisation": "27.90", "reviews": {"half-year": "83.33", "year-end": "81.83"},
            "review": "82.43", "district_result": "0.80", "honours": "1.50", "total": "179.83", "rank": 3,
            "proposed": False, "decided": None, "quota": 2,
            "exact": {
                "daily": "336/5", "standardisation": "279/10", "review": "2473/30", "district_result": "4/5",
                "honours": "3/2", "total": "1079/6", "reviews": {"half-year": "250/3", "year-end": "491/6"},
            },
            "notes": [],
        },
        {
            "id": CITY, "name": "城建办", "headcount": 15, "directly_led": False, "disqualified": False,
            "daily": "65.80", "standardisation": "26.40", "reviews": {"half-year": "91.93", "year-end": "94.00"},
            "review": "93.17", "district_result": "2.00", "honours": "2.00", "total": "189.37", "rank": 2,
            "proposed": True, "decided": None, "quota": 5,
            "exact": {
                "daily": "329/5", "standardisation": "132/5", "review": "6988/75", "district_result": "2",
                "honours": "2", "total": "14203/75", "reviews": {"half-year": "1379/15", "year-end": "94"},
            },
            "notes": [],
        },
    ]  # fmt: skip


def test_a_standing_over_hidden_breakdowns_has_no_fraction():
    document = standing_document(worked_year().standing)

    assert [row["exact"] for row in document["departments"]] == [None, None, None]
    assert [row["total"] for row in document["departments"]] == ["189.69", "179.83", "189.37"]
    assert document["notes"] == {"hidden": HIDDEN, "directly_led": DIRECTLY_LED}


def test_a_session_that_is_still_open_leaves_nulls_with_a_note():
    year = worked_year(privacy=OPEN_TO_ALL)
    plan, counts = year.plan, {"half-year": counters(**{GENERAL: {"leadership": "EEGGF"}})}
    general = standing_document(held_year(plan, counts, {}).standing)["departments"][0]

    assert general["reviews"] == {"half-year": "84.00", "year-end": None}
    assert (general["review"], general["total"], general["rank"], general["proposed"]) == (None, None, None, None)
    assert general["exact"] == {
        "daily": None, "standardisation": None, "review": None, "district_result": "0", "honours": "0", "total": None,
        "reviews": {"half-year": "84", "year-end": None},
    }  # fmt: skip
    assert general["notes"] == ["no_daily", "no_standardisation", "no_review", "directly_led"]


def test_what_is_announced_beside_the_counts_is_there():
    plan = a_plan(1, pace=ONE_BY_ONE)
    groups = all_returned(plan, "year-end") | {"cadres": Counts(20, 22, 9, 9, late_slips=2, slips=22)}
    short = Fault(
        "机关干部", msg("only %(returned)d of %(due)d ballots are back, less than one half"), returned=9, due=20
    )
    document = result_document(a_result(plan, "year-end", {}, groups, warnings=[short], closed_by="李敏"))

    assert document["late_slips"] == {"cadres": 2}
    assert document["warnings"] == [
        {"about": "机关干部", "sentence": "only 9 of 20 ballots are back, less than one half"}
    ]
    assert document["closed_by"] == "李敏"
    assert document["departments"] == [
        {"id": "d1", "score": None, "exact": None, "rank": None, "marks": None, "groups": None, "notes": ["too_few"]}
    ]


def test_a_group_that_counts_as_empty_is_noted_and_looks_like_an_empty_one():
    plan = a_plan(2, pace=ONE_BY_ONE)
    counts = counters(d1={"leadership": "EEGFG", "cadres": "EG"}, d2={"leadership": "EEGFG"})
    document = result_document(a_result(plan, "year-end", counts, all_returned(plan, "year-end")))
    first, second = document["departments"]

    assert first["groups"] == second["groups"] == {
        "leadership": {"mean": "84.00", "ballots": 5}, "cadres": {"mean": None, "ballots": 0},
    }  # fmt: skip
    assert first["notes"] == second["notes"] == ["left_out"]


def test_the_documents_are_plain_json():
    year = worked_year(privacy=OPEN_TO_ALL)

    for document in (result_document(year.result("year-end")), standing_document(year.standing)):
        assert json.loads(json.dumps(document)) == document
