"""Pages to print, drawn from ``templates/print``. Each is one file that needs nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from voting.exports.wording import speaker

_ROOT = Path(__file__).parents[2]
_FOLDERS = (_ROOT / "templates" / "print", _ROOT / "static" / "css")
HTML_LANGUAGES = {"zh": "zh-Hans", "en": "en"}


def page(template: str, language: str, **values: object) -> str:
    """A page in a language; in the template ``_`` says a sentence in it. Everything is escaped."""
    found = _environment().get_template(template)
    return found.render(lang=HTML_LANGUAGES.get(language, language), _=speaker(language), **values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDERS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
