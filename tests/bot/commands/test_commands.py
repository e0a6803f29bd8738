"""Every command does its work, and what somebody got wrong is one clear line and exit 2."""

from __future__ import annotations

import re
import socket
import subprocess
import sys

import pytest
from sqlalchemy import text

from bot import clock
from handlers import binding_codes as shape
from storage import binding_codes, schema, staff
from storage.db import Database
from storage.store import LineStore

ESTATE = (
    "--estate",
    "LH",
    "--estate-name",
    "丽湖花园",
    "--timezone",
    "Asia/Shanghai",
    "--jurisdiction",
    "CN",
)
ALL_OF_IT = (*ESTATE, "--phone", "400-000-0000", "--language", "zh-Hans")


def test_the_start_of_a_command_is_quick_and_loads_nothing_heavy() -> None:
    heavy = "{'sqlalchemy', 'aiohttp', 'numpy', 'telegram', 'pydantic', 'openpyxl', 'sklearn'}"
    code = f"import sys, bot.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_a_command_the_commands_are_listed(ownerline) -> None:
    shown = ownerline("--help").stdout
    assert [
        name
        for name in ("run", "check-config", "migrate", "import", "bind", "handbook", "staff", "demo", "nlu")
        if name not in shown
    ] == []


def test_the_reader_has_its_own_commands(ownerline) -> None:
    shown = ownerline("nlu", "--help")
    assert shown.exit_code == 0
    assert "train" in shown.stdout


def test_migrate_prepares_a_database_once(on_both) -> None:
    first, second = on_both("migrate"), on_both("migrate")
    assert first.stdout.splitlines() == ["  The tables of the first version.", "Done."]
    assert second.stdout == "Nothing to do.\n"


def test_a_newer_database_is_one_clear_line_for_every_command(on_both, empty_database_url) -> None:
    on_both("migrate")
    database = Database(empty_database_url)
    with database.transaction() as connection:
        connection.execute(text("UPDATE schema_version SET version_num = '9999'"))
    for words in (("migrate",), ("demo", "load"), ("staff", "list"), ("run",)):
        done = on_both(*words)
        assert (done.exit_code, done.stderr) == (2, f"{schema.REFUSALS[schema.State.NEWER]}\n")
    database.close()


@pytest.mark.parametrize(
    "words", [("migrate",), ("check-config",), ("run",), ("demo", "load"), ("bind", "x")]
)
def test_a_wrong_setting_is_one_clear_line_for_every_command(ownerline, alone, words) -> None:
    (alone / "config.yaml").write_text("web:\n  prot: 1\n", "utf-8")
    done = ownerline(*words)
    assert (done.exit_code, done.stderr) == (2, "web.prot: there is no such setting\n")


def test_the_settings_come_from_the_file_that_is_named(ownerline, alone, monkeypatch) -> None:
    other = alone / "other.yaml"
    other.write_text("log:\n  level: loud\n", "utf-8")
    assert "log.level" in ownerline("--config", other, "migrate").stderr
    monkeypatch.setenv("OWNERLINE_CONFIG", str(other))
    assert "log.level" in ownerline("migrate").stderr
    assert "none.yaml: cannot be read" in ownerline("--config", "none.yaml", "migrate").stderr


def test_import_makes_an_estate_and_says_what_it_did(on_both, alone) -> None:
    (alone / "units.csv").write_text("楼栋,房号\n3栋,3-2-1502\n", "gbk")
    done = on_both("import", "units.csv", *ALL_OF_IT)
    assert (done.exit_code, done.stdout.splitlines()) == (
        0, ["estates 1 new, 0 changed, 0 unchanged", "units   1 new, 0 changed, 0 unchanged"],
    )  # fmt: skip
    assert on_both("import", "units.csv").stdout.splitlines() == ["units   0 new, 0 changed, 1 unchanged"]


def test_import_tells_mistakes_and_keeps_nothing(ownerline, alone) -> None:
    (alone / "units.csv").write_text("building,unit,delivered_on\nA,A1,soon\n", "utf-8")
    done = ownerline("import", "units.csv", *ALL_OF_IT)
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-2:] == [
        "units.csv, row 2, delivered_on: “soon” is not a date; write it like 2021-06-30", "Nothing was imported.",
    ]  # fmt: skip
    assert "There is no estate yet" in ownerline("bind", "A1").stderr


