"""The announcements to print: the public notice (公示), the circular after it (通报), the decision to sign."""

from __future__ import annotations

from voting.actions.desk.notice_papers import Papers
from voting.domain.refusals import Refusal, msg
from voting.exports.pages import page
from voting.exports.wording import by_rank, in_blocks, speaker

NOTICE, CIRCULAR, FORM = "public-notice", "circular", "decision-form"
TITLES = {
    NOTICE: msg("Public notice"),
    CIRCULAR: msg("Circular"),
    FORM: msg("Proposal and decision: form to sign"),
}


def announcement_page(
    papers: Papers, kind: str, language: str, stylesheet: str | None = None, version: str = ""
) -> str:
    """An announcement as one HTML file, with the line that says which version it is.

    Refuses what is not decided, and a circular before the year is sealed.
    """
    say = speaker(language)
    if kind not in TITLES:
        raise Refusal("not_found", msg("There is no such page."))
    if kind == NOTICE and papers.notice.missing:
        raise Refusal("not_decided", msg("There is nothing to announce yet: not everything is decided."))
    if kind == CIRCULAR and papers.notice.seal is None:
        raise Refusal("not_sealed", msg("The circular comes with the seal of the year."))
    if kind == FORM and papers.choosing.proposal is None:
        raise Refusal("no_proposal", msg("There is no proposal yet. The general Party branch proposes first."))
    plan, seal = papers.standing.plan, papers.notice.seal
    names = {department.id: department.name for department in plan.departments}
    proposal, decision = papers.choosing.proposal, papers.choosing.decision
    excellent = [row.department.name for row in by_rank(papers.standing.rows) if row.decided]
    days = papers.notice.days
    return page(
        "announcement.html",
        language,
        stylesheet=stylesheet,
        version=version,
        kind=kind,
        title=say(TITLES[kind]),
        office=plan.office,
        excellent=excellent,
        lists=[(each.department.name, [name.name for name in each.standing]) for each in papers.lists],
        rows=by_rank(papers.standing.rows),
        proposal=proposal,
        decision=decision,
        names=names,
        first=days[0].isoformat() if days else None,
        last=days[-1].isoformat() if days else None,
        weekends_only=not papers.notice.calendar,
        objections=len(papers.notice.objections),
        seal=seal,
        journal_head=in_blocks(seal.hash if seal else papers.journal_head),
    )
