"""Files that people hand in, mangled: plan files, CSV tables, workbooks. A refusal or a result, and never a half."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from tests.fuzz.office import Office, Report, an_office
from tests.fuzz.over_http import QUIET, texts
from tests.support.world import SMALL_PLAN
from voting.actions.assess import assess
from voting.actions.meeting import pause
from voting.actions.paper import enter_paper
from voting.actions.years import load_plan
from voting.domain.refusals import Refusal
from voting.exports.spreadsheet import MOST_UNPACKED, read_rows

DEMO = (Path(__file__).parent.parent.parent / "data" / "demo-2026.toml").read_text(encoding="utf-8")
VALUES = (
    "0", "-1", "1e400", "nan", "inf", "0x7fffffffffffffff", "9" * 5000, "''", '"' + "长" * 5000 + '"', "[]", "{}", "true",
    "2026-01-01", "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", '"\\u0000"', '"0.30"', '"1/3"', '"٣"', '"NaN"', "07", "1_000",
)  # fmt: skip

a_place = st.floats(0, 1, exclude_max=True)


@st.composite
def plan_texts(draw: st.DrawFn) -> str:
    """A plan file that somebody has been at."""
    text = draw(st.sampled_from([SMALL_PLAN, DEMO]))
    for _ in range(draw(st.integers(1, 6))):
        text = draw(st.sampled_from(_MANGLING))(draw, text)
    return text


def _lines(change: Callable[[st.DrawFn, list[str], int], None]) -> Callable[[st.DrawFn, str], str]:
    def mangle(draw: st.DrawFn, text: str) -> str:
        lines = text.splitlines() or [""]
        change(draw, lines, int(draw(a_place) * len(lines)))
        return "\n".join(lines)

    return mangle


def _value(draw: st.DrawFn, lines: list[str], at: int) -> None:
    name, equals, _old = lines[at].partition("=")
    lines[at] = f"{name}{equals} {draw(st.sampled_from(VALUES))}"


def _key(draw: st.DrawFn, lines: list[str], at: int) -> None:
    _name, equals, old = lines[at].partition("=")
    lines[at] = f"{draw(texts)}{equals}{old}"


def _swap(draw: st.DrawFn, lines: list[str], at: int) -> None:
    other = int(draw(a_place) * len(lines))
    lines[at], lines[other] = lines[other], lines[at]


def _characters(draw: st.DrawFn, text: str) -> str:
    at = int(draw(a_place) * (len(text) + 1))
    return text[:at] + draw(texts) + text[at + draw(st.integers(0, 5)) :]


_MANGLING = (
    _lines(_value), _lines(_key), _lines(_swap), _characters,
    _lines(lambda draw, lines, at: lines.pop(at)),  # type: ignore[arg-type,return-value]
    _lines(lambda draw, lines, at: lines.insert(at, lines[at])),
    lambda draw, text: text[: int(draw(a_place) * len(text))],
    lambda draw, text: text.replace(draw(st.sampled_from(["reviews", "groups", "marks", "id", "=", '"', "\n"])), draw(texts), 2),
)  # fmt: skip

csv_texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.lists(texts, max_size=6), max_size=8).map(lambda rows: "\n".join(",".join(row) for row in rows)),
    st.tuples(
        st.sampled_from([
            "department,component,points,note", "alpha,beta,gamma", "department,component,item,kind,date,points,reason",
            "note;points;component;department", "alpha\tbeta\tgamma", "alpha,alpha,gamma",
        ]),
        st.lists(st.lists(texts, min_size=1, max_size=8), max_size=6),
    ).map(lambda made: "\n".join([made[0], *[",".join(row) for row in made[1]]])),
)  # fmt: skip

cells = st.one_of(
    texts, st.integers(), st.floats(), st.booleans(), st.none(), st.datetimes(), st.times(),
    st.sampled_from(["=1+1", "=HYPERLINK(\"http://evil.example\")", "=[other.xlsx]Sheet1!A1", "=WEBSERVICE(\"http://e\")"]),
)  # fmt: skip


@st.composite
def workbooks(draw: st.DrawFn) -> bytes:
    """A workbook of any cells, broken more often than not."""
    book = Workbook()
    for row in draw(st.lists(st.lists(cells, max_size=6), max_size=6)):
        try:
            book.active.append(row)
        except (ValueError, TypeError, IllegalCharacterError):  # what no workbook can hold
            continue
    content = io.BytesIO()
    book.save(content)
    made = bytearray(content.getvalue())
    kind = draw(st.sampled_from(["whole", "cut", "flipped", "entry", "text"]))
    if kind == "cut":
        return bytes(made[: int(draw(a_place) * len(made))])
    if kind == "flipped":
        for _ in range(draw(st.integers(1, 8))):
            made[int(draw(a_place) * len(made))] ^= draw(st.integers(1, 255))
    if kind == "entry":
        return _with_entry(bytes(made), draw(st.sampled_from(sorted(HOSTILE))))
    return b"PK" + draw(st.binary(max_size=200)) if kind == "text" else bytes(made)


_SHEET = "xl/worksheets/sheet1.xml"
_BOMB = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">%s]><worksheet>&j;</worksheet>' % b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("k"))
)
_FILE = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>'
_FAR = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)
HOSTILE: dict[str, tuple[str, bytes]] = {
    "zeros": (_SHEET, b"\0" * (MOST_UNPACKED + 1)),
    "entities": (_SHEET, _BOMB),
    "a file of ours": (_SHEET, _FILE),
    "not XML": (_SHEET, b"<worksheet"),
    "a far cell": (_SHEET, _FAR),
    "a link": ("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
    "a path": ("../../../../tmp/evil", b"evil"),
    "a macro": ("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
}  # fmt: skip


def _with_entry(content: bytes, name: str) -> bytes:
    path, evil = HOSTILE[name]
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != path:
                new.writestr(entry, old.read(entry))
        new.writestr(path, evil)
    return made.getvalue()


class _Act:
    """An action tried on an office; the answer is told as a status, so that one judge serves all."""

    def __init__(self, office: Office, report: Report) -> None:
        self._office, self._report = office, report

    def __call__(self, place: str, act: Callable[[], Any]) -> None:
        status = 200
        try:
            act()
        except Refusal:
            status = 400
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            self._report.tracebacks.append(f"{place} {type(error).__name__}: {str(error)[:100]}")
        self._office.judge(self._report, place, _Status(status), self._office.client("nobody"))  # type: ignore[arg-type]


class _Status:
    def __init__(self, status: int) -> None:
        self.status_code = status


def plans(office: Office, cases: int, seed: int, report: Report) -> None:
    """Plan files, read and loaded."""
    act, tools = _Act(office, report), office.world.tools

    @seeded(seed)
    @settings(QUIET, max_examples=cases)
    @given(plan_texts())
    def one(text: str) -> None:
        act(f"load {text[:80]!r}", lambda: load_plan(tools, text))

    one()


def tables(office: Office, cases: int, seed: int, report: Report) -> None:
    """CSV tables for points, paper ballots and inspections."""
    act, tools = _Act(office, report), office.world.tools
    pause(tools, "half-year")
    office.watch.changed()

    @seeded(seed)
    @settings(QUIET, max_examples=max(1, cases // 3))
    @given(csv_texts)
    def one(text: str) -> None:
        act(f"assess {text[:80]!r}", lambda: assess(tools, text))
        act(f"paper {text[:80]!r}", lambda: enter_paper(tools, "half-year", "cadres", text))
        _upload(office, "/desk/inspections/import", text.encode("utf-8", "surrogatepass"), report)

    one()


def books(office: Office, cases: int, seed: int, report: Report) -> None:
    """Workbooks, at the two places that take them."""

    @seeded(seed)
    @settings(QUIET, max_examples=max(1, cases // 2))
    @given(workbooks())
    def one(content: bytes) -> None:
        _upload(office, "/desk/inspections/import", content, report)
        client = office.client("organiser")
        answer = client.post("/setup/table", data=content, headers={"X-Token": office.tokens["organiser"]})
        office.judge(report, f"/setup/table {content[:40]!r} {len(content)}", answer, client)

    one()


def _upload(office: Office, path: str, content: bytes, report: Report) -> None:
    client = office.client("assessor")
    form = {"token": office.tokens["assessor"], "table": (io.BytesIO(content), "table.xlsx")}
    answer = client.post(path, data=form, content_type="multipart/form-data")
    office.judge(report, f"{path} {content[:60]!r} {len(content)}", answer, client)


def hostile(name: str) -> list[list[str]]:
    """The rows of a workbook with one hostile entry."""
    book = Workbook()
    book.active.append(["department", "points"])
    content = io.BytesIO()
    book.save(content)
    return read_rows(_with_entry(content.getvalue(), name))


def run(folder: Path, cases: int, seed: int) -> Report:
    """So many cases over plan files, tables and workbooks."""
    report = Report()
    for number, (part, share) in enumerate(((plans, 0.4), (tables, 0.35), (books, 0.25))):
        with an_office(folder / f"files-{number}") as office:
            part(office, max(3, int(cases * share)), seed + number, report)
    return report
