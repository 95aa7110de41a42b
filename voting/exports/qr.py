"""QR codes: as one SVG path for paper, as half blocks for a terminal."""

from __future__ import annotations

import re

from qrcode import constants
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

QUIET_ZONE = 4  # modules of white all around, as the standard asks
# Any of the eight masks can be read; looking for the prettiest takes ten times as long as all the rest.
MASK = 2
_CODE = re.compile(r"[0-9A-Z]{10,}")  # capitals and digits take 5.5 bits instead of 8, from ten characters on
_RUN = re.compile(b"\x01+")
_BLACK_ON_WHITE, _RESET = "\x1b[38;5;16;48;5;231m", "\x1b[0m"


def qr_matrix(text: str) -> list[list[bool]]:
    """The modules of a text's QR code without the quiet zone, dark ones true.

    The smallest version that holds the text at level M (15 % may be damaged), and level Q (25 %) where that still
    fits into the same version.
    """
    code = _encoded(text, constants.ERROR_CORRECT_M)
    try:
        better = _encoded(text, constants.ERROR_CORRECT_Q, version=code.version)
    except DataOverflowError:
        better = code
    code = better if better.version == code.version else code
    code.make(fit=False)
    return [[bool(module) for module in row] for row in code.modules]


def qr_svg_path(text: str) -> tuple[int, str]:
    """A QR code as the side of its square, quiet zone included, and the ``d`` of one path over all dark modules."""
    matrix = qr_matrix(text)
    strokes = [
        f"M{run.start() + QUIET_ZONE} {row + QUIET_ZONE}h{run.end() - run.start()}v1h{run.start() - run.end()}z"
        for row, modules in enumerate(matrix)
        for run in _RUN.finditer(bytes(modules))
    ]
    return len(matrix) + 2 * QUIET_ZONE, "".join(strokes)


def qr_terminal(text: str) -> str:
    """A QR code in half blocks, black on white whatever the terminal's own colours are, quiet zone included."""
    matrix = qr_matrix(text)
    side = len(matrix) + 2 * QUIET_ZONE
    blank = [False] * side
    margin = [False] * QUIET_ZONE
    above = [blank] * QUIET_ZONE
    rows = [*above, *([*margin, *modules, *margin] for modules in matrix), *above]
    if side % 2:
        rows.append(blank)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    lines = ("".join(" ▄▀█"[2 * up + down] for up, down in zip(*pair, strict=True)) for pair in pairs)
    return "\n".join(f"{_BLACK_ON_WHITE}{line}{_RESET}" for line in lines)


def _encoded(text: str, correction: int, version: int | None = None) -> QRCode:
    """The code with its data in place and its version chosen, not yet drawn."""
    code = QRCode(version=version, error_correction=correction, mask_pattern=MASK)
    head, mark, tail = text.rpartition("#")
    if _CODE.fullmatch(tail):
        code.add_data(QRData((head + mark).encode(), MODE_8BIT_BYTE, check_data=False))
        code.add_data(QRData(tail.encode(), MODE_ALPHA_NUM, check_data=False))
    else:
        code.add_data(QRData(text.encode(), MODE_8BIT_BYTE, check_data=False))
    code.best_fit(start=version)
    return code
