"""The description of the HTTP surface: ``make openapi`` writes its second half anew, from the program's own addresses.

The first half of ``docs/openapi.yaml``, what phones and screens rely on, is written by hand. The second half tells the
pages of staff coarsely: every address, who may use it, what a form of it may hold. ``tests/web/test_openapi.py`` fails
where the file is not what this writes.
"""

from __future__ import annotations

import inspect
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from voting.domain.roles import MAY
from voting.factory import create_app
from voting.settings import read_settings
from voting.storage.files import FileFolder
from voting.storage.sqlite import SqliteDatabase
from voting.tools import real_tools

TARGET = Path(__file__).parent.parent / "docs" / "openapi.yaml"
MARK = "  # The pages of staff: written by `make openapi`, not by hand.\n"
BY_HAND = ("/", "/b", "/healthz", "/static/", "/screen/", "/api/")
_FIELD = re.compile(r"""(?:form|files)(?:\.get|\.getlist)?[(\[]\s*["'](\w+)["']""")
_NAMES = re.compile(r"""_typed\(([^)]*)\)|for name in \(([^)]*)\)""")


class _NoPasswords:
    """The description needs no passwords; making real ones takes long."""

    def hash(self, password: str) -> str:
        """Nothing is hashed here."""
        return password

    def verify(self, stored: str, password: str) -> bool:
        """Nobody signs in here."""
        return stored == password


def the_app() -> Flask:
    """The program on an empty database, for its table of addresses."""
    with tempfile.TemporaryDirectory() as folder:
        database = SqliteDatabase(Path(folder) / "voting.db")
        tools = real_tools(database, _NoPasswords(), FileFolder(Path(folder) / "files"))
        app = create_app(read_settings({"SECRET_KEY": "only for its addresses"}), tools).app
        database.close()
    return app


def staff_paths(app: Flask) -> str:
    """The second half of the description, as YAML."""
    rules: dict[str, list[Rule]] = {}
    for rule in app.url_map.iter_rules():
        if rule.rule not in BY_HAND and not rule.rule.startswith(BY_HAND[3:]):
            rules.setdefault(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), []).append(rule)
    lines = []
    for path in sorted(rules):
        lines.append(f"  {path}:")
        names = re.findall(r"{(\w+)}", path)
        if names:
            lines.append("    parameters:")
            lines += [f"      - {{name: {name}, in: path, required: true, schema: {{type: string}}}}" for name in names]
        for rule in sorted(rules[path], key=lambda rule: rule.endpoint):
            lines += _operation(app, rule)
    return "\n".join(lines) + "\n"


def _operation(app: Flask, rule: Rule) -> list[str]:
    view = app.view_functions[rule.endpoint]
    method = "post" if "POST" in (rule.methods or ()) else "get"
    summary = (inspect.getdoc(view) or rule.endpoint).splitlines()[0].replace('"', "'")
    lines = [f"    {method}:", f"      operationId: {rule.endpoint.replace('.', '_')}", f'      summary: "{summary}"']
    actions = getattr(view, "actions", ())
    if actions:
        roles = sorted({role for action in actions for role in MAY[action]})
        lines += [f"      x-actions: [{', '.join(actions)}]", f"      x-roles: [{', '.join(roles)}]"]
    if method == "post":
        lines += _form(view)
    return [*lines, "      responses: {default: {$ref: '#/components/responses/Page'}}"]


def _form(view: Any) -> list[str]:
    found = fields_of(view)
    properties = ", ".join(f"{name}: {{type: string}}" for name in ["token", *found])
    schema = f"{{type: object, required: [token], properties: {{{properties}}}}}"
    kinds = ["application/x-www-form-urlencoded", "multipart/form-data"]
    return ["      requestBody:", "        content:", *[f"          {kind}: {{schema: {schema}}}" for kind in kinds]]


def fields_of(view: Any) -> list[str]:
    """The fields that forms of a view's module may hold, as its source names them."""
    inner = inspect.unwrap(view)
    source = inspect.getsource(sys.modules[inner.__module__])
    listed = " ".join("".join(found) for found in _NAMES.findall(source))
    names = {*_FIELD.findall(source), *re.findall(r"""["'](\w+)["']""", listed)}
    if "witness" in source:
        names |= {"scrutineer", "password"}
    return sorted(names - {"token"})


def described(text: str, app: Flask) -> str:
    """A description with its second half as it should be."""
    return text.partition(MARK)[0] + MARK + staff_paths(app)


def main() -> int:
    """Writes the second half anew."""
    TARGET.write_text(described(TARGET.read_text(encoding="utf-8"), the_app()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
