"""What the rules of the house ask of a source file: its imports, and what its names stand for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)


@lru_cache(maxsize=1024)
def tree(path: str, source: str) -> ast.Module:
    return ast.parse(source, path)


def nodes(path: str, source: str, kind: type[Node]) -> Iterator[Node]:
    return (node for node in ast.walk(tree(path, source)) if isinstance(node, kind))


def imports(path: str, source: str) -> Iterator[tuple[str, str]]:
    """Each import, wherever it stands, as (the module, the dotted name of what is taken from it)."""
    for node in nodes(path, source, ast.AST):
        if isinstance(node, ast.Import):
            yield from ((alias.name, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = _absolute(path, node)
            yield from ((module, f"{module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("import_module", "__import__"):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, first.value


def meant_names(path: str, source: str) -> Iterator[str]:
    """The full dotted name behind every name in use: ``dt.now`` is "datetime.datetime.now" under an alias, too."""
    meaning: dict[str, str] = {}
    for node in nodes(path, source, ast.AST):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.split(".")[0]
                meaning |= {alias.asname: alias.name} if alias.asname else {first: first}
        elif isinstance(node, ast.ImportFrom):
            meaning |= {alias.asname or alias.name: f"{_absolute(path, node)}.{alias.name}" for alias in node.names}
    yield from meaning.values()
    for used in nodes(path, source, ast.Attribute):
        first, _, rest = ast.unparse(used).partition(".")
        if first in meaning:
            yield f"{meaning[first]}.{rest}"


def docstrings_and_other_prose(path: str, source: str) -> set[int]:
    """The ids of the constants that stand alone as a statement: nothing runs them."""
    return {id(node.value) for node in nodes(path, source, ast.Expr)}


def _absolute(path: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = path.split("/")[: -node.level]
    return ".".join([*package, node.module] if node.module else package)
