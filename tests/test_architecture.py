"""The house keeps its rules, and each rule is shown a breach that it must see (a rule that cannot fail guards nothing)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import house
from tests.support.house import RULES, breaches, text_files

ROOT = Path(__file__).parent.parent
LONG_FUNCTION = "def tall():\n" + "    x = 1\n" * 45
LONG_FILE = "x = 1\n" * 261

# rule, path, source, the sentence that must come of it
BREACHES = [
    (house.imports_go_down, "voting/domain/tally.py", "import voting.storage.slips", "imports voting.storage.slips"),
    (
        house.imports_go_down,
        "voting/domain/tally.py",
        "from voting.settings import Settings",
        "imports voting.settings",
    ),
    (
        house.imports_go_down,
        "voting/storage/slips.py",
        "from voting.actions.cast import cast",
        "imports voting.actions.cast",
    ),
    (house.imports_go_down, "voting/storage/slips.py", "from voting import web", "imports voting.web"),
    (
        house.imports_go_down,
        "voting/actions/cast.py",
        "from voting.exports import slip_sheet",
        "imports voting.exports",
    ),
    (
        house.imports_go_down,
        "voting/actions/cast.py",
        "def f():\n    import voting.web.live",
        "imports voting.web.live",
    ),
    (house.imports_go_down, "voting/exports/workbook.py", "from voting.storage import slips", "imports voting.storage"),
    (house.imports_go_down, "voting/exports/workbook.py", "from ..web import live", "imports voting.web"),
    (house.imports_go_down, "voting/web/live.py", "from voting.factory import create_app", "imports voting.factory"),
    (house.imports_go_down, "voting/factory.py", "import voting.commands", "imports voting.commands"),
    (house.imports_go_down, "voting/settings.py", "from voting.domain import plan", "imports voting.domain"),
    (house.imports_go_down, "voting/texts.py", "from .tools import Tools", "imports voting.tools"),
    (house.imports_go_down, "voting/helpers.py", "", "stands on no floor of the house"),
    (house.imports_go_down, "voting/domain/x.py", "__import__('voting.web')", "imports voting.web"),
    (house.domain_is_pure, "voting/domain/tally.py", "import datetime", "imports datetime"),
    (house.domain_is_pure, "voting/domain/tally.py", "from pathlib import Path", "imports pathlib"),
    (house.domain_is_pure, "voting/domain/tally.py", "import os.path", "imports os.path"),
    (house.domain_is_pure, "voting/domain/tally.py", "text = open('plan').read()", "calls open"),
    (house.third_parties_keep_to_their_room, "voting/actions/cast.py", "from flask import request", "imports flask"),
    (house.third_parties_keep_to_their_room, "app.py", "from flask import Flask", "imports flask"),
    (house.third_parties_keep_to_their_room, "app.py", "import gevent.pool", "imports gevent"),
    (house.third_parties_keep_to_their_room, "voting/web/live.py", "import sqlite3", "imports sqlite3"),
    (house.third_parties_keep_to_their_room, "voting/storage/slips.py", "import sqlite_utils", "imports sqlite_utils"),
    (house.third_parties_keep_to_their_room, "voting/storage/sqlite.py", "from psycopg import sql", "imports psycopg"),
    (house.third_parties_keep_to_their_room, "voting/web/ballot.py", "import qrcode.image.svg", "imports qrcode"),
    (house.third_parties_keep_to_their_room, "voting/web/staff.py", "import argon2", "imports argon2"),
    (house.third_parties_keep_to_their_room, "voting/web/staff.py", "import click", "imports click"),
    (house.third_parties_keep_to_their_room, "voting/commands/load.py", "import gevent", "imports gevent"),
    (
        house.third_parties_keep_to_their_room,
        "voting/exports/workbook.py",
        "import importlib\nimportlib.import_module('pandas')",
        "imports pandas, which has no room in this house",
    ),
    (
        house.third_parties_keep_to_their_room,
        "voting/web/live.py",
        "import tests.support",
        "imports tests, which has no room in this house",
    ),
    (house.imports_are_plain, "voting/web/live.py", "from ..actions import cast", "climbs with a relative import"),
    (
        house.imports_are_plain,
        "voting/web/live.py",
        "from voting.actions import *",
        "imports everything from voting.actions",
    ),
    (house.clock_chance_and_environment_are_values, "voting/actions/cast.py", "import secrets", "imports secrets"),
    (
        house.clock_chance_and_environment_are_values,
        "voting/storage/slips.py",
        "from time import monotonic",
        "imports time",
    ),
    (
        house.clock_chance_and_environment_are_values,
        "voting/web/live.py",
        "import time\ntime.time()",
        "reads time.time",
    ),
    (house.clock_chance_and_environment_are_values, "voting/web/live.py", "from time import sleep", "reads time.sleep"),
    (house.clock_chance_and_environment_are_values, "voting/web/live.py", "import random", "imports random"),
    (
        house.clock_chance_and_environment_are_values,
        "voting/exports/result_form.py",
        "from datetime import datetime as dt\ndt.now()",
        "reads datetime.datetime.now",
    ),
    (
        house.clock_chance_and_environment_are_values,
        "voting/actions/cast.py",
        "import datetime\ndatetime.date.today().year",
        "reads datetime.date.today",
    ),
    (
        house.clock_chance_and_environment_are_values,
        "voting/factory.py",
        "import os\nos.environ.get('X')",
        "reads os.environ",
    ),
    (house.clock_chance_and_environment_are_values, "voting/web/live.py", "from os import getenv", "reads os.getenv"),
    (house.clock_chance_and_environment_are_values, "app.py", "import os\nos.urandom(8)", "reads os.urandom"),
    (
        house.sql_stays_in_storage,
        "voting/actions/cast.py",
        "x = 'SELECT n FROM counter'",
        "holds SQL: SELECT n FROM counter",
    ),
    (
        house.sql_stays_in_storage,
        "voting/web/live.py",
        "x = f'UPDATE review SET a = {b}'",
        "holds SQL: UPDATE review SET a =",
    ),
    (house.sql_stays_in_storage, "voting/web/live.py", "x = 'delete from slip'", "holds SQL: delete from slip"),
    (house.sql_stays_in_storage, "voting/factory.py", "x = 'PRAGMA foreign_keys'", "holds SQL: PRAGMA foreign_keys"),
    (
        house.transactions_are_opened_by_actions,
        "voting/web/live.py",
        "with database.writing() as door:\n    pass",
        "opens the door writing()",
    ),
    (house.files_and_functions_are_small, "app.py", "x = 1\n" * 60, "has 60 lines, more than 59"),
    (house.files_and_functions_are_small, "voting/web/live.py", LONG_FILE, "has 261 lines, more than 260"),
    (house.files_and_functions_are_small, "bench/burst.py", LONG_FILE, "has 261 lines, more than 260"),
    (house.files_and_functions_are_small, "static/js/ballot.js", LONG_FILE, "has 261 lines, more than 260"),
    (house.files_and_functions_are_small, "bench/burst.py", LONG_FUNCTION, "has tall() of 46 lines, more than 45"),
    (
        house.files_and_functions_are_small,
        "bench/x.py",
        f"async {LONG_FUNCTION}",
        "has tall() of 46 lines, more than 45",
    ),
    (house.no_foreign_words, "docs/guide.md", f"cd /{'root'}/pingyi", f"names /{'root'}/"),
    (house.no_foreign_words, "Makefile", f"pip install --{'index'}-url x", f"names {'index'}-url"),
    (house.no_foreign_words, "static/package.json", f"https://registry.{'npmjs'}.org/htm", f"names {'npmjs'}.org"),
]

# What stands close to a breach and is none: a rule that cries at everything is soon switched off.
ALLOWED = [
    (
        "voting/domain/tally.py",
        "from fractions import Fraction\nfrom voting.domain.plan import Plan\nfrom .plan import Group",
    ),
    ("voting/actions/cast.py", "from datetime import datetime\ndef f(tools) -> datetime:\n    return tools.now()"),
    ("voting/actions/cast.py", "with tools.database.writing() as door:\n    pass"),
    ("voting/web/live.py", "import time\nfrom flask import g\nstarted = time.monotonic()"),
    ("voting/web/ballot.py", "'''Say SELECT x FROM y in a docstring.'''\ntext = 'Select a department from the list'"),
    ("voting/web/ballot.py", "message = 'Deleting votes is not possible: there is no function for it'"),
    ("voting/storage/slips.py", "sql = 'SELECT n FROM counter'"),
    ("voting/commands/serve.py", "import click, gevent, os, time\nfrom voting.factory import create_app\nos.environ"),
    ("app.py", "from gevent import monkey\nimport os\nfrom voting.settings import read\nread(os.environ)"),
    ("static/vendor/echarts.common.min.js", LONG_FILE),
    ("tests/test_long.py", LONG_FILE),
    ("docs/guide.md", "network/root/x, the folder ../work/ and the index of urls"),
]


@pytest.fixture(scope="module")
def files():
    return text_files(ROOT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rule(rule, files):
    assert breaches(rule, files) == []


@pytest.mark.parametrize(("rule", "path", "source", "sentence"), BREACHES)
def test_a_breach_is_called_by_its_name(rule, path, source, sentence):
    assert f"{path} {sentence}" in breaches(rule, {path: source})


@pytest.mark.parametrize(("path", "source"), ALLOWED)
def test_what_is_allowed_passes_every_rule(path, source):
    assert [sentence for rule in RULES for sentence in breaches(rule, {path: source})] == []


def test_every_rule_is_shown_a_breach():
    assert {rule for rule, *_ in BREACHES} == set(RULES)


def test_the_files_are_found_whether_committed_yet_or_not(files, tmp_path):
    assert {"pyproject.toml", "tests/support/house.py", "voting/domain/plan.py"} <= set(files)
    assert not any(path.startswith((".venv/", ".git/")) for path in files)
    (tmp_path / "voting").mkdir()
    (tmp_path / "voting" / "texts.py").write_text("import flask")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0")
    assert text_files(tmp_path) == {"voting/texts.py": "import flask"}
