"""Every operation of ``docs/openapi.yaml``, driven by schemathesis: valid and invalid requests, under every role.

What schemathesis makes up is deep in the shape of requests and shallow in their meaning, so a part of each case is put
in place of what it made up: addresses that exist, fields that mean something, the token of the sign-in.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.fuzz.office import Office, Report, an_office
from voting.domain.roles import ROLES

DESCRIPTION = Path(__file__).parent.parent.parent / "docs" / "openapi.yaml"
CHECKS = [status_code_conformance, content_type_conformance, response_headers_conformance, response_schema_conformance]
LEAVES = ("/staff/sign-out-everywhere", "/console/staff/")  # these end sign-ins that later cases need
REMAKE_AFTER = 400  # what is accepted changes the office; after so many cases a new one begins
QUIET = settings(
    database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), print_blob=False
)

texts = st.one_of(
    st.sampled_from([
        "", " ", "0", "1", "-1", "5", "99.5", "100", "1e9", "1/3", "NaN", "٣", "on", "yes", "verified", "submit",
        "alpha", "beta", "daily", "standardisation", "half-year", "year-end", "cadres", "leadership", "2026-12-20",
        "2026-02-30", "9999-12-31", "periodic", "spot", "tally", "turnout", "reveal", "score", "plan", "csv", "html",
        "organiser", "scrutineer", "see it all", "run it well", "=cmd|' /C calc'!A0", "<script>alert(1)</script>",
        "../../etc/passwd", "%00", "\x00", "{{7*7}}", "%s%n", "\ud7ff", "\u202e", "张三\n李四", "a" * 3000,
        "ZZZZZZZZZZZZZZZZ", "2026", "99999999999999999999",
    ]),
    st.text(max_size=30),
)  # fmt: skip


@st.composite
def meant(draw: st.DrawFn, office: Office, case: schemathesis.Case, ids: list[str]) -> dict[str, Any]:
    """What is put in place of the made-up parts of a case."""
    names = list(case.path_parameters or {})
    pools = {"review": ["half-year", "year-end", "rehearsal-year-end"], "department": ["alpha", "beta"]}
    pools |= {"component": ["daily", "standardisation"], "kind": ["xlsx", "csv", "json", "notice", "honours"]}
    path = {name: draw(st.sampled_from([*pools.get(name, []), *ids[:20], "nothing"])) for name in names}
    its = case.operation.definition.raw.get("x-roles", ROLES)
    role = draw(st.one_of(st.sampled_from(its), st.sampled_from(its), st.sampled_from([*ROLES, "nobody"])))
    fields = _fields(case)
    form = {name: draw(texts) for name in fields if draw(st.integers(0, 3))}
    bearer = draw(st.sampled_from([*office.slips[:6], *office.keys, "ZZZZZZZZZZZZZZZZ", ""]))
    return {"path": path, "role": role, "form": form, "bearer": bearer, "ours": draw(st.integers(0, 9))}


def _fields(case: schemathesis.Case) -> list[str]:
    body = case.operation.definition.raw.get("requestBody", {}).get("content", {})
    schema = body.get("application/x-www-form-urlencoded", {}).get("schema", {})
    return [name for name in schema.get("properties", {}) if name != "token"]


def send(office: Office, case: schemathesis.Case, given: dict[str, Any], report: Report) -> None:
    """Sends one case and judges its answer."""
    if given["ours"] >= 2 and case.path_parameters:
        case.path_parameters = given["path"]
    headers = {}
    if given["ours"] >= 1:
        headers["X-Token"] = office.tokens.get(given["role"], "")
        if "/api/" in case.path:
            headers["Authorization"] = f"Bearer {given['bearer']}"
    client = office.client(given["role"])
    place = f"{given['role']}: {case.method} {case.formatted_path} {str(case.body)[:200]!r}"
    try:
        if given["ours"] >= 5 and _fields(case):
            response = client.post(case.formatted_path, data=given["form"], headers=headers)
        else:
            answered = case.call(app=office.voting.app, session=client, headers=headers)
            response = _Seen(answered.status_code)
            if "/api/" in case.path or not case.path.startswith(("/console", "/desk", "/setup", "/staff")):
                _compare(case, answered, report, place)
    except (UnicodeError, ValueError) as error:  # what the client itself cannot put into a request is no case
        if not _raised_in_client(error):
            report.tracebacks.append(f"{place} {type(error).__name__}")
        return
    office.judge(report, place, response, client)  # type: ignore[arg-type]


def _raised_in_client(error: Exception) -> bool:
    """Whether nothing of the program was running."""
    trace = error.__traceback__
    while trace:
        if "/voting/" in trace.tb_frame.f_code.co_filename:
            return False
        trace = trace.tb_next
    return True


class _Seen:
    def __init__(self, status: int) -> None:
        self.status_code = status


def _compare(case: schemathesis.Case, answered: Any, report: Report, place: str) -> None:
    try:
        case.validate_response(answered, checks=CHECKS)
    except (Failure, FailureGroup) as failures:
        for each in getattr(failures, "exceptions", [failures]):
            if answered.status_code not in (404, 405, 308):  # an address that the made-up parts have broken
                report.unlike.append(f"{place} {answered.status_code} {str(each)[:200]}")


def run(folder: Path, cases: int, seed: int) -> Report:
    """So many cases, spread evenly over the operations; deterministic for a seed."""
    schema = schemathesis.openapi.from_path(str(DESCRIPTION))
    operations = [found.ok() for found in schema.get_all_operations()]
    operations = [each for each in operations if not each.path.startswith(LEAVES)] + [
        each for each in operations if each.path.startswith(LEAVES)
    ]
    each, report, number = max(1, cases // len(operations)), Report(), 0
    while report.cases < cases:
        number += 1
        with an_office(folder / f"office-{number}") as office:
            begun = report.cases
            for at, operation in enumerate(operations[report.cases // each % len(operations) :]):
                if report.cases - begun >= REMAKE_AFTER or report.cases >= cases:
                    break
                _drive(office, operation, each, seed + 1000 * number + at, report)
    return report


def _drive(office: Office, operation: Any, cases: int, seed: int, report: Report) -> None:
    modes = [operation.as_strategy(generation_mode=GenerationMode.POSITIVE)]
    if operation.body or operation.query or "/api/" in operation.path:
        modes.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    ids = office.ids()

    @seeded(seed)
    @settings(QUIET, max_examples=cases)
    @given(st.data())
    def one(data: st.DataObject) -> None:
        case = data.draw(st.one_of(modes))
        send(office, case, data.draw(meant(office, case, ids)), report)

    one()
