"""Reads a QR code's matrix back by the standard, versions 1 to 6: format, mask, zigzag, blocks, segments.

Written against the standard and not against the library: a code that this reads holds what it should. It corrects no
errors; a matrix must be perfect.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Matrix = Sequence[Sequence[bool]]

LEVELS = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}
# blocks of (data, all) codewords by version and level; every block of these is of the same size
BLOCKS = {
    (1, "M"): (1, 16, 26), (1, "Q"): (1, 13, 26), (2, "M"): (1, 28, 44), (2, "Q"): (1, 22, 44),
    (3, "M"): (1, 44, 70), (3, "Q"): (2, 17, 35), (4, "M"): (2, 32, 50), (4, "Q"): (2, 24, 50),
    (5, "M"): (2, 43, 67), (6, "M"): (4, 27, 43), (6, "Q"): (4, 19, 43),
}  # fmt: skip
MASKS = {
    0: lambda i, j: (i + j) % 2 == 0,
    1: lambda i, _j: i % 2 == 0,
    2: lambda _i, j: j % 3 == 0,
    3: lambda i, j: (i + j) % 3 == 0,
    4: lambda i, j: (i // 2 + j // 3) % 2 == 0,
    5: lambda i, j: i * j % 2 + i * j % 3 == 0,
    6: lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0,
    7: lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
}
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def level_and_mask(matrix: Matrix) -> tuple[str, int]:
    """What the format information beside the upper left eye says."""
    cells = [(8, column) for column in (0, 1, 2, 3, 4, 5, 7, 8)] + [(row, 8) for row in (7, 5, 4, 3, 2, 1, 0)]
    bits = int("".join("1" if matrix[row][column] else "0" for row, column in cells), 2) ^ 0b101010000010010
    return LEVELS[bits >> 13], bits >> 10 & 7


def read_qr(matrix: Matrix) -> str:
    """The text a matrix holds."""
    version = (len(matrix) - 17) // 4
    level, mask = level_and_mask(matrix)
    bits = [matrix[row][column] ^ MASKS[mask](row, column) for row, column in _zigzag(len(matrix))]
    words = [int("".join("01"[bit] for bit in bits[at : at + 8]), 2) for at in range(0, len(bits) - 7, 8)]
    blocks, data, _whole = BLOCKS[version, level]
    ordered = [words[at * blocks + block] for block in range(blocks) for at in range(data)]
    return _text("".join(f"{word:08b}" for word in ordered))


def modules_of_path(size: int, path: str) -> list[list[bool]]:
    """The matrix, quiet zone included, that an SVG path of runs ("M4 4h7v1h-7z…") paints."""
    painted = [[False] * size for _ in range(size)]
    for run in path.split("M")[1:]:
        start, _, rest = run.partition("h")
        column, row = map(int, start.split())
        length = int(rest.split("v")[0])
        assert rest == f"{length}v1h-{length}z"
        for at in range(column, column + length):
            assert not painted[row][at]
            painted[row][at] = True
    return painted


def _zigzag(size: int) -> Iterator[tuple[int, int]]:
    """The cells that hold data, in their order: two columns at a time from the right, up and down by turns."""
    upward = True
    for right in [*range(size - 1, 6, -2), 5, 3, 1]:
        for step in range(size):
            row = size - 1 - step if upward else step
            for column in (right, right - 1):
                if not _is_pattern(size, row, column):
                    yield row, column
        upward = not upward


def _is_pattern(size: int, row: int, column: int) -> bool:
    eyes = (row < 9 and (column < 9 or column > size - 9)) or (row > size - 9 and column < 9)
    small_eye = size > 21 and abs(row - (size - 7)) <= 2 and abs(column - (size - 7)) <= 2
    return eyes or small_eye or 6 in (row, column)


def _text(bits: str) -> str:
    found, at = "", 0
    while (mode := bits[at : at + 4]) not in ("0000", ""):
        length = 9 if mode == "0010" else 8
        count = int(bits[at + 4 : at + 4 + length], 2)
        at += 4 + length
        if mode == "0100":
            found += bytes(int(bits[at + 8 * n : at + 8 * n + 8], 2) for n in range(count)).decode()
            at += 8 * count
        else:
            assert mode == "0010", f"mode {mode}"
            for n in range(count // 2):
                pair = int(bits[at + 11 * n : at + 11 * n + 11], 2)
                found += ALPHANUMERIC[pair // 45] + ALPHANUMERIC[pair % 45]
            at += 11 * (count // 2)
            if count % 2:
                found += ALPHANUMERIC[int(bits[at : at + 6], 2)]
                at += 6
    return found
