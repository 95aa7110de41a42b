"""Plan files made of documents: what the browser's forms hold, as the TOML text that the reader checks, and back."""

from __future__ import annotations

import tomllib
from typing import Any, Final

import tomli_w

from voting.domain.refusals import Refusal, msg

Document = dict[str, Any]
ORDER: Final = (
    "office", "points", "scales", "groups", "departments", "reviews", "scoring", "shortlist", "quota", "privacy",
    "innovation",
)  # fmt: skip
MOST_DEPTH = 32  # a plan is six levels deep; nesting without end is no plan but a trap for whoever walks through it
MOST_EXACT = 2**53 - 1  # whole numbers beyond are not exact in a browser


def bad_plan() -> Refusal:
    """A file or a document that is no plan at all."""
    return Refusal("bad_plan", msg("This is not a plan file that can be read."))


def as_toml(document: Document) -> str:
    """A document as TOML. Empty (None) entries are left out: in a form, an empty field is a missing one.

    What the document says is kept as it is, finished or not.
    """
    known = {key: document[key] for key in ORDER if key in document}
    return tomli_w.dumps(_walk({**known, **document}, 0))


def as_document(text: str) -> Document:
    """TOML text as a document; refuses what is not TOML. Whether it is a plan is for the reader to say."""
    try:
        parsed = tomllib.loads(text.removeprefix("\ufeff"), parse_float=str)
    except (ValueError, RecursionError):  # not TOML; a number of thousands of digits; brackets hundreds deep
        raise bad_plan() from None
    document: Document = _walk(parsed, 0)
    return document


def _walk(value: Any, depth: int) -> Any:
    """A copy of plain values only: what both TOML and a browser can hold."""
    if depth > MOST_DEPTH:
        raise bad_plan()
    if isinstance(value, dict):
        return {str(key): _walk(item, depth + 1) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_walk(item, depth + 1) for item in value if item is not None]
    if isinstance(value, bool | str | float):
        return value
    return value if isinstance(value, int) and abs(value) <= MOST_EXACT else str(value)
