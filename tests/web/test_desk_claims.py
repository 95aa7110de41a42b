"""The pages of claims, innovation points, disqualifications and printed versions, and what comes in by their forms."""

from __future__ import annotations

import io
import re

import pytest

from tests.support.claims import (
    ANOTHER,
    BETAS_CLERK,
    CLERK,
    CONCERNED,
    INSPECTOR,
    ORGANISER_OF_PEOPLE,
    PLAN_WITH_STANDARDS,
    SCAN,
    VERIFIER,
    alleged,
    case_of,
    claim_of,
    claimed,
    disqualified,
    honours,
    verified,
)
from tests.support.evidence import SECRET, jpeg, packed, pdf, png, segment
from tests.support.http import Browser, Page, nothing_changes
from tests.support.whole_year import a_complete_year
from tests.support.world import a_world, an_app
from voting.actions.desk.claims import NewClaim, submit_claim
from voting.actions.desk.claims_view import read_claim
from voting.actions.desk.disqualifications import decide_allegation
from voting.actions.desk.verifying import Verdict, decide_claim
from voting.actions.staff import add_staff
from voting.domain.roles import LEADER, Person
from voting.storage.desk import claims

PASSWORD = "long enough"
ALPHAS_LEADER = Person("leader of alpha", LEADER, "alpha")
VIEWER = Person("viewer", "viewer")
PEOPLE = (CLERK, BETAS_CLERK, VERIFIER, ANOTHER, CONCERNED, ORGANISER_OF_PEOPLE, INSPECTOR, ALPHAS_LEADER, VIEWER)
GOOD = {"standard": "district", "title": "Prize", "held_on": "2026-03-12", "text": "see the papers"}


def with_people(world):
    for person in PEOPLE:
        add_staff(world.tools, person.name, person.role, department=person.department, password=PASSWORD)
    return world


@pytest.fixture
def world(tmp_path):
    found = with_people(a_world(tmp_path, PLAN_WITH_STANDARDS))
    yield found
    found.database.close()


@pytest.fixture
def voting(world):
    return an_app(world)


@pytest.fixture
def as_(voting):
    """A browser somebody is signed in with."""

    def sign_in(person):
        browser = Browser(voting.app)
        browser.sign_in(person.name, PASSWORD)
        return browser

    return sign_in


def token_of(browser):
    return browser.open("/staff/password").form("/staff/sign-out").hidden["token"]


def send(browser, path, files=(), **fields):
    """Sends a form with files, as (name, content) each."""
    data = {"token": token_of(browser), **fields}
    data["files"] = [(io.BytesIO(content), name) for name, content in files]
    return browser.client.post(path, data=data, content_type="multipart/form-data")


def stored(world):
    with world.database.reading() as door:
        return claims.of_year(door, 2026)


def on_disk(world):
    return sorted(path.name for path in world.tools.files.path.glob("*"))


# A claim from the form to the points


def test_a_claim_goes_from_the_department_s_form_to_verified_points(world, as_):
    clerk, verifier = as_(CLERK), as_(VERIFIER)
    page = clerk.open("/desk/claims/new")
    assert page.heading() == "New claim"
    assert page.form("/desk/claims").typed.keys() == {"title", "standard", "held_on", "text", "files"}
    answer = send(clerk, "/desk/claims", [("证书.jpg", jpeg()), ("决定.pdf", pdf())], **GOOD)
    assert (answer.status_code, answer.location) == (302, "/desk/claims")
    listed = clerk.open("/desk/claims")
    assert listed.notices == [("good", "Submitted. The Supervision Office verifies it.")]
    (claim,) = stored(world)
    assert f"/desk/claims/{claim.id}" in [values.get("href") for _tag, values in listed.elements]
    one = verifier.open(f"/desk/claims/{claim.id}")
    assert (one.heading(), "证书.jpg" in one.text, "决定.pdf" in one.text) == ("Prize", True, True)
    form = one.form(f"/desk/claims/{claim.id}/decide")
    assert form.typed.keys() == {"standard", "note"}
    sent = {**form.hidden, "verdict": "verified", "standard": "city", "note": "seen"}
    answer = verifier.client.post(form.action, data=sent)
    assert answer.location == f"/desk/claims/{claim.id}"
    assert honours(world) == {"alpha": "5/2"}
    assert "2.5 points" in clerk.open("/desk/claims").text


