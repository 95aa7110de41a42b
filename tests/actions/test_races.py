"""The short form of the races: a round or two of each. The long one is in ``make soak``."""

from __future__ import annotations

import pytest

from tests.soak.races import RACES, Race, run

PHONES = {"500 phones against one close": 120}


@pytest.mark.parametrize(("name", "hold", "size", "_long", "rounds"), RACES, ids=[race[0] for race in RACES])
def test_everybody_at_the_same_moment(tmp_path, name, hold, size, _long, rounds):
    race = run(tmp_path, Race(name), hold, PHONES.get(name, size), rounds)
    assert race.clean, str(race)
    assert race.answers


def test_a_race_that_ends_wrongly_is_not_clean():
    race = Race("any")
    race.must(True, "this holds")
    assert race.clean
    race.must(False, "one ballot too many")
    assert (race.clean, race.faults) == (False, ["one ballot too many"])
