"""The sheet of slips: exactly the slips, in their order, and nothing that tells two of a group apart but the code."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tests.support.printing import MILLIMETRE, printed, sheets_of
from tests.support.qr_reader import modules_of_path, read_qr
from voting.actions.slips import IssuedSlip, Sheet
from voting.exports.qr import QUIET_ZONE
from voting.exports.slip_sheet import PER_PAGE, slip_page

ADDRESS = "http://192.168.1.20:5000"
GROUPS = (("leadership", "领导成员"), ("heads", "部门负责人"), ("cadres", "机关干部"))
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def code(number):
    return "".join(ALPHABET[(number * 7 + at * at * 11) % 32] for at in range(16))


def a_sheet(count, *, office="临溪街道", review="年终述职评议", group=None):
    slips = [
        IssuedSlip(key, group or name, code(number)) for number in range(count) for key, name in [GROUPS[number % 3]]
    ]
    return Sheet(office, "year-end", review, slips)


class Slips(HTMLParser):
    """The text and the drawing of every slip."""

    def __init__(self, html):
        super().__init__()
        self.texts, self.drawings, self._inside = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "article":
            self._inside = True
            self.texts.append([])
        if tag == "svg" and self._inside:
            self._size = int(values["viewbox"].split()[2])
        if tag == "path" and self._inside:
            self.drawings.append((self._size, values["d"]))

    def handle_endtag(self, tag):
        self._inside = self._inside and tag != "article"

    def handle_data(self, data):
        if self._inside and data.strip():
            self.texts[-1].append(data.strip())


def text_of(number):
    dashed = "-".join(code(number)[at : at + 4] for at in range(0, 16, 4))
    instruction = ["Scan with WeChat or the camera, or type the code at", "192.168.1.20:5000"]
    return ["临溪街道", "年终述职评议", GROUPS[number % 3][1], dashed, *instruction]


def test_the_slips_stand_there_in_the_order_given_and_hold_nothing_more():
    slips = Slips(slip_page(a_sheet(23), ADDRESS, "en"))

    assert slips.texts == [text_of(number) for number in range(23)]


def test_each_drawing_leads_to_the_slips_own_ballot():
    slips = Slips(slip_page(a_sheet(12), ADDRESS, "en"))
    inside = slice(QUIET_ZONE, -QUIET_ZONE)
    read = [read_qr([row[inside] for row in modules_of_path(*drawing)[inside]]) for drawing in slips.drawings]

    assert read == [f"{ADDRESS}/b#{code(number)}" for number in range(12)]


def test_no_slip_and_no_page_has_a_number():
    """The only digits on paper are those of codes and of the address."""
    page = slip_page(a_sheet(23), ADDRESS, "en")
    paper = page.partition("<main>")[2]
    texts = re.sub(r"<[^>]*>", " ", paper).replace("192.168.1.20:5000", "")
    without_codes = re.sub(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b", "", texts)

    assert re.findall(r"\d", without_codes) == []
    assert "counter(" not in page.partition("@page form")[0]


def test_two_slips_of_a_group_differ_in_code_and_drawing_only():
    page = slip_page(a_sheet(31), ADDRESS, "en")
    articles = re.findall(r"<article.*?</article>", page, re.DOTALL)
    bare = [re.sub(r'(?<= d=")[^"]*|[0-9A-Z]{4}(-[0-9A-Z]{4}){3}', "", article) for article in articles]

    assert len(set(articles)) == 31
    assert bare[0::3] == [bare[0]] * 11


def test_names_are_text_and_never_markup():
    page = slip_page(a_sheet(1, office="<b>A&B</b>", review="<script>x</script>"), ADDRESS, "en")

    assert Slips(page).texts[0][:2] == ["<b>A&B</b>", "<script>x</script>"]
    assert "<script" not in page


def test_the_file_needs_nothing_else():
    page = slip_page(a_sheet(3), ADDRESS, "en")

    assert re.findall(r"""(?:src|href)=["'](?!#)|url\(|@import|<link|<script""", page) == []


def test_the_clerk_reads_how_many_there_are_and_what_to_do_on_the_screen_alone():
    page = slip_page(a_sheet(23), ADDRESS, "en")
    before_the_paper = page.partition("<main>")[0]

    assert "23 ballot slips on 3 sheets of A4" in before_the_paper
    assert "领导成员 8 · 部门负责人 8 · 机关干部 7" in re.sub(r"\s+", " ", before_the_paper)
    assert "delete this file" in before_the_paper
    assert ".for-the-clerk { display: none; }" in page.partition("@media print")[2]


LONG = "某某市某某新区临溪街道机关各部门年度工作完成情况年终述职暨民主测评综合评议大会（第二次补充会议）各方面代表"


@pytest.mark.browser
@pytest.mark.parametrize("names", [{}, {"office": LONG, "review": LONG, "group": LONG}], ids=["usual", "long"])
@pytest.mark.parametrize("address", [ADDRESS, "https://pingyi.linxi-street.example.gov.cn:8443/assessment"])
def test_on_paper_every_slip_is_whole_and_every_code_is_large_enough(names, address, tmp_path):
    with printed(slip_page(a_sheet(21, **names), address, "en"), tmp_path) as page:
        assert sheets_of(page) == 3
        measured = page.evaluate("""() => [...document.querySelectorAll(".slip")].map(slip => {
          const box = slip.getBoundingClientRect(), code = slip.querySelector(".code").getBoundingClientRect();
          const inside = [...slip.querySelectorAll("*")].every(part => {
            const at = part.getBoundingClientRect();
            return at.left >= box.left - 1 && at.right <= box.right + 1 && at.top >= box.top - 1
              && at.bottom <= box.bottom + 1;
          });
          const qr = slip.querySelector(".qr"), side = qr.viewBox.baseVal.width;
          return {inside, dark: qr.getBoundingClientRect().width * (side - 8) / side, hidden: code.height < 10};
        })""")

    assert len(measured) == 21
    assert [slip for slip in measured if not slip["inside"] or slip["hidden"]] == []
    assert min(slip["dark"] for slip in measured) / MILLIMETRE >= 25


@pytest.mark.browser
@pytest.mark.parametrize("count", [1, PER_PAGE, PER_PAGE + 1])
def test_there_is_no_empty_sheet_at_the_end(count, tmp_path):
    with printed(slip_page(a_sheet(count), ADDRESS, "zh"), tmp_path) as page:
        assert sheets_of(page) == -(-count // PER_PAGE)
