"""Pictures as evidence: taken apart by the rules of their format, and put together again without what they tell.

Phones write place, time and owner into a photo, and editors keep a small copy of what was cut off. Only what is needed
to draw the picture is kept; of the metadata one number, how the phone was held, or photos would lie on their side.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Literal

from voting.domain.refusals import msg

MOST_SIDE, MOST_PIXELS = 16_384, 120_000_000  # a header of 40 bytes may claim a picture of gigabytes
PNG_MARK = b"\x89PNG\r\n\x1a\n"
_JPEG_FRAMES = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive: what browsers draw
_JPEG_TABLES = (0xC4, 0xDB, 0xDD)
_START_OF_SCAN, _END, _JFIF, _EXIF, _ADOBE = 0xDA, 0xD9, 0xE0, 0xE1, 0xEE
_APPLICATION = (*range(0xE0, 0xF0), 0xFE)  # what programs write for themselves, and comments
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # in a scan: neither a stuffed byte nor a restart
_PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs", b"IDAT", b"IEND")
_PNG_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_ORIENTATION = 0x0112


class Unfit(Exception):
    """Content that is not accepted, with the sentence (a %-template over the file's ``name``) that says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def _unreadable() -> Unfit:
    return Unfit(msg("%(name)s is damaged or not a picture. Please take or save the picture again."))


def _judge_size(width: int, height: int) -> None:
    if not width or not height:
        raise _unreadable()
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise Unfit(msg("The picture %(name)s has too many pixels. Please save it smaller."))


def stripped_jpeg(content: bytes) -> bytes:
    """The JPEG picture without comments, thumbnails, place and time, and without anything behind its end."""
    head, body, turned, framed = b"\xff\xd8", [], 1, False
    for marker, segment, scan in _jpeg_segments(content):
        if marker in _JPEG_FRAMES:
            if framed or len(segment) < 8:
                raise _unreadable()
            framed = True
            _judge_size(int.from_bytes(segment[5:7], "big"), int.from_bytes(segment[3:5], "big"))
        if marker == _JFIF and segment[2:7] == b"JFIF\0" and len(segment) >= 16:
            head = b"\xff\xd8\xff\xe0\x00\x10" + segment[2:14] + b"\0\0"  # its thumbnail is left behind
        elif marker == _EXIF:
            turned = _orientation(segment) or turned
        elif marker == _ADOBE and segment[2:7] == b"Adobe" and len(segment) == 14:
            body.append(b"\xff\xee" + segment)  # says how the colours are mixed
        elif marker not in _APPLICATION:
            if marker == _START_OF_SCAN and not framed:
                raise _unreadable()
            body.append(bytes((0xFF, marker)) + segment + scan)
    if not framed or not any(part[1] == _START_OF_SCAN for part in body):
        raise _unreadable()
    return b"".join([head, _exif(turned), *body, b"\xff\xd9"])


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, segment with its length, and for a scan the data behind it; up to the end of the picture."""
    at = 2
    while True:
        start = at
        while content[at : at + 1] == b"\xff":
            at += 1
        if at == start or at >= len(content):
            raise _unreadable()
        marker, at = content[at], at + 1
        if marker == _END:
            return
        length = int.from_bytes(content[at : at + 2], "big")
        if marker not in (*_JPEG_FRAMES, *_JPEG_TABLES, _START_OF_SCAN, *_APPLICATION) or length < 2:
            raise _unreadable()
        segment, at = content[at : at + length], at + length
        if len(segment) < length:
            raise _unreadable()
        scan = b""
        if marker == _START_OF_SCAN:
            found = _NEXT_MARKER.search(content, at)
            if found is None:
                raise _unreadable()
            scan, at = content[at : found.start()], found.start()
        yield marker, segment, scan


def _orientation(segment: bytes) -> int | None:
    """How the phone was held, 1 to 8, where this segment says so."""
    tiff = segment[8:]
    order: Literal["little", "big"] = "little" if tiff[:2] == b"II" else "big"
    if segment[2:8] != b"Exif\0\0" or tiff[:4] not in (b"II*\0", b"MM\0*"):
        return None
    first = int.from_bytes(tiff[4:8], order)
    entries = int.from_bytes(tiff[first : first + 2], order)
    for number in range(entries):
        entry = tiff[first + 2 + 12 * number : first + 14 + 12 * number]
        if len(entry) < 12:
            return None
        if int.from_bytes(entry[:2], order) == _ORIENTATION:
            value = int.from_bytes(entry[8:10], order)
            return value if 1 <= value <= 8 else None
    return None


def _exif(turned: int) -> bytes:
    """A segment that says nothing but how the picture is turned; nothing where it stands upright."""
    if turned == 1:
        return b""
    tiff = b"MM\0*\0\0\0\x08\0\x01" + b"\x01\x12\0\x03\0\0\0\x01" + bytes((0, turned, 0, 0)) + b"\0\0\0\0"
    return b"\xff\xe1" + (len(tiff) + 8).to_bytes(2, "big") + b"Exif\0\0" + tiff


def stripped_png(content: bytes) -> bytes:
    """The PNG picture with the chunks that draw it and no others; nothing behind its end."""
    kept, names = [PNG_MARK], list[bytes]()
    for name, data, chunk in _png_chunks(content):
        if not names:
            _judge_png_header(name, data)
        elif name == b"IHDR":
            raise _unreadable()
        if name in _PNG_KEPT:
            kept.append(chunk)
        elif not name[0] & 0x20:  # a capital: whoever does not know this chunk cannot draw the picture
            raise _unreadable()
        names.append(name)
    if b"IDAT" not in names:
        raise _unreadable()
    return b"".join(kept)


def _judge_png_header(name: bytes, data: bytes) -> None:
    if name != b"IHDR" or len(data) != 13:
        raise _unreadable()
    depth, colours, compression, filtering, interlaced = data[8:]
    if depth not in _PNG_DEPTHS.get(colours, ()) or compression or filtering or interlaced > 1:
        raise _unreadable()
    _judge_size(int.from_bytes(data[:4], "big"), int.from_bytes(data[4:8], "big"))


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Name, data and the whole chunk, each with the right checksum; up to the end of the picture."""
    at = len(PNG_MARK)
    while True:
        length = int.from_bytes(content[at : at + 4], "big")
        name, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        checksum = content[at + 8 + length : at + 12 + length]
        if len(data) < length or not re.fullmatch(rb"[A-Za-z]{4}", name):
            raise _unreadable()
        if checksum != zlib.crc32(name + data).to_bytes(4, "big"):
            raise _unreadable()
        yield name, data, content[at : at + 12 + length]
        at += 12 + length
        if name == b"IEND":
            return
