"""The short forms: a few hundred cases of each kind. The long one is ``make fuzz``."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import schemathesis
import yaml

from tests.fuzz import files, over_http, sockets
from tests.fuzz.office import Office, Report, an_office
from voting.domain.refusals import Refusal

pytestmark = pytest.mark.slow
SEED = 6


def test_requests_by_the_description_meet_no_error_and_refused_ones_change_nothing(tmp_path):
    report = over_http.run(tmp_path, 150, SEED)
    assert report.faults == []
    assert report.cases >= 150
    assert {200, 302, 400, 403, 404} <= report.statuses.keys()  # the cases reach into the program


def test_mangled_plans_tables_and_workbooks_are_refused_or_taken_whole(tmp_path):
    report = files.run(tmp_path, 150, SEED)
    assert report.faults == []
    assert {200, 400} <= report.statuses.keys()


def test_whatever_is_said_at_a_socket_is_answered_or_hung_up(tmp_path):
    report = sockets.run(tmp_path, 160, SEED)
    assert report.faults == []
    assert report.cases >= 140


@pytest.mark.parametrize("name", sorted(set(files.HOSTILE) - {"a link", "a path", "a macro", "a far cell"}))
def test_a_hostile_workbook_is_refused(name):
    with pytest.raises(Refusal) as refused:
        files.hostile(name)
    assert refused.value.code == "bad_table"


@pytest.mark.parametrize("name", ["a link", "a path", "a macro"])
def test_what_else_is_in_a_workbook_is_not_even_looked_at(name):
    assert files.hostile(name) == [["department", "points"]]


# A fuzzer that finds nothing proves nothing unless it finds what is there


@pytest.fixture
def office(tmp_path):
    with an_office(tmp_path) as found:
        yield found


def judged(office: Office, status: int) -> Report:
    report = Report()
    office.judge(report, "here", SimpleNamespace(status_code=status), office.client("nobody"))
    return report


def test_the_judge_sees_a_server_error(office):
    assert [line[:12] for line in judged(office, 503).faults] == ["server error"]


def test_the_judge_sees_a_line_in_the_log(office):
    office.voting.app.logger.error("unexpected KeyError at nowhere:1")
    assert judged(office, 200).tracebacks == ["here unexpected KeyError at nowhere:1"]


def test_the_judge_sees_a_row_that_a_refused_request_changed_and_no_other(office):
    with office.world.database.writing() as door:
        door.change("UPDATE review SET revision = revision + 1")
    assert judged(office, 409).changes == ["409 here"]
    assert judged(office, 409).changes == []
    with office.world.database.writing() as door:
        door.change("UPDATE review SET revision = revision + 1")
    assert judged(office, 200).changes == []


def test_the_judge_sees_a_file_that_a_refused_request_left(office):
    office.world.tools.files.write("left-behind", b"x")
    assert judged(office, 400).changes == ["400 here"]


@pytest.mark.parametrize(("also_required", "found"), [([], 0), (["a secret"], 1)])
def test_an_answer_that_is_not_as_described_is_seen(office, also_required, found):
    description = yaml.safe_load(over_http.DESCRIPTION.read_text(encoding="utf-8"))
    description["components"]["schemas"]["Ballot"]["required"] += also_required
    operation = schemathesis.openapi.from_dict(description)["/api/ballot"]["GET"]
    case = operation.Case(headers={"Authorization": f"Bearer {office.slips[0]}"})
    report = Report()
    over_http._compare(case, case.call(app=office.voting.app), report, "here")
    assert len(report.unlike) == found
