"""A large estate for the long proofs: so many accounts, two people a home, made of a series of numbers in one statement a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import String, Table, case, cast, func, insert, literal, null, select, text

from storage import estates
from storage.contacts import contacts
from storage.db import Connection
from storage.estates import units
from storage.people import occupancies, persons

#: Monday 2 November 2026, 17:00 in Hong Kong: no quiet hours.
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

#: Among so many people one has a second home, and one account is blocked.
SECOND_HOME, BLOCKED = 50, 100


def fill(connection: Connection, accounts: int) -> int:
    """The estate with its homes, people and accounts; returns its id."""
    estate_id = estates.add_estate(
        connection, code="MH", name="Many Homes", timezone="Asia/Hong_Kong", jurisdiction="HK", language="en", phone="1"
    )  # fmt: skip
    block = estates.building_named(connection, estate_id, "Block 1").id
    n = numbers(connection, accounts)
    homes = numbers(connection, accounts // 2)
    here: dict[str, Any] = {"estate_id": literal(estate_id)}
    floor = cast((homes.c.n - 1) // 10 + 1, String)
    label = cast(homes.c.n, String)
    _put(connection, units, homes, id=homes.c.n, building_id=literal(block), label=label, floor=floor, line=literal(""),
         stair=literal(""), tier=literal("standard"), **here)  # fmt: skip
    _put(
        connection,
        persons,
        n,
        id=n.c.n,
        name=literal("P") + cast(n.c.n, String),
        language=literal("en"),
        **here,
    )
    since = {"verified": literal(True), "since": literal(NOW - timedelta(days=99), occupancies.c.since.type)}
    _put(
        connection,
        occupancies,
        n,
        person_id=n.c.n,
        unit_id=(n.c.n + 1) // 2,
        role=literal("owner"),
        **since,
        **here,
    )
    second = n.c.n % SECOND_HOME == 0
    _put(connection, occupancies, n, where=second & (n.c.n < accounts), person_id=n.c.n, unit_id=(n.c.n + 1) // 2 + 1,
         role=literal("owner"), **since, **here)  # fmt: skip
    state = case((n.c.n % BLOCKED == 0, "blocked"), else_="reachable")
    _put(connection, contacts, n, id=n.c.n, channel=literal("telegram"), address=cast(n.c.n, String), person_id=n.c.n,
         name=literal(""), language=cast(null(), String), state=state, muted=literal(False), offers=literal(False), asks=literal(True),
         wrong_codes=literal(0), created_at=literal(NOW, contacts.c.created_at.type), **here)  # fmt: skip
    connection.execute(text("ANALYZE"))
    return estate_id


def numbers(connection: Connection, most: int) -> Any:
    """1 … most, as the engine counts."""
    if connection.dialect.name == "postgresql":
        return select(func.generate_series(1, most).label("n")).subquery()
    counted = select(literal(1).label("n")).cte("counted", recursive=True)
    return counted.union_all(select(counted.c.n + 1).where(counted.c.n < most))


def _put(connection: Connection, table: Table, series: Any, where: Any = None, **values: Any) -> None:
    source = select(*values.values()).select_from(series)
    if where is not None:
        source = source.where(where)
    connection.execute(insert(table).from_select(list(values), source))
