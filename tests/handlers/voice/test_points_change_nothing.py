"""Tension 2 of the requirements: a standing brings extras alone. The same life of a home, once as nobody in particular and once as a
member of the highest standing, a key customer, an officer and a fan, with a tier in the register and a pocket full of points, leaves
the same rows in every table but the club's own: tickets, clocks, promises, breaches, pages, escalations, warranty findings, quotes,
visits, assessments, decisions, appeals, follow-ups, and every message to anybody, word for word.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from handlers.staff.works import warranting
from storage import contacts, estates, staff
from storage.base import metadata
from storage.club import GROUPS, KINDS
from storage.db import Database
from storage.owner_store import OwnerStore
from storage.staff_store import StaffStore
from storage.store import LineStore
from tests.conversations import acting
from tests.support.house import House

#: The tables in which the two differ, because this is the difference.
OWN = {
    "points", "point_accounts", "points_waiting", "rewards", "redemptions", "club_members", "person_groups",
    "relationship_consents", "relationship_notes",
}  # fmt: skip

#: What is drawn by lot, and what is sealed with it.
BY_LOT = {"turn_id", "salt", "digest", "seal", "last_seal", "token_hash", "token", "uid"}

LIVES = yaml.safe_load((Path(__file__).parent / "lives.yaml").read_text("utf-8"))


@contextmanager
def house(folder: Path, now: datetime, template: Path, name: str) -> Iterator[House]:
    file = folder / f"{name}.db"
    file.write_bytes(template.read_bytes())
    database = Database(f"sqlite:///{file}")
    made = House(database, now)
    with database.transaction() as connection:
        for who, role, telegram in (
            ("Max", "manager", "910"),
            ("Dora", "director", "911"),
            ("Eve", "executive", "912"),
        ):
            staff.add(
                connection,
                name=who,
                role=role,
                language="en",
                telegram_id=telegram,
                estate_ids=(made.estate_id,),
            )
    yield made
    database.close()


def distinguish(made: House) -> None:
    """Ann becomes everything that somebody can become here."""
    with made.database.transaction() as connection:
        contact = contacts.at(connection, "telegram", "1")
        director = staff.by_name(connection, "Dora")
        unit = estates.unit_labelled(connection, made.estate_id, "3-2-1502")
        assert contact
        assert contact.person_id
        assert director
        assert unit
        estates.change_unit(connection, unit.id, tier="diamond")
        own, desk, line = (
            OwnerStore(connection, contact, made.now),
            StaffStore(connection, director),
            LineStore(connection),
        )
        assert own.club.join(made.now)
        assert own.club.consent(made.now, given=True)
        for number, rule in enumerate(("article", "event", "referral", "suggestion")):
            credit = {"rule": rule, "amount": 100, "reason": "x", "ref": str(number), "at": made.now}
            assert line.points.credit(contact.person_id, **credit, expires_at=made.now + timedelta(days=700))
        assert all(desk.club.put_into(contact.person_id, name, "vip", made.now) for name in GROUPS)
        assert all(desk.club.note(contact.person_id, kind, "x", "vip", made.now) for kind in KINDS)


async def done(made: House, step: dict[str, Any]) -> list[Any]:
    """A step of a life; beside those of conversations, {warranty: LH-1001}: a person finds the fault within the period."""
    if "warranty" not in step:
        return await acting.act(made, step)
    found = warranting.Found(component="seepage", outcome="within", responsible="developer")
    made.staff_does(
        step["warranty"], lambda request, store, ticket: warranting.confirm(request, store, ticket, found)
    )
    return made.heard("1")


def left_behind(made: House) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table but the club's own, without what is drawn by lot and without the register's tier."""
    with made.database.reading() as connection:
        return {
            table.name: [
                {
                    name: value
                    for name, value in row.items()
                    if name not in BY_LOT and (table.name, name) != ("units", "tier")
                }
                for row in connection.execute(table.select().order_by(table.c.id)).mappings()
            ]
            for table in metadata.sorted_tables
            if table.name not in OWN
        }


@pytest.mark.parametrize("life", [pytest.param(one, id=one["name"]) for one in LIVES])
async def test_the_same_life_leaves_the_same_rows(
    life: dict[str, Any], tmp_path: Path, sqlite_template: Path, now: datetime
) -> None:
    with ExitStack() as both:
        plain, distinguished = (
            both.enter_context(house(tmp_path, now, sqlite_template, name))
            for name in ("plain", "distinguished")
        )
        distinguish(distinguished)
        for step in life["steps"]:
            heard = [
                [(one.title, one.text, one.keys) for one in await done(made, step)]
                for made in (plain, distinguished)
            ]
            assert heard[0] == heard[1], step
        assert acting.put_aside(plain) == []
        rows, others = left_behind(plain), left_behind(distinguished)
        assert [name for name in rows if rows[name] != others[name]] == []
        assert {name for name in life["fills"] if not rows[name]} == set(), "this life is about these"


def test_the_lives_together_touch_everything_that_must_not_depend_on_a_standing() -> None:
    filled = {name for life in LIVES for name in life["fills"]}
    assert filled >= {
        "tickets", "ticket_events", "clocks", "promises", "pages", "escalations", "warranty_findings", "decisions", "followups",
        "quotes", "visits", "ratings", "assessments", "outbox", "breaches",
    }  # fmt: skip
