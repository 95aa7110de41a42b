"""Ballot slips to print and cut: A4, two by five, each with its QR code, and with nothing that tells two slips apart.

No number, no page number, no date: only the group and the code, in the random order the slips come in.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from voting.actions.slips import IssuedSlip, Sheet
from voting.domain.codes import in_fours
from voting.domain.refusals import msg
from voting.exports.addresses import ballot_address, typing_address
from voting.exports.pages import page
from voting.exports.qr import qr_svg_path
from voting.texts import say

PER_PAGE = 10
ROOM = 24  # characters of a name; longer ones are set smaller


@dataclass(frozen=True)
class PrintedSlip:
    """What stands on one slip besides what stands on all."""

    group: str
    code: str
    size: int
    path: str
    dense: bool


def slip_page(sheet: Sheet, public_url: str, language: str) -> str:
    """One HTML file with all slips of a sheet, ready to print."""
    long = len(sheet.review_name) > ROOM or len(sheet.office) > ROOM
    slips = [_printed(slip, public_url, dense=long or len(slip.group_name) > ROOM) for slip in sheet.slips]
    return page(
        "slips.html",
        language,
        office=sheet.office,
        review=sheet.review_name,
        address=typing_address(public_url),
        instruction=_around_the_address(language),
        pages=[slips[first : first + PER_PAGE] for first in range(0, len(slips), PER_PAGE)],
        numbers=Counter(slip.group for slip in slips),
        total=len(slips),
    )


def _around_the_address(language: str) -> tuple[str, str]:
    """The instruction before and after the address, which is set apart so that it stays on one line."""
    sentence = msg("Scan with WeChat or the camera, or type the code at %(address)s")
    before, _address, after = say(language, sentence, {"address": "\n"}).partition("\n")
    return before, after


def _printed(slip: IssuedSlip, public_url: str, *, dense: bool) -> PrintedSlip:
    size, path = qr_svg_path(ballot_address(public_url, slip.code))
    return PrintedSlip(slip.group_name, in_fours(slip.code), size, path, dense)
