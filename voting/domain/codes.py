"""The code of a ballot slip: 80 bits as 16 characters of Crockford's base 32, read tolerantly, kept only as a hash."""

from __future__ import annotations

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_LETTERS = frozenset(ALPHABET)
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": "", "–": "", "\u3000": ""})


def encode(bits: int) -> str:
    """The code that stands for 80 random bits."""
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def read_code(text: str) -> str | None:
    """A code as somebody typed it, made canonical; None where it cannot be one.

    Capitals and small letters, dashes and spaces, O for 0, and I or L for 1 all read.
    """
    code = text.upper().translate(_READ_AS)
    return code if len(code) == LENGTH and _LETTERS.issuperset(code) else None


def hash_code(code: str) -> str:
    """What the database keeps of a canonical code: SHA-256, hexadecimal."""
    return hashlib.sha256(code.encode()).hexdigest()


def hash_receipt(receipt: str) -> str:
    """What the database keeps of a phone's receipt: SHA-256, hexadecimal."""
    return hashlib.sha256(receipt.lower().encode()).hexdigest()


def in_fours(code: str) -> str:
    """A code as it is printed for typing: four groups of four characters."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))