def test_a_trial_import_says_that_it_was_one(ownerline, alone) -> None:
    (alone / "units.csv").write_text("building,unit\nA,A1\n", "utf-8")
    assert "Nothing was kept" in ownerline("import", "units.csv", *ALL_OF_IT, "--dry-run").stdout
    assert "There is no estate yet" in ownerline("bind", "A1").stderr


def test_options_of_an_estate_need_its_code(ownerline) -> None:
    done = ownerline("import", "units.csv", "--phone", "1")
    assert (done.exit_code, done.stderr) == (2, "The options of an estate need its code: --estate CODE.\n")


def test_bind_makes_a_code_that_opens_the_unit(on_both, empty_database_url, alone) -> None:
    on_both("demo", "load")
    done = on_both("bind", "3-2-1502", "--person", "吴佳怡", "--bot", "@lake_bot", "--qr", "door.svg")
    assert done.exit_code == 0, done.stderr
    printed = re.search(r"Code for 3-2-1502 +(\S+)", done.stdout)[1]
    payload = re.search(r"Web +http://127\.0\.0\.1:0/chat\?start=(\S+)", done.stdout)[1]
    assert f"https://t.me/lake_bot?start={payload}" in done.stdout
    assert len(payload) <= 64
    assert "<svg" in (alone / "door.svg").read_text("utf-8")
    typed, linked = shape.typed(printed), shape.linked(payload)
    database = Database(empty_database_url)
    with database.reading() as connection:
        code = binding_codes.by_selector(connection, typed.selector)
    database.close()
    assert typed.opens(code.code_hash, code.link_hash)
    assert linked.opens(code.code_hash, code.link_hash)
    assert (code.role, code.used_at) == ("family", None)
    assert code.person_id is not None
    assert abs((code.expires_at - clock.now()).total_seconds() / 3600 - 168) < 1
    assert (alone / "door.svg").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("3-2-1592",), "丽湖花园 has no unit 3-2-1592. Did you mean 3-2-1502"),
        (("3-2-1502", "--person", "Nobody"), "Nobody is not known in 3-2-1502; known there: 林晓梅, 吴佳怡."),
        (
            ("3-2-1502", "--role", "king"),
            "There is no role king; there are owner, family, tenant, renovation.",
        ),
        (
            ("3-2-1502", "--role", "renovation"),
            "Whoever renovates works there for a period; give its last day with --until.",
        ),
        (("3-2-1502", "--until", "May"), "May is not a date; write it like 2026-12-31."),
        (
            ("3-2-1502", "--until", "2020-05-31"),
            "The period in 3-2-1502 ended on 2020-05-31; give the new last day with --until.",
        ),
        (("3-2-1502", "--estate", "XX"), "There is no estate XX; there are LH"),
        (("3-2-1502", "--qr", "door.bmp"), "door.bmp: a QR picture ends in .svg or .png."),
        (("3-2-1502", "--qr", "none/door.svg"), "cannot be written (No such file or directory)"),
    ],
)
def test_bind_says_what_is_wrong(ownerline, words, told) -> None:
    ownerline("demo", "load")
    done = ownerline("bind", *words)
    assert done.exit_code == 2
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_code_that_could_not_be_shown_is_not_kept(ownerline, alone) -> None:
    ownerline("demo", "load")
    ownerline("bind", "3-2-1502", "--qr", "none/door.svg")
    database = Database("sqlite:///data/ownerline.db")
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM binding_codes")).scalar() == 0
    database.close()


def test_staff_are_added_listed_and_let_in_once(on_both, empty_database_url) -> None:
    on_both("demo", "load")
    assert (
        on_both("staff", "add", "Ann", "--role", "engineer", "--telegram-id", "4242").stdout
        == "Ann is on the staff of 丽湖花园.\n"
    )
    assert "Ann" in on_both("staff", "list").stdout
    link = on_both("staff", "sign-in-link", "Ann").stdout.strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:0/staff/sign-in/[\w-]{43}", link)
    from bot.web.staff.door import token_hash

    database = Database(empty_database_url)
    for expected in ("Ann", None):
        with database.transaction() as connection:
            who = staff.use_sign_in(connection, token_hash(link.rsplit("/", 1)[1]), clock.now())
        assert (who.name if who else None) == expected
    database.close()


