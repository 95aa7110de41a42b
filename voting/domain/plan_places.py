"""Where each entry of a plan file stands, so that a fault can name the line a clerk has to mend.

The library that reads TOML keeps no line numbers. ``locate`` follows the text a second time, only to note them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

Path = tuple[str | int, ...]
"""The way to an entry: keys, and positions in lists from 0, such as ("reviews", 1, "weight")."""

LONGEST_SHOWN = 60  # characters of a word from the file that a sentence repeats

_BLANK = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\n]|#[^\n]*)*")  # between entries and inside lists: line breaks and comments too
_KEY = re.compile(r'"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+')
_VALUE = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'  # up to two quotation marks may stand right before the closing three
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|[^,\]}#\n]+",
    re.DOTALL,
)
_BARE = re.compile(r"[\w-]+")


class _Lost(Exception):
    """The text is not TOML from here on."""


class _Locator:
    """One walk through a text; ``lines`` grows as entries are met."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._text = text
        self._at = 0
        self._line = 1
        self._listed: dict[Path, int] = {}  # how many [[…]] each list of sections has so far

    def walk(self) -> None:
        section: Path = ()
        self._skip(_GAP)
        while self._at < len(self._text):
            if self._sees("["):
                section = self._header()
            else:
                self._entry(section)
            self._skip(_GAP)

    def _header(self) -> Path:
        listed = self._sees("[[")
        self._expect("[[" if listed else "[")
        path: Path = ()
        for key in self._keys():
            path = (*self._newest(path), key)
            self._note(path)
        self._expect("]]" if listed else "]")
        if listed:
            self._listed[path] = self._listed.get(path, 0) + 1
        path = self._newest(path)
        self._note(path)
        return path

    def _newest(self, path: Path) -> Path:
        """A name that stands for a list of sections means its newest one."""
        return (*path, self._listed[path] - 1) if path in self._listed else path

    def _entry(self, section: Path) -> None:
        path = section
        for key in self._keys():
            path = (*path, key)
            self._note(path)
        self._expect("=")
        self._skip(_BLANK)
        self._value(path)

    def _keys(self) -> list[str]:
        keys: list[str] = []
        while not keys or self._sees("."):
            if keys:
                self._expect(".")
            self._skip(_BLANK)
            keys.append(_unquoted(self._take(_KEY)))
            self._skip(_BLANK)
        return keys

    def _value(self, path: Path) -> None:
        if self._sees("["):
            self._list(path)
        elif self._sees("{"):
            self._braces(path)
        else:
            self._take(_VALUE)

    def _list(self, path: Path) -> None:
        self._expect("[")
        position = 0
        self._skip(_GAP)
        while not self._sees("]"):
            self._note((*path, position))
            self._value((*path, position))
            position += 1
            self._comma("]")
        self._expect("]")

    def _braces(self, path: Path) -> None:
        self._expect("{")
        self._skip(_GAP)
        while not self._sees("}"):
            self._entry(path)
            self._comma("}")
        self._expect("}")

    def _comma(self, end: str) -> None:
        self._skip(_GAP)
        if not self._sees(end):
            self._expect(",")
            self._skip(_GAP)

    def _note(self, path: Path) -> None:
        self.lines.setdefault(path, self._line)

    def _sees(self, mark: str) -> bool:
        return self._text.startswith(mark, self._at)

    def _expect(self, mark: str) -> None:
        if not self._sees(mark):
            raise _Lost
        self._at += len(mark)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        self._take(pattern)

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise _Lost
        self._at = match.end()
        self._line += match.group().count("\n")
        return match.group()


def _unquoted(key: str) -> str:
    return next(iter(tomllib.loads(f"{key} = 0"))) if key[0] in "\"'" else key


def locate(text: str) -> dict[Path, int]:
    """The line (from 1) on which each section, entry and list item of a TOML text begins.

    Text that is not TOML is followed as far as it can be; what comes after is not in the answer.
    """
    locator = _Locator(text.replace("\r\n", "\n"))
    try:
        locator.walk()
    except (_Lost, tomllib.TOMLDecodeError, RecursionError):
        return locator.lines  # places are help for people: an unknown one falls back to what encloses it
    return locator.lines


def line_of(path: Path, lines: Mapping[Path, int]) -> int:
    """The line of an entry, or of the nearest thing around it that has one; 1 where nothing has."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def readable_path(path: Path, document: object) -> str:
    """The way to an entry, counted from 1, with the id of its list item: "reviews[1].weight (half-year)"."""
    words: list[str] = []
    known_id: object = None
    for step in path:
        if isinstance(step, int):
            words[-1] += f"[{step + 1}]"
        else:
            words.append(quoted(step))
        document = _inside(document, step)
        if isinstance(step, int) and isinstance(document, dict):
            known_id = document.get("id", known_id)
    shown_id = f" ({quoted(known_id)})" if isinstance(known_id, str) and known_id else ""
    return ".".join(words) + shown_id


def _inside(document: object, step: str | int) -> object:
    if isinstance(document, list) and isinstance(step, int):
        return document[step]
    return document.get(step) if isinstance(document, dict) else None


def quoted(text: str) -> str:
    """A word from the file, safe to print: shortened, and in quotation marks with escapes where it is no plain word."""
    short = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    return short if _BARE.fullmatch(text) else repr(short)
