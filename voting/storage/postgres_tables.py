"""What PostgreSQL is told that SQLite need not be: locks, tables laid anew, what its log may hold. Words only.

The ballots of unfinished batches lie in a part of their own (a partition) of the counters: a handful of rows, which
can be written anew every second however many ballots there are. ``counter`` stays one table to all who use it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from voting.domain.refusals import Fault, msg
from voting.storage.doors import ReadingDoor, WritingDoor

# A number of our own: whoever holds this lock of the database is its writer.
STAND_IN_LINE = b"SELECT pg_advisory_xact_lock(7310593858020254331)"
# Readers pass this gate before their snapshot is taken: one taken while tables are laid anew would find them empty.
ENTER = b"LOCK TABLE review IN ACCESS SHARE MODE"

UNFINISHED, SETTLED = "counter_filling", "counter_settled"
TOGETHER: tuple[tuple[str, ...], ...] = (("slip", "spent"), ("counter",), ("paper_counter",))
"""What is laid anew in one transaction: slips and counters never are, ``spent`` cannot be without its slips."""
VACUUM = (b"VACUUM (SKIP_LOCKED) counter_settled, paper_counter, slip, spent, review, review_group",)
FORGET_LOG = (b"SELECT pg_switch_wal()", b"CHECKPOINT")
"""With this the server begins a new log and lets go of the old: a right its owner has to grant to this program."""
KEEP_QUIET = b"""SELECT set_config(wanted.name, wanted.value, false)
    FROM (VALUES ('log_parameter_max_length', '0'), ('log_statement', 'none'), ('log_min_duration_statement', '-1'),
                 ('log_min_duration_sample', '-1'), ('log_transaction_sample_rate', '0')) AS wanted (name, value)
    WHERE (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"""

_KEYS = {
    "slip": "code",
    "spent": "slip, department",
    "counter": "review, grp, department, level, mark",
    UNFINISHED: "review, grp, department, level, mark",
    "paper_counter": "review, grp, department, mark",
}
_ENDS = {"counter": " PARTITION BY LIST (level)"}
_PARTS = {
    "counter": (
        f"CREATE TABLE {UNFINISHED} PARTITION OF counter FOR VALUES IN ('filling') WITH (fillfactor = 30)",
        f"CREATE TABLE {SETTLED} PARTITION OF counter DEFAULT",
    )
}


def lay(door: WritingDoor, together: Sequence[str], patience: float) -> None:
    """Gives tables new files with the same rows in the order of their keys; all of this transaction or none."""
    door.change(f"SET LOCAL lock_timeout = {int(patience * 1000)}")
    door.change(f"LOCK TABLE review, {', '.join(together)} IN ACCESS EXCLUSIVE MODE")
    for table in together:
        door.change(f"CREATE TEMPORARY TABLE anew_{table} ON COMMIT DROP AS SELECT * FROM {table}")
    door.change(f"TRUNCATE {', '.join(together)}")
    for table in together:
        door.change(f"INSERT INTO {table} SELECT * FROM anew_{table} ORDER BY {_KEYS[table]}")


def steps_done(door: ReadingDoor) -> set[str]:
    """The names of the schema's steps that this database has taken; none where it is new."""
    if door.rows("SELECT to_regclass('schema_step') AS found")[0]["found"] is None:
        return set()
    return {row["name"] for row in door.rows("SELECT name FROM schema_step ORDER BY name")}


def apply_steps(door: WritingDoor, steps: Iterable[tuple[str, Collection[str]]]) -> None:
    """Takes the steps that are missing, in order."""
    door.change("CREATE TABLE IF NOT EXISTS schema_step (name TEXT PRIMARY KEY)")
    done = steps_done(door)
    for name, statements in steps:
        if name not in done:
            for statement in statements:
                _make(door, statement)
            door.change("INSERT INTO schema_step (name) VALUES (:name)", name=name)


def _make(door: WritingDoor, statement: str) -> None:
    """One statement of the schema. Texts are ordered by their bytes, as in SQLite: digests go over ordered rows."""
    table = statement.split()[2]
    door.change(re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', statement).format(end=_ENDS.get(table, "")))
    if statement.startswith("CREATE TABLE"):
        for part in _PARTS.get(table, ()):
            door.change(part)


def concerns(door: ReadingDoor) -> list[Fault]:
    """Settings of the server under which it keeps values, times or the order of ballots for longer than it must."""
    rows = door.rows(
        "SELECT name, setting FROM pg_settings WHERE name IN ('log_statement', 'log_min_duration_statement',"
        " 'log_min_duration_sample', 'log_parameter_max_length', 'track_commit_timestamp', 'archive_mode')"
        " ORDER BY name"
    )
    found = {row["name"]: row["setting"] for row in rows}
    logs = found["log_statement"] in ("mod", "all") or "-1" not in (
        found["log_min_duration_statement"],
        found["log_min_duration_sample"],
    )
    faults = []
    if logs and found["log_parameter_max_length"] != "0":
        sentence = msg("the server writes statements with their values into its log; set log_parameter_max_length to 0")
        faults.append(Fault("PostgreSQL", sentence))
    if found["track_commit_timestamp"] == "on":
        faults.append(Fault("PostgreSQL", msg("the server keeps the time of each commit (track_commit_timestamp)")))
    if found["archive_mode"] != "off":
        sentence = msg("the server archives its log, which keeps the order of ballots for ever (archive_mode)")
        faults.append(Fault("PostgreSQL", sentence))
    return faults
