"""Refusals: the short list of ways the program says no, each a code and one plain sentence.

The sentence is an English template; ``voting.texts`` holds its Chinese translation. ``web/refusals.py`` turns codes
into HTTP statuses in one table. A refusal never carries a code of a slip, a mark or anything else of a voter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def msg(text: str) -> str:
    """Marks a sentence for the translation catalogue and returns it unchanged (like gettext's noop)."""
    return text


class Refusal(Exception):
    """A request that is declined; nothing has been changed.

    ``code`` is for programs, ``sentence`` (a %-template) and ``values`` for people, ``fields`` go into the HTTP answer.
    """

    def __init__(self, code: str, sentence: str, *, fields: Mapping[str, Any] | None = None, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.values = values
        self.fields = dict(fields or {})

    def __str__(self) -> str:
        return self.sentence % self.values if self.values else self.sentence


class PlanFaults(Refusal):
    """A plan file or table with mistakes: ``faults`` lists every one as (place, sentence template, values)."""

    def __init__(self, code: str, sentence: str, faults: list[Fault], **values: Any) -> None:
        super().__init__(code, sentence, **values)
        self.faults = faults


class Place:
    """Where a mistake stands, in words that are translated ("line 34, office.name"): a %-template and its values."""

    def __init__(self, words: str, **values: Any) -> None:
        self.words = words
        self.values = values

    def __str__(self) -> str:
        return self.words % self.values


class Fault:
    """One mistake in a file: where it stands (a line and a key), and what is wrong in one sentence.

    A place that is plain text is a name of the office's own, said as it is in every language.
    """

    def __init__(self, place: Place | str, sentence: str, **values: Any) -> None:
        self.place = place if isinstance(place, Place) else Place("%(name)s", name=place)
        self.sentence = sentence
        self.values = values

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence % self.values if self.values else self.sentence}"

    def __repr__(self) -> str:
        return f"Fault({str(self)!r})"


def unknown_code() -> Refusal:
    """The slip's code is not known here, or was cancelled."""
    return Refusal("unknown_code", msg("This code is not valid. Please check it, or ask for another slip."))


def already_voted() -> Refusal:
    """The slip is spent under another receipt."""
    return Refusal("already_voted", msg("This slip has already been counted. Each slip counts once."))


def not_open() -> Refusal:
    """The session or a department is not open (any more)."""
    return Refusal("not_open", msg("Voting is not open now. Nothing was counted."))


def bad_request() -> Refusal:
    """The body is not what the contract says."""
    return Refusal("bad_request", msg("The program did not understand this request. Please reload the page."))


def slow_down(seconds: int) -> Refusal:
    """Too many failed codes from one address, or a full queue; ``seconds`` until another try makes sense."""
    sentence = msg("Too many attempts at the moment. Please wait a little.")
    return Refusal("slow_down", sentence, fields={"retry_after": seconds})
