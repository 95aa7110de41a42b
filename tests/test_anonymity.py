"""DESIGN 3 as a watchman: every table and column is known here and judged, and nothing stored tells who marked what.

Who adds a column meets this file first: decide whether it can identify a voter, alone or beside another column.
"""

from __future__ import annotations

import ast
import json
import logging
import re
import sqlite3
from itertools import pairwise
from pathlib import Path
from threading import Event

import pytest

from tests.support.crowd import PATIENCE, Hall, all_at_once, levels_of, points, receipt_of
from tests.support.journals import by_hand, cells, files_of, found_in, journal_text, voter_data
from tests.support.syntax import docstrings_and_other_prose, nodes
from tests.support.world import a_world, an_app
from voting.actions.counting import Counted
from voting.actions.meeting import annul, close_review
from voting.actions.watch import look_by_name
from voting.domain.codes import hash_code, hash_receipt, in_fours

ROOT = Path(__file__).parent.parent
ALL = ("alpha", "beta", "gamma")
BALLOT_TABLES = ("slip", "spent", "counter", "paper_counter")

JUDGED = {
    "year": "What the office lays down for everybody to read.",
    "year.year": "A number.",
    "year.office": "The office's name.",
    "year.plan": "The regulation: numbers of slips, no names of voters.",
    "review": "One session; one row for all its voters.",
    "review.key": "Names the session.",
    "review.year": "Names the session.",
    "review.id": "Names the session.",
    "review.plan_id": "Names the session's settings.",
    "review.position": "The plan's order.",
    "review.state": "Known to everybody in the room.",
    "review.opened": "Known to everybody in the room.",
    "review.revision": "How many commits there were, which the screen shows as they happen; not whose ballots they held.",
    "review.speaking": "Known to everybody in the room.",
    "review.screen_key": "Opens the projector, which shows what may be shown.",
    "review.closing_by": "An organiser, in office.",
    "review.closed_by": "An organiser and a scrutineer, in office.",
    "review.rehearsal": "Whether the session is a try that counts for nothing.",
    "screen": "What the chair has set for the projector; nothing of voters.",
    "screen.review": "Names the session.",
    "screen.mode": "Known to everybody in the room.",
    "screen.arrangement": "Known to everybody in the room.",
    "screen.revealed": "How far a closed result has been uncovered.",
    "screen.countdown_until": "When a countdown of the chair ends; no ballot has a time.",
    "screen.how_to_vote": "Known to everybody in the room.",
    "screen.wifi": "Written on the wall of the room.",
    "review_department": "One department of one session; nothing of voters.",
    "review_department.review": "Names the session.",
    "review_department.department": "Names the department.",
    "review_department.position": "The plan's order.",
    "review_department.state": "Known to everybody in the room.",
    "review_group": "Turnout of a group, which is announced.",
    "review_group.review": "Names the session.",
    "review_group.grp": "Names the group.",
    "review_group.slips": "A count that is announced.",
    "review_group.late_slips": "A count that is announced.",
    "review_group.returned": "A count that the screen shows live.",
    "review_group.paper": "A count that is announced.",
    "void_ballot": "Void paper by reason, which is announced.",
    "void_ballot.review": "Names the session.",
    "void_ballot.grp": "Names the group.",
    "void_ballot.reason": "The rule that was broken, never the marks.",
    "void_ballot.n": "A count that is announced.",
    "slip": "One printed slip; who holds it is written down nowhere.",
    "slip.code": "SHA-256 of 80 random bits: only who holds the slip can tell it is this row.",
    "slip.review": "Names the session.",
    "slip.grp": "The group is printed on the slip; a holder known by name is known by group.",
    "slip.state": "Whether it was used, which its holder may ask.",
    "spent": "That a slip was counted for a department; carries no mark and shares no key with a counter but the group.",
    "spent.slip": "The slip's hash.",
    "spent.department": "For which department, or * for all.",
    "spent.grp": "The slip's group again.",
    "spent.receipt": "SHA-256 of 128 bits the phone drew: says no more than the slip does.",
    "counter": "How often a mark was given in a group: sums, in three levels, never a ballot.",
    "counter.review": "Names the session.",
    "counter.grp": "Names the group.",
    "counter.department": "Names the department.",
    "counter.level": "shown, held or filling; a number of a batch would be a stored ballot.",
    "counter.mark": "A mark of the scale.",
    "counter.n": "How often.",
    "paper_counter": "The same for paper, until the closing.",
    "paper_counter.review": "Names the session.",
    "paper_counter.grp": "Names the group.",
    "paper_counter.department": "Names the department.",
    "paper_counter.mark": "A mark of the scale.",
    "paper_counter.n": "How often.",
    "points": "Points of departments, given by offices.",
    "points.year": "A number.",
    "points.department": "Names the department.",
    "points.component": "Names the component.",
    "points.points": "Points given by an office, not by voters.",
    "points.note": "What the office writes to it.",
    "points.entered_by": "Who entered them, in office.",
    "points.at": "When an office entered them.",
    "disqualification": "A department's, verified.",
    "disqualification.year": "A number.",
    "disqualification.department": "Names the department.",
    "disqualification.cause": "What was verified.",
    "staff": "People in office, not voters.",
    "staff.name": "Who runs the year.",
    "staff.role": "What they may do.",
    "staff.department": "Of which department.",
    "staff.password": "An argon2 hash.",
    "staff.disabled": "Whether the account is closed.",
    "staff.word": "A hash of a one-time word, until it is used.",
    "staff.sign_ins": "How often all sign-ins of the account were ended.",
    "staff.word_until": "When an invitation ends; staff are no voters.",
    "target_list": "What a department undertakes for the year; written by people in office.",
    "target_list.year": "A number.",
    "target_list.department": "Names the department.",
    "target_list.component": "Names the component.",
    "target_list.state": "How far the list is.",
    "target_list.reason": "Why it was returned.",
    "target_list.submitted_by": "A department's clerk, in office.",
    "target_list.decided_by": "An assessor, in office.",
    "target_list.finished_by": "An assessor, in office.",
    "target_list.finished_note": "Why nothing more is inspected.",
    "target": "One item of such a list.",
    "target.id": "Random.",
    "target.year": "A number.",
    "target.department": "Names the department.",
    "target.component": "Names the component.",
    "target.position": "The list's order.",
    "target.text": "What is to be done.",
    "target.cap": "The most points it can bring.",
    "target_note": "How far an item is; written by the department.",
    "target_note.id": "Random.",
    "target_note.target": "The item.",
    "target_note.at": "When a clerk wrote it.",
    "target_note.author": "A department's clerk, in office.",
    "target_note.progress": "A share of work done.",
    "target_note.note": "What was done.",
    "inspection": "What an assessor found at a department, in the assessor's own name; nothing of a review's votes.",
    "inspection.id": "Random.",
    "inspection.year": "A number.",
    "inspection.number": "The order of records, which are public in the office.",
    "inspection.target": "The item.",
    "inspection.kind": "Periodic or a spot check.",
    "inspection.held_on": "The day of the inspection.",
    "inspection.points": "Given or taken by an assessor.",
    "inspection.reason": "Why.",
    "inspection.recorded_by": "An assessor, in office.",
    "inspection.at": "When an assessor wrote it down.",
    "inspection.state": "Whether it counts.",
    "inspection.verified_by": "An assessor, in office.",
    "inspection.reverses": "The record it corrects.",
    "selection": "Which departments were proposed and decided to be excellent; an office's act, after the sessions.",
    "selection.year": "A number.",
    "selection.kind": "A proposal or a decision.",
    "selection.departments": "Names departments.",
    "selection.reason": "What the office writes to it.",
    "selection.basis": "A digest of figures as everybody sees them; one over exact figures could be tried out.",
    "selection.actor": "A person in office.",
    "selection.day": "When an office acted.",
    "name_list": "How far a department's list of advanced workers is.",
    "name_list.year": "A number.",
    "name_list.department": "Names the department.",
    "name_list.places": "Its quota.",
    "name_list.state": "The step it is at.",
    "name_list.remark": "Why it was sent back.",
    "nominee": "A person put forward for an honour by the department; nothing of what anybody voted.",
    "nominee.id": "Random.",
    "nominee.year": "A number.",
    "nominee.department": "Names the department.",
    "nominee.position": "The list's order.",
    "nominee.name": "Made public in the notice; being put forward says nothing of a ballot.",
    "nominee.struck": "Why a name was struck.",
    "calendar_day": "A public holiday or a made-up working day.",
    "calendar_day.year": "A number.",
    "calendar_day.day": "A date.",
    "calendar_day.kind": "Off or worked.",
    "notice": "When the public notice began.",
    "notice.year": "A number.",
    "notice.start": "A date on the notice board.",
    "notice.content": "A digest of what was made public.",
    "notice.actor": "A person in office.",
    "objection": "What was objected to in the notice, not by whom; it comes after the sessions are closed.",
    "objection.id": "Random.",
    "objection.year": "A number.",
    "objection.day": "When an office noted it.",
    "objection.about": "What an office writes down; the page asks not to say who raised it.",
    "objection.answer": "What the office found.",
    "seal": "That a year was sealed, and by whom.",
    "seal.year": "A number.",
    "seal.actor": "An organiser, in office.",
    "seal.scrutineer": "A scrutineer, in office.",
    "seal.day": "A date.",
    "seal.digest": "Over tables of offices; no slips, counters or sessions are in it.",
    "seal.entry": "A number of the journal.",
    "seal.hash": "A hash over entries.",
    "journal": "What operators did; casting a ballot writes no entry.",
    "journal.position": "The order of operators' acts.",
    "journal.at": "When an operator acted; the room was there.",
    "journal.actor": "An operator.",
    "journal.action": "What was done.",
    "journal.detail": "Counts and names of operators; tests/actions/test_journal.py knows every key.",
    "journal.previous": "A hash over entries.",
    "journal.hash": "A hash over entries.",
    "claim": "What a department says it achieved, and what verifiers found; no voter has part in it.",
    "claim.id": "Random; names the claim.",
    "claim.year": "A number.",
    "claim.department": "Names the department.",
    "claim.standard": "A line of the plan's table.",
    "claim.title": "What was achieved.",
    "claim.held_on": "The day of the achievement.",
    "claim.text": "What the department writes to it.",
    "claim.achievement": "Random; the same for claims of one achievement.",
    "claim.state": "Where the claim stands.",
    "claim.submitted_by": "Somebody of the department, in office.",
    "claim.at": "When it was submitted.",
    "claim.verdict": "What a verifier found.",
    "claim.points": "Points by the plan's table.",
    "claim.note": "What the verifier writes to it.",
    "claim.decided_by": "A verifier, in office.",
    "claim.confirmed_by": "A second verifier, in office.",
    "evidence": "Files that departments and inspectors hand in; pictures lose what tells place, time and owner.",
    "evidence.id": "Random; names the file in its folder.",
    "evidence.year": "A number.",
    "evidence.about": "What kind of thing the file belongs to.",
    "evidence.subject": "Names that thing.",
    "evidence.department": "Names the department.",
    "evidence.name": "What the file was called, as text.",
    "evidence.kind": "PDF or picture.",
    "evidence.size": "In bytes.",
    "evidence.hash": "SHA-256 of the file.",
    "evidence.added_by": "Who handed it in, in office.",
    "allegation": "What would disqualify a department; told by complaints and inspections, not by ballots.",
    "allegation.id": "Random; names the case.",
    "allegation.year": "A number.",
    "allegation.department": "Names the department.",
    "allegation.person": "A person found in working hours, or nobody; shown to those who settle cases, in no export and no journal.",
    "allegation.cause": "One of the guidance's words.",
    "allegation.source": "Complaint or inspection.",
    "allegation.found_on": "The day it is about.",
    "allegation.text": "What happened.",
    "allegation.state": "Where the case stands.",
    "allegation.recorded_by": "Who wrote it down, in office.",
    "allegation.at": "When it was written down.",
    "allegation.verdict": "What was found.",
    "allegation.note": "Why.",
    "allegation.decided_by": "Who verified or dismissed it, in office.",
    "allegation.confirmed_by": "A second person, in office.",
    "printout": "Versions of printed pages: digests of what may be shown to everybody.",
    "printout.of_year": "A number.",
    "printout.kind": "Which page.",
    "printout.number": "Counts the versions.",
    "printout.state": "SHA-256 of the published figures.",
    "printout.mark": "Stands on the paper.",
    "printout.at": "When it was first printed, after the closing.",
    "_sqlite_migrations": "When the tables were made, before there were voters.",
    "_sqlite_migrations.id": "The order of the steps.",
    "_sqlite_migrations.migration_set": "A name.",
    "_sqlite_migrations.name": "A name.",
    "_sqlite_migrations.applied_at": "When the program was first started.",
}


