"""Files for tests of evidence, made by hand from their formats: pictures that tell too much, PDFs that carry something."""

from __future__ import annotations

import zlib

SECRET = b"GPS 30.2741 120.1551 owner Zhang"


def segment(marker: int, content: bytes) -> bytes:
    """One segment of a JPEG file."""
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content


def exif(orientation: int, *, order: str = "big", more: bytes = b"") -> bytes:
    """What phones write: how the picture is turned, and more."""
    mark = b"MM\0*" if order == "big" else b"II*\0"

    def number(value: int, size: int) -> bytes:
        return value.to_bytes(size, order)  # type: ignore[arg-type]

    entry = number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + b"\0\0"
    other = number(0x010F, 2) + number(2, 2) + number(4, 4) + b"ACME"
    return b"Exif\0\0" + mark + number(8, 4) + number(2, 2) + other + entry + number(0, 4) + more


def jpeg(
    width: int = 640, height: int = 480, *, before: bytes = b"", after: bytes = b"", scan: bytes = b"\x12\xff\0\x34"
) -> bytes:
    """A small JPEG: a header, a frame, tables, one scan; ``before`` goes in front of the frame, ``after`` behind all."""
    frame = b"\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\x01\x01\x11\x00"
    jfif = b"JFIF\0\x01\x02\x01\0\x48\0\x48\0\0"
    return (
        b"\xff\xd8" + segment(0xE0, jfif) + before + segment(0xDB, bytes(65)) + segment(0xC0, frame)
        + segment(0xC4, bytes(20)) + segment(0xDA, b"\x01\x01\0\0\x3f\0") + scan + b"\xff\xd9" + after
    )  # fmt: skip


def chunk(name: bytes, content: bytes) -> bytes:
    """One chunk of a PNG file."""
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")


def png(
    width: int = 8, height: int = 6, *, before: bytes = b"", after: bytes = b"", kind: bytes = b"\x08\x02"
) -> bytes:
    """A small PNG; ``before`` goes in front of the picture's data, ``after`` behind its end."""
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + kind + b"\0\0\0"
    data = zlib.compress(bytes((3 * 8 + 1) * 6))
    end = chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + chunk(b"IDAT", data) + end + after


def pdf(body: bytes = b"", *, version: bytes = b"1.7", after: bytes = b"\n") -> bytes:
    """A small PDF whose table of objects is where it says."""
    head = b"%PDF-" + version + b"\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + body
    table = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer << /Root 1 0 R /Size 2 >>\n"
    return head + table + b"startxref\n%d\n%%%%EOF" % len(head) + after


def packed(text: bytes, entries: bytes = b"/Filter /FlateDecode", *, name: bytes = b"/ObjStm") -> bytes:
    """Objects of a PDF packed into a stream."""
    data = zlib.compress(text) if b"Flate" in entries else text
    return b"5 0 obj\n<< /Type " + name + b" " + entries + b" >>\nstream\n" + data + b"\nendstream\nendobj\n"
