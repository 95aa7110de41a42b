"""The rules of the house (who may import whom, what stands where), as functions over (path, source).

Each returns sentences like "voting/domain/tally.py imports datetime", so a failing test reads as the order to undo.
A new module or library needs a line in one of the tables below, and that line is the moment to ask where it belongs.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path

from tests.support.syntax import docstrings_and_other_prose, imports, meant_names, nodes

Rule = Callable[[str, str], list[str]]

# What each part of voting/ may import from voting/, itself aside. Down only.
_WEB = ("settings", "texts", "passwords", "tools", "domain", "storage", "actions", "exports")
_TOP = (*_WEB, "web", "factory")
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "__init__": (),
    "settings": (),
    "texts": (),
    "passwords": (),
    "domain": (),
    "storage": ("domain",),
    "tools": ("domain", "storage", "passwords", "settings"),
    "actions": ("domain", "storage", "tools"),
    "exports": ("domain", "actions", "texts"),
    "web": _WEB,
    "factory": (*_WEB, "web"),
    "demo": (*_TOP, "commands"),
    "commands": (*_TOP, "demo"),
}

# All that a pure rule needs. No clock, no chance, no files, no threads.
DOMAIN_LIBRARY = frozenset(
    {"__future__", "collections", "collections.abc", "dataclasses", "decimal", "enum", "fractions", "functools"}
    | {"zlib"}
    | {"hashlib", "itertools", "json", "math", "operator", "re", "string", "tomllib", "typing", "unicodedata"}
)

# Third parties live in one room each; what is not listed here has no room at all. The longest name decides.
_SERVER = ("voting/web/*", "voting/factory.py")
_GEVENT = (*_SERVER, "voting/commands/serve*.py", "voting/demo/*")
_SCHEMA = ("voting/storage/sqlite.py", "voting/storage/schema*", "voting/storage/migrations*")
ROOMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("flask", "flask_socketio", "flask_babel", "babel", "werkzeug", "markupsafe", "itsdangerous"), _SERVER
    ),
    **dict.fromkeys(("simple_websocket", "engineio", "socketio"), _SERVER),
    **dict.fromkeys(("gevent", "greenlet"), _GEVENT),
    "gevent.monkey": (*_GEVENT, "app.py"),
    **dict.fromkeys(("sqlite3", "sqlite_utils"), _SCHEMA),
    "psycopg": ("voting/storage/postgres.py",),
    **dict.fromkeys(("qrcode", "xlsxwriter", "openpyxl", "tomli_w", "jinja2"), ("voting/exports/*",)),
    "orjson": ("voting/web/*",),
    "argon2": ("voting/passwords.py",),
    "click": ("voting/commands/*",),
}

# Where the clock, chance and the environment may be read; everywhere else they arrive as values.
_OUTSIDE_WORLD = ("voting/tools.py", "voting/settings.py", "voting/commands/*", "voting/demo/*")
_CLOCK_AND_CHANCE = frozenset({"time", "random", "secrets", "uuid"})
_ENVIRONMENT = frozenset({"environ", "environb", "getenv", "urandom"})
_MONOTONIC = frozenset({"monotonic", "monotonic_ns"})  # rate limits and pumps measure spans; that tells nobody the time
_NOW = frozenset({"now", "utcnow", "today"})

_SQL = re.compile(
    r"^\s*(?:SELECT|INSERT|UPDATE|DELETE|PRAGMA|WITH)\s"
    r"|\bSELECT\s.+\sFROM\s|\bINSERT\s+(?:OR\s+\w+\s+)?INTO\s|\bUPDATE\s+\w+\s+SET\s|\bDELETE\s+FROM\s"
    r"|\b(?:CREATE|DROP|ALTER)\s+(?:TABLE|INDEX|VIEW|TRIGGER)\b|\bBEGIN\s+IMMEDIATE\b"
    r"|^\s*(?:select\s+[\w*.,() ]+\s+from\s+\w+|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s)",
    re.DOTALL,
)

# Written so that they do not find themselves.
_FOREIGN_WORDS = re.compile(
    r"(?<![\w.~])/(?:root|work)/|\b(?:pypi|pythonhosted|npmjs|yarnpkg|npmmirror)\.(?:org|com)\b|\b(?:extra-)?index[-_]url\b",
    re.IGNORECASE,
)

FILE_LINES, FUNCTION_LINES, APP_LINES = 260, 45, 59


def imports_go_down(path: str, source: str) -> list[str]:
    part = _part(path)
    if part is None:
        return []
    if part not in MAY_IMPORT:
        return [f"{path} stands on no floor of the house"]
    found = []
    for module, dotted in imports(path, source):
        target = dotted.split(".")[1] if dotted.startswith("voting.") else part
        if target != part and target not in MAY_IMPORT[part]:
            found.append(f"{path} imports {'.'.join(dotted.split('.')[:2]) if module == 'voting' else module}")
    return _unique(found)


def domain_is_pure(path: str, source: str) -> list[str]:
    if _part(path) != "domain":
        return []
    found = [
        f"{path} imports {module}"
        for module, dotted in imports(path, source)
        if not dotted.startswith("voting.") and module not in DOMAIN_LIBRARY
    ]
    found += [
        f"{path} calls {node.func.id}"
        for node in nodes(path, source, ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id in ("open", "print", "input", "exec", "eval")
    ]
    return _unique(found)


def third_parties_keep_to_their_room(path: str, source: str) -> list[str]:
    found = []
    for _module, dotted in imports(path, source):
        words = dotted.split(".")
        prefixes = [".".join(words[:length]) for length in range(len(words), 0, -1)]
        library = next((prefix for prefix in prefixes if prefix in ROOMS), None)
        if library is not None and not _stands_in(path, ROOMS[library]):
            found.append(f"{path} imports {library}")
        elif library is None and words[0] not in sys.stdlib_module_names | {"voting"}:
            found.append(f"{path} imports {words[0]}, which has no room in this house")
    return _unique(found)


def imports_are_plain(path: str, source: str) -> list[str]:
    climbing = [node for node in nodes(path, source, ast.ImportFrom) if node.level > 1]
    starred = [node for node in nodes(path, source, ast.ImportFrom) if node.names[0].name == "*"]
    return _unique(
        [f"{path} climbs with a relative import" for _ in climbing]
        + [f"{path} imports everything from {node.module}" for node in starred]
    )


def clock_chance_and_environment_are_values(path: str, source: str) -> list[str]:
    if _stands_in(path, _OUTSIDE_WORLD):
        return []
    measures = _stands_in(path, ("voting/web/*",))
    taboo = _CLOCK_AND_CHANCE - {"time"} if measures else _CLOCK_AND_CHANCE
    found = [f"{path} imports {module}" for module, _dotted in imports(path, source) if module in taboo]
    return _unique(found + [f"{path} reads {name}" for name in meant_names(path, source) if _is_outside(path, name)])


def sql_stays_in_storage(path: str, source: str) -> list[str]:
    if not path.startswith("voting/") or _part(path) == "storage":
        return []
    prose = docstrings_and_other_prose(path, source)
    constants = [node.value for node in nodes(path, source, ast.Constant) if id(node) not in prose]
    texts = [text for text in constants if isinstance(text, str)]
    return [f"{path} holds SQL: {' '.join(text.split())[:40]}" for text in texts if _SQL.search(text)]


def transactions_are_opened_by_actions(path: str, source: str) -> list[str]:
    if not path.startswith("voting/") or _part(path) in ("actions", "storage"):
        return []
    return [
        f"{path} opens the door {node.func.attr}()"
        for node in nodes(path, source, ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("reading", "writing")
    ]


def files_and_functions_are_small(path: str, source: str) -> list[str]:
    lines, limit = len(source.splitlines()), APP_LINES if path == "app.py" else FILE_LINES
    found = [f"{path} has {lines} lines, more than {limit}"] if lines > limit else []
    if path.endswith(".py"):
        functions: list[ast.FunctionDef | ast.AsyncFunctionDef] = [*nodes(path, source, ast.FunctionDef)]
        functions += nodes(path, source, ast.AsyncFunctionDef)
        for node in functions:
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                found.append(f"{path} has {node.name}() of {length} lines, more than {FUNCTION_LINES}")
    return found


def no_foreign_words(path: str, source: str) -> list[str]:
    return _unique([f"{path} names {match[0]}" for match in _FOREIGN_WORDS.finditer(source)])


# Which rule looks at which files: all of them Python rules but the last two.
_PROGRAM = ("app.py", "voting/*.py")
RULES: dict[Rule, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            imports_go_down,
            domain_is_pure,
            third_parties_keep_to_their_room,
            imports_are_plain,
            clock_chance_and_environment_are_values,
            sql_stays_in_storage,
            transactions_are_opened_by_actions,
        ),
        _PROGRAM,
    ),
    files_and_functions_are_small: (*_PROGRAM, "bench/*.py", "static/*.js"),
    no_foreign_words: ("*",),
}


def breaches(rule: Rule, files: dict[str, str]) -> list[str]:
    """All sentences of one rule over a tree of files."""
    mine = {path: source for path, source in files.items() if _stands_in(path, RULES[rule])}
    if rule is files_and_functions_are_small:
        mine = {path: source for path, source in mine.items() if not path.startswith("static/vendor/")}
    return [sentence for path, source in sorted(mine.items()) for sentence in rule(path, source)]


def text_files(root: Path) -> dict[str, str]:
    """Every text file of the project by its path, whether committed yet or not; nothing that is ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        listed = []  # an unpacked archive has no history to ask
    paths = [root / name for name in listed if name] or [
        path for path in root.rglob("*") if not {".venv", ".git", "__pycache__"} & set(path.relative_to(root).parts)
    ]
    contents = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.is_file()}
    return {path: text for path, content in contents.items() if (text := _text(content)) is not None}


def _is_outside(path: str, name: str) -> bool:
    """Whether a name stands for a look at the clock, at chance or at the environment."""
    module, _, attribute = name.rpartition(".")
    if module in ("datetime.datetime", "datetime.date"):
        return attribute in _NOW
    if module == "os":  # the front door may hand the environment to the settings
        return attribute in _ENVIRONMENT and (path, attribute) != ("app.py", "environ")
    return module == "time" and attribute not in _MONOTONIC


def _text(content: bytes) -> str | None:
    try:
        return None if b"\0" in content else content.decode()
    except UnicodeDecodeError:
        return None


def _part(path: str) -> str | None:
    """The floor or single module of voting/ that a path belongs to: "domain", "web", "factory" …"""
    return path.removesuffix(".py").split("/")[1] if path.startswith("voting/") else None


def _stands_in(path: str, places: tuple[str, ...]) -> bool:
    return any(fnmatchcase(path, place) for place in places)


def _unique(sentences: list[str]) -> list[str]:
    return list(dict.fromkeys(sentences))
