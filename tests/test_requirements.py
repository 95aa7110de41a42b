"""A test that cannot run here says so, is counted, and fails where everything is required."""

from __future__ import annotations

import pytest

from tests.support import requirements
from tests.support.requirements import TOOLS, Tool

pytest_plugins = ["pytester"]

INNER = """
import pytest
from tests.support.requirements import needs

def test_runs():
    pass

@pytest.mark.browser
def test_of_the_browser(launched):
    pass

@pytest.mark.needs("chromium")
def test_of_chromium():
    pass

@pytest.fixture
def launched():
    raise AssertionError("set up for a test that cannot run")

@pytest.fixture
def reader():
    needs("a card reader", None, "none is plugged in")

def test_of_the_reader(reader):
    pass

@pytest.mark.xfail(reason="known")
def test_expected_failure():
    assert False
"""
MARKERS = "[pytest]\nmarkers =\n    needs(name): x\n    browser: x\n"


@pytest.fixture
def run(pytester, monkeypatch):
    def run(source=INNER, *, chromium=None, require_all=None):
        monkeypatch.setitem(TOOLS, "chromium", Tool(lambda: chromium, "no Chromium here"))
        monkeypatch.delenv("REQUIRE_ALL", raising=False)
        if require_all is not None:
            monkeypatch.setenv("REQUIRE_ALL", require_all)
        pytester.makeini(MARKERS)
        pytester.makepyfile(source)
        return pytester.runpytest_inprocess("-p", "tests.support.requirements", "--strict-markers")

    return run


def test_what_cannot_run_is_skipped_before_its_fixtures_and_counted_by_reason(run):
    result = run()
    result.assert_outcomes(passed=1, skipped=3, xfailed=1)
    reasons = "1 × needs a card reader: none is plugged in; 2 × needs chromium: no Chromium here"
    result.stdout.fnmatch_lines([f"3 tests could not run here: {reasons}"])
    assert result.ret == pytest.ExitCode.OK


@pytest.mark.parametrize("value", ["", "0"])
def test_an_empty_or_zero_require_all_requires_nothing(run, value):
    run(require_all=value).assert_outcomes(passed=1, skipped=3, xfailed=1)


def test_under_require_all_each_such_skip_is_a_failure_with_its_reason(run):
    result = run(require_all="1")
    result.assert_outcomes(passed=1, errors=3, xfailed=1)
    result.stdout.fnmatch_lines(["*could not run, and REQUIRE_ALL is set: needs chromium: no Chromium here"])
    result.stdout.no_fnmatch_line("*could not run here*")
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_skip_in_the_midst_of_a_test_is_refused_too(run):
    source = "import pytest\ndef test_it():\n    pytest.skip('not today')\n"
    run(source).assert_outcomes(skipped=1)
    run(source, require_all="1").assert_outcomes(failed=1)


def test_a_whole_file_that_skips_itself_is_counted_and_refused_alike(run):
    source = "import pytest\npytest.importorskip('no_such_module_here')\n"
    result = run(source)
    result.stdout.fnmatch_lines(["1 test could not run here: 1 × could not import 'no_such_module_here'*"])
    assert run(source, require_all="1").ret != pytest.ExitCode.OK


def test_where_all_is_there_nothing_is_said(run):
    result = run("import pytest\n@pytest.mark.browser\ndef test_it():\n    pass\n", chromium="/bin/true")
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*could not run here*")


def test_a_mistyped_need_fails_instead_of_running_without_it(run):
    result = run("import pytest\n@pytest.mark.needs('cromium')\ndef test_it():\n    pass\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*there are only chromium, libreoffice, nginx, postgres"])


@pytest.mark.parametrize("find", [requirements.chromium_path, requirements.libreoffice_path])
def test_nothing_is_found_on_an_empty_path(monkeypatch, tmp_path, find):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert find() is None


def test_found_tools_are_there():
    for tool in TOOLS.values():
        found = tool.find()
        assert found is None or found.exists()