def schema_of(path):
    """Every table of a database file with its columns, as ``table`` and ``table.column``."""
    with by_hand(path) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {table: [row[1] for row in connection.execute(f"PRAGMA table_xinfo({table})")] for table in tables}
    return {*tables, *(f"{table}.{column}" for table in tables for column in columns[table])}


def unjudged(path):
    return [f"{name}: decide whether this can identify a voter" for name in sorted(schema_of(path) - JUDGED.keys())]


# --- What there is


def test_every_table_and_column_has_been_judged(world):
    assert unjudged(world.path) == []
    assert sorted(JUDGED.keys() - schema_of(world.path)) == []


def test_a_new_column_has_to_be_judged(world):
    with by_hand(world.path) as connection:
        connection.execute("ALTER TABLE spent ADD COLUMN at TEXT")
        connection.execute("CREATE TABLE seen (address TEXT)")
    assert unjudged(world.path) == [
        "seen: decide whether this can identify a voter",
        "seen.address: decide whether this can identify a voter",
        "spent.at: decide whether this can identify a voter",
    ]


def test_nothing_but_tables_keeps_anything(world):
    """Triggers and views could tell what tables do not; an index keeps an order of its own."""
    with by_hand(world.path) as connection:
        listed = connection.execute("SELECT type, name FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL")
        assert [row for row in listed if "migrations" not in row[1]] == []


