"""What accounts, targets and inspections leave in the journal: every act, with the keys that were judged."""

from __future__ import annotations

from tests.support.desk import ALPHA, BOSS, DAILY_ITEMS, INSIDER, INSPECTOR, OUTSIDER, drafts
from tests.support.evidence import png
from tests.support.journals import journal_of
from tests.support.world import SMALL_PLAN
from voting.actions.accounts import (
    change_account,
    change_password,
    first_password,
    give_new_word,
    invite,
    remove_account,
    set_disabled,
)
from voting.actions.assess import enter_points, withdraw_points
from voting.actions.check import check
from voting.actions.desk.evidence import Upload
from voting.actions.desk.inspections import (
    Seen,
    finish_component,
    judge_inspection,
    record_inspection,
    reopen_component,
    reverse_inspection,
)
from voting.actions.desk.targets import add_note, return_targets, save_targets
from voting.actions.years import load_plan
from voting.domain.roles import Person

LISTED = {"year", "department", "component", "digest"}
KEYS = {
    "staff": {"name", "role", "department", "scrutineer"},
    "staff_word": {"name", "scrutineer"},
    "staff_first": {"name"},
    "staff_password": {"name"},
    "staff_change": {"name", "role", "department", "before", "scrutineer"},
    "staff_off": {"name", "scrutineer"},
    "staff_on": {"name", "scrutineer"},
    "staff_remove": {"name", "scrutineer"},
    "targets": {*LISTED, "items"},
    "targets_submit": {*LISTED, "items"},
    "targets_approve": LISTED,
    "targets_return": {*LISTED, "reason"},
    "targets_fit": {"year", "removed", "digest"},
    "progress": {"year", "department", "target", "progress", "files"},
    "inspection": {"year", "records", "files", "digest"},
    "inspection_reverse": {"year", "records", "files", "digest"},
    "inspection_verify": {"year", "number", "department", "reason", "digest"},
    "inspection_refuse": {"year", "number", "department", "reason", "digest"},
    "component_finish": {*LISTED, "note"},
    "component_reopen": {*LISTED, "note"},
    "assess": {"year", "figures", "digest", "disqualified"},
    "points_withdraw": LISTED,
}
"""All that such an entry may say: people in office, departments, items and points. Nothing of any voter is near."""


def test_every_act_is_in_the_journal_with_the_keys_that_were_judged(desk):
    world, tools = desk.world, desk.world.tools
    begun = len(journal_of(world))
    word = invite(tools, BOSS, "wang", "viewer").word
    first_password(tools, "wang", word, "long enough", "long enough")
    change_password(tools, Person("wang", "viewer"), "long enough", "longer still", "longer still")
    change_account(tools, BOSS, "wang", "assessor", department="alpha")
    give_new_word(tools, BOSS, "wang")
    for disabled in (True, False):
        set_disabled(tools, BOSS, "wang", disabled=disabled)
    invite(tools, BOSS, "li", "viewer")
    remove_account(tools, BOSS, "li")

    desk.submit("gamma")
    load_plan(tools, SMALL_PLAN.replace('[[departments]]\nid = "gamma"\nname = "丙办"\nheadcount = 15\n', ""))
    save_targets(tools, ALPHA, "alpha", "daily", drafts({"Roads": ""}))
    save_targets(tools, ALPHA, "alpha", "daily", [])
    desk.submit()
    return_targets(tools, INSPECTOR, "alpha", "daily", "again")
    save_targets(tools, ALPHA, "alpha", "daily", [])
    desk.approve()
    add_note(tools, ALPHA, desk.key("Roads"), "40", "half", [Upload("road.png", png())])
    photo = [Upload("hole.png", png())]
    record_inspection(tools, INSPECTOR, Seen(desk.key("Roads"), "spot", "2026-03-18", "-1", "a hole"), photo)
    reverse_inspection(tools, INSPECTOR, desk.last_record("Roads"), "the next street")
    for accept in (True, False):
        desk.inspect("Roads", "-1", INSIDER)
        judge_inspection(tools, OUTSIDER, desk.last_record("Roads"), accept=accept, reason="looked again")
    finish_component(tools, INSPECTOR, "alpha", "daily", "a quiet year")
    reopen_component(tools, INSPECTOR, "alpha", "daily")
    enter_points(tools, INSPECTOR, "alpha", "daily", "60", "by the minutes")
    withdraw_points(tools, INSPECTOR, "alpha", "daily")

    found: dict[str, set[str]] = {}
    for _actor, action, detail in journal_of(world)[begun:]:
        found.setdefault(action, set()).update(detail)
    assert found.pop("load") == {"year", "plan", "digest", "dead_slips"}
    assert found == KEYS
    assert check(world.database) == []
    hashes = [detail["files"] for _actor, action, detail in journal_of(world) if action in ("progress", "inspection")]
    assert [len(each) for each in hashes] == [1, 1, 0, 0]
    assert DAILY_ITEMS.keys() == {line.item.text for line in desk.component().items}