def test_a_refused_claim_shows_the_form_again_with_what_was_typed(world, as_):
    clerk = as_(CLERK)
    answer = send(clerk, "/desk/claims", [("a.pdf", b"<html>")], **{**GOOD, "text": "many <words>"})
    page = Page(answer.text)
    typed = page.form("/desk/claims").typed
    assert (answer.status_code, typed["title"], typed["held_on"]) == (400, "Prize", "2026-03-12")
    assert ("a.pdf is neither a PDF file nor a JPEG or PNG picture." in page.text, "many <words>" in page.text) == (
        True,
        True,
    )
    assert "many <words>" not in answer.text
    assert (stored(world), on_disk(world)) == ([], [])


def test_an_earlier_claim_fills_the_form_for_another_level(world, as_):
    first = verified(world)
    page = as_(CLERK).open(f"/desk/claims/new?like={first}")
    assert page.form("/desk/claims").typed["title"] == "Prize"
    picked = [values["value"] for tag, values in page.elements if tag == "option" and "selected" in values]
    assert picked == ["district", first]
    foreign = verified(world, person=BETAS_CLERK)
    assert as_(CLERK).open(f"/desk/claims/new?like={foreign}").form("/desk/claims").typed["title"] == ""


def test_a_form_without_its_token_changes_nothing(world, as_):
    clerk = as_(CLERK)
    with nothing_changes(world):
        answer = clerk.client.post("/desk/claims", data=GOOD)
    assert answer.status_code == 400


def test_a_conflict_is_said_before_and_after_and_the_second_verifier_confirms(world, as_):
    key = claimed(world)
    concerned, another = as_(CONCERNED), as_(ANOTHER)
    assert "Conflict of interest" in concerned.open(f"/desk/claims/{key}").text
    assert "Conflict of interest" not in another.open(f"/desk/claims/{key}").text
    path = f"/desk/claims/{key}"
    concerned.client.post(
        f"{path}/decide", data={"token": token_of(concerned), "verdict": "verified", "standard": "city"}
    )
    page = concerned.open(path)
    assert [kind for kind, _sentence in page.notices] == ["good", "warn"]
    assert f"{path}/confirm" not in page.actions()
    assert f"{path}/confirm" in another.open(path).actions()
    another.client.post(f"{path}/confirm", data={"token": token_of(another), "agrees": "yes"})
    assert (claim_of(world, key).state, honours(world)) == ("verified", {"alpha": "5/2"})


@pytest.mark.parametrize("person", [BETAS_CLERK, VIEWER])
def test_another_department_s_claim_and_files_are_not_to_be_seen(world, as_, person):
    key = submit_claim(world.tools, CLERK, NewClaim("district", "Prize", "2026-03-12", ""), [SCAN])
    file = read_claim(world.database, CLERK, key)[1].files[0].id
    browser = as_(person)
    assert browser.client.get(f"/desk/claims/{key}").status_code in (403, 404)
    assert browser.client.get(f"/desk/files/{file}").status_code == 404
    with nothing_changes(world):
        for act in ("withdraw", "files", f"files/{file}/remove", "decide"):
            send(browser, f"/desk/claims/{key}/{act}", [("a.pdf", pdf())])
    assert on_disk(world) == [file]


def test_the_leader_sees_the_own_department_s_claims_and_changes_nothing(world, as_):
    key = claimed(world)
    leader = as_(ALPHAS_LEADER)
    assert leader.open(f"/desk/claims/{key}").actions() == ["/staff/sign-out"]
    assert leader.client.get("/desk/claims/new").status_code == 403


def test_withdrawing_adding_and_removing_files_from_the_page(world, as_):
    clerk = as_(CLERK)
    key = claimed(world)
    send(clerk, f"/desk/claims/{key}/files", [("a.png", png())])
    (file,) = read_claim(world.database, CLERK, key)[1].files
    page = clerk.open(f"/desk/claims/{key}")
    clerk.submit(page, f"/desk/claims/{key}/files/{file.id}/remove")
    assert on_disk(world) == []
    clerk.submit(clerk.open(f"/desk/claims/{key}"), f"/desk/claims/{key}/withdraw")
    assert claim_of(world, key).state == "withdrawn"
    assert clerk.open(f"/desk/claims/{key}").form("/staff/sign-out")


def test_a_decision_is_taken_back_from_the_page(world, as_):
    key = verified(world)
    verifier = as_(VERIFIER)
    verifier.submit(verifier.open(f"/desk/claims/{key}"), f"/desk/claims/{key}/reopen", note="a mistake")
    assert claim_of(world, key).state == "submitted"
    assert "a mistake" in verifier.open(f"/desk/claims/{key}").text


