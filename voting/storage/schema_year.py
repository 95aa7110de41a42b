"""The tables of the year's desk, as numbered steps that only ever grow; ``schema.py`` lists them in order.

None of them holds anything of a voter: what is here was written down by people in office, in their own names.
"""

from __future__ import annotations

TARGETS_AND_INSPECTIONS = (
    "ALTER TABLE staff ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE staff ADD COLUMN word TEXT",
    "ALTER TABLE staff ADD COLUMN word_until TEXT",
    "ALTER TABLE points ADD COLUMN entered_by TEXT",
    "ALTER TABLE points ADD COLUMN at TEXT",
    """CREATE TABLE target_list (
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        component TEXT NOT NULL CHECK (component IN ('daily', 'standardisation')),
        state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'approved')),
        reason TEXT NOT NULL,
        submitted_by TEXT,
        decided_by TEXT,
        finished_by TEXT,
        finished_note TEXT NOT NULL,
        PRIMARY KEY (year, department, component)
    ){end}""",
    """CREATE TABLE target (
        id TEXT PRIMARY KEY,
        year INTEGER NOT NULL,
        department TEXT NOT NULL,
        component TEXT NOT NULL,
        position INTEGER NOT NULL,
        text TEXT NOT NULL,
        cap TEXT NOT NULL,
        FOREIGN KEY (year, department, component) REFERENCES target_list (year, department, component)
    ){end}""",
    """CREATE TABLE target_note (
        id TEXT PRIMARY KEY,
        target TEXT NOT NULL REFERENCES target (id),
        at TEXT NOT NULL,
        author TEXT NOT NULL,
        progress INTEGER NOT NULL CHECK (progress BETWEEN 0 AND 100),
        note TEXT NOT NULL
    ){end}""",
    """CREATE TABLE inspection (
        id TEXT PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year (year),
        number INTEGER NOT NULL CHECK (number > 0),
        target TEXT NOT NULL REFERENCES target (id),
        kind TEXT NOT NULL CHECK (kind IN ('periodic', 'spot')),
        held_on TEXT NOT NULL,
        points TEXT NOT NULL,
        reason TEXT NOT NULL,
        recorded_by TEXT NOT NULL,
        at TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'acting', 'refused')),
        verified_by TEXT,
        reverses TEXT REFERENCES inspection (id),
        UNIQUE (year, number)
    ){end}""",
)

CLAIMS_AND_DISQUALIFICATION = (
    """CREATE TABLE claim (
        id TEXT PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        standard TEXT NOT NULL,
        title TEXT NOT NULL,
        held_on TEXT NOT NULL,
        text TEXT NOT NULL,
        achievement TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('submitted', 'waiting', 'verified', 'rejected', 'withdrawn')),
        submitted_by TEXT NOT NULL,
        at TEXT NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('', 'verified', 'rejected')),
        points TEXT NOT NULL,
        note TEXT NOT NULL,
        decided_by TEXT,
        confirmed_by TEXT
    ){end}""",
    """CREATE TABLE evidence (
        id TEXT PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year (year),
        about TEXT NOT NULL CHECK (about IN ('claim', 'inspection', 'target')),
        subject TEXT NOT NULL,
        department TEXT NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('pdf', 'jpeg', 'png')),
        size INTEGER NOT NULL CHECK (size > 0),
        hash TEXT NOT NULL,
        added_by TEXT NOT NULL
    ){end}""",
    """CREATE TABLE allegation (
        id TEXT PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        person TEXT NOT NULL,
        cause TEXT NOT NULL,
        source TEXT NOT NULL CHECK (source IN ('complaint', 'higher', 'own')),
        found_on TEXT NOT NULL,
        text TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('alleged', 'waiting', 'verified', 'dismissed')),
        recorded_by TEXT NOT NULL,
        at TEXT NOT NULL,
        verdict TEXT NOT NULL CHECK (verdict IN ('', 'verified', 'dismissed')),
        note TEXT NOT NULL,
        decided_by TEXT,
        confirmed_by TEXT
    ){end}""",
    # of_year, not year: the seal of a year covers what has a year, and printing goes on afterwards
    """CREATE TABLE printout (
        of_year INTEGER NOT NULL REFERENCES year (year),
        kind TEXT NOT NULL,
        number INTEGER NOT NULL CHECK (number > 0),
        state TEXT NOT NULL,
        mark TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        PRIMARY KEY (of_year, kind, number)
    ){end}""",
)

DECISION = (
    """CREATE TABLE selection (
        year INTEGER NOT NULL REFERENCES year (year),
        kind TEXT NOT NULL CHECK (kind IN ('proposal', 'decision')),
        departments TEXT NOT NULL,
        reason TEXT NOT NULL,
        basis TEXT NOT NULL,
        actor TEXT NOT NULL,
        day TEXT NOT NULL,
        PRIMARY KEY (year, kind)
    ){end}""",
    """CREATE TABLE name_list (
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        places INTEGER NOT NULL CHECK (places >= 0),
        state TEXT NOT NULL CHECK (state IN ('numbered', 'submitted', 'consented', 'examined', 'decided')),
        remark TEXT NOT NULL,
        PRIMARY KEY (year, department)
    ){end}""",
    """CREATE TABLE nominee (
        id TEXT PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year (year),
        department TEXT NOT NULL,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        struck TEXT NOT NULL,
        UNIQUE (year, department, name)
    ){end}""",
    """CREATE TABLE calendar_day (
        year INTEGER NOT NULL REFERENCES year (year),
        day TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('off', 'work')),
        PRIMARY KEY (year, day)
    ){end}""",
    """CREATE TABLE notice (
        year INTEGER PRIMARY KEY REFERENCES year (year),
        start TEXT NOT NULL,
        content TEXT NOT NULL,
        actor TEXT NOT NULL
    ){end}""",
    """CREATE TABLE objection (
        id TEXT PRIMARY KEY,
        year INTEGER NOT NULL REFERENCES year (year),
        day TEXT NOT NULL,
        about TEXT NOT NULL,
        answer TEXT NOT NULL
    ){end}""",
    """CREATE TABLE seal (
        year INTEGER PRIMARY KEY REFERENCES year (year),
        actor TEXT NOT NULL,
        scrutineer TEXT NOT NULL,
        day TEXT NOT NULL,
        digest TEXT NOT NULL,
        entry INTEGER NOT NULL,
        hash TEXT NOT NULL
    ){end}""",
)
