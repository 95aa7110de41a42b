"""Settings: each has its default, a bad value stops the start with one sentence, and phones get an address."""

from __future__ import annotations

import dataclasses
from ipaddress import ip_network

import pytest

from voting import settings as module
from voting.settings import SETTINGS, BadSetting, Settings, read_settings

DEFAULTS = Settings(
    database_url="sqlite:///data/voting.db",
    host="127.0.0.1",
    port=5000,
    public_url="http://127.0.0.1:5000",
    secret_key=None,
    language="zh",
    files="",
    trusted_proxies=(),
)


def test_without_an_environment_every_setting_has_its_default():
    assert read_settings({}) == DEFAULTS


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("empty", ["", "   ", "\n"])
def test_an_empty_value_is_the_default(name, empty):
    assert read_settings({name: empty}) == DEFAULTS


def test_the_table_names_every_setting_with_its_default_and_its_meaning():
    assert {name: setting.default for name, setting in SETTINGS.items()} == {
        "DATABASE_URL": "sqlite:///data/voting.db",
        "HOST": "127.0.0.1",
        "PORT": "5000",
        "PUBLIC_URL": "",
        "SECRET_KEY": "",
        "LANGUAGE": "zh",
        "FILES": "",
        "TRUSTED_PROXIES": "",
    }
    assert [name for name, setting in SETTINGS.items() if len(setting.meaning.split()) < 4] == []


def test_settings_are_read_and_others_are_not():
    environment = {
        "DATABASE_URL": "postgresql://voting@db.example:5433/voting", "HOST": "192.168.1.20", "PORT": " 8080 ",
        "PUBLIC_URL": "https://vote.example/", "SECRET_KEY": "sixteen letters!", "LANGUAGE": "en", "DEBUG": "1",
        "FILES": "/srv/files", "TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/24 ::1",
    }  # fmt: skip
    assert read_settings(environment) == Settings(
        database_url="postgresql://voting@db.example:5433/voting",
        host="192.168.1.20",
        port=8080,
        public_url="https://vote.example",
        secret_key="sixteen letters!",
        language="en",
        files="/srv/files",
        trusted_proxies=(ip_network("127.0.0.1"), ip_network("10.0.0.0/24"), ip_network("::1")),
    )


def test_settings_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        read_settings({}).port = 80


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "data/voting.db", "DATABASE_URL must start with sqlite:/// or postgresql://."),
        ("DATABASE_URL", "sqlite://voting.db", "DATABASE_URL must start with sqlite:/// or postgresql://."),
        ("DATABASE_URL", "mysql://user@host/name", "DATABASE_URL must start with sqlite:/// or postgresql://."),
        ("PORT", "0", "PORT must be a number from 1 to 65535."),
        ("PORT", "65536", "PORT must be a number from 1 to 65535."),
        ("PORT", "-1", "PORT must be a number from 1 to 65535."),
        ("PORT", "5000.0", "PORT must be a number from 1 to 65535."),
        ("PORT", "５０００", "PORT must be a number from 1 to 65535."),
        ("PORT", "http", "PORT must be a number from 1 to 65535."),
        ("SECRET_KEY", "fifteen letters", "SECRET_KEY must have at least 16 characters."),
        ("LANGUAGE", "de", "LANGUAGE must be zh or en."),
        ("LANGUAGE", "ZH", "LANGUAGE must be zh or en."),
        *[
            ("TRUSTED_PROXIES", value, "TRUSTED_PROXIES must list addresses or networks, such as 127.0.0.1 or 10.0.0.0/24.")
            for value in ("nginx", "10.0.0.1/24", "0.0.0.0/0", "::/0", "*", "1", "127.0.0.1;10.0.0.1")
        ],
        *[
            ("PUBLIC_URL", value, "PUBLIC_URL must start with http:// or https:// and have no fragment.")
            for value in ("vote.example", "ftp://vote.example", "//vote.example", "http:vote.example",
                          "https://vote.example/#b", "https://vote.example?x=1", "https://vote .example",
                          "http://", "https:///")
        ],
    ],
)  # fmt: skip
def test_a_bad_value_stops_the_start_with_one_sentence(name, value, sentence):
    with pytest.raises(BadSetting) as refused:
        read_settings({name: value})
    assert str(refused.value) == sentence


def test_a_secret_is_not_in_the_sentence_that_refuses_it():
    with pytest.raises(BadSetting) as refused:
        read_settings({"SECRET_KEY": "too short"})
    assert "too short" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "1"),
        ("PORT", "65535"),
        ("SECRET_KEY", "x" * 16),
        ("LANGUAGE", "en"),
        ("DATABASE_URL", "sqlite:////srv/v.db"),
    ],
)
def test_values_at_the_edge_are_taken(name, value):
    changed = {
        "PORT": {"port": int(value) if value.isdigit() else 0, "public_url": f"http://127.0.0.1:{value}"},
        "SECRET_KEY": {"secret_key": value},
        "LANGUAGE": {"language": value},
        "DATABASE_URL": {"database_url": value},
    }
    assert read_settings({name: value}) == dataclasses.replace(DEFAULTS, **changed[name])


# --- The address phones use


@pytest.fixture
def in_the_room(monkeypatch):
    monkeypatch.setattr(module, "_lan_address", lambda: "192.168.7.9")


@pytest.mark.usefixtures("in_the_room")
@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, "http://127.0.0.1:5000"),
        ({"PORT": "8080"}, "http://127.0.0.1:8080"),
        ({"HOST": "0.0.0.0"}, "http://192.168.7.9:5000"),
        ({"HOST": "0.0.0.0", "PORT": "80"}, "http://192.168.7.9:80"),
        ({"HOST": "::"}, "http://192.168.7.9:5000"),
        ({"HOST": "192.168.1.5"}, "http://192.168.1.5:5000"),
        ({"HOST": "::1"}, "http://[::1]:5000"),
        ({"HOST": "0.0.0.0", "PUBLIC_URL": "https://vote.example"}, "https://vote.example"),
        ({"PUBLIC_URL": "https://vote.example/"}, "https://vote.example"),
        ({"PUBLIC_URL": "https://vote.example:8443/office/"}, "https://vote.example:8443/office"),
        ({"PUBLIC_URL": "http://10.0.0.3:5000"}, "http://10.0.0.3:5000"),
        ({"PUBLIC_URL": "  https://vote.example  "}, "https://vote.example"),
    ],
)
def test_the_address_phones_use(environment, address):
    assert read_settings(environment).public_url == address


def test_the_address_in_the_room_is_one_of_this_machine():
    parts = module._lan_address().split(".")
    assert [0 <= int(part) <= 255 for part in parts] == [True] * 4


def test_without_a_network_the_address_is_this_machine_itself(monkeypatch):
    class Unplugged:
        def __init__(self, *_kind):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_error):
            pass

        def connect(self, _address):
            raise OSError("Network is unreachable")

    monkeypatch.setattr(module.socket, "socket", Unplugged)
    assert read_settings({"HOST": "0.0.0.0"}).public_url == "http://127.0.0.1:5000"