def test_ballot_tables_have_no_column_of_time_order_or_address(world):
    telling = re.compile(
        r"time|date|\bat\b|when|order|number|seq|position|rowid|serial|address|\bip\b|agent|device|user|name"
    )
    columns = [name for name in schema_of(world.path) if name.split(".")[0] in BALLOT_TABLES and "." in name]
    assert len(columns) == 4 + 4 + 6 + 5
    assert [name for name in columns if telling.search(name.split(".")[1])] == []


@pytest.mark.parametrize("table", BALLOT_TABLES)
def test_ballot_tables_have_no_hidden_row_number(world, table):
    with by_hand(world.path) as connection, pytest.raises(sqlite3.OperationalError, match="no such column: rowid"):
        connection.execute(f"SELECT rowid FROM {table}")


def test_values_in_ballot_tables_are_names_hashes_marks_and_counts(half_year_cast):
    world = half_year_cast
    hash_, review, group = r"[0-9a-f]{64}", r"2026/half-year", r"leadership|cadres"
    department, mark, level = r"alpha|beta|gamma", r"\d{1,3}|abstain", r"shown|held|filling"
    shapes = {
        "slip": [hash_, review, group, r"issued|returned|cancelled"],
        "spent": [hash_, r"\*", group, hash_],
        "counter": [review, group, department, level, mark, r"\d+"],
    }
    for table, shape in shapes.items():
        rows = world.dump()[table]
        assert len(rows) >= 30
        odd = [row for row in rows if not all(map(re.fullmatch, shape, map(str, row)))]
        assert (table, odd) == (table, [])


