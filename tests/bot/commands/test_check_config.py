"""check-config says everything that would keep the line from working, and touches nothing."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.db import Database

TOP = "problem: tickets.escalation: nobody at the top of the ladder of GV (level executive: executive)"
ESTATE = "code,name,timezone,jurisdiction,language,phone\nGV,Garden View,Asia/Hong_Kong,HK,en,1\n"
PAGING = "paging: an emergency reaches staff by"
ROUTES = {
    "OWNERLINE_TELEGRAM__TOKEN": "1:a",
    "OWNERLINE_TELEGRAM__STAFF_GROUP": "-100",
    "OWNERLINE_PAGING__WEBHOOK": "https://sms.example",
}


def test_settings_that_can_be_used(ownerline, alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ROUTES.items():
        monkeypatch.setenv(name, value)
    done = ownerline("check-config")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "The defaults and the environment: the settings can be used.\n"
    assert list(alone.iterdir()) == []


def test_a_database_that_works_is_no_finding(on_both) -> None:
    on_both("migrate")
    done = on_both("check-config")
    assert (done.exit_code, [line.split(":")[0] for line in done.stderr.splitlines()]) == (0, ["warning"])


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"TELEGRAM__MODE": "webhook", "TELEGRAM__WEBHOOK_SECRET": "s", "TELEGRAM__TOKEN": "1:a"}, "problem: telegram.mode: webhook needs web.base_url"),
        ({"TELEGRAM__MODE": "webhook", "TELEGRAM__WEBHOOK_SECRET": "s"}, "problem: telegram.mode: webhook needs telegram.token"),
        ({"TELEGRAM__STAFF_GROUP": "-100"}, "problem: telegram.staff_group: needs telegram.token"),
        ({"STORAGE__URL": "sqlite:////dev/null/ownerline.db"}, "problem: storage.url: /dev/null/ownerline.db cannot be made"),
        ({"STORAGE__MEDIA": "/dev/null/media"}, "problem: storage.media: files cannot be kept in /dev/null/media"),
        ({"STORAGE__URL": "postgresql://nobody@127.0.0.1:1/x"}, "problem: storage.url: the database cannot be used"),
        ({"WEB__HOST": "192.0.2.1"}, "problem: web.port: 192.0.2.1:0 cannot be used"),
        ({"WEB__HOST": "no.such.host.invalid"}, "problem: web.port: no.such.host.invalid:0 cannot be used"),
        ({"WEB__HOST": "0.0.0.0"}, "warning: web.base_url: is empty"),
        ({"WEB__BASE_URL": "http://line.example.org"}, "warning: web.base_url: is plain http"),
        ({}, f"warning: {PAGING} the staff pages and this terminal alone; set two ways"),
        ({"PAGING__WEBHOOK": "https://x"}, f"warning: {PAGING} paging.webhook; set a second way"),
    ],
)  # fmt: skip
def test_each_finding_is_named(
    ownerline, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], told: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(f"OWNERLINE_{name}", value)
    done = ownerline("check-config")
    assert [line for line in done.stderr.splitlines() if line.startswith(told)], done.stderr
    assert done.exit_code == (2 if told.startswith("problem") else 0)


def test_every_finding_is_named_at_once(ownerline, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("OWNERLINE_WEB__PORT", str(taken.getsockname()[1]))
        monkeypatch.setenv("OWNERLINE_TELEGRAM__STAFF_GROUP", "-100")
        done = ownerline("check-config")
    assert [line.split(":")[1].strip() for line in done.stderr.splitlines()] == [
        "web.port",
        "telegram.staff_group",
        "paging",
    ]


def test_a_default_estate_that_is_not_there(ownerline, monkeypatch: pytest.MonkeyPatch) -> None:
    ownerline("demo", "load")
    monkeypatch.setenv("OWNERLINE_ESTATE__DEFAULT", "XX")
    assert "problem: estate.default: there is no estate XX; there are: LH" in ownerline("check-config").stderr


def test_an_estate_with_one_manager_alone_is_warned_of(ownerline, alone: Path) -> None:
    """A complaint about the only manager would have nobody above it."""
    (alone / "e.csv").write_text(ESTATE, "utf-8")
    ownerline("import", "e.csv")
    ownerline("staff", "add", "Max", "--role", "manager")
    warned = [
        line for line in ownerline("check-config").stderr.splitlines() if line.startswith("warning: staff:")
    ]
    assert warned
    assert all("a complaint about a manager is then left to colleagues below" in line for line in warned)
    ownerline("staff", "add", "Second Manager", "--role", "manager", "--estate", "GV")
    assert "warning: staff:" not in ownerline("check-config").stderr


def test_a_database_of_something_else_and_a_broken_one(ownerline, alone: Path) -> None:
    database = Database("sqlite:///data/ownerline.db")
    with database.transaction() as connection:
        connection.execute(text("CREATE TABLE recipes (title TEXT)"))
    database.close()
    assert (
        "problem: storage.url: The database holds tables of something else"
        in ownerline("check-config").stderr
    )
    (alone / "data/ownerline.db").write_text("not a database at all", "utf-8")
    assert "problem: storage.url: the database cannot be used" in ownerline("check-config").stderr


def test_a_secret_is_never_shown(ownerline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNERLINE_TELEGRAM__TOKEN", "1:hush")
    monkeypatch.setenv("OWNERLINE_TELEGRAM__MODE", "webhook")
    monkeypatch.setenv("OWNERLINE_TELEGRAM__WEBHOOK_SECRET", "hush")
    monkeypatch.setenv("OWNERLINE_STORAGE__URL", "postgresql://me:hush@127.0.0.1:1/x")
    done = ownerline("check-config")
    assert done.exit_code == 2
    assert "hush" not in done.output


def test_a_ladder_without_people_is_told_level_by_level(
    ownerline, alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (alone / "e.csv").write_text(ESTATE, "utf-8")
    ownerline("import", "e.csv")
    told = [line for line in ownerline("check-config").stderr.splitlines() if PAGING not in line]
    assert told == [
        "warning: staff: nobody serves GV; its tickets have no holder (ownerline staff add)",
        "warning: tickets.escalation: nobody at level manager of GV (manager); it is passed over",
        "warning: tickets.escalation: nobody at level director of GV (director); it is passed over",
        f"{TOP}; add somebody, or end the ladder below",
    ]
    (alone / "config.yaml").write_text(
        "tickets: {escalation: {estates: {GV: [{name: manager, roles: [manager]}], XX: [{name: manager, roles: [manager]}]}}}",
        "utf-8",
    )
    for name in ("Max", "Mia"):
        ownerline("staff", "add", name, "--role", "manager")
    told = [line for line in ownerline("check-config").stderr.splitlines() if PAGING not in line]
    assert told == ["problem: tickets.escalation.estates: there is no estate XX; there are: GV"]


def test_a_ladder_that_goes_in_a_circle_is_refused(ownerline, alone: Path) -> None:
    (alone / "config.yaml").write_text(
        "tickets: {escalation: {ladder: [{name: a, roles: [manager]}, {name: b, roles: [manager]}]}}", "utf-8"
    )
    done = ownerline("check-config")
    assert done.exit_code == 2
    assert "the role manager stands twice, so the ladder would go in a circle" in done.stderr
