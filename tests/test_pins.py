"""What is installed is what was tested: every package is pinned, each with the hashes of its published files."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, requires, version

import pytest
from packaging.requirements import Requirement

from scripts import audit, pins, sbom
from scripts.pins import FILES, HOME, bare, name_of

LINE = re.compile(r"[A-Za-z0-9._-]+(\[[\w,-]+\])?==[\w.]+")
MACHINES = [
    {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": machine, "python_version": python,
     "python_full_version": f"{python}.0", "implementation_name": "cpython", "platform_python_implementation": "CPython"}
    for machine in ("x86_64", "aarch64")
    for python in ("3.11", "3.12", "3.13")
]  # fmt: skip
THERE_ALREADY = {"pip", "setuptools", "greenlet-stubs"}


def read(file):
    return (HOME / file).read_text(encoding="utf-8")


def pinned(file):
    """The hashes of each package of a file, by its line."""
    found, line = {}, ""
    for each in read(file).splitlines():
        if each.startswith("    --hash="):
            found[line].append(each.strip(" \\").removeprefix("--hash="))
        elif each and not each.startswith(("#", "-r ")):
            line = each.rstrip(" \\")
            found[line] = []
    return found


@pytest.mark.parametrize("file", FILES)
def test_every_package_is_pinned_to_one_version_with_its_hashes(file):
    found = pinned(file)
    assert len(found) > 20
    assert [line for line in found if not LINE.fullmatch(line)] == []
    assert [line for line, hashes in found.items() if not hashes] == [], "run `make pins`"
    every = [each for hashes in found.values() for each in hashes]
    assert [each for each in every if not re.fullmatch("sha256:[0-9a-f]{64}", each)] == []


def names(*files):
    return {name_of(line) for file in files for line in bare(read(file))} - {""}


@pytest.mark.parametrize("files", [("requirements.txt",), ("requirements.txt", "requirements-dev.txt")], ids=len)
def test_whatever_a_pinned_package_needs_is_pinned_too(files):
    """On each processor and Python it runs on: with hashes, pip installs nothing that is not named."""
    have, missing = names(*files), []
    for file in files:
        for line in bare(read(file)):
            if not name_of(line):
                continue
            wanted = Requirement(line)
            try:
                needs = [Requirement(each) for each in requires(wanted.name) or []]
            except PackageNotFoundError:
                pytest.fail(f"{wanted.name} is pinned and not installed: run `make test`")
            for need in needs:
                applies = not need.marker or any(
                    need.marker.evaluate({**machine, "extra": extra})
                    for machine in MACHINES
                    for extra in ("", *wanted.extras)
                )
                if applies and name_of(f"{need.name}==0") not in have | THERE_ALREADY:
                    missing.append(f"{wanted.name} needs {need.name}")
    assert missing == []


def test_what_runs_here_is_what_is_pinned():
    there = {name_of(line): line.partition("==")[2] for line in bare(read("requirements.txt")) if name_of(line)}
    assert {name: version(name) for name in there} == there


def test_no_version_differs_between_the_files():
    of_run = {name_of(line): line.partition("==")[2] for line in bare(read("requirements.txt")) if name_of(line)}
    of_dev = {name_of(line): line.partition("==")[2] for line in bare(read("requirements-dev.txt")) if name_of(line)}
    assert {name for name in of_run.keys() & of_dev.keys() if of_run[name] != of_dev[name]} == set()


def test_the_bill_of_materials_names_every_package_and_what_travels_along():
    bill = sbom.bill()
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    libraries = {each["name"]: each for each in bill["components"] if each["type"] == "library"}
    assert libraries.keys() == names("requirements.txt")
    assert all(each["hashes"] and each["version"] and each["purl"] for each in libraries.values())
    files = {each["name"] for each in bill["components"] if each["type"] == "file"}
    assert {"static/vendor/preact.js", "static/vendor/socket.io.min.js"} <= files


# The audit


def told(monkeypatch, capsys, report):
    monkeypatch.setattr(audit, "report_of", lambda _file: report)
    code = audit.main()
    return code, capsys.readouterr().out.splitlines()


KNOWN = {"name": "flask", "version": "3.1.3", "vulns": []}
WEAK = {"name": "old", "version": "1.0", "vulns": [{"id": "CVE-1", "fix_versions": ["1.1"]}]}
UNKNOWN = {"name": "own", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize("report", [None, {"dependencies": [UNKNOWN, UNKNOWN]}])
def test_an_audit_that_could_not_ask_says_so_and_does_not_pretend(monkeypatch, capsys, report):
    code, lines = told(monkeypatch, capsys, report)
    assert code == 0
    assert all("SKIPPED" in line for line in lines)
    assert len(lines) == len(audit.FILES)


def test_an_audit_that_finds_something_fails(monkeypatch, capsys):
    code, lines = told(monkeypatch, capsys, {"dependencies": [KNOWN, WEAK, UNKNOWN]})
    assert code == 1
    assert lines[0] == "requirements.txt: old 1.0: CVE-1, mended in ['1.1']"


def test_an_audit_that_finds_nothing_says_of_how_many(monkeypatch, capsys):
    code, lines = told(monkeypatch, capsys, {"dependencies": [KNOWN, UNKNOWN]})
    assert (code, lines[0]) == (0, "requirements.txt: no advisory for any of 1 packages (1 not known there)")


def test_pins_are_told_from_comments():
    assert [name_of(line) for line in ("# a note", "", "-r requirements.txt", "psycopg[binary]==3.3.9 \\")] == [
        "", "", "", "psycopg",
    ]  # fmt: skip
    assert pins.bare("a==1 \\\n    --hash=sha256:00\n# note") == ["a==1", "# note"]
