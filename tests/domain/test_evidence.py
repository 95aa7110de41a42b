"""What may be handed in: told by content, stripped of what pictures tell, and refused in one sentence otherwise."""

from __future__ import annotations

import pytest

from tests.support.evidence import SECRET, chunk, exif, jpeg, packed, pdf, png, segment
from voting.domain import evidence, evidence_pdf
from voting.domain.evidence import JPEG, MEGABYTE, PDF, PNG, admit, check_together, file_name
from voting.domain.refusals import Refusal


def refusal(name, content):
    with pytest.raises(Refusal) as caught:
        admit(name, content)
    return caught.value.code, str(caught.value)


@pytest.mark.parametrize(("kind", "content"), [(PDF, pdf()), (JPEG, jpeg()), (PNG, png())])
def test_a_file_is_what_its_content_is_whatever_it_is_called(kind, content):
    found = admit("证书.exe", content)
    assert (found.kind, found.name) == (kind, {PDF: "证书.pdf", JPEG: "证书.jpg", PNG: "证书.png"}[kind])


# What is refused

HTML = b"<!doctype html><script>alert(1)</script>"
WRONG = {
    "a page": HTML,
    "a page behind the mark of a PDF": b"%PDF-1.7\n" + HTML,
    "a page behind the mark of a PNG": b"\x89PNG\r\n\x1a\n" + HTML,
    "a page behind the mark of a JPEG": b"\xff\xd8\xff" + HTML,
    "a page in front of a PDF": HTML + pdf(),
    "a page behind a PDF": pdf(after=b"\n" + HTML),
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "a GIF": b"GIF89a" + bytes(40),
    "a WebP": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(30),
    "an archive": b"PK\x03\x04" + bytes(60),
    "a program": b"MZ" + bytes(60),
    "text": "证明".encode(),
    "a PDF of no known version": pdf(version=b"9.x"),
    "a PDF whose table is somewhere else": pdf().replace(b"startxref\n", b"startxref\n9"),
    "a PDF without an end": pdf()[:-8],
    "a JPEG that breaks off": jpeg()[:-30],
    "a JPEG without a picture": b"\xff\xd8" + segment(0xE0, b"JFIF\0" + bytes(9)) + b"\xff\xd9",
    "a JPEG without a frame": jpeg().replace(b"\xff\xc0", b"\xff\xc4"),
    "a JPEG of two frames": jpeg(before=segment(0xC0, b"\x08\0\x08\0\x08\x01\x01\x11\0")),
    "a JPEG of an unknown kind": jpeg().replace(b"\xff\xc0", b"\xff\xc9"),
    "a JPEG of no size": jpeg(0, 480),
    "a segment longer than the file": b"\xff\xd8\xff\xe1\xff\xff" + bytes(50),
    "a segment of no length": b"\xff\xd8\xff\xe1\0\0" + bytes(50),
    "a PNG with a wrong sum": png()[:-3] + b"abc",
    "a PNG that breaks off": png()[:-12],
    "a PNG without data": png().replace(b"IDAT", b"iDAT"),
    "a PNG that begins with something else": png().replace(b"IHDR", b"PLTE", 1),
    "a PNG of impossible colours": png(kind=b"\x03\x02"),
    "a PNG of no size": png(0, 6),
    "a PNG with a critical chunk that nobody knows": png(before=chunk(b"EVIL", b"x")),
    "a PNG with two headers": png(before=chunk(b"IHDR", bytes(13))),
    "a chunk that claims four gigabytes": b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR" + bytes(50),
}


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
def test_what_is_not_what_it_seems_is_refused_in_a_sentence_that_names_it(content):
    code, sentence = refusal("证书.png", content)
    assert (code, "证书.png" in sentence, "%" in sentence) == ("bad_file", True, False)


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"avif"])
def test_a_picture_of_an_iphone_is_refused_with_what_to_do(brand):
    assert refusal("IMG_1.HEIC", b"\0\0\0\x18ftyp" + brand + bytes(30)) == (
        "bad_file",
        "IMG_1.HEIC is a HEIC picture, which most computers cannot open. Please send it as JPEG.",
    )


def test_an_empty_file_is_refused():
    assert refusal("a.pdf", b"") == ("bad_file", "The file a.pdf is empty.")


def test_a_file_may_be_as_large_as_the_limit_and_no_larger():
    limit = 10 * MEGABYTE
    room = limit - (len(pdf(b"%" + bytes(limit))) - limit)
    assert len(admit("a.pdf", pdf(b"%" + bytes(room))).content) == limit
    assert refusal("a.pdf", pdf(b"%" + bytes(room + 1))) == ("too_large", "The file a.pdf is larger than 10 MB.")


