"""The tables, as numbered steps that only ever grow. Portable types: TEXT and INTEGER.

Every table and column here is judged in ``tests/test_anonymity.py``: can it identify a voter? Tables of slips and
ballots are keyed by random values and have no rowid, so that nothing keeps the order of arrival; none has a time.
``{end}`` closes a table in the engine's way.
"""

from __future__ import annotations

from voting.storage.schema_year import CLAIMS_AND_DISQUALIFICATION, DECISION, TARGETS_AND_INSPECTIONS

YEAR_AND_REVIEWS = (
    """CREATE TABLE year (
        year INTEGER PRIMARY KEY CHECK (year BETWEEN 2000 AND 2100),
        office TEXT NOT NULL,
        plan TEXT NOT NULL
    ){end}""",
    """CREATE TABLE review (
        key TEXT PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year (year),
        id TEXT NOT NULL,
        plan_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'open', 'paused', 'closed', 'annulled')),
        opened INTEGER NOT NULL DEFAULT 0 CHECK (opened IN (0, 1)),
        revision INTEGER NOT NULL DEFAULT 0,
        speaking TEXT,
        screen_key TEXT NOT NULL,
        closing_by TEXT,
        closed_by TEXT,
        UNIQUE (year, id)
    ){end}""",
    """CREATE TABLE review_department (
        review TEXT NOT NULL REFERENCES review (key),
        department TEXT NOT NULL,
        position INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'open', 'closed')),
        PRIMARY KEY (review, department)
    ){end}""",
    """CREATE TABLE review_group (
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        slips INTEGER NOT NULL DEFAULT 0 CHECK (slips >= 0),
        late_slips INTEGER NOT NULL DEFAULT 0 CHECK (late_slips >= 0),
        returned INTEGER NOT NULL DEFAULT 0 CHECK (returned >= 0),
        paper INTEGER NOT NULL DEFAULT 0 CHECK (paper >= 0),
        PRIMARY KEY (review, grp)
    ){end}""",
    """CREATE TABLE void_ballot (
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        reason TEXT NOT NULL,
        n INTEGER NOT NULL CHECK (n >= 0),
        PRIMARY KEY (review, grp, reason)
    ){end}""",
)

BALLOTS = (
    """CREATE TABLE slip (
        code TEXT PRIMARY KEY,
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('issued', 'returned', 'cancelled'))
    ){end}""",
    """CREATE TABLE spent (
        slip TEXT NOT NULL REFERENCES slip (code),
        department TEXT NOT NULL,
        grp TEXT NOT NULL,
        receipt TEXT NOT NULL,
        PRIMARY KEY (slip, department)
    ){end}""",
    """CREATE TABLE counter (
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        department TEXT NOT NULL,
        level TEXT NOT NULL CHECK (level IN ('shown', 'held', 'filling')),
        mark TEXT NOT NULL,
        n INTEGER NOT NULL CHECK (n >= 0),
        PRIMARY KEY (review, grp, department, level, mark)
    ){end}""",
    """CREATE TABLE paper_counter (
        review TEXT NOT NULL REFERENCES review (key),
        grp TEXT NOT NULL,
        department TEXT NOT NULL,
        mark TEXT NOT NULL,
        n INTEGER NOT NULL CHECK (n >= 0),
        PRIMARY KEY (review, grp, department, mark)
    ){end}""",
)

ASSESSMENT_AND_STAFF = (
    """CREATE TABLE points (
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        component TEXT NOT NULL CHECK (component IN ('daily', 'standardisation', 'district_result', 'honours')),
        points TEXT NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (year, department, component)
    ){end}""",
    """CREATE TABLE disqualification (
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        cause TEXT NOT NULL,
        PRIMARY KEY (year, department)
    ){end}""",
    """CREATE TABLE staff (
        name TEXT PRIMARY KEY,
        role TEXT NOT NULL,
        department TEXT,
        password TEXT
    ){end}""",
    """CREATE TABLE journal (
        position INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        action TEXT NOT NULL,
        detail TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL
    ){end}""",
)

ROOM_AND_REHEARSAL = (
    "ALTER TABLE review ADD COLUMN rehearsal INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE screen (
        review TEXT PRIMARY KEY REFERENCES review (key),
        mode TEXT NOT NULL CHECK (mode IN ('turnout', 'tally', 'reveal')),
        arrangement TEXT NOT NULL CHECK (arrangement IN ('plan', 'score')),
        revealed INTEGER NOT NULL CHECK (revealed >= 0),
        countdown_until TEXT,
        how_to_vote INTEGER NOT NULL CHECK (how_to_vote IN (0, 1)),
        wifi TEXT NOT NULL
    ){end}""",
)

SIGN_INS = ("ALTER TABLE staff ADD COLUMN sign_ins INTEGER NOT NULL DEFAULT 0",)

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("0001_year_and_reviews", YEAR_AND_REVIEWS),
    ("0002_ballots", BALLOTS),
    ("0003_assessment_and_staff", ASSESSMENT_AND_STAFF),
    ("0004_room_and_rehearsal", ROOM_AND_REHEARSAL),
    ("0005_targets_and_inspections", TARGETS_AND_INSPECTIONS),
    ("0006_claims_and_disqualification", CLAIMS_AND_DISQUALIFICATION),
    ("0007_decision", DECISION),
    ("0008_sign_ins", SIGN_INS),
)
"""Name and statements of each step, in order. A step that has been released is never edited, only followed."""
