"""Whether a spreadsheet shows what the program shows.

A spreadsheet counts in binary floats and the program in fractions. A formula's noise is rounded away at nine decimals
before it is rounded for showing; where even that could show another figure, the workbook holds the program's value.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from voting.domain.rounding import decimals
from voting.domain.tally import competition_ranks

STEADY = 9  # decimals that survive the noise of floats
_NOISE = Fraction(1, 10**11)  # a thousand times what a dozen float operations on figures below 1000 can add up to


def rounded(expression: str, places: int = 2) -> str:
    """The formula (without its ``=``) that shows an expression at so many decimals."""
    return f"ROUND(ROUND({expression},{STEADY}),{places})"


def places_of(shown: str) -> int:
    """How many decimals a shown figure has."""
    return len(shown.partition(".")[2])


def shows(exact: Fraction, shown: str) -> bool:
    """Whether ``rounded`` over a float near ``exact`` gives the shown figure, whichever way the noise falls."""
    return all(decimals(Fraction(text), places_of(shown)) == shown for text in _readings(exact))


def ranks_alike(exact: Sequence[Fraction], ranks: Sequence[int | None]) -> bool:
    """Whether comparing the figures at nine decimals gives these ranks, whichever way the noise falls."""
    readings = [_readings(value) for value in exact]
    if any(len(reading) > 1 for reading in readings):
        return False
    compared = competition_ranks({str(at): Fraction(*reading) for at, reading in enumerate(readings)})
    return list(compared.values()) == list(ranks)


def rank_formula(column: str, cell: str) -> str:
    """The formula (without its ``=``) of a competition rank, highest first, over unrounded figures."""
    return f"1+SUMPRODUCT(--(ROUND({column},{STEADY})>ROUND({cell},{STEADY})))"


def _readings(exact: Fraction) -> set[str]:
    """What a float near the figure may be at nine decimals: one text, or two at the edge between them."""
    return {decimals(exact + noise, STEADY) for noise in (-_NOISE, 0, _NOISE)}
