"""Claims with real files in a real browser: the form, the verification, pages at every width, in both themes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.browser import rest, violations
from tests.support.claims import BETAS_CLERK, CLERK, CONCERNED, INSPECTOR, PLAN_WITH_STANDARDS, VERIFIER
from tests.support.evidence import jpeg, pdf, png
from voting.actions.desk.claims import NewClaim, submit_claim
from voting.actions.desk.claims_view import read_claims
from voting.actions.desk.disqualifications import NewAllegation, allege
from voting.actions.desk.evidence import Upload
from voting.actions.desk.printouts import STANDING, printed
from voting.actions.desk.verifying import Verdict, decide_claim
from voting.actions.staff import add_staff
from voting.actions.years import load_plan
from voting.domain.roles import ORGANISER

PASSWORD = "long enough"


@pytest.fixture(scope="module")
def office(room):
    """An office with a table of innovation points, and people of several roles."""
    load_plan(room.tools, PLAN_WITH_STANDARDS.replace("year = 2026", "year = 2029"))
    for person in (CLERK, BETAS_CLERK, VERIFIER, CONCERNED, INSPECTOR):
        add_staff(room.tools, person.name, person.role, department=person.department, password=PASSWORD)
    add_staff(room.tools, "desk organiser", ORGANISER, password=PASSWORD)
    return room


@pytest.fixture
def desk(watched, office):
    """``desk(person, path)`` signs somebody in and opens a page."""

    def sign_in(name, path, **how):
        return watched.sign_in(office.address, name, PASSWORD, path, **how)

    return sign_in


def test_a_claim_with_files_is_submitted_and_verified(office, desk):
    page = desk(CLERK.name, "/desk/claims/new", width=390)
    page.get_by_label("What was achieved").fill("Prize of the city")
    page.get_by_label("Achievement and level").select_option("city")
    page.get_by_label("Date").fill("2029-03-12")
    large = {"name": "large.pdf", "mimeType": "application/pdf", "buffer": bytes(10 * 1024 * 1024 + 1)}
    page.get_by_label("Evidence").set_input_files([large])
    expect(page.get_by_role("alert")).to_have_text("large.pdf is larger than 10 MB.")
    files = [
        {"name": "证书.jpg", "mimeType": "image/jpeg", "buffer": jpeg()},
        {"name": "决定.pdf", "mimeType": "application/pdf", "buffer": pdf()},
    ]
    page.get_by_label("Evidence").set_input_files(files)
    expect(page.get_by_role("alert")).to_be_hidden()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Submitted. The Supervision Office verifies it.")).to_be_visible()

    page = desk(VERIFIER.name, "/desk/claims")
    page.get_by_role("link", name="Prize of the city").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="决定.pdf").click()
    assert saved.value.suggested_filename == "决定.pdf"
    assert saved.value.path().read_bytes() == pdf()
    page.get_by_label("Note; when rejecting, the reason").fill("papers seen")
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_text("verified, 2.5 points")).to_be_visible()
    (line,) = read_claims(office.database, VERIFIER).done
    assert (line.claim.state, line.claim.points) == ("verified", "2.5")


def test_a_line_is_added_to_the_table_of_points_in_the_setup(office, desk):
    page = desk("desk organiser", "/setup")
    page.goto(f"{office.address}/setup#more")
    page.get_by_role("button", name="Add a line").click()
    expect(page.locator('[data-place="innovation[4].level"]')).to_be_focused()
    assert page.locator('[data-place="innovation[4].name"]').input_value() == "表彰奖励"
    page.keyboard.type("省级")
    page.locator('[data-place="innovation[4].points"]').fill("0.125")
    expect(page.get_by_text("The same achievement at the same level already stands above.").first).to_be_visible()
    expect(page.get_by_text("Points have at most two decimals.").first).to_be_visible()
    page.locator('[data-place="innovation[4].level"]').fill("国家级")
    page.locator('[data-place="innovation[4].points"]').fill("6")
    expect(page.get_by_text("Everything is right so far")).to_be_visible()
    page.locator(".steps a").last.click()
    page.locator("#load").click()
    page.locator("#load-now").click()
    expect(page.locator("#loaded")).to_be_visible()
    (added,) = [each for each in read_claims(office.database, VERIFIER).plan.innovation if each.level == "国家级"]
    assert (added.name, added.points, added.kind) == ("表彰奖励", 6, "honours")


@pytest.fixture(scope="module")
def busy(office):
    """Claims in every state, allegations, a printed version. Returns a claim's id."""
    tools = office.tools
    new = NewClaim("district", "区级信息工作先进集体和公文处理工作先进集体", "2029-03-12", "说明" * 200)
    first = submit_claim(tools, CLERK, new, [Upload("很长的证明文件名" * 8 + ".png", png()), Upload("a.pdf", pdf())])
    for title, verdict in (("二", Verdict("city", "已核对")), ("三", Verdict("", "日期不符"))):
        key = submit_claim(tools, BETAS_CLERK, NewClaim("city", title, "2028-03-12", ""), [])
        decide_claim(tools, VERIFIER, key, verdict)
    waiting = submit_claim(tools, CLERK, NewClaim("city", "四", "2029-03-12", ""), [])
    decide_claim(tools, CONCERNED, waiting, Verdict("city", ""))
    for source in ("higher", "own"):
        allege(tools, INSPECTOR, NewAllegation("alpha", "gaming", source, "2029-07-14", "暗访发现" * 40, "张某"))
    printed(tools, STANDING)
    return first


WIDTHS = (320, 390, 768, 1280, 1920)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_page_runs_over_its_edge_and_axe_finds_nothing(office, busy, desk, language):
    found = []
    for person, paths in (
        (CLERK, ("/desk/claims", "/desk/claims/new", f"/desk/claims/{busy}")),
        (
            VERIFIER,
            ("/desk/claims", f"/desk/claims/{busy}", "/desk/innovation", "/desk/disqualifications", "/desk/printouts"),
        ),
    ):
        page = desk(person.name, "/desk/claims", language=language)
        for path in paths:
            page.goto(f"{office.address}{path}")
            for fold in page.locator("details").all():
                fold.evaluate("fold => { fold.open = true }")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
                    found.append(f"{path} is wider than {width}")
            for theme in ("light", "dark"):
                page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
                rest(page)
                found += [f"{path}, {theme}: {each}" for each in violations(page)]
    assert found == []
