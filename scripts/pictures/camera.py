"""Takes pictures of pages, small enough for a repository."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page

HOME = Path(__file__).parent.parent.parent
PICTURES = HOME / "docs" / "pictures"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE, LAPTOP, TABLET, HALL = (390, 780), (1180, 800), (1024, 820), (1280, 720)
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
SHRINK = (Path(__file__).parent / "shrink.js").read_text(encoding="utf-8")


class Camera:
    """Opens pages in one language and keeps what they look like under ``docs/pictures/LANGUAGE``."""

    def __init__(self, browser: Browser, language: str) -> None:
        self._browser = browser
        self._language = language
        self._folder = PICTURES / language
        self._folder.mkdir(parents=True, exist_ok=True)
        self._darkroom = browser.new_page()
        self._darkroom.goto("about:blank")

    def page(self, address: str, size: tuple[int, int] = LAPTOP) -> Page:
        """A page in a window of its own: nothing of another page's memory is there."""
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale=LOCALES[self._language], reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(address)
        return page

    def beside(self, page: Page, address: str, size: tuple[int, int]) -> Page:
        """One more page of somebody who is signed in already."""
        other = page.context.new_page()
        other.set_viewport_size({"width": size[0], "height": size[1]})
        other.goto(address)
        return other

    def take(self, page: Page, name: str, *, of: Locator | None = None, height: int | None = None) -> None:
        """One picture of the window, of its first ``height`` pixels, or of one part of the page."""
        page.wait_for_timeout(700)
        if of is not None:
            raw = of.screenshot()
        elif height is not None:
            width = (page.viewport_size or {"width": LAPTOP[0]})["width"]
            raw = page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": height}, full_page=True)
        else:
            raw = page.screenshot()
        (self._folder / f"{name}.png").write_bytes(self._small(raw))

    def _small(self, raw: bytes) -> bytes:
        found: dict[str, Any] = self._darkroom.evaluate(SHRINK, base64.b64encode(raw).decode())
        width, height = found["width"], found["height"]
        pixels = base64.b64decode(found["pixels"])
        rows = b"".join(b"\0" + pixels[at : at + width] for at in range(0, width * height, width))
        header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
        chunks = (
            (b"IHDR", header),
            (b"PLTE", bytes(found["palette"])),
            (b"IDAT", zlib.compress(rows, 9)),
            (b"IEND", b""),
        )
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
