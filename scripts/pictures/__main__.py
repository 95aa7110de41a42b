"""Takes every picture, in both languages."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from scripts.pictures import desk, meeting, setting_up
from scripts.pictures.camera import FLAGS, LOCALES, Camera
from scripts.pictures.office import Office


def hold_a_year(browser: Browser, language: str) -> None:
    """One office from nothing to the yearly total, seen in one language."""
    with tempfile.TemporaryDirectory() as folder:
        office, camera = Office(Path(folder), language), Camera(browser, language)
        with office.served():
            page = setting_up.set_up(office, camera)
            meeting.half_year(office, camera, page)
            setting_up.slips(office, camera, page, "year-end")
            setting_up.rehearsal(office, camera, page, "year-end")
            setting_up.before_the_opening(office, camera, page, "year-end")
            meeting.year_end(office, camera, page)
            meeting.standing(office, camera, page)
            desk.year(office, camera)


def main() -> int:
    """Takes the pictures of the languages named, of both where none is."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=FLAGS)
        for language in sys.argv[1:] or LOCALES:
            hold_a_year(browser, language)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
