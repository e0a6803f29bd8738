"""The demonstration estate: loaded once, mended when loaded again, and never mixed up with a real one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot import demo
from bot.settings import Settings
from bot.web.staff.door import token_hash
from handlers import binding_codes as shape
from handlers.notices.drafting import may_announce
from storage import binding_codes, estates, people, register, staff
from storage.db import Database, StorageError

SETTINGS = Settings()


def test_it_is_an_estate_of_a_believable_size(database: Database) -> None:
    assert demo.ensure(database)
    assert not demo.ensure(database)
    with database.reading() as connection:
        estate = estates.by_code(connection, demo.CODE)
        units = register.units_of(connection, estate.id)
        residents = register.residents_of(connection, estate.id)
        serving = staff.serving(connection, estate.id)
        assert len(estates.buildings_of(connection, (estate.id,))) == 3
    assert (estate.timezone, estate.jurisdiction, len(units)) == ("Asia/Shanghai", "CN", 60)
    assert Counter(one.role for one in serving) == {
        "manager": 1,
        "housekeeper": 2,
        "engineer": 1,
        "security": 2,
        "officer": 1,
        "expert": 1,
        "director": 1,
        "executive": 1,
    }
    assert 60 <= len(residents) <= 75
    assert {one.language for one in residents} == {"zh-Hans", "zh-Hant", "en"}
    assert all(one.phone is None or one.phone.startswith("+861990000") for one in residents)
    assert all(unit.housekeeper_id for unit in units.values())


def test_loading_it_again_mends_it_and_adds_nothing(database: Database) -> None:
    demo.load(database)
    assert (demo.load(database).of("new"), demo.load(database).of("changed")) == (0, 0)
    with database.transaction() as connection:
        connection.execute(text("UPDATE units SET floor = '99' WHERE label = '3-2-1502'"))
    assert demo.load(database).of("changed") == 1


def test_it_is_never_loaded_beside_a_real_estate(database: Database) -> None:
    with database.transaction() as connection:
        estates.add_estate(
            connection, code="GV", name="Garden View", timezone="Asia/Hong_Kong", jurisdiction="HK", language="en", phone="1"
        )  # fmt: skip
    assert not demo.ensure(database)
    with pytest.raises(StorageError, match="a real estate"):
        demo.load(database)
    with database.reading() as connection:
        assert not demo.serves_demonstration(connection)


def test_its_links_let_an_owner_and_two_who_may_approve_each_others_notices_in(
    database: Database, now: Any
) -> None:
    demo.load(database)
    with database.transaction() as connection:
        links = demo.links(connection, SETTINGS, now)
        given = shape.linked(links.chat.rsplit("=", 1)[1])
        code = binding_codes.by_selector(connection, given.selector)
        assert given.opens(code.code_hash, code.link_hash)
        assert people.by_id(connection, code.person_id).name == demo.OWNER
        who = staff.use_sign_in(connection, token_hash(links.staff.rsplit("/", 1)[1]), now)
        assert (who.name, who.role) == (demo.MANAGER, "manager")
        other = staff.use_sign_in(connection, token_hash(links.colleague.rsplit("/", 1)[1]), now)
        assert other.id != who.id
        assert may_announce(who)
        assert may_announce(other)
        assert demo.links(connection, SETTINGS, now) != links
    assert links.health == "http://127.0.0.1:8460/health"


def test_reset_starts_over(ownerline, alone: Path) -> None:
    ownerline("demo", "load")
    ownerline("staff", "add", "Ann")
    (alone / "data/media").mkdir()
    (alone / "data/media/photo.jpg").write_bytes(b"x")
    done = ownerline("demo", "reset", "--yes")
    assert done.exit_code == 0, done.stderr
    assert "Ann" not in ownerline("staff", "list").stdout
    assert not (alone / "data/media").exists()


def test_reset_asks_first(ownerline, alone: Path) -> None:
    ownerline("demo", "load")
    ownerline("staff", "add", "Ann")
    assert ownerline("demo", "reset", input="n\n").exit_code == 1
    assert "Ann" in ownerline("staff", "list").stdout


def test_reset_of_nothing_loads(ownerline) -> None:
    assert ownerline("demo", "reset").exit_code == 0
    assert "王芳" in ownerline("staff", "list").stdout


def test_reset_refuses_what_is_not_the_demonstrations(
    ownerline, alone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (alone / "e.csv").write_text(
        "code,name,timezone,jurisdiction,language,phone\nLH,Lake,Asia/Shanghai,CN,en,1\n", "utf-8"
    )
    ownerline("import", "e.csv")
    done = ownerline("demo", "reset", "--yes")
    assert (done.exit_code, "holds a real estate" in done.stderr) == (2, True)
    assert (alone / "data/ownerline.db").exists()
    monkeypatch.setenv("OWNERLINE_STORAGE__URL", "postgresql://localhost/x")
    assert "only an embedded database" in ownerline("demo", "reset", "--yes").stderr


def test_reset_refuses_a_database_in_use(ownerline) -> None:
    from storage.locks import Lock

    ownerline("demo", "load")
    database = Database("sqlite:///data/ownerline.db")
    running = Lock(database, "run")
    running.hold()
    assert "is running on this database" in ownerline("demo", "reset", "--yes").stderr
    running.release()
    database.close()


def test_reset_refuses_another_programs_file(ownerline, alone: Path) -> None:
    (alone / "data").mkdir()
    database = Database("sqlite:///data/ownerline.db")
    with database.transaction() as connection:
        connection.execute(text("CREATE TABLE recipes (title TEXT)"))
    database.close()
    assert "tables of something else" in ownerline("demo", "reset", "--yes").stderr
    (alone / "data/ownerline.db").write_text("not a database at all", "utf-8")
    assert ownerline("demo", "reset", "--yes").exit_code == 2
    assert (alone / "data/ownerline.db").exists()
