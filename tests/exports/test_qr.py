"""QR codes hold what they should: read back by a reader of our own, and compared with the library's own drawing."""

from __future__ import annotations

import re

import pytest
from qrcode import constants
from qrcode.main import QRCode

from tests.support.qr_reader import level_and_mask, modules_of_path, read_qr
from voting.exports.qr import MASK, QUIET_ZONE, qr_matrix, qr_svg_path, qr_terminal

CODE = "7ZK4M0QWERT9XV2B"
SLIP = f"http://192.168.1.20:5000/b#{CODE}"
TEXTS = [
    SLIP,
    f"https://pingyi.example.gov.cn/b#{CODE}",
    f"https://评议.中国/b#{CODE}",
    "http://127.0.0.1:5000/screen/half-year#Ab-c_9",
    "HELLO",
    f"http://a/b#{'0' * 16}",
    f"http://a/b#{CODE}A",
]


def without_quiet_zone(matrix):
    inside = slice(QUIET_ZONE, len(matrix) - QUIET_ZONE)
    return [row[inside] for row in matrix[inside]]


@pytest.mark.parametrize("text", TEXTS)
def test_the_code_holds_the_text(text):
    assert read_qr(qr_matrix(text)) == text


@pytest.mark.parametrize("text", TEXTS)
def test_the_path_paints_the_same_code_with_a_quiet_zone_around_it(text):
    size, path = qr_svg_path(text)
    painted = modules_of_path(size, path)

    assert without_quiet_zone(painted) == qr_matrix(text)
    dark = [(row, column) for row in range(size) for column in range(size) if painted[row][column]]
    assert min(map(min, dark)) == QUIET_ZONE
    assert max(map(max, dark)) == size - QUIET_ZONE - 1


def test_the_drawing_is_the_librarys_own_with_the_same_mask():
    text = f"http://192.168.1.20:5000/b#{CODE.lower()}"  # small letters, so that it is one segment for both
    own = QRCode(version=4, error_correction=constants.ERROR_CORRECT_Q, mask_pattern=MASK)
    own.add_data(text, optimize=0)
    own.make(fit=False)

    assert qr_matrix(text) == own.modules


@pytest.mark.parametrize(
    ("text", "side", "level"),
    [
        (SLIP, 29, "M"),  # version 3 holds it at level M only
        (f"https://pingyi.example.gov.cn/b#{CODE}", 33, "Q"),  # version 4 holds it at level Q as well
    ],
)
def test_the_smallest_code_is_taken_and_then_the_better_correction_that_fits(text, side, level):
    matrix = qr_matrix(text)

    assert (len(matrix), *level_and_mask(matrix)) == (side, level, MASK)


def test_in_a_terminal_it_is_black_on_white_whatever_the_terminal_looks_like():
    lines = qr_terminal(SLIP).split("\n")
    cells = [re.fullmatch("\x1b\\[38;5;16;48;5;231m([ ▀▄█]+)\x1b\\[0m", line)[1] for line in lines]
    upper = [[letter in "▀█" for letter in line] for line in cells]
    lower = [[letter in "▄█" for letter in line] for line in cells]
    matrix = [row for pair in zip(upper, lower, strict=True) for row in pair]

    side = len(matrix[0])
    assert matrix[side:] == [[False] * side] * (len(matrix) - side)
    assert read_qr(without_quiet_zone(matrix[:side])) == SLIP
