"""PDF files as evidence: really PDF, and without what runs, opens or carries something else.

They are handed out for saving only and never shown in a page; this look is the second lock, not the first.
"""

from __future__ import annotations

import re
import zlib

from voting.domain.evidence_pictures import Unfit
from voting.domain.refusals import msg

MOST_UNPACKED = 64 * 1024 * 1024
PDF_MARK = b"%PDF-"
_HEADER = re.compile(rb"%PDF-[12]\.\d\s")
_TAIL = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF[\s\0]*\Z")
_TAIL_BYTES = 2048
_TABLE = re.compile(rb"\s*(?:xref\b|\d{1,10}\s+\d{1,5}\s+obj\b)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# Long names only: three letters also turn up by chance in ten megabytes of packed pictures.
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia|SubmitForm|ImportData)")
_PACKED, _LOCKED = b"/ObjStm", b"/Encrypt"
_PLAINLY_PACKED = re.compile(rb"/Filter\s*(?:\[\s*)?/FlateDecode\b(?!\s*/)")


def examined_pdf(content: bytes) -> bytes:
    """The file as it is, once it was looked through; raises ``Unfit``."""
    tail = _TAIL.search(content, max(0, len(content) - _TAIL_BYTES))
    if not _HEADER.match(content) or tail is None or not _TABLE.match(content, int(tail.group(1))):
        raise Unfit(msg("%(name)s is damaged or not a PDF file. Please save it again as PDF."))
    spelled_out = _ESCAPED.sub(lambda found: bytes((int(found.group(1), 16),)), content)
    if _LOCKED in spelled_out:
        raise Unfit(msg("%(name)s is protected and cannot be looked into. Please print it into a new PDF file."))
    hidden = spelled_out.count(_PACKED) != content.count(_PACKED)  # nobody writes this name with escapes by accident
    if hidden or _ACTIVE.search(spelled_out) or any(_ACTIVE.search(text) for text in _unpacked(content)):
        raise Unfit(msg("%(name)s holds a program or another file. Please print it into a new PDF file."))
    return content


def _unpacked(content: bytes) -> list[bytes]:
    """What the packed objects of a file say, names spelled out."""
    found, left, at = [], MOST_UNPACKED, content.find(_PACKED)
    while at >= 0:
        data = content.find(b"stream", at)
        entries = content[max(content.rfind(b"obj", 0, at), 0) : data]
        if data < 0:
            break
        if b"/Filter" in entries:
            if not _PLAINLY_PACKED.search(entries) or b"/DecodeParms" in entries:
                raise Unfit(msg("%(name)s cannot be looked into. Please print it into a new PDF file."))
            text = _inflated(content, data, left)
            left -= len(text)
            found.append(_ESCAPED.sub(lambda hit: bytes((int(hit.group(1), 16),)), text))
        at = content.find(_PACKED, data)
    return found


def _inflated(content: bytes, data: int, left: int) -> bytes:
    start = data + len(b"stream")
    start += 2 if content[start : start + 2] == b"\r\n" else 1
    try:
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(content[start:], left)
    except zlib.error:
        raise Unfit(msg("%(name)s is damaged or not a PDF file. Please save it again as PDF.")) from None
    if unpacking.unconsumed_tail:  # far more than any document says: made to fill the memory
        raise Unfit(msg("%(name)s cannot be looked into. Please print it into a new PDF file."))
    return text
