"""What the browser loads comes from here: the vendored files are those the table names, and nothing points elsewhere."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
VENDOR = ROOT / "static" / "vendor"
COLUMNS = ("name", "version", "licence", "file", "sha256", "licence text")

# In our own files any address is one too many, but for the names of XML namespaces, which nothing fetches.
ADDRESS = re.compile(
    r"(?:https?|wss?):(?:\\?/){2}(?!www\.w3\.org/)[\w\[]|(?:src|href|action)\s*=\s*[\"']?//|url\(\s*[\"']?//"
)
# Minified libraries name addresses in licences and messages; what counts there is loading from one.
LOADING = re.compile(
    r"(?:\bfrom\s*|\bimport\s*\(?\s*|\bfetch\(\s*|importScripts\(\s*|\.(?:src|href)\s*=\s*)[\"'`](?:https?:)?//"
)


def rows(text):
    """The rows of the first table of the page, by column."""
    lines = [line for line in text.split("\n\n## ")[0].splitlines() if line.startswith("|")]
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    assert cells[0] == COLUMNS
    return [dict(zip(COLUMNS, row, strict=True)) for row in cells[2:] if len(row) == len(COLUMNS)]


def faults(folder, table):
    """Where the folder and its table do not agree."""
    found = []
    for row in table:
        file, texts = folder / row["file"], row["licence text"].split(", ")
        if not file.exists():
            found.append(f"{row['file']} is named and not there")
        elif hashlib.sha256(file.read_bytes()).hexdigest() != row["sha256"]:
            found.append(f"{row['file']} is not the file that was checked in as {row['name']} {row['version']}")
        found += [f"{text} is named and not there" for text in texts if not (folder / text).exists()]
    named = (
        {"README.md"} | {row["file"] for row in table} | {it for row in table for it in row["licence text"].split(", ")}
    )
    return found + [f"{path.name} is there and not named" for path in folder.iterdir() if path.name not in named]


def strange_addresses(path, text):
    pattern = LOADING if "vendor" in path.parts else ADDRESS
    return [f"{path}: {text[found.start() : found.end() + 30]}" for found in pattern.finditer(text)]


def test_every_vendored_file_is_the_one_the_table_names():
    table = rows((VENDOR / "README.md").read_text())
    assert {row["name"] for row in table} == {"socket.io-client", "preact", "htm", "echarts"}
    assert faults(VENDOR, table) == []


def test_a_changed_a_missing_and_an_unnamed_file_are_seen(tmp_path):
    row = {"name": "htm", "version": "3", "licence": "MIT", "sha256": "0", "licence text": "LICENSE.htm"}
    (tmp_path / "htm.js").write_text("changed")
    (tmp_path / "stray.js").write_text("")
    assert faults(tmp_path, [row | {"file": "htm.js"}, row | {"file": "gone.js"}]) == [
        "htm.js is not the file that was checked in as htm 3",
        "LICENSE.htm is named and not there",
        "gone.js is named and not there",
        "LICENSE.htm is named and not there",
        "stray.js is there and not named",
    ]


def test_nothing_is_loaded_from_another_host():
    own = [path for folder in ("static", "templates") for path in (ROOT / folder).rglob("*") if path.is_file()]
    scripts = [path for path in own if path.suffix in {".js", ".css", ".html", ".svg", ".json", ".webmanifest"}]
    assert [found for path in scripts for found in strange_addresses(path.relative_to(ROOT), path.read_text())] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("templates/base.html", '<script src="https://cdn.example/x.js">'),
        ("templates/base.html", '<link href="//cdn.example/x.css">'),
        ("static/css/base.css", "@import 'http://fonts.example/x.css'"),
        ("static/css/base.css", "background: url(//img.example/x.png)"),
        ("static/js/live.js", "io('wss://elsewhere.example')"),
        ("static/vendor/preact.js", 'import{h}from"https://cdn.example/preact.js"'),
        ("static/vendor/x.js", 's.src="//cdn.example/x.js"'),
    ],
)
def test_an_address_of_another_host_is_seen(path, text):
    assert strange_addresses(Path(path), text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("static/css/mark.svg", '<svg xmlns="http://www.w3.org/2000/svg">'),
        ("templates/base.html", '<script type="module" src="/static/js/ballot.js"></script>'),
        ("static/js/live.js", "// a comment\nconst a = `${location.protocol}//${location.host}`"),
        ("static/vendor/x.js", "/* https://example.org/LICENSE */"),
    ],
)
def test_what_loads_nothing_from_elsewhere_passes(path, text):
    assert strange_addresses(Path(path), text) == []