def test_what_a_department_writes_is_shown_as_text(world, as_):
    evil = "<script>alert(1)</script>"
    key = submit_claim(world.tools, CLERK, NewClaim("district", evil, "2026-03-12", evil), [])
    decide_claim(world.tools, VERIFIER, key, Verdict("", evil))
    for path in ("/desk/claims", f"/desk/claims/{key}"):
        html = as_(VERIFIER).client.get(path).text
        assert (evil in html, "&lt;script&gt;" in html) == (False, True)


def test_without_a_table_of_points_nothing_can_be_claimed(tmp_path):
    world = with_people(a_world(tmp_path))
    browser = Browser(an_app(world).app)
    browser.sign_in(CLERK.name, PASSWORD)
    page = browser.open("/desk/claims")
    assert "The plan has no table of innovation points" in page.text
    assert "/desk/claims/new" not in [values.get("href") for _tag, values in page.elements]
    world.database.close()


# Files come in

ATTACKS = {
    "a page called a picture": ("a.png", b"<html><script>alert(1)</script>"),
    "a page called a PDF": ("a.pdf", b"%PDF-1.7\n<html><script>alert(1)</script>"),
    "a page behind a picture's mark": ("a.png", b"\x89PNG\r\n\x1a\n<html>"),
    "a drawing": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "a program": ("a.exe", b"MZ" + bytes(400)),
    "an archive": ("a.zip", b"PK\x03\x04" + bytes(400)),
    "a PDF with a script": ("a.pdf", pdf(b"2 0 obj << /S /JavaScript /JS (x) >> endobj\n")),
    "a PDF with a packed script": ("a.pdf", pdf(packed(b"<< /S /Java#53cript >>"))),
    "a PDF with a file inside": ("a.pdf", pdf(b"2 0 obj << /Type /EmbeddedFile >> endobj\n")),
    "a picture of four billion pixels": ("a.png", png(65_535, 65_535)),
    "a photo of four billion pixels": ("a.jpg", jpeg(65_535, 65_535)),
    "a photo that breaks off": ("a.jpg", jpeg()[:40]),
    "a chunk that claims four gigabytes": ("a.png", b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR" + bytes(30)),
    "nothing": ("a.pdf", b""),
    "an iPhone's own kind": ("a.heic", b"\0\0\0\x18ftypheic" + bytes(50)),
}


@pytest.mark.parametrize(("name", "content"), ATTACKS.values(), ids=ATTACKS)
def test_a_bad_file_is_refused_and_nothing_of_it_stays(world, as_, name, content):
    clerk = as_(CLERK)
    with nothing_changes(world):
        answer = send(clerk, "/desk/claims", [("good.pdf", pdf()), (name, content)], **GOOD)
    assert answer.status_code == 400
    assert on_disk(world) == []


@pytest.mark.parametrize(
    "name",
    ["../../../evil.pdf", "..\\..\\evil.pdf", "/etc/cron.d/evil.pdf", "evil.html", "evil%0D%0AX-Evil: 1.pdf", "%2e%2e%2fevil.pdf", "%22; x=%22evil.pdf"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_only_text(world, as_, tmp_path, name):
    clerk = as_(CLERK)
    send(clerk, "/desk/claims", [(name, pdf())], **GOOD)
    (claim,) = stored(world)
    (file,) = read_claim(world.database, CLERK, claim.id)[1].files
    assert on_disk(world) == [file.id]
    assert list(tmp_path.rglob("*evil*")) == []
    answer = clerk.client.get(f"/desk/files/{file.id}")
    assert answer.status_code == 200
    disposition = answer.headers["Content-Disposition"]
    assert re.fullmatch(
        r"attachment; filename=\"[^\"\\/\r\n]*evil[^\"\\/\r\n]*\.pdf\"; filename\*=UTF-8''[\w.%~-]+", disposition
    )
    assert "X-Evil" not in answer.headers


def test_a_file_that_is_too_large_is_refused_with_its_name(world, as_):
    clerk = as_(CLERK)
    with nothing_changes(world):
        answer = send(clerk, "/desk/claims", [("big.pdf", pdf(b"%" + bytes(10 * 1024 * 1024)))], **GOOD)
    assert "big.pdf is larger than 10 MB." in Page(answer.text).text
    assert on_disk(world) == []


def test_nine_files_are_too_many(world, as_):
    with nothing_changes(world):
        answer = send(as_(CLERK), "/desk/claims", [("a.pdf", pdf())] * 9, **GOOD)
    assert "At most 8 files can be kept here." in Page(answer.text).text


class Untouched:
    """A body that nobody may ask for."""

    def read(self, *_size):
        raise AssertionError("the body was read")

    readline = readinto = read


def send_untouched(client, size, token=""):
    """A form whose headers promise so much, with a body that must not be looked at."""
    overrides = {"wsgi.input": Untouched(), "CONTENT_LENGTH": str(size)}
    kind = "multipart/form-data; boundary=x"
    return client.post("/desk/claims", headers={"X-Token": token}, content_type=kind, environ_overrides=overrides)


def test_a_form_beyond_the_limit_is_refused_before_it_is_read(world, as_):
    clerk = as_(CLERK)
    token = token_of(clerk)
    with nothing_changes(world):
        assert send_untouched(clerk.client, 42 << 20, token).status_code == 413


@pytest.mark.parametrize("person", [VERIFIER, None])
def test_roles_are_asked_before_a_large_form_is_read(world, voting, as_, person):
    client = as_(person).client if person else voting.app.test_client()
    with nothing_changes(world):
        assert send_untouched(client, 9 << 20).status_code == (403 if person else 401)


def test_other_forms_keep_their_limit(world, as_):
    verifier = as_(VERIFIER)
    data = {"token": token_of(verifier), "note": io.BytesIO(bytes(9 << 20))}
    answer = verifier.client.post(
        f"/desk/claims/{claimed(world)}/decide", data={**data, "file": (data.pop("note"), "a")}
    )
    assert answer.status_code == 413


def test_files_up_to_the_limit_together_come_in(world, as_):
    nine = pdf(b"%" + bytes(9 << 20))
    answer = send(as_(CLERK), "/desk/claims", [(f"{n}.pdf", nine) for n in range(4)], **GOOD)
    assert answer.status_code == 302
    assert len(on_disk(world)) == 4


# Files go out


def test_a_file_is_handed_out_for_saving_only(world, as_):
    clerk = as_(CLERK)
    send(clerk, "/desk/claims", [("证书 1.jpg", jpeg(before=segment(0xFE, SECRET)))], **GOOD)
    (name,) = on_disk(world)
    answer = as_(VERIFIER).client.get(f"/desk/files/{name}")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/jpeg", jpeg())
    assert {key: answer.headers[key] for key in (
        "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy", "Cross-Origin-Resource-Policy",
        "Cache-Control",
    )} == {
        "Content-Disposition": "attachment; filename=\"__ 1.jpg\"; filename*=UTF-8''%E8%AF%81%E4%B9%A6%201.jpg",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["voting.db", "..%2fvoting.db", "%2e%2e/voting.db", "../voting.db", "x", "%00"])
def test_no_address_of_a_file_leads_out_of_the_folder(world, as_, name):
    claimed(world)
    assert as_(VERIFIER).client.get(f"/desk/files/{name}").status_code == 404


def test_the_folder_is_not_below_what_is_served_to_everybody(world, as_, client):
    send(as_(CLERK), "/desk/claims", [("a.pdf", pdf())], **GOOD)
    (name,) = on_disk(world)
    for path in (f"/static/x/{name}", f"/static/x/../../{name}", f"/files/{name}", f"/{name}"):
        assert client.get(path).status_code == 404
    assert client.get(f"/desk/files/{name}").status_code == 401


# Innovation points of all departments


def test_district_results_are_entered_in_the_table_and_one_s_own_department_is_not(world, as_):
    verified(world)
    verifier = as_(VERIFIER)
    page = verifier.open("/desk/innovation")
    form = page.form("/desk/innovation")
    assert {name.split(" ")[1] for name in form.typed} == {"alpha", "beta"}
    sent = {**form.typed, "district_result alpha": "1.5", "district_result-note alpha": "the district's list"}
    verifier.client.post("/desk/innovation", data={**sent, "token": form.hidden["token"]})
    page = verifier.open("/desk/innovation")
    assert page.notices == [("good", "Saved and noted in the journal.")]
    assert page.form("/desk/innovation").typed["district_result alpha"] == "1.5"
    assert "2.5" in page.text


def test_a_wrong_figure_is_said_with_its_department(world, as_):
    verifier = as_(VERIFIER)
    data = {"token": token_of(verifier), "honours beta": "1.234", "honours-note beta": "x"}
    verifier.client.post("/desk/innovation", data=data)
    (notice,) = verifier.open("/desk/innovation").notices
    assert notice[0] == "bad"
    assert "乙办: 1.234 is not a number of points" in notice[1]


def test_who_may_not_enter_sees_figures_and_no_fields(world, as_):
    assert as_(VIEWER).open("/desk/innovation").actions() == ["/staff/sign-out"]


# Disqualification


CASE = {
    "department": "alpha", "cause": "gaming", "source": "higher", "found_on": "2026-07-14", "text": "seen",
    "person": "Zhang",
}  # fmt: skip


def test_an_allegation_is_written_down_by_one_and_verified_by_another(world, as_):
    inspector, verifier = as_(INSPECTOR), as_(VERIFIER)
    (form,) = [each for each in inspector.open("/desk/disqualifications").forms if each.typed.keys() == CASE.keys()]
    inspector.client.post(form.action, data={**CASE, **form.hidden})
    assert disqualified(world) == {}
    page = verifier.open("/desk/disqualifications")
    (action,) = [form.action for form in page.forms if form.action.endswith("/decide")]
    assert "Zhang" in page.text
    answer = verifier.client.post(
        action, data={"token": token_of(verifier), "verdict": "verified", "note": "in writing"}
    )
    assert answer.status_code == 302
    assert disqualified(world) == {"alpha": "gaming"}
    assert "verified: disqualified" in verifier.open("/desk/disqualifications").text


def test_who_wrote_it_down_finds_no_button(world, as_):
    alleged(world, person=VERIFIER)
    page = as_(VERIFIER).open("/desk/disqualifications")
    assert not [form for form in page.forms if form.action.endswith("/decide")]
    assert "You wrote this down; somebody else verifies it." in page.text


def test_a_refused_allegation_shows_the_form_again(world, as_):
    inspector = as_(INSPECTOR)
    with nothing_changes(world):
        answer = inspector.client.post(
            "/desk/disqualifications", data={**CASE, "found_on": "yesterday", "token": token_of(inspector)}
        )
    page = Page(answer.text)
    assert (answer.status_code, page.form("/desk/disqualifications").typed["person"]) == (400, "Zhang")


@pytest.mark.parametrize(
    "path", ["/desk", "/desk/decision", "/desk/names", "/desk/notice", "/desk/export.json", "/desk/trail/alpha"]
)
def test_the_person_s_name_is_on_no_other_page(world, as_, path):
    decide_allegation(world.tools, VERIFIER, alleged(world, named="Quillwort"), verified=True, note="in writing")
    browser = as_(ORGANISER_OF_PEOPLE)
    assert "Quillwort" in browser.open("/desk/disqualifications").text
    answer = browser.client.get(path)
    assert (answer.status_code, "Quillwort" in answer.text) == (200, False)


def test_a_concerned_person_s_verdict_waits_on_the_page_too(world, as_):
    case = alleged(world)
    concerned, another = as_(CONCERNED), as_(ANOTHER)
    assert "Conflict of interest" in concerned.open("/desk/disqualifications").text
    path = f"/desk/disqualifications/{case}"
    concerned.client.post(f"{path}/decide", data={"token": token_of(concerned), "verdict": "verified", "note": "seen"})
    assert f"{path}/confirm" not in concerned.open("/desk/disqualifications").actions()
    page = another.open("/desk/disqualifications")
    assert f"{path}/confirm" in page.actions()
    another.client.post(f"{path}/confirm", data={"token": token_of(another), "agrees": "no", "note": "no report"})
    assert (case_of(world, case).state, disqualified(world)) == ("alleged", {})


# Printed versions


@pytest.fixture
def complete(tmp_path):
    found = with_people(a_complete_year(tmp_path))
    yield found
    found.database.close()


def test_a_printed_result_says_which_version_it_is_and_a_page_says_whether_it_holds(complete):
    browser = Browser(an_app(complete).app)
    browser.sign_in(VERIFIER.name, PASSWORD)
    form = browser.client.get("/console/half-year/form").text
    (number, check) = re.search(r"Version (\d+) · check number ([0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4})", form).groups()
    assert number == "1"
    assert "/desk/printouts" in form
    with nothing_changes(complete):
        assert browser.client.get("/console/half-year/form").text == form
        page = browser.open(f"/desk/printouts?check={check.lower()}")
    assert "This version holds." in page.text
    listed = browser.open("/desk/printouts")
    assert (check in listed.text, "half-year" in listed.text, "holds" in listed.text) == (True, True, True)


def test_an_unknown_check_number_is_said_plainly(complete):
    browser = Browser(an_app(complete).app)
    browser.sign_in(VERIFIER.name, PASSWORD)
    assert browser.client.get("/desk/printouts/0000-0000-0000").status_code == 404
    assert browser.client.get("/desk/printouts?check=%3Cscript%3E").status_code == 302


def test_an_open_session_prints_nothing_and_is_no_version(world, as_):
    world.open("half-year")
    with nothing_changes(world):
        assert as_(VERIFIER).client.get("/console/half-year/form").status_code == 400
