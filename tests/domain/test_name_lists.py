"""Lists of advanced workers: reading names, and what a list may not be."""

from __future__ import annotations

import pytest

from voting.domain.name_lists import (
    check_names,
    check_strikes,
    expect,
    plain,
    read_names,
    refuse_disqualified,
    steps_of,
)
from voting.domain.refusals import Refusal


def code(job):
    try:
        job()
    except Refusal as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王一\n李二", ["王一", "李二"]),
        ("王一,李二，赵三、孙四；周五;吴六", ["王一", "李二", "赵三", "孙四", "周五", "吴六"]),
        ("  王 一 \r\n\n 李　二\n", ["王一", "李二"]),
        ("Ann  Lee\n阿里·买买提", ["Ann Lee", "阿里·买买提"]),
        ("ＡＢ", ["AB"]),
        (" \n ,,", []),
    ],
)
def test_names_are_read_as_people_write_them(text, names):
    assert read_names(text) == names


def test_the_same_name_written_otherwise_is_the_same():
    assert plain("王 一") == plain("王　一") == plain("王一")


@pytest.mark.parametrize(
    ("names", "places", "disqualified", "wanted"),
    [
        (["a", "b"], 2, set(), None),
        ([], 0, set(), None),
        (["a", "b", "c"], 2, set(), "too_many_names"),
        (["a"], 0, set(), "too_many_names"),
        (["a", "a"], 2, set(), "doubled_name"),
        (["a", "b"], 2, {"b"}, "disqualified_person"),
        (["x" * 41], 1, set(), "bad_name"),
        (["a\u202eb"], 1, set(), "bad_name"),
    ],
)
def test_what_a_list_may_not_be(names, places, disqualified, wanted):
    assert code(lambda: check_names(names, places, disqualified)) == wanted


def test_a_disqualified_person_is_named_in_the_sentence():
    with pytest.raises(Refusal) as refused:
        refuse_disqualified(["王一", "李二"], {"李二"})
    assert str(refused.value) == "李二 is disqualified this year and cannot be an advanced worker."


@pytest.mark.parametrize(
    ("strikes", "wanted"),
    [({}, None), ({"n1": " a  reason "}, None), ({"n1": "  "}, "reason_needed"), ({"n9": "a"}, "no_such_name")],
)
def test_names_are_struck_with_a_reason(strikes, wanted):
    assert code(lambda: check_strikes(["n1", "n2"], strikes)) == wanted


def test_a_reason_is_kept_on_one_line():
    assert check_strikes(["n1"], {"n1": " 年度\n考核 不合格 "}) == {"n1": "年度 考核 不合格"}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, ["now", "later", "later", "later", "later"]),
        ("numbered", ["done", "now", "later", "later", "later"]),
        ("examined", ["done", "done", "done", "done", "now"]),
        ("decided", ["done"] * 5),
    ],
)
def test_five_steps_one_of_them_now(state, words):
    assert [word for word, _role, _name in steps_of(state)] == words
    assert [role for _word, role, _name in steps_of(state)] == [
        "organisation", "department", "leader", "organisation", "committee",
    ]  # fmt: skip


@pytest.mark.parametrize("state", [None, "numbered", "consented"])
def test_a_step_out_of_turn_is_refused(state):
    assert code(lambda: expect(state, "submitted")) == "wrong_state"