# --- No ballot is ever stored

SIGNATURE = {"alpha": 37, "beta": 53, "gamma": 71}


@pytest.fixture
def half_year_open(world):
    world.issue("half-year")
    world.open("half-year")
    return world


@pytest.fixture
def half_year_cast(half_year_open):
    """Everybody has voted, in an order that is not the order of the slips' hashes."""
    assert Hall(half_year_open).all_cast("half-year") == 32
    return half_year_open


def whole_ballots(world):
    """Rows of any table that hold more than one mark of the signature."""
    marks = {str(mark) for mark in SIGNATURE.values()}
    return [
        (table, row)
        for table, rows in world.dump().items()
        for row in rows
        if len(marks & set(re.findall(r"\w+", " ".join(map(str, row))))) > 1
    ]


def serialised():
    """A ballot as programs write ballots down."""
    pairs, marks = list(SIGNATURE.items()), list(SIGNATURE.values())
    texts = [
        json.dumps(SIGNATURE),
        json.dumps(SIGNATURE, separators=(",", ":")),
        json.dumps(marks),
        str(marks),
        str(pairs),
    ]
    for between in (",", ";", "-", "|", " ", "\t", ", "):
        texts += [between.join(map(str, marks)), between.join(f"{name}={mark}" for name, mark in pairs)]
        texts.append(between.join(f"{name}:{mark}" for name, mark in pairs))
    return texts


