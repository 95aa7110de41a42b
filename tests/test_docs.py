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


@pytest.mark.parametrize("name", READMES)
def test_every_command_a_readme_uses_exists(name: str) -> None:
    used = re.findall(r"^pingyi (\w+)", (HOME / name).read_text(), re.MULTILINE)
    assert used
    assert set(used) - set(commands.commands) == set()


@pytest.mark.parametrize("name", READMES)
def test_everything_a_readme_links_to_is_there(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)", (HOME / name).read_text())
    assert links
    assert [link for link in links if not (HOME / link).exists()] == []


def test_every_text_of_the_program_has_a_chinese_translation() -> None:
    assert untranslated(updated()) == []


def test_the_catalogue_holds_no_text_that_the_program_has_lost() -> None:
    assert {message.id for message in present() if message.id} == {message.id for message in collect() if message.id}


def test_a_translation_keeps_the_placeholders_of_its_text() -> None:
    broken = [message.id for message in present() if message.id and not _keeps_placeholders(message.id, message.string)]
    assert broken == []


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled(present())
