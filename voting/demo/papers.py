"""Papers to show for an achievement, made on the spot: a certificate as PDF, a photo of a board as PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from functools import cache

_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 300] /Contents 7 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
)
_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [5 0 R] >>",
    b"""<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 6 0 R /DW 1000
/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>""",
    b"""<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]
/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>""",
)
"""A Chinese font that every reader of PDF knows by name: nothing is embedded, so a certificate has two kilobytes."""
_WIDTH, _HEIGHT = 160, 100
_EDGE, _LINES = 6, ((24, 30), (48, 45), (72, 60))
_COLOURS = bytes((214, 178, 94, 122, 38, 26))


def certificate(title: str, lines: Iterable[str]) -> bytes:
    """One page with a title and some lines below it, in a frame."""
    text = [b"BT /F1 24 Tf 60 240 Td %s Tj ET" % _spelled(title)]
    text += [b"BT /F1 13 Tf 60 %d Td %s Tj ET" % (190 - 26 * at, _spelled(line)) for at, line in enumerate(lines)]
    drawn = b"\n".join([b"0.7 0.13 0.13 RG 3 w 20 20 555 260 re S", *text])
    return _assembled(
        (
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            _PAGE,
            *_FONT,
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        )
    )


def _spelled(text: str) -> bytes:
    """A text as PDF writes one in this font."""
    return b"<" + text.encode("utf-16-be").hex().encode() + b">"


def _assembled(objects: Iterable[bytes]) -> bytes:
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(places) + 1
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(made))
    )


@cache
def board() -> bytes:
    """A small picture: a brass board with a frame and some lines on it."""
    rows = b"".join(b"\0" + bytes(_is_dark(x, y) for x in range(_WIDTH)) for y in range(_HEIGHT))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)),
        (b"PLTE", _COLOURS),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def _is_dark(x: int, y: int) -> bool:
    """The frame, and three lines of what might be writing."""
    inside = _EDGE <= x < _WIDTH - _EDGE and _EDGE <= y < _HEIGHT - _EDGE
    return not inside or any(top <= y < top + 8 and left <= x < _WIDTH - left for top, left in _LINES)
