"""The demonstration's innovation points and allegations: claims with evidence, as the tables in data/ tell."""

from __future__ import annotations

from dataclasses import dataclass

from voting.actions.desk.claims import NewClaim, submit_claim
from voting.actions.desk.disqualifications import NewAllegation, allege, decide_allegation
from voting.actions.desk.evidence import Upload
from voting.actions.desk.innovation import Entry, enter_innovation
from voting.actions.desk.verifying import Verdict, confirm_claim, decide_claim
from voting.demo.desk import ASSESSOR_HERE, ASSESSOR_INSIDE, ORGANISATION_HERE, SUPERVISION_HERE, Story, told_in
from voting.demo.papers import board, certificate
from voting.domain.plan import Plan
from voting.domain.roles import DEPARTMENT, Person
from voting.domain.scoring import DISTRICT_RESULT
from voting.tools import Tools

REJECTED = "rejected"
ANNOUNCED = "区考核办通报"
SECOND_VERIFIERS = (ASSESSOR_INSIDE, ORGANISATION_HERE)


@dataclass(frozen=True)
class Told:
    """A row of the table of claims. ``verified_as``: the standard it got, ``rejected``, or nothing while it waits."""

    department: str
    standard: str
    title: str
    held_on: str
    text: str
    verified_as: str
    note: str


def keep_innovation(tools: Tools, story: Story, plan: Plan) -> None:
    """Claims submitted and, but for the last one, decided; district results; two allegations, one of them settled."""
    claims = [Told(*row) for row in told_in("demo-2026-claims.csv")[1:]]
    story.at(11, 17)
    submitted = [(claim, _submit(tools, plan, claim)) for claim in claims]
    story.at(11, 19)
    own = 0
    for claim, claim_id in submitted:
        if not claim.verified_as:
            continue
        standard = "" if claim.verified_as == REJECTED else claim.verified_as
        if decide_claim(tools, SUPERVISION_HERE, claim_id, Verdict(standard, claim.note)):
            confirm_claim(tools, SECOND_VERIFIERS[own % len(SECOND_VERIFIERS)], claim_id, agrees=True)
            own += 1
    _district_results(tools)
    _allegations(tools, story, plan.office.year)


def _submit(tools: Tools, plan: Plan, claim: Told) -> str:
    department = next(each.name for each in plan.departments if each.id == claim.department)
    lines = (f"{plan.office.name} · {department}", claim.text, claim.held_on, "演示材料，内容均为虚构")
    files = [Upload(f"{claim.title}.pdf", certificate(claim.title, lines))]
    if claim.standard.startswith("meeting"):
        files.append(Upload("现场照片.png", board()))
    clerk = Person(claim.department, DEPARTMENT, claim.department)
    return submit_claim(tools, clerk, NewClaim(claim.standard, claim.title, claim.held_on, claim.text), files)


def _district_results(tools: Tools) -> None:
    """Of all departments, each entered by somebody of another one, and with the note where they come from."""
    rows = [row for row in told_in("demo-2026-points.csv")[1:] if row[1] == DISTRICT_RESULT]
    for person in (SUPERVISION_HERE, ASSESSOR_INSIDE):
        entries = [
            Entry(department, component, points, note or ANNOUNCED)
            for department, component, points, note in rows
            if (department == SUPERVISION_HERE.department) == (person is ASSESSOR_INSIDE)
        ]
        enter_innovation(tools, person, entries)


def _allegations(tools: Tools, story: Story, year: int) -> None:
    text = "来电反映低保申请受理后未按时答复"
    complaint = NewAllegation("social-affairs", "inaction", "complaint", f"{year}-10-26", text)
    story.at(11, 20)
    case = allege(tools, ASSESSOR_HERE, complaint)
    note = "调阅台账并回访，申请在承诺期限内办结，投诉不属实"
    decide_allegation(tools, ORGANISATION_HERE, case, verified=False, note=note)
    text = "区效能督查通报：工作时间使用办公电脑网上聊天"
    allege(tools, ASSESSOR_INSIDE, NewAllegation("economic-development", "chatting", "higher", f"{year}-11-18", text))
