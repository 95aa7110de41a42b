"""The kinds of values a plan file holds, and the rules a single value must keep; each says no in a plain sentence.

A *kind* turns what the file says into the value the program works with. A *rule* then judges that value alone.
Both raise ``Wrong``. Numbers are exact all the way: nothing here is ever a binary float.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from voting.domain.refusals import msg
from voting.domain.scales import ABSTAIN

MAX_NAME = 60  # characters: what fits a line on a phone and a row of the printed result
DECIMALS = 6

_IDENTIFIER = re.compile(r"[\w-]{1,40}")
_DECIMAL = re.compile(rf"[+-]?[0-9]{{1,9}}(\.[0-9]{{1,{DECIMALS}}})?")
# Line and paragraph separators and marks that turn the writing direction look like nothing and garble a printed list.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


class Wrong(Exception):
    """A value that is not what the plan needs, with the sentence (a %-template) that says so."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values


@dataclass(frozen=True)
class Written:
    """A number with a decimal point, kept as the file has it until ``exact`` reads it."""

    text: str


def text(value: object) -> str:
    """Kind: text in quotation marks."""
    if not isinstance(value, str):
        raise Wrong(msg("Text in quotation marks is expected here."))
    return value


def flag(value: object) -> bool:
    """Kind: true or false."""
    if not isinstance(value, bool):
        raise Wrong(msg("Write true or false here, without quotation marks."))
    return value


def whole(value: object) -> int:
    """Kind: a whole number."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong(msg("A whole number is expected here, without quotation marks and without decimals."))
    return value


def exact(value: object) -> Fraction:
    """Kind: a decimal number, as a number or as text in quotation marks, with at most 6 decimals."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
        return Fraction(value)
    digits = value.text.replace("_", "") if isinstance(value, Written) else value
    if not isinstance(digits, str) or not _DECIMAL.fullmatch(digits):
        sentence = msg('A number such as 40 or "0.4" with at most %(decimals)d decimals is expected here.')
        raise Wrong(sentence, decimals=DECIMALS)
    return Fraction(digits)


def one_of(*words: str) -> Callable[[object], str]:
    """Kind: one of a few words."""

    def word(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            raise Wrong(msg("Write one of these words here, in quotation marks: %(words)s."), words=", ".join(words))
        return value

    return word


def name(value: str) -> None:
    """Rule: a name people can read on one line."""
    if not value.strip():
        raise Wrong(msg("This name is empty."))
    if len(value) > MAX_NAME:
        raise Wrong(msg("This name is longer than %(most)d characters."), most=MAX_NAME)
    if _CONTROL.search(value):
        raise Wrong(msg("This name holds a line break or another character that cannot be seen."))


def identifier(value: str) -> None:
    """Rule: an id that is safe in addresses, columns and commands."""
    if not _IDENTIFIER.fullmatch(value):
        raise Wrong(msg("An id has 1 to 40 letters, digits, hyphens or underscores, and nothing else."))


def mark_identifier(value: str) -> None:
    """Rule: an id that is not the word for an abstention, which every scale has of itself."""
    identifier(value)
    if value == ABSTAIN:
        raise Wrong(msg("This id stands for an abstention. Choose another one."))


def between(low: int, high: int) -> Callable[[int | Fraction], None]:
    """Rule: a number from ``low`` to ``high``, both included."""

    def rule(value: int | Fraction) -> None:
        if not low <= value <= high:
            raise Wrong(msg("The number must be from %(low)d to %(high)d."), low=low, high=high)

    return rule


def more_than_zero(value: Fraction) -> None:
    """Rule: a number that counts for something."""
    if value <= 0:
        raise Wrong(msg("The number must be more than 0."))


def points_given(value: Fraction) -> None:
    """Rule: points that an office gives: more than nothing, below 1000, at most two decimals, as in every table."""
    if value <= 0:
        raise Wrong(msg("The number must be more than 0."))
    if value >= 1000:
        raise Wrong(msg("The number must be from %(low)d to %(high)d."), low=0, high=999)
    if (value * 100).denominator != 1:
        raise Wrong(msg("Points have at most two decimals."))


def not_negative(value: Fraction) -> None:
    """Rule: nought or more."""
    if value < 0:
        raise Wrong(msg("The number must not be less than 0."))


def share_or_count(value: Fraction) -> None:
    """Rule: a share between 0 and 1, or a whole number of departments, 0 for none."""
    if value < 0 or (value > 1 and value.denominator != 1):
        raise Wrong(msg('Write a share such as "0.30", a whole number of departments, or 0 to switch the rule off.'))


def decimal_text(value: int | Fraction) -> str:
    """An exact number the way a plan file writes it: 40, 0.4. ValueError where 6 decimals cannot hold it."""
    scaled = Fraction(value) * 10**DECIMALS
    if scaled.denominator != 1:
        raise ValueError(f"{value} has more than {DECIMALS} decimals")
    units, part = divmod(abs(scaled.numerator), 10**DECIMALS)
    decimals = f".{part:0{DECIMALS}d}".rstrip("0").rstrip(".")
    return f"{'-' if scaled < 0 else ''}{units}{decimals}"
