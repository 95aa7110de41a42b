"""``docs/openapi.yaml`` tells the truth: the addresses of the program, and the answers of the ballot and the tally."""

from __future__ import annotations

import re

import jsonschema_rs
import pytest
import yaml

from scripts.openapi import TARGET, described
from tests.support.http import ANOTHER_RECEIPT, NOBODYS_CODE, Browser, Phone, screen_key
from tests.support.world import ORGANISER_PASSWORD
from tests.web.hall import Hall
from voting.actions import meeting
from voting.domain.roles import MAY, ROLES
from voting.web import guards
from voting.web.guards import FAILED_CODES
from voting.web.refusals import STATUS

POINTS = {"alpha": 95, "beta": 80, "gamma": 70}


@pytest.fixture(scope="module")
def description():
    return yaml.safe_load(TARGET.read_text(encoding="utf-8"))


def methods_of(app):
    found = {}
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        found.setdefault(path, set()).update(method.lower() for method in rule.methods - {"HEAD", "OPTIONS"})
    return found


def test_every_address_is_described_and_every_description_has_its_address(voting, description):
    described_methods = {
        path: {name for name in operations if name in ("get", "put", "post", "delete", "patch")}
        for path, operations in description["paths"].items()
    }
    assert described_methods == methods_of(voting.app)


def test_the_pages_of_staff_are_described_as_they_are(voting):
    text = TARGET.read_text(encoding="utf-8")
    assert described(text, voting.app) == text, "run `make openapi`"


def test_every_role_named_is_one(description):
    operations = [each for path in description["paths"].values() for each in path.values() if isinstance(each, dict)]
    assert {role for each in operations for role in each.get("x-roles", [])} <= set(ROLES)
    assert {action for each in operations for action in each.get("x-actions", [])} <= MAY.keys()


def resolved(description, schema):
    return {
        **schema,
        "components": description["components"],
        "$schema": "https://json-schema.org/draft/2020-12/schema",
    }


def conforms(description, path, method, response):
    """The answer's status is described, its kind is, its document fits the schema, its headers are there."""
    answers = description["paths"][path][method]["responses"]
    assert str(response.status_code) in answers, f"{method} {path} answered {response.status_code}"
    answer = answers[str(response.status_code)]
    if "$ref" in answer:
        answer = description["components"]["responses"][answer["$ref"].rsplit("/", 1)[-1]]
    schema = answer["content"][response.mimetype].get("schema", {})
    jsonschema_rs.validator_for(resolved(description, schema)).validate(response.get_json())
    assert {name for name, header in answer.get("headers", {}).items() if header["required"]} <= set(
        response.headers.keys()
    )
    return response.status_code


@pytest.fixture
def slips(world):
    found = world.issue("half-year")
    world.issue("year-end")
    return found["cadres"]


@pytest.fixture
def phone(voting, slips):
    client = voting.app.test_client()
    return lambda code=None, address="127.0.0.1": Phone(client, code or slips[0], address)


def test_every_answer_to_a_phone_is_as_described(world, voting, description, slips, phone, monkeypatch):
    """Every case of the table of refusals, made to happen; together they are all that is described."""

    def cast(response):
        return conforms(description, "/api/ballot", "put", response)

    def read(response):
        return conforms(description, "/api/ballot", "get", response)

    seen = [cast(phone().cast(POINTS)), read(phone().read())]  # not open
    world.open("half-year")
    seen += [read(phone().read()), cast(phone().put("what?")), cast(phone().put(" " * 70_000))]
    seen += [cast(phone(NOBODYS_CODE).cast(POINTS)), cast(phone().cast(POINTS)), cast(phone().cast(POINTS))]
    seen += [cast(phone().cast(POINTS, ANOTHER_RECEIPT)), read(phone().read())]
    for marks in ({}, {"alpha": 1}, {**POINTS, "delta": 1}, {**POINTS, "alpha": 101}, dict.fromkeys(POINTS, 50)):
        seen.append(cast(phone(slips[1]).cast(marks)))
    for marks in (
        {"alpha": "x", "beta": None, "gamma": 1.5},
        dict.fromkeys(POINTS, 95),
        {**POINTS, "beta": 95, "gamma": 96},
    ):
        seen.append(cast(phone(slips[1]).cast(marks)))
    for _ in range(FAILED_CODES):
        slowed = phone(NOBODYS_CODE, "192.0.2.9").read()
        assert slowed.status_code in (401, 429)
    seen += [read(phone(NOBODYS_CODE, "192.0.2.9").read()), cast(phone(NOBODYS_CODE, "192.0.2.9").cast(POINTS))]
    monkeypatch.setattr(voting.box, "_most_waiting", 0)
    seen.append(cast(phone(slips[2]).cast(POINTS)))
    assert set(seen) == {200, 201, 400, 401, 409, 413, 422, 429}
    described_statuses = set(description["paths"]["/api/ballot"]["put"]["responses"])
    assert described_statuses - set(map(str, seen)) == {"503"}


def test_the_answer_of_a_database_that_is_away_is_as_described(world, voting, description, slips, phone):
    world.open("half-year")
    path = world.path
    world.database.close()
    path.rename(path.with_suffix(".away"))
    path.mkdir()
    try:
        assert conforms(description, "/api/ballot", "get", phone().read()) == 503
        assert conforms(description, "/api/ballot", "put", phone().cast(POINTS)) == 503
    finally:
        path.rmdir()
        path.with_suffix(".away").rename(path)


@pytest.mark.parametrize("what", ["tally", "screen"])
def test_every_answer_to_a_screen_is_as_described(world, voting, description, slips, what):
    path, client = f"/api/reviews/{{review}}/{what}", voting.app.test_client()

    def asked(review, key):
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        return conforms(description, path, "get", client.get(path.format(review=review), headers=headers))

    hall = Hall(world, voting)
    key = screen_key(world, "half-year")
    seen = [asked("half-year", key), asked("half-year", "wrong"), asked("nowhere", key), asked("half-year", "")]
    world.open("half-year")
    hall.vote(leaders=6, cadres=12)
    seen.append(asked("half-year", key))
    meeting.close_review(world.tools, "half-year", world.witness)
    seen += [asked("half-year", key), asked("year-end", screen_key(world, "year-end"))]
    assert seen == [200, 404, 404, 401, 200, 200, 200]
    browser = Browser(voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    assert conforms(description, path, "get", browser.client.get(path.format(review="half-year"))) == 200


def test_the_refusals_that_are_described_are_the_program_s(description):
    faults = description["components"]["schemas"]["InvalidBallot"]["properties"]["faults"]["items"]["properties"][
        "fault"
    ]
    assert set(faults["enum"]) == {"missing", "unknown_department", "out_of_range", "over_excellent_cap", "all_same"}
    assert {STATUS[name] for name in ("already_voted", "not_open")} == {409}
    assert guards.MOST_BODY == 64 * 1024
