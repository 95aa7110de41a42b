"""Evidence: what a file may be that somebody hands in, told by its content and never by its name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voting.domain.evidence_pdf import PDF_MARK, examined_pdf
from voting.domain.evidence_pictures import PNG_MARK, Unfit, stripped_jpeg, stripped_png
from voting.domain.refusals import Refusal, msg

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE  # of one file
MOST_FILES = 8  # of one claim, one inspection, one item
MOST_BYTES_TOGETHER = 40 * MEGABYTE
LONGEST_NAME = 80
PDF, JPEG, PNG = "pdf", "jpeg", "png"
MEDIA_TYPES = {PDF: "application/pdf", JPEG: "image/jpeg", PNG: "image/png"}
_ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}
_MARKS: tuple[tuple[bytes, str, Callable[[bytes], bytes]], ...] = (
    (PDF_MARK, PDF, examined_pdf),
    (b"\xff\xd8\xff", JPEG, stripped_jpeg),
    (PNG_MARK, PNG, stripped_png),
)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_NOT_IN_NAMES = re.compile(r'[:*?"<>|%;]')
_HEIC = re.compile(rb"....ftyp(?:hei[cxms]|hev[cmsx]|mif1|msf1|avif)", re.DOTALL)


@dataclass(frozen=True)
class Admitted:
    """A file as it is kept: its tidied name, its kind, its content without metadata, and that content's SHA-256."""

    name: str
    kind: str
    content: bytes

    @property
    def hash(self) -> str:
        """SHA-256 of what is kept."""
        return hashlib.sha256(self.content).hexdigest()


def admit(name: str, content: bytes) -> Admitted:
    """The file as it may be kept; refuses what is empty, too large, of another kind, damaged or active."""
    shown = _tidy(name) or "?"
    if not content:
        raise Refusal("bad_file", msg("The file %(name)s is empty."), name=shown)
    if len(content) > MOST_BYTES:
        sentence = msg("The file %(name)s is larger than %(most)d MB.")
        raise Refusal("too_large", sentence, name=shown, most=MOST_BYTES // MEGABYTE)
    for mark, kind, look in _MARKS:
        if content.startswith(mark):
            try:
                return Admitted(file_name(name, kind), kind, look(content))
            except Unfit as unfit:
                raise Refusal("bad_file", unfit.sentence, name=shown) from None
    if _HEIC.match(content):
        sentence = msg("%(name)s is a HEIC picture, which most computers cannot open. Please send it as JPEG.")
        raise Refusal("bad_file", sentence, name=shown)
    raise Refusal("bad_file", msg("%(name)s is neither a PDF file nor a JPEG or PNG picture."), name=shown)


def file_name(name: str, kind: str) -> str:
    """The name as text that is safe everywhere, with the ending of what the file really is."""
    stem = _tidy(name)
    dot = stem.rfind(".")
    stem = (stem[:dot] if dot > 0 else stem).strip(" .")
    ending = _ENDINGS[kind]
    return (stem[: LONGEST_NAME - len(ending)].strip(" .") or "file") + ending


def _tidy(name: str) -> str:
    """The last part of a path, without characters that are unseen, turn the writing round or mean something."""
    last = re.split(r"[/\\]", _UNSEEN.sub("", name))[-1]
    return _NOT_IN_NAMES.sub("_", last).strip(" .")[:LONGEST_NAME]


def check_together(present: Sequence[int], more: Sequence[int]) -> None:
    """Refuses files that come to too many, or to too much, beside those that are there; both as sizes in bytes."""
    if len(present) + len(more) > MOST_FILES:
        raise Refusal("too_many_files", msg("At most %(most)d files can be kept here."), most=MOST_FILES)
    if sum(present) + sum(more) > MOST_BYTES_TOGETHER:
        sentence = msg("The files come to more than %(most)d MB together.")
        raise Refusal("too_large", sentence, most=MOST_BYTES_TOGETHER // MEGABYTE)