def cast_signatures(world):
    hall = Hall(world)
    for code in world.slips["half-year"]["cadres"][:7]:
        assert hall.cast(code, SIGNATURE) == Counted(ALL, fresh=True)


def test_no_row_holds_two_marks_of_one_ballot(half_year_open):
    cast_signatures(half_year_open)
    marks = {(row[2], row[4]): row[5] for row in half_year_open.dump()["counter"] if row[3] == "held"}
    assert marks == {(name, str(mark)): 5 for name, mark in SIGNATURE.items()}
    assert whole_ballots(half_year_open) == []


def test_no_file_holds_a_ballot_written_down_and_the_log_is_empty(half_year_open):
    cast_signatures(half_year_open)
    assert half_year_open.database.tidy() is True
    files = files_of(half_year_open.path)
    assert files["-wal"] == b""
    assert found_in(b"".join(files.values()), serialised()) == []


@pytest.mark.parametrize("text", serialised())
def test_a_ballot_that_was_written_down_would_be_found(half_year_open, text):
    with by_hand(half_year_open.path) as connection:
        connection.execute("INSERT INTO staff (name, role) VALUES ('x', ?)", [text])
    half_year_open.database.tidy()
    assert [table for table, _row in whole_ballots(half_year_open)] == ["staff"]
    assert text in found_in(b"".join(files_of(half_year_open.path).values()), serialised())


def test_no_code_and_no_receipt_is_in_any_file(half_year_cast):
    codes = [code for group in half_year_cast.slips["half-year"].values() for code in group]
    everything = b"".join(files_of(half_year_cast.path).values())
    hashes = [text for code in codes for text in (hash_code(code), hash_receipt(receipt_of(code)))]
    assert found_in(everything, hashes) == hashes
    assert found_in(everything, [text for code in codes for text in (code, in_fours(code), receipt_of(code))]) == []


def test_reading_a_ballot_leaves_no_trace(half_year_cast):
    world, hall = half_year_cast, Hall(half_year_cast)
    world.database.tidy()
    before = (world.dump(), files_of(world.path)[""], files_of(world.path)["-wal"])
    for code in world.slips["half-year"]["cadres"]:
        assert set(hall.polls.read(code).departments.values()) == {"counted"}
    assert (world.dump(), files_of(world.path)[""], files_of(world.path)["-wal"]) == before


# --- No order


def test_rows_lie_in_the_order_of_their_keys_and_not_of_their_arrival(half_year_cast):
    world = half_year_cast
    arrival = [hash_code(code) for group in world.slips["half-year"].values() for code in group]
    assert arrival != sorted(arrival)
    with by_hand(world.path) as connection:
        for table, column in (("spent", "slip"), ("slip", "code")):
            rows = [row[0] for row in connection.execute(f"SELECT {column} FROM {table}")]
            assert (table, rows) == (table, sorted(arrival))


def order_of_writing_shows(world):
    """The ballot tables in whose pages the order of writing is another than that of the keys."""
    assert world.database.tidy() is True
    return [
        table for table in BALLOT_TABLES if any(by_key != by_writing for by_key, by_writing in cells(world.path, table))
    ]


def test_while_a_session_runs_its_file_does_keep_an_order(half_year_cast):
    """Not a wish: it shows that the next test can see one. What a copied live file tells, docs/anonymity.md says."""
    assert "spent" in order_of_writing_shows(half_year_cast)


def test_after_the_closing_the_file_does_not_keep_the_order_of_arrival(half_year_cast):
    close_review(half_year_cast.tools, "half-year", half_year_cast.witness)
    assert order_of_writing_shows(half_year_cast) == []


def test_after_an_annulment_the_file_does_not_keep_the_order_of_arrival(half_year_cast):
    annul(half_year_cast.tools, "half-year", "a wrong list", half_year_cast.witness)
    assert order_of_writing_shows(half_year_cast) == []


def test_a_copy_does_not_keep_the_order_of_arrival_even_while_the_session_runs(half_year_cast, tmp_path):
    half_year_cast.database.backup(tmp_path / "copy.db")
    lying = [cells(tmp_path / "copy.db", table) for table in BALLOT_TABLES]
    assert [by_key for pages in lying for by_key, _ in pages] == [
        by_writing for pages in lying for _, by_writing in pages
    ]


