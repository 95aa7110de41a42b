"""What a test needs from the machine. Where it is missing the test is skipped and counted, never quietly left out.

    @pytest.mark.browser                    needs chromium, and is a browser test
    @pytest.mark.needs("postgres")          needs one of TOOLS
    needs("smartcard", reader(), "no card reader")     in a test or a fixture, for anything else

Under REQUIRE_ALL=1 every skip is a failure, whoever called it: there, a green run means that everything ran.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Tool:
    """A program from outside: how to find it, and what to tell whoever lacks it."""

    find: Callable[[], Path | None]
    missing: str


def chromium_path() -> Path | None:
    """The system's Chromium (or Chrome), which the tests drive; CHROMIUM in the environment names another."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return _first_command(os.environ.get("CHROMIUM", ""), *names)


def libreoffice_path() -> Path | None:
    """LibreOffice, if it has Calc: without that component it starts, and opens no workbook."""
    office = _first_command("soffice", "libreoffice")
    if office and sys.platform == "linux" and not (office.resolve().parent / "libsclo.so").exists():
        return None
    return office


def postgres_bin() -> Path | None:
    """The folder of PostgreSQL's server programs, the newest version's where there are several."""
    on_path = _first_command("postgres")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: _version(folder.parent.name))
    folders = [*reversed(debian), *([on_path.resolve().parent] if on_path else [])]
    return next((folder for folder in folders if all((folder / it).exists() for it in ("initdb", "postgres"))), None)


def nginx_path() -> Path | None:
    """nginx, which Debian keeps out of the path of ordinary people."""
    return _first_command("nginx", "/usr/sbin/nginx")


def _first_command(*names: str) -> Path | None:
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    return Path(found) if found else None


def _version(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in name.split(".") if part.isdigit())


TOOLS = {
    "chromium": Tool(chromium_path, "no Chromium here (package chromium)"),
    "libreoffice": Tool(libreoffice_path, "no LibreOffice Calc here (package libreoffice-calc-nogui)"),
    "nginx": Tool(nginx_path, "no nginx here (package nginx-light)"),
    "postgres": Tool(postgres_bin, "no PostgreSQL server programs here (package postgresql)"),
}


def needs(name: str, available: object, reason: str) -> None:
    """Skips the test that calls this (or whose fixture does) unless what it needs is available."""
    if not available:
        pytest.skip(f"needs {name}: {reason}")


def everything_is_required() -> bool:
    """Whether this run must not skip anything."""
    return os.environ.get("REQUIRE_ALL", "") not in ("", "0")


@pytest.hookimpl(tryfirst=True)  # before the fixtures: nobody starts a server for a test that is then skipped
def pytest_runtest_setup(item: pytest.Item) -> None:
    names = [name for marker in item.iter_markers("needs") for name in marker.args]
    if item.get_closest_marker("browser"):
        names.append("chromium")
    for name in names:
        if name not in TOOLS:
            pytest.fail(f"@pytest.mark.needs({name!r}): there are only {', '.join(TOOLS)}", pytrace=False)
        needs(name, TOOLS[name].find(), TOOLS[name].missing)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if reasons:
        listed = "; ".join(f"{count} × {reason}" for reason, count in sorted(reasons.items()))
        terminalreporter.write_line(f"{_tests(reasons.total())} could not run here: {listed}", yellow=True)


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    # An expected failure is reported as "skipped" too, but that one ran.
    if everything_is_required() and report.skipped and not hasattr(report, "wasxfail"):
        report.longrepr = f"could not run, and REQUIRE_ALL is set: {_reason(report)}"
        report.outcome = "failed"


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


def _tests(count: int) -> str:
    return "1 test" if count == 1 else f"{count} tests"
