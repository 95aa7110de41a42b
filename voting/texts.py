"""Sentences in the reader's language: English in the code, Simplified Chinese in the catalogue beside this file."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

CATALOGUES = Path(__file__).parent / "translations"
LANGUAGES = ("zh", "en")


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; English needs none."""
    return gettext.translation("messages", CATALOGUES, [language], fallback=True)


def say(language: str, sentence: str, values: Mapping[str, Any] | None = None) -> str:
    """A sentence of the program in a language, its %-values filled in."""
    translated = catalogue(language).gettext(sentence)
    return translated % dict(values) if values else translated
