"""Printing a page as a browser does, and looking at what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.support.requirements import chromium_path

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
MILLIMETRE = 96 / 25.4  # in CSS pixels


@contextmanager
def printed(html: str, folder: Path) -> Iterator[Any]:
    """The page as it is laid out for paper, opened from disk with no network to fall back on."""
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        try:
            page = browser.new_context(offline=True).new_page()
            page.emulate_media(media="print")
            page.goto(file.as_uri())
            yield page
        finally:
            browser.close()


def sheets_of(page: Any) -> int:
    """How many sheets of paper the page takes."""
    pdf: bytes = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594" in pdf or b"/MediaBox [0 0 595" in pdf, "not A4"
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