def test_the_same_ballots_in_another_order_at_another_time_leave_the_same_rows(tmp_path):
    """Two meetings with the same voters and the same ballots: once closed, nothing tells them apart."""
    closed = []
    for name in ("forwards", "backwards"):
        (tmp_path / name).mkdir()
        world = a_world(tmp_path / name)
        codes = [code for group in world.issue("half-year").values() for code in group]
        numbered = list(enumerate(codes))
        world.open("half-year")
        if name == "backwards":
            numbered.reverse()
            for _ in range(5000):
                world.tools.now()
        hall = Hall(world)
        for number, code in numbered:
            assert hall.cast(code, points(number)) == Counted(ALL, fresh=True)
        before = levels_of(world)
        close_review(world.tools, "half-year", world.witness)
        closed.append((before, {table: world.dump()[table] for table in (*BALLOT_TABLES, "review", "review_group")}))
        world.database.close()
    (live, forwards), (other_live, backwards) = closed
    assert live != other_live
    assert forwards == backwards


# --- Batches


def test_while_a_session_runs_no_figure_moves_by_less_than_a_batch(half_year_open):
    hall, seen = Hall(half_year_open), []
    codes = half_year_open.slips["half-year"]
    turns = [code for pair in zip(codes["leadership"], codes["cadres"], strict=False) for code in pair]
    for number, code in enumerate(turns + codes["cadres"][12:]):
        assert hall.cast(code, points(number)) == Counted(ALL, fresh=True)
        seen.append(look_by_name(half_year_open.database, "half-year").tally.departments)
    changes = [(old, new) for old, new in pairwise(seen) if old != new]
    assert [new[0].ballots - old[0].ballots for old, new in changes] == [10, 5, 5]
    assert [row.score is not None for row in seen[-1]] == [True] * 3
    assert len(seen) == 32


def test_after_the_closing_counters_have_one_level(half_year_cast):
    world = half_year_cast
    assert {row[3] for row in world.dump()["counter"]} == {"shown", "held", "filling"}
    close_review(world.tools, "half-year", world.witness)
    assert {row[3] for row in world.dump()["counter"]} == {"shown"}


def test_after_the_closing_no_file_holds_what_the_levels_were(half_year_cast, tmp_path):
    world = half_year_cast
    (tmp_path / "untouched").mkdir()
    untouched = a_world(tmp_path / "untouched")
    untouched.database.tidy()
    in_the_schema = {word: files_of(untouched.path)[""].count(word) for word in (b"filling", b"held")}
    untouched.database.close()
    world.database.tidy()
    before = {word: files_of(world.path)[""].count(word) for word in in_the_schema}
    assert [before[word] > in_the_schema[word] for word in before] == [True, True]
    close_review(world.tools, "half-year", world.witness)
    after = b"".join(files_of(world.path).values())
    assert {word: after.count(word) for word in in_the_schema} == in_the_schema


def test_after_an_annulment_no_file_holds_which_slip_was_counted_under_which_receipt(half_year_cast):
    world = half_year_cast
    codes = [code for group in world.slips["half-year"].values() for code in group]
    receipts = [hash_receipt(receipt_of(code)) for code in codes]
    world.database.tidy()
    assert found_in(files_of(world.path)[""], receipts) == receipts
    annul(world.tools, "half-year", "a wrong list", world.witness)
    assert found_in(b"".join(files_of(world.path).values()), receipts) == []


def test_a_closing_in_a_moment_in_which_somebody_reads_empties_the_log_all_the_same(half_year_cast):
    """A reader keeps the log alive. Whoever sees to it, the closing or the server's pump: it has to go soon after."""
    world = half_year_cast
    server, log = an_app(world), world.path.with_name("voting.db-wal")
    world.database.tidy()
    begun, closed = Event(), Event()

    def read():
        with world.database.reading() as door:
            door.rows("SELECT key FROM review ORDER BY key")
            begun.set()
            closed.wait(0.3)

    def close():
        assert begun.wait(PATIENCE)
        close_review(world.tools, "half-year", world.witness)
        closed.set()

    all_at_once(read, close)
    server.pump.look()
    server.pump.tidy()
    assert log.stat().st_size == 0
    assert {row[3] for row in world.dump()["counter"]} == {"shown"}