@pytest.mark.parametrize("make", [jpeg, png])
@pytest.mark.parametrize(
    ("width", "height", "fits"),
    [(16_384, 7_000, True), (16_385, 1, False), (12_000, 10_001, False), (1, 16_384, True), (65_535, 65_535, False)],
)
def test_a_header_of_forty_bytes_may_not_claim_gigabytes(make, width, height, fits):
    content = make(width, height)
    if fits:
        assert admit("a", content).content
    else:
        assert refusal("a", content) == (
            "bad_file", "The picture a has too many pixels. Please save it smaller.",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("present", "more", "code"),
    [
        ([], [1] * 8, None),
        ([1] * 5, [1] * 3, None),
        ([1] * 5, [1] * 4, "too_many_files"),
        ([30 * MEGABYTE], [10 * MEGABYTE], None),
        ([30 * MEGABYTE], [10 * MEGABYTE + 1], "too_large"),
    ],
)
def test_files_of_one_thing_are_limited_in_number_and_in_size(present, more, code):
    if code is None:
        check_together(present, more)
    else:
        with pytest.raises(Refusal) as caught:
            check_together(present, more)
        assert caught.value.code == code


# Pictures keep what draws them, and nothing else


def test_a_photo_loses_place_time_owner_thumbnail_comment_and_what_hides_behind_its_end():
    telling = segment(0xE1, exif(1, more=SECRET)) + segment(0xE2, b"MPF\0" + SECRET) + segment(0xFE, SECRET)
    telling += segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET) + segment(0xE0, b"JFXX\0\x10" + SECRET)
    told = jpeg(before=telling, after=SECRET + b"\xff\xd8 a second picture")
    assert SECRET in told
    assert admit("a.jpg", told).content == jpeg()


def test_the_thumbnail_inside_the_first_segment_goes_too():
    with_thumbnail = jpeg().replace(segment(0xE0, b"JFIF\0\x01\x02\x01\0\x48\0\x48\0\0"),
                                    segment(0xE0, b"JFIF\0\x01\x02\x01\0\x48\0\x48\x08\x08" + SECRET))  # fmt: skip
    assert SECRET in with_thumbnail
    assert admit("a.jpg", with_thumbnail).content == jpeg()


@pytest.mark.parametrize("order", ["big", "little"])
@pytest.mark.parametrize("turned", [1, 3, 6, 8])
def test_a_photo_stays_turned_as_the_phone_was_held(order, turned):
    found = admit("a.jpg", jpeg(before=segment(0xE1, exif(turned, order=order, more=SECRET)))).content
    upright, after_jfif = jpeg(), 2 + 18
    only_the_turn = b"MM\0*\0\0\0\x08" + b"\0\x01" + b"\x01\x12\0\x03\0\0\0\x01\0" + bytes((turned,)) + bytes(6)
    kept = b"" if turned == 1 else segment(0xE1, b"Exif\0\0" + only_the_turn)
    assert found == upright[:after_jfif] + kept + upright[after_jfif:]


@pytest.mark.parametrize("odd", [0, 9, 255])
def test_an_impossible_turn_is_dropped(odd):
    assert admit("a.jpg", jpeg(before=segment(0xE1, exif(odd)))).content == jpeg()


@pytest.mark.parametrize(
    "broken", [b"Exif\0\0MM\0*", b"Exif\0\0MM\0*\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"]
)
def test_broken_metadata_does_not_spoil_a_photo(broken):
    assert admit("a.jpg", jpeg(before=segment(0xE1, broken))).content == jpeg()


def test_how_the_colours_are_mixed_is_kept():
    adobe = segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01")
    assert adobe in admit("a.jpg", jpeg(before=adobe)).content


def test_several_scans_and_restarts_are_one_picture():
    again = b"\x12\xff\xd0\x34" + segment(0xC4, bytes(18)) + segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x56"
    assert admit("a.jpg", jpeg(scan=again)).content == jpeg(scan=again)


def test_a_png_loses_texts_time_place_and_what_hides_behind_its_end():
    telling = b"".join(chunk(name, SECRET) for name in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"iCCP", b"acTL"))
    told = png(before=telling, after=SECRET)
    assert admit("a.png", told).content == png()


def test_a_png_keeps_what_draws_it():
    needed = chunk(b"gAMA", bytes(4)) + chunk(b"PLTE", bytes(6)) + chunk(b"tRNS", bytes(2))
    assert admit("a.png", png(before=needed)).content == png(before=needed)


