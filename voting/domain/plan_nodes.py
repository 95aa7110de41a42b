"""The shapes of a plan file: single values, sections, named sections and lists, each of which reads itself.

Reading never stops at a fault. It notes a ``Finding`` and goes on, so that a person mends the file once, not ten times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from voting.domain.plan_places import Path, quoted
from voting.domain.plan_values import Wrong
from voting.domain.refusals import msg

Clean = dict[str, Any]
"""A section after reading: values of the right kind, None where the kind was wrong, no key where nothing was given."""

MISSING = msg("This entry is missing.")


class Finding(NamedTuple):
    """A fault before its line is looked up: the entry, the sentence (a %-template) and its values."""

    path: Path
    sentence: str
    values: Mapping[str, object] = {}


class Node(Protocol):
    """Something the plan file may hold at a place."""

    @property
    def optional(self) -> bool:
        """Whether the file may leave it out."""

    def read(self, value: object, path: Path, findings: list[Finding]) -> Any:
        """The readable part of ``value``; whatever is wrong is added to ``findings``."""


def no_rule(_value: Any) -> None:
    """The rule of a value that is right whenever its kind is."""


@dataclass(frozen=True)
class Leaf:
    """A single value of a ``kind`` that keeps a ``rule``; None where the kind is wrong."""

    kind: Callable[[object], Any]
    rule: Callable[[Any], None] = no_rule
    optional: bool = False

    def read(self, value: object, path: Path, findings: list[Finding]) -> Any:
        """The value the program works with, or None."""
        result = None
        try:
            result = self.kind(value)
            self.rule(result)
        except Wrong as wrong:
            findings.append(Finding(path, wrong.sentence, wrong.values))
        return result


@dataclass(frozen=True)
class Table:
    """A section with known entries; any other entry is a fault, most likely a slip of the pen."""

    entries: Mapping[str, Node]
    optional: bool = False

    def read(self, value: object, path: Path, findings: list[Finding]) -> Clean:
        """The entries that are known, each read by its own node."""
        if not isinstance(value, dict):
            findings.append(Finding(path, msg("A section with entries of its own is expected here.")))
            return {}
        clean: Clean = {}
        for key, inner in value.items():
            if key in self.entries:
                clean[key] = self.entries[key].read(inner, (*path, key), findings)
            else:
                findings.append(self._unknown((*path, key)))
        missing = (key for key, node in self.entries.items() if key not in value and not node.optional)
        findings.extend(Finding((*path, key), MISSING) for key in missing)
        return clean

    def _unknown(self, path: Path) -> Finding:
        known = ", ".join(self.entries)
        return Finding(path, msg("This entry is not known here. Known are: %(known)s."), {"known": known})


@dataclass(frozen=True)
class Named:
    """A section whose entries have names of the office's own choice, at least one; ``name_rule`` judges the names."""

    item: Node
    name_rule: Callable[[str], None] = no_rule
    optional: bool = False

    def read(self, value: object, path: Path, findings: list[Finding]) -> Clean:
        """Every entry by its name."""
        if not isinstance(value, dict):
            findings.append(Finding(path, msg("A section with entries of its own is expected here.")))
            return {}
        if not value:
            findings.append(Finding(path, msg("At least one entry is needed here.")))
        clean: Clean = {}
        for key, inner in value.items():
            Leaf(str, self.name_rule).read(key, (*path, key), findings)
            clean[key] = self.item.read(inner, (*path, key), findings)
        return clean


@dataclass(frozen=True)
class Listed:
    """A list of sections of one kind, ``least`` to ``most`` of them."""

    item: Node
    least: int = 1
    most: int | None = None
    optional: bool = False

    def read(self, value: object, path: Path, findings: list[Finding]) -> list[Any]:
        """Every item in order; an unreadable one keeps its position, so that places stay right."""
        if not isinstance(value, list):
            findings.append(self._not_a_list(value, path))
            return []
        if len(value) < self.least:
            sentence = msg("At least %(least)d entries of this kind are needed.")
            findings.append(Finding(path, sentence, {"least": self.least}))
        if self.most is not None and len(value) > self.most:
            sentence = msg("There are %(count)d entries of this kind; at most %(most)d are possible.")
            findings.append(Finding(path, sentence, {"count": len(value), "most": self.most}))
        return [self.item.read(inner, (*path, position), findings) for position, inner in enumerate(value)]

    def _not_a_list(self, value: object, path: Path) -> Finding:
        if isinstance(value, dict):
            sentence = msg("Write the heading of this section in double brackets, [[%(name)s]], once for each entry.")
            return Finding(path, sentence, {"name": ".".join(quoted(step) for step in path if isinstance(step, str))})
        return Finding(path, msg("A list of sections is expected here."))
