"""Every command from outside: what it prints, its exit code, and that a refused one changes nothing."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from tests.support.outside import DEMO_PLAN, DEMO_POINTS, Done, Office, read_slips
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD, SMALL_PLAN, dump

SIGNED = f"{SCRUTINEER_PASSWORD}\n"
COLUMNS = "alpha,beta,gamma"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def founded(tmp_path_factory) -> Office:
    """Loaded, with its two people and all slips issued; copied for each test, because a password takes its time."""
    office = Office(tmp_path_factory.mktemp("founded"))
    (office.folder / "plan.toml").write_text(SMALL_PLAN, encoding="utf-8")
    for name, password in (("organiser", ORGANISER_PASSWORD), ("scrutineer", SCRUTINEER_PASSWORD)):
        did(office, "staff", "add", name, "--role", name, "--password-stdin", stdin=f"{password}\n")
    did(office, "load", office.folder / "plan.toml")
    for review in ("half-year", "year-end"):
        did(office, "slips", review, "--csv", office.folder / f"{review}.csv")
    return office


@pytest.fixture
def office(founded, tmp_path) -> Office:
    did(founded, "backup", tmp_path / "voting.db")
    for name in ("plan.toml", "half-year.csv", "year-end.csv"):
        shutil.copy(founded.folder / name, tmp_path)
    return Office(tmp_path)


@pytest.fixture
def empty(tmp_path) -> Office:
    (tmp_path / "plan.toml").write_text(SMALL_PLAN, encoding="utf-8")
    return Office(tmp_path)


def did(office: Office, *arguments: str | Path, stdin: str = "", **settings: str) -> Done:
    """Runs a command that must succeed."""
    done = office.inside(*arguments, stdin=stdin, **settings)
    assert done.code == 0, f"{arguments}: {done.err}"
    return done


def refused(office: Office, *arguments: str | Path, stdin: str = "", **settings: str) -> str:
    """Runs a command that must be refused; returns its one sentence. Nothing of the database has changed."""
    before, files = dump(office.database), listed(office)
    done = office.inside(*arguments, stdin=stdin, **settings)
    assert (done.code, done.out) == (1, "")
    assert re.fullmatch(r"\S[^\n]*[.。]\n", done.err), done.err
    assert dump(office.database) == before
    assert listed(office) == files
    return done.err.strip()


def listed(office: Office) -> list[str]:
    """The files in the folder, but for those that the database keeps beside itself while it is open."""
    return sorted(path.name for path in office.folder.iterdir() if not path.name.endswith(("-wal", "-shm")))


def table(office: Office, name: str, *lines: str) -> Path:
    path = office.folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def close(office: Office, review: str = "half-year") -> Done:
    return did(office, "close", review, "--scrutineer", "scrutineer", stdin=SIGNED)


# ---- exit codes, as processes ----


def test_a_process_exits_with_0_1_or_2(office):
    done = office.command("open", "half-year")
    assert (done.code, done.out, done.err) == (0, "Open.\n", "")
    refusal = office.command("open", "half-year")
    assert (refusal.code, refusal.out, refusal.err) == (1, "", "This is already open.\n")
    usage = office.command("open")
    assert (usage.code, usage.out) == (2, "")
    assert "Missing argument 'REVIEW'" in usage.err


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["vote"], ["open"], ["open", "half-year", "--loudly"], ["load", "nowhere.toml"], ["assess", "nowhere.csv"],
        ["slips", "half-year"], ["slips", "half-year", "--csv", "a", "--html", "b"], ["annul", "half-year"],
        ["slips", "half-year", "--group", "cadres", "--count", "many", "--csv", "a"], ["cancel", "half-year"],
        ["paper", "half-year", "--csv", "a"], ["staff", "add", "x", "--role", "king"], ["result", "half-year", "--xml"],
        ["standing", "--year", "last"], ["export"], ["demo", "--voters", "-1"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_2_and_changes_nothing(office, arguments):
    before, files = dump(office.database), listed(office)
    done = office.inside(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "Usage: app.py" in done.err
    assert dump(office.database) == before
    assert listed(office) == files


@pytest.mark.parametrize("command", [(), ("slips",), ("staff", "add")])
def test_help_is_0(empty, command):
    assert empty.inside(*command, "--help").out.startswith("Usage: app.py")


# ---- refusals ----

REFUSALS = {
    "screen nowhere": "There is no review session nowhere here, or the key is wrong.",
    "open nowhere": "There is no review session nowhere here, or the key is wrong.",
    "open half-year alpha": "In this session all departments open and close together.",
    "open year-end delta": "There is no department delta.",
    "pause half-year": "The session has not been opened yet.",
    "resume half-year": "The session has not been opened yet.",
    "close half-year": "This needs a scrutineer: give a name and the password.",
    "close half-year --scrutineer scrutineer": "The session has not been opened yet.",
    "close half-year --scrutineer organiser": "The name or the password is not right.",
    "close half-year --scrutineer nobody": "The name or the password is not right.",
    "close year-end alpha": "The session has not been opened yet.",
    "annul half-year --reason fire --scrutineer scrutineer": "The session has not been opened yet.",
    "annul half-year --reason fire": "This needs a scrutineer: give a name and the password.",
    "result half-year": "The session is not closed yet; its result comes with the closing.",
    "result half-year --json": "The session is not closed yet; its result comes with the closing.",
    "result half-year --year 2025": "There is no year 2025 here.",
    "standing --year 2025": "There is no year 2025 here.",
    "slips half-year --csv new.csv": "All slips of the plan are issued already.",
    "slips half-year --group heads --csv new.csv": "The group heads has no slips in this session.",
    "slips half-year --count 3 --csv new.csv": "A number of slips needs a group and must be from 1 to 200000.",
    "slips half-year --group cadres --count 0 --csv new.csv": "A number of slips needs a group and must be from 1 to 200000.",
    "cancel half-year 0000-0000-0000-0000": "This code is not valid. Please check it, or ask for another slip.",
    "cancel half-year 0": "This code is not valid. Please check it, or ask for another slip.",
    "export year.pdf": "The file's name must end in .xlsx, .csv or .json.",
}


@pytest.mark.parametrize("line", REFUSALS)
def test_a_refusal_is_one_sentence_and_changes_nothing(office, line, monkeypatch):
    monkeypatch.chdir(office.folder)
    assert refused(office, *line.split(), stdin=SIGNED) == REFUSALS[line]


def test_a_year_that_was_not_loaded_is_refused_by_all_that_need_one(empty):
    did(empty, "check")  # makes the empty database
    for command in ("open half-year", "result half-year", "standing", "screen half-year", "cancel half-year X"):
        assert refused(empty, *command.split()) == "No plan has been loaded yet."


# ---- settings and languages ----


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://here"), ("DATABASE_URL", "voting.db"), ("DATABASE_URL", "sqlite:///"),
        ("PORT", "0"), ("PORT", "65536"), ("PORT", "http"), ("PUBLIC_URL", "vote.example"),
        ("PUBLIC_URL", "https://vote.example/#x"), ("SECRET_KEY", "short"), ("LANGUAGE", "fr"),
    ],
)  # fmt: skip
def test_a_bad_setting_is_refused_by_its_name(office, name, value):
    assert refused(office, "standing", **{name: value}).startswith(f"{name} must ")


def test_a_database_that_cannot_be_opened_is_refused(office):
    (office.folder / "folder").mkdir()
    said = refused(office, "standing", DATABASE_URL=f"sqlite:///{office.folder / 'folder'}")
    assert said.startswith("The database cannot be used now: ")


def test_chinese_is_spoken_by_default_and_english_on_demand(office):
    del office.environment["LANGUAGE"]
    assert CHINESE.search(refused(office, "pause", "half-year"))
    assert CHINESE.search(did(office, "open", "half-year").out)
    assert refused(office, "open", "half-year", LANGUAGE="en") == "This is already open."


# ---- the year ----


def test_load_replaces_a_plan_until_something_has_opened(empty):
    assert (
        did(empty, "load", empty.folder / "plan.toml").out == "Loaded 小街道 2026: 3 departments, 2 review sessions.\n"
    )
    changed = table(empty, "changed.toml", SMALL_PLAN.replace("小街道", "大街道"))
    assert did(empty, "load", changed).out.startswith("Loaded 大街道 2026")
    did(empty, "open", "year-end", "alpha")
    assert refused(empty, "load", changed) == "A session of 2026 has already been opened."


def test_a_bad_plan_is_refused_with_every_fault_and_its_place(empty):
    bad = SMALL_PLAN.replace('weight = "0.4"', 'weight = "0.3"').replace('id = "beta"', 'id = "alpha"')
    done = empty.inside("load", table(empty, "bad.toml", bad))
    assert (done.code, done.out) == (1, "")
    first, *faults = done.err.splitlines()
    assert "2 mistakes; nothing was changed." in first
    assert len(faults) == 2
    assert all(re.match(r"  line \d+", fault) for fault in faults)
    assert dump(empty.database)["year"] == []


def test_year_chooses_and_the_newest_is_the_default(office):
    did(office, "load", table(office, "next.toml", SMALL_PLAN.replace("year = 2026", "year = 2027")))
    did(office, "open", "half-year", "--year", "2026")
    assert did(office, "standing", "--json").json["year"] == 2027
    assert did(office, "standing", "--json", "--year", "2026").json["year"] == 2026
    assert refused(office, "pause", "half-year") == "The session has not been opened yet."
    did(office, "pause", "half-year", "--year", "2026")


def test_assess_enters_all_of_a_table_or_nothing(office):
    head = "department,component,points,note"
    done = did(office, "assess", table(office, "a.csv", head, "alpha,daily,66.50,", "beta,disqualification,,drink"))
    assert done.out == "1 figures entered, 1 departments disqualified.\n"
    before = dump(office.database)
    bad = table(office, "b.csv", head, "alpha,daily,70.01,", "alpha,honours,1,", "delta,daily,1,", "beta,daily,1.234,")
    done = office.inside("assess", bad)
    assert (done.code, done.out) == (1, "")
    assert [line.split(":")[0] for line in done.err.splitlines()[1:]] == ["  row 2", "  row 4", "  row 5"]
    assert dump(office.database) == before
    did(office, "assess", table(office, "c.csv", head, "alpha,daily,60,"))
    rows = {row["id"]: row for row in did(office, "standing", "--json").json["departments"]}
    assert (rows["alpha"]["daily"], rows["beta"]["disqualified"]) == ("60.00", True)
    assert refused(office, "assess", table(office, "d.csv", "department,points", "alpha,1")).startswith("The columns")


@pytest.mark.parametrize("role", ["organiser", "assessor", "viewer"])
def test_staff_add_takes_the_password_from_standard_input_and_keeps_only_its_hash(empty, role):
    did(empty, "staff", "add", "somebody", "--role", role, "--password-stdin", stdin="a fine day\n")
    ((name, stored_role, _department, password, *_word),) = dump(empty.database)["staff"]
    assert (name, stored_role) == ("somebody", role)
    assert password.startswith("$argon2id$")
    with_same_name = ("staff", "add", "somebody", "--role", "viewer", "--password-stdin")
    assert refused(empty, *with_same_name, stdin="another day\n") == "There is already an account named somebody."
    too_short = ("staff", "add", "other", "--role", "viewer", "--password-stdin")
    assert refused(empty, *too_short, stdin="short\n") == "A password must have at least 8 characters."
    lost = ("staff", "add", "other", "--role", "leader", "--password-stdin")
    assert refused(empty, *lost, stdin="a fine day\n").endswith("needs a department.")


def test_staff_add_asks_nobody_where_nobody_is_there_and_the_account_lets_nobody_in(office):
    assert did(office, "staff", "add", "witness", "--role", "scrutineer").out == "Added, without a password so far.\n"
    stored = [row[:4] for row in dump(office.database)["staff"]]
    assert ("witness", "scrutineer", None, None) in stored
    did(office, "open", "half-year")
    for password in ("\n", "None\n"):
        answer = refused(office, "close", "half-year", "--scrutineer", "witness", stdin=password)
        assert answer == "The name or the password is not right."


# ---- slips ----


def test_slips_go_to_a_csv_and_only_their_hashes_to_the_database(empty):
    did(empty, "load", empty.folder / "plan.toml")
    file = empty.folder / "slips.csv"
    done = did(empty, "slips", "half-year", "--csv", file, PUBLIC_URL="https://vote.example")
    assert done.out == f"32 slips written to {file}. The codes are nowhere else.\n"
    assert file.read_bytes().startswith(b"\xef\xbb\xbfgroup,code,url\r\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert len({row["code"] for row in rows}) == 32
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{16}", row["code"]) for row in rows)
    assert all(row["url"] == f"https://vote.example/b#{row['code']}" for row in rows)
    groups = [row["group"] for row in rows]
    assert sorted(groups) == ["cadres"] * 20 + ["leadership"] * 12
    assert groups != sorted(groups)
    assert groups != sorted(groups, reverse=True)
    stored = {(row[0], row[2]) for row in dump(empty.database)["slip"]}
    assert stored == {(hashlib.sha256(row["code"].encode()).hexdigest(), row["group"]) for row in rows}


def test_slips_go_to_a_page_to_print(empty):
    did(empty, "load", empty.folder / "plan.toml")
    did(empty, "slips", "year-end", "--group", "cadres", "--html", empty.folder / "slips.html")
    page = (empty.folder / "slips.html").read_text(encoding="utf-8")
    printed = set(re.findall(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}[-\s]){3}[0-9A-HJKMNP-TV-Z]{4}\b", page))
    stored = {row[0] for row in dump(empty.database)["slip"]}
    assert {hashlib.sha256(re.sub(r"[-\s]", "", code).encode()).hexdigest() for code in printed} == stored
    assert len(stored) == 20


def test_a_file_that_is_there_is_never_overwritten(office):
    kept = table(office, "kept.csv", "something else")
    said = f"The file {kept} exists already."
    assert refused(office, "slips", "half-year", "--group", "cadres", "--count", "2", "--csv", kept) == said
    assert refused(office, "slips", "half-year", "--group", "cadres", "--count", "2", "--html", kept) == said
    assert refused(office, "backup", kept) == said
    assert kept.read_text() == "something else\n"


def test_an_export_is_written_anew_over_an_earlier_one(office):
    for name in ("year.csv", "year.json", "year.xlsx"):
        file = table(office, name, "something else")
        assert did(office, "export", file).out == f"Written to {file}.\n"
        assert file.read_bytes()[:9] != b"something"


def test_slips_whose_file_cannot_be_written_are_not_issued(office):
    file = office.folder / "nowhere" / "slips.csv"
    said = refused(office, "slips", "half-year", "--group", "cadres", "--count", "2", "--csv", file)
    assert said == f"The file {file} cannot be used: No such file or directory."


def test_late_slips_take_the_scrutineer_and_stand_on_the_result(office):
    did(office, "open", "half-year")
    late = ("slips", "half-year", "--group", "cadres", "--count", "2", "--csv", office.folder / "late.csv")
    assert refused(office, *late) == "This needs a scrutineer: give a name and the password."
    assert refused(office, *late, "--scrutineer", "scrutineer", stdin="wrong\n").startswith("The name or the password")
    wrong_person = refused(office, *late, "--scrutineer", "organiser", stdin=f"{ORGANISER_PASSWORD}\n")
    assert wrong_person == "organiser is not a scrutineer."
    did(office, *late, "--scrutineer", "scrutineer", stdin=SIGNED)
    assert len(read_slips(office.folder / "late.csv")) == 2
    close(office)
    result = did(office, "result", "half-year", "--json").json
    assert result["groups"]["cadres"]["issued"] == 22
    assert result["late_slips"] == {"cadres": 2}


def test_cancelled_slips_leave_the_issued_count(office):
    codes = [code for group, code in read_slips(office.folder / "half-year.csv") if group == "cadres"]
    spelled = [codes[0].lower(), "-".join(codes[1][at : at + 4] for at in range(0, 16, 4)).replace("0", "O")]
    assert did(office, "cancel", "half-year", *spelled).out == "2 slips cancelled.\n"
    before = dump(office.database)
    assert refused(office, "cancel", "half-year", codes[2], codes[0]).startswith("A slip that was used or cancelled")
    other = read_slips(office.folder / "year-end.csv")[0][1]
    assert refused(office, "cancel", "half-year", codes[2], other).startswith("This code is not valid.")
    assert dump(office.database) == before
    did(office, "open", "half-year")
    close(office)
    assert did(office, "result", "half-year", "--json").json["issued"] == 30


# ---- the run of a session ----


def test_a_together_session_opens_pauses_resumes_and_closes_for_good(office):
    said = [did(office, command, "half-year").out for command in ("open", "pause", "resume")]
    assert said == ["Open.\n", "Paused.\n", "Open.\n"]
    done = close(office)
    assert done.out == "Closed.\n"
    assert "Please note: 半年评议: only 0 of 32 ballots are back, less than two thirds\n" in done.err
    for command in ("open", "pause", "resume"):
        assert refused(office, command, "half-year") == "The session is closed for good."
    signed = ("close", "half-year", "--scrutineer", "scrutineer")
    assert refused(office, *signed, stdin=SIGNED) == "The session is closed for good."


def test_departments_of_a_one_by_one_session_open_and_close_by_name(office):
    did(office, "open", "year-end", "alpha")
    did(office, "open", "year-end", "beta", "gamma")
    assert refused(office, "open", "year-end", "beta") == "This is already open."
    did(office, "close", "year-end", "alpha")
    assert refused(office, "close", "year-end", "alpha") == "This department is not open."
    assert refused(office, "close", "year-end", "beta", "alpha") == "This department is not open."
    assert refused(office, "open", "year-end", "alpha").startswith("A department that was closed")
    states = {row[1]: row[3] for row in dump(office.database)["review_department"] if row[0] == "2026/year-end"}
    assert states == {"alpha": "closed", "beta": "open", "gamma": "open"}


def test_without_scrutineer_accounts_one_person_closes_and_the_result_says_so(empty):
    did(empty, "load", empty.folder / "plan.toml")
    did(empty, "open", "half-year")
    assert did(empty, "close", "half-year").out == "Closed by one person: no scrutineer has an account.\n"
    assert "closed by one person" in did(empty, "result", "half-year").out


def test_paper_joins_at_closing_valid_or_void_with_its_reason(office):
    paper = table(office, "paper.csv", COLUMNS, "90,80,70", ",,", "90,91,92", "1,2,101", "5,5,5", "88,,70")
    enter = ("paper", "half-year", "--group", "cadres", "--csv", paper)
    assert refused(office, *enter) == "Paper ballots are entered while the session is paused."
    did(office, "open", "half-year")
    assert refused(office, *enter) == "Paper ballots are entered while the session is paused."
    did(office, "pause", "half-year")
    other = ("paper", "half-year", "--group", "cadres", "--csv", table(office, "bad.csv", "alpha,beta,delta", "1,2,3"))
    assert refused(office, *other).startswith("The columns must be exactly the departments' ids; look at delta, gamma")
    assert refused(office, *enter[:3], "heads", *enter[4:]) == "The group heads has no slips in this session."
    assert did(office, *enter).out == "3 valid, 3 void ballots entered.\n"
    close(office)
    result = did(office, "result", "half-year", "--json").json
    assert result["groups"]["cadres"] == {"issued": 26, "returned": 6, "valid": 3, "void": 3}
    assert result["void"] == {"all_same": 1, "out_of_range": 1, "over_excellent_cap": 1}
    assert did(office, "check", "--json").json["ok"] is True


def test_annulling_takes_two_people_and_shows_nothing_ever(office):
    did(office, "open", "half-year")
    annul = ("annul", "half-year", "--reason", "the fire alarm")
    assert refused(office, *annul).startswith("This needs a scrutineer")
    assert refused(office, *annul[:3], " ", "--scrutineer", "scrutineer", stdin=SIGNED).startswith("Annulling needs")
    done = did(office, *annul, "--scrutineer", "scrutineer", stdin=SIGNED)
    assert done.out == "Annulled. It is held anew as half-year-2, with new slips.\n"
    assert refused(office, "result", "half-year") == "The session was annulled; nothing of it is shown."
    assert refused(office, "open", "half-year") == "The session was annulled."
    did(office, "slips", "half-year-2", "--csv", office.folder / "again.csv")
    assert len(read_slips(office.folder / "again.csv")) == 32
    did(office, "open", "half-year-2")
    close(office, "half-year-2")
    standing = did(office, "standing", "--json").json
    assert list(standing["departments"][0]["reviews"]) == ["half-year", "year-end"]


def test_the_projector_s_address_has_its_key(office):
    address = did(office, "screen", "half-year", PUBLIC_URL="https://vote.example").out
    assert re.fullmatch(r"https://vote\.example/screen/half-year#[\w-]{20,}\n", address)
    assert address != did(office, "screen", "year-end", PUBLIC_URL="https://vote.example").out


# ---- documents, copies, checks ----


def test_json_is_one_document_and_nothing_else(office):
    did(office, "open", "half-year")
    close(office)
    for command in ("result half-year", "standing", "check"):
        document = did(office, *command.split(), "--json").out
        assert isinstance(json.loads(document), dict)
        assert CHINESE.search(document) is not None or "\\u" not in document


def test_exports_are_written_by_the_file_s_ending(empty):
    did(empty, "load", DEMO_PLAN)
    did(empty, "assess", DEMO_POINTS)
    for name, start in (("a.xlsx", b"PK"), ("a.csv", b"\xef\xbb\xbfrank,department,"), ("A.JSON", b"{")):
        did(empty, "export", empty.folder / name)
        assert (empty.folder / name).read_bytes().startswith(start)
    done = empty.inside("export", empty.folder / "nowhere" / "a.csv")
    assert (done.code, done.err.count("\n")) == (1, 1)


def test_a_backup_is_a_whole_office_that_passes_the_check(office):
    did(office, "open", "half-year")
    did(office, "backup", office.folder / "copy.db")
    copy = {"DATABASE_URL": f"sqlite:///{office.folder / 'copy.db'}"}
    assert did(office, "check", **copy).out == "Everything agrees.\n"
    did(office, "pause", "half-year", **copy)
    did(office, "pause", "half-year")
    assert dump(office.folder / "copy.db").keys() == dump(office.database).keys()
    assert not (office.folder / "nowhere").exists()
    assert office.inside("backup", office.folder / "nowhere" / "copy.db").code == 1


def test_the_check_names_what_was_changed_by_hand(office):
    did(office, "open", "half-year")
    with sqlite3.connect(office.database) as door:
        door.execute("UPDATE journal SET actor = 'somebody else' WHERE position = 2")
        door.execute("UPDATE slip SET state = 'returned' WHERE grp = 'leadership' AND review = '2026/half-year'")
    door.close()
    done = office.inside("check")
    assert done.code == 1
    assert "journal: entry 2 was changed" in done.out
    assert "2026/half-year leadership: 0 slips counted as returned, but 12 are" in done.out
    assert re.fullmatch(r"The check found \d+ faults\.\n", done.err)
    document = office.inside("check", "--json")
    assert (document.code, document.json["ok"]) == (1, False)
    assert document.json["faults"] == done.out.splitlines()


# ---- the server ----


def test_serve_answers_keeps_its_key_and_stops_when_told(office):
    with office.served() as server:
        assert server.stop() == 0
    assert stat.S_IMODE((office.folder / "voting.key").stat().st_mode) == 0o600


def test_serve_says_when_its_port_is_taken(office):
    with office.served():
        done = office.command("serve")
    assert (done.code, done.out) == (1, "")
    assert re.fullmatch(rf"[^\n]*{office.port}[^\n]*\n", done.err), done.err