def test_whoever_is_taken_off_the_staff_is_out_at_once_and_may_come_back(on_both, empty_database_url) -> None:
    on_both("demo", "load")
    on_both("staff", "add", "Ann", "--telegram-id", "4242")
    assert on_both("staff", "remove", "Ann").stdout.startswith("Ann is off the staff.")
    assert "Ann" not in on_both("staff", "list").stdout
    database = Database(empty_database_url)
    with database.reading() as connection:
        assert staff.by_telegram(connection, "4242") is None
        assert staff.is_former(connection, "4242")
    database.close()
    on_both("staff", "add", "Ann", "--telegram-id", "4242")
    assert "4242" in on_both("staff", "list").stdout


def test_what_a_leaver_held_has_another_holder_at_once(on_both, empty_database_url) -> None:
    on_both("demo", "load")
    on_both(
        "staff",
        "add",
        "Ann",
        "--skills",
        "home.leak",
        "--speaks",
        "yue",
        "--capacity",
        "5",
        "--hours",
        "8:00-20:00",
    )
    database = Database(empty_database_url)
    with database.transaction() as connection:
        store = LineStore(connection)
        who = staff.by_name(connection, "Ann")
        assert who
        assert (who.skills, who.speaks, who.capacity, who.hours) == (
            ("home.leak",),
            ("yue",),
            5,
            "08:00-20:00",
        )
        values = {"channel": "phone", "intent": "repair", "urgency": "N", "summary": "x", "words": "x", "language": "en",
                  "reading": {}, "respond_by": clock.now()}  # fmt: skip
        ticket = store.tickets.open(estate_id=who.estate_ids[0], now=clock.now(), holder_id=who.id, **values)
    assert "1 of their tickets have a new holder." in on_both("staff", "remove", "Ann").stdout
    with database.reading() as connection:
        store = LineStore(connection)
        after = store.tickets.by_id(ticket.id)
        assert after
        assert after.holder_id not in (None, who.id)
        assert [one.kind for one in store.tickets.timeline(after)] == ["holder_left", "assigned"]
    database.close()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("remove", "Nobody"), "There is no Nobody on the staff."),
        (("add", "王芳"), "王芳 is on the staff already."),
        (
            ("add", "Ann", "--role", "chef"),
            "“chef” is none of housekeeper, engineer, security, officer, expert, manager",
        ),
        (("add", "Ann", "--telegram-id", "@ann"), "not a Telegram number"),
        (("add", "Ann", "--skills", "cooking"), "“cooking” is the beginning of no code"),
        (("add", "Ann", "--hours", "all day"), "not hours of duty"),
        (("add", "Ann", "--estate", "XX"), "There is no estate XX"),
        (("sign-in-link", "Nobody"), "There is no Nobody on the staff."),
    ],
)
def test_staff_commands_say_what_is_wrong(ownerline, words, told) -> None:
    ownerline("demo", "load")
    done = ownerline("staff", *words)
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert told in done.stderr


def test_of_two_namesakes_the_estate_decides(ownerline, alone) -> None:
    ownerline("demo", "load")
    (alone / "e.csv").write_text(
        "code,name,timezone,jurisdiction,language,phone\nGV,Garden View,Asia/Hong_Kong,HK,en,1\n", "utf-8"
    )
    ownerline("import", "e.csv")
    assert ownerline("staff", "add", "王芳", "--estate", "GV").exit_code == 0
    assert (
        "There are 2 on the staff called 王芳; say which with --estate"
        in ownerline("staff", "sign-in-link", "王芳").stderr
    )
    assert ownerline("staff", "sign-in-link", "王芳", "--estate", "GV").exit_code == 0


def test_run_says_when_the_port_is_taken(ownerline, monkeypatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("OWNERLINE_WEB__PORT", str(taken.getsockname()[1]))
        done = ownerline("run", "--demo")
    assert done.exit_code == 2
    assert "address already in use" in done.stderr.splitlines()[-1].lower()
