"""A ballot that breaks a rule, as a refusal: what is wrong with it, in one sentence and in fields for the phone."""

from __future__ import annotations

from collections.abc import Sequence

from voting.domain.ballot import ALL_SAME, MISSING, OUT_OF_RANGE, OVER_EXCELLENT_CAP, UNKNOWN_DEPARTMENT, BallotFault
from voting.domain.refusals import Refusal, msg

_SENTENCES = {
    MISSING: msg("Some departments have no answer yet. Please rate them or choose 不了解."),
    UNKNOWN_DEPARTMENT: msg("This ballot names a department that is not on it. Please reload the page."),
    OUT_OF_RANGE: msg("A mark is not on the scale. Please choose again."),
    OVER_EXCELLENT_CAP: msg("Too many top marks. Please lower some of them."),
    ALL_SAME: msg("All departments have the same mark. Please tell them apart."),
}


def invalid_ballot(faults: Sequence[BallotFault]) -> Refusal:
    """A ballot that breaks a rule and can still be mended."""
    fields = {"faults": [{"department": fault.department, "fault": fault.fault} for fault in faults]}
    return Refusal("invalid_ballot", _SENTENCES[faults[0].fault], fields=fields)
