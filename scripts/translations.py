"""The Chinese catalogue: ``python scripts/translations.py`` collects all texts, keeps what is translated, compiles.

Prints what still has no translation and exits 1 if anything has none. ``--check`` writes nothing.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOME = Path(__file__).parent.parent
CATALOGUE = HOME / "voting/translations/zh/LC_MESSAGES/messages.po"
METHODS = [("voting/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "msg": None}


def collect() -> Catalog:
    """All texts of the program and its templates, without places: a moved line is not a changed text."""
    catalogue = Catalog(project="Pingyi", charset="utf-8")
    for folder in ("voting", "templates"):
        methods = [(pattern.split("/", 1)[1], how) for pattern, how in METHODS]
        found = extract_from_dir(HOME / folder, methods, keywords=KEYWORDS)
        for _file, _line, message, _comments, _context in found:
            catalogue.add(message)
    return catalogue


def present() -> Catalog:
    """The Chinese catalogue as it stands."""
    if not CATALOGUE.exists():
        return Catalog(locale="zh", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh")


def updated() -> Catalog:
    """The Chinese catalogue with exactly the texts of today; what is new has no translation yet."""
    old, new = present(), Catalog(locale="zh", project="Pingyi", charset="utf-8", header_comment="# Pingyi in Chinese")
    new.creation_date = new.revision_date = old.creation_date
    for message in sorted((m for m in collect() if m.id), key=lambda m: str(m.id)):
        known = old.get(message.id)
        new.add(message.id, known.string if known and not known.fuzzy else "", flags=message.flags)
    return new


def untranslated(catalogue: Catalog) -> list[str]:
    """The texts without a translation."""
    return [str(message.id) for message in catalogue if message.id and not all(_strings(message.string))]


def _strings(translation: object) -> tuple[str, ...]:
    return translation if isinstance(translation, tuple) else (str(translation),)


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def main() -> int:
    """Brings the catalogue up to date."""
    catalogue = updated()
    if "--check" not in sys.argv[1:]:
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        with CATALOGUE.open("wb") as file:
            write_po(file, catalogue, width=0, sort_output=True, no_location=True)
        CATALOGUE.with_suffix(".mo").write_bytes(compiled(catalogue))
    missing = untranslated(catalogue)
    for text in missing:
        print(text)  # noqa: T201
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