# PDF: nothing that runs, nothing that carries another file

ACTIVE = (
    b"/JavaScript",
    b"/Launch",
    b"/EmbeddedFile",
    b"/EmbeddedFiles",
    b"/RichMedia",
    b"/SubmitForm",
    b"/ImportData",
)
CARRIES = "a.pdf holds a program or another file. Please print it into a new PDF file."
CLOSED = "a.pdf cannot be looked into. Please print it into a new PDF file."
LOCKED = "a.pdf is protected and cannot be looked into. Please print it into a new PDF file."


@pytest.mark.parametrize("name", ACTIVE)
def test_a_pdf_that_acts_is_refused_however_it_is_written(name):
    spelled = b"/" + b"".join(b"#%02x" % letter for letter in name[1:])
    in_text = b"2 0 obj\n<< /S " + name + b" /JS (app.alert(1)) >>\nendobj\n"
    for body in (in_text, in_text.replace(name, spelled), packed(in_text), packed(in_text.replace(name, spelled))):
        assert refusal("a.pdf", pdf(body)) == ("bad_file", CARRIES)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<< /Encrypt 5 0 R >>\n", LOCKED),
        (b"<< /#45ncrypt 5 0 R >>\n", LOCKED),
        (packed(b"x", b"/Filter [ /ASCIIHexDecode /FlateDecode ]"), CLOSED),
        (packed(b"x", b"/Filter /LZWDecode"), CLOSED),
        (packed(b"x", b"/Filter /FlateDecode /DecodeParms << /Predictor 12 >>"), CLOSED),
        (packed(b"x", name=b"/Obj#53tm"), CARRIES),
        (packed(b"x").replace(b"stream\nx", b"stream\ny"), "a.pdf is damaged or not a PDF file. Please save it again as PDF."),
    ],
)  # fmt: skip
def test_a_pdf_that_hides_what_it_holds_is_refused(body, sentence):
    assert refusal("a.pdf", pdf(body)) == ("bad_file", sentence)


def test_packed_objects_that_swell_without_end_are_refused_before_they_fill_the_memory(monkeypatch):
    monkeypatch.setattr(evidence_pdf, "MOST_UNPACKED", 10_000)
    assert admit("a.pdf", pdf(packed(bytes(9_999)))).kind == PDF
    assert refusal("a.pdf", pdf(packed(bytes(100_000)))) == ("bad_file", CLOSED)
    assert refusal("a.pdf", pdf(packed(bytes(6_000)) + packed(bytes(6_000)))) == ("bad_file", CLOSED)


@pytest.mark.parametrize(
    "body", [packed(b"1 0 << /Type /Page >>"), packed(b"plain", b""), b"% /JS in a remark\n", b"\x01/JS\x02\n"]
)
def test_a_plain_pdf_is_kept_as_it_is(body):
    assert admit("a.pdf", pdf(body)).content == pdf(body)


# Names

NAMES = {
    "证书.png": "证书.pdf",
    "../../etc/passwd": "passwd.pdf",
    "..\\..\\windows\\system32\\a.dll": "a.pdf",
    "C:\\fakepath\\scan.PDF": "scan.pdf",
    "/absolute/path.pdf": "path.pdf",
    "": "file.pdf",
    "...": "file.pdf",
    ".htaccess": "htaccess.pdf",
    ".pdf": "pdf.pdf",
    "a\x00b\r\nSet-Cookie: x": "abSet-Cookie_ x.pdf",
    "\u202egpj.exe": "gpj.pdf",
    'a"b;c.png': "a_b_c.pdf",
    "con<script>.pdf": "con_script_.pdf",
    "x" * 300: "x" * 76 + ".pdf",
    "评" * 300 + ".pdf": "评" * 76 + ".pdf",
    "a.tar.gz": "a.tar.pdf",
    "  spaced .pdf ": "spaced.pdf",
}


@pytest.mark.parametrize(("given", "kept"), NAMES.items(), ids=repr)
def test_a_name_is_kept_as_harmless_text_with_the_ending_of_what_the_file_is(given, kept):
    assert file_name(given, PDF) == kept
    assert len(kept) <= evidence.LONGEST_NAME


def test_the_hash_is_of_what_is_kept_not_of_what_was_sent():
    clean, told = admit("a.jpg", jpeg()), admit("b.jpg", jpeg(before=segment(0xFE, SECRET)))
    assert clean.hash == told.hash