# --- Journal and log


def test_the_journal_knows_no_voter(half_year_cast):
    world = half_year_cast
    close_review(world.tools, "half-year", world.witness)
    codes = [code for group in world.slips["half-year"].values() for code in group]
    assert found_in(journal_text(world), voter_data(codes)) == []


def test_no_log_and_no_output_holds_a_code_a_receipt_or_a_mark(half_year_open, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    voting = an_app(half_year_open)
    client = voting.app.test_client()
    good, used, broken = half_year_open.slips["half-year"]["cadres"][:3]
    unknown = "7" * 16

    def put(code, marks):
        body = json.dumps({"receipt": receipt_of(code), "marks": marks})
        return client.put("/api/ballot", data=body, headers={"Authorization": f"Bearer {code}"}).status_code

    answers = [put(good, SIGNATURE), put(good, SIGNATURE), put(unknown, SIGNATURE), put(used, {"alpha": 37})]
    answers.append(client.get("/api/ballot", headers={"Authorization": f"Bearer {used}"}).status_code)

    def defect(code, receipt, marks):
        raise RuntimeError(code, receipt, marks)

    voting.parts.polls.cast = defect
    answers.append(put(broken, SIGNATURE))
    assert answers == [201, 200, 401, 422, 200, 500]
    said = "\n".join([caplog.text, *capfd.readouterr(), *(str(record.__dict__) for record in caplog.records)])
    assert "RuntimeError" in said
    assert found_in(said, [*voter_data([good, used, broken, unknown]), *serialised()]) == []


# --- Nobody above the actions reads what is not shown

ALLOWED = {  # who may know the levels that nobody sees: who defines, stores and raises them
    "voting/domain/release.py",
    "voting/storage/counters.py",
    "voting/storage/schema.py",
    "voting/storage/blur.py",  # touches the unfinished ones and reads none
    "voting/storage/postgres_tables.py",  # lays them anew
    "voting/actions/counting.py",
}
LEVELS = re.compile(r"^(?:held|filling)$|['\"](?:held|filling)['\"]")


def mentions_of_hidden_levels(path, source):
    """Where a file names a level that is not shown: as a string, within an SQL text, as a name or as an attribute."""
    prose = docstrings_and_other_prose(path, source)
    strings = [
        node for node in nodes(path, source, ast.Constant) if isinstance(node.value, str) and id(node) not in prose
    ]
    found = [node.lineno for node in strings if LEVELS.search(node.value)]
    names = {"HELD", "FILLING"}
    found += [node.lineno for node in nodes(path, source, ast.Name) if node.id in names]
    found += [node.lineno for node in nodes(path, source, ast.alias) if node.name in names]
    found += [node.lineno for node in nodes(path, source, ast.Attribute) if node.attr in {*names, "held", "filling"}]
    return [f"{path}:{line} knows a level that nobody may see" for line in sorted(set(found))]


def program():
    return {path.relative_to(ROOT).as_posix(): path.read_text() for path in sorted((ROOT / "voting").rglob("*.py"))}


def test_nobody_above_the_counting_knows_what_is_held_or_filling():
    files = program()
    assert sorted(ALLOWED - files.keys()) == []
    found = [
        hit for path, source in files.items() if path not in ALLOWED for hit in mentions_of_hidden_levels(path, source)
    ]
    assert found == []
    assert [path for path in sorted(ALLOWED) if not mentions_of_hidden_levels(path, files[path])] == []


@pytest.mark.parametrize(
    "source",
    [
        "level = 'held'",
        "rows = door.rows(\"SELECT n FROM counter WHERE level = 'filling'\")",
        "from voting.domain.release import FILLING",
        "from voting.domain import release\nx = release.HELD",
        "x = counters.filling(door, key, groups)",
        "x = [HELD]",
    ],
)
def test_a_look_at_a_hidden_level_would_be_seen(source):
    assert len(mentions_of_hidden_levels("voting/web/screen.py", source)) == 1


RAW = "voting/storage/raw.py"  # the page "What is stored", which actions/rehearsal.py opens for rehearsals only


def test_counters_are_read_in_one_place_only():
    mentions = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(?:paper_)?counter\b")
    found = {path for path, source in program().items() if mentions.search(source)}
    assert found == {"voting/storage/counters.py", "voting/storage/blur.py", RAW}
