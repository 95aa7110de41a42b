"""Words that documents and pages share, in both languages."""

from __future__ import annotations

import pytest

from tests.domain.plan_texts import changed
from voting.domain.plan_reader import read_plan
from voting.domain.refusals import Fault, Place, PlanFaults, msg
from voting.exports.wording import fault_line, place_of, speaker


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "line 1, office.year: This entry is missing."), ("zh", "第 1 行，office.year：缺少此项。")],
)
def test_a_fault_says_its_place_in_the_reader_s_language(language, line):
    with pytest.raises(PlanFaults) as refused:
        read_plan(changed(("year = 2026\n", "")))
    assert [fault_line(fault, speaker(language)) for fault in refused.value.faults] == [line]


def test_a_text_that_is_no_toml_says_the_line_in_chinese():
    with pytest.raises(PlanFaults) as refused:
        read_plan("[office]\nname = 临溪街道\n")
    assert [place_of(fault, speaker("zh")) for fault in refused.value.faults] == ["第 2 行"]


def test_a_row_of_a_table_is_said_in_chinese():
    fault = Fault(Place(msg("row %(number)d"), number=7), msg("this figure is given twice in the table"))
    assert fault_line(fault, speaker("zh")).startswith("第 7 行：")
    assert str(fault) == "row 7: this figure is given twice in the table"


@pytest.mark.parametrize("name", ["Open.", "100 %", "%(name)s", "党政办"])
def test_a_name_of_the_office_s_own_is_said_as_it_is(name):
    assert place_of(Fault(name, msg("Open.")), speaker("zh")) == name
