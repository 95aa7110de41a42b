"""What is published is the same on the other engine: the same meeting, document for document.

What lies in PostgreSQL's own files and columns is attacked in tests/storage/test_postgres_anonymity.py.
"""

from __future__ import annotations

from unittest.mock import patch

import pytest

from tests.attacks.builds import REAL
from tests.attacks.from_screens import recorded_screens, smallest_step
from tests.attacks.meeting import hold
from tests.attacks.scene import Scene
from tests.support import world as worlds
from voting.storage.postgres import PostgresDatabase

pytestmark = pytest.mark.needs("postgres")
SCENE = Scene({"leadership": 12, "cadres": 24}, 3, 7)


def test_screens_show_the_same_on_both_engines(postgres):
    url = postgres.new_database()
    on_sqlite = hold(SCENE, REAL, copies=False).evidence
    with patch.object(worlds, "SqliteDatabase", lambda _path: PostgresDatabase(url)):
        on_postgres = hold(SCENE, REAL, copies=False).evidence
    assert on_postgres.after == {}
    assert (on_postgres.seen, on_postgres.result) == (on_sqlite.seen, on_sqlite.result)
    assert smallest_step(on_postgres) >= SCENE.batch
    assert all(portion.width >= SCENE.batch for portion in recorded_screens(on_postgres))
