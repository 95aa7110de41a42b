"""docs/anonymity.md names every attack, in both languages, and says of each whether it works on the product."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.attacks.catalogue import EVERY
from tests.attacks.organiser import PLAYS

DOCS = Path(__file__).parent.parent.parent / "docs"
BOTH = pytest.mark.parametrize("name", ["anonymity.md", "anonymity.zh-CN.md"])


def rows(name):
    """The table of attacks: each attack's English name, and whether a star stands before it."""
    found = {}
    for line in (DOCS / name).read_text(encoding="utf-8").splitlines():
        attack = re.match(r"\| (\\\* )?`([^`]+)` \|", line)
        if attack and attack[2] not in ("slip", "spent", "counter", "paper_counter", "review_group", "journal"):
            found[attack[2]] = attack[1] is not None
    return found


@BOTH
def test_every_attack_is_described_and_a_star_says_that_it_works(name):
    wanted = {one.name: one.works for one in (*EVERY, *PLAYS)} | {"slips put in order": False}
    assert rows(name) == wanted


@BOTH
def test_every_file_that_is_named_is_there(name):
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", (DOCS / name).read_text(encoding="utf-8")))
    assert len(named) >= 4
    assert [path for path in sorted(named) if not (DOCS.parent / path).exists()] == []
