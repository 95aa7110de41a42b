"""Documents that a test keeps true: the README's settings and commands, the catalogue of translations."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.translations import CATALOGUE, collect, compiled, present, untranslated, updated
from voting.commands import commands
from voting.settings import SETTINGS

HOME = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
GUIDES = {
    "docs/guide.md": "en",
    "docs/guide.zh-CN.md": "zh",
    "docs/guide-year.md": "en",
    "docs/guide-year.zh-CN.md": "zh",
}
PICTURES = HOME / "docs" / "pictures"


def _placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)[sd]|%%|\{\w+\}", text))


def _keeps_placeholders(text: object, translation: object) -> bool:
    """One of the forms of a text with a plural has what each form of the translation has."""
    texts = text if isinstance(text, tuple) else (text,)
    forms = translation if isinstance(translation, tuple) else (translation,)
    return all(_placeholders(str(form)) in [_placeholders(str(each)) for each in texts] for form in forms)


def test_the_readme_lists_every_setting_with_its_default_and_meaning() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*?)`)? ?\| (.*?) \|$", (HOME / "README.md").read_text(), re.MULTILINE)
    assert rows == [(name, setting.default, setting.meaning) for name, setting in SETTINGS.items()]


@pytest.mark.parametrize("name", [*READMES, *GUIDES])
def test_every_command_a_document_uses_exists(name: str) -> None:
    text = (HOME / name).read_text()
    used = re.findall(r"^pingyi (\w+)", text, re.MULTILINE)
    assert used
    assert set(used) - set(commands.commands) == set()
    targets = re.findall(r"^(\w+):", (HOME / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"(?:^|[` ])make (\w+)(?= *(?:[`&#]|$))", text, re.MULTILINE)) - set(targets) == set()


def _anchors(text: str) -> set[str]:
    """What the headings of a page are called in links, as GitHub and others make it."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", [*READMES, *GUIDES])
def test_everything_a_document_links_to_is_there(name: str) -> None:
    page = HOME / name
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text())
    assert links
    for link in links:
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target.read_text()), link


def test_every_picture_is_linked_in_the_language_that_it_speaks_and_all_are_small() -> None:
    linked = {
        (page.parent / link).resolve(): page.name
        for page in [*HOME.glob("*.md"), *(HOME / "docs").glob("*.md")]
        for link in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text())
    }
    pictures = set(PICTURES.rglob("*.png"))
    assert len(pictures) > 50
    assert pictures - set(linked) == set()
    for picture, page in linked.items():
        if picture.suffix != ".png":
            continue  # a drawing without words
        assert picture.parent.name == ("zh" if "zh-CN" in page else "en"), (page, picture)
    assert sum(picture.stat().st_size for picture in pictures) < 4_000_000


@pytest.mark.parametrize(("name", "language"), GUIDES.items())
def test_what_a_guide_prints_in_bold_stands_on_the_screen_just_so(name: str, language: str) -> None:
    def without_values(text: str) -> str:
        return re.sub(r"%\(\w+\)[sd]|\{\w+\}", "…", text)

    said = [message.string if language == "zh" else message.id for message in present() if message.id]
    texts = {without_values(form) for each in said for form in (each if isinstance(each, tuple) else (each,))}
    bold = re.findall(r"\*\*(.+?)\*\*", (HOME / name).read_text())
    assert len(bold) > 40
    assert [label for label in bold if label not in texts] == []


@pytest.mark.parametrize("guide", ["docs/guide", "docs/guide-year"])
def test_a_guide_has_the_same_chapters_pictures_and_commands_in_both_languages(guide: str) -> None:
    def skeleton(name: str) -> list[str]:
        return re.findall(
            r"^(?:#+ \d+|##+(?= [^\d])|pingyi \w+)|(?<=/)[\w-]+\.png", (HOME / name).read_text(), re.MULTILINE
        )

    first, second = skeleton(f"{guide}.md"), skeleton(f"{guide}.zh-CN.md")
    assert first
    assert first == second


def test_every_text_of_the_program_has_a_chinese_translation() -> None:
    assert untranslated(updated()) == []


def test_the_catalogue_holds_no_text_that_the_program_has_lost() -> None:
    assert {message.id for message in present() if message.id} == {message.id for message in collect() if message.id}


def test_a_translation_keeps_the_placeholders_of_its_text() -> None:
    broken = [message.id for message in present() if message.id and not _keeps_placeholders(message.id, message.string)]
    assert broken == []


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled(present())
