"""Seconds that each report takes beside a million tickets and a million ratings in 1,000 days: of a week, a month, a quarter, a year.

python -m benchmarks.reports [--engine sqlite|postgresql] [--tickets 1000000] [--at ADDRESS] [--boards ratings matrix …]

`--at` is the address of a database that is filled once and used again. Behind each time stands the limit, 3 s, where it is broken.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from handlers.reports import digest, period
from handlers.reports.boards import BOARDS, Asked
from handlers.reports.improving import section
from handlers.tickets.quality.defects import Quality
from storage import estates, staff
from storage.db import Database
from storage.staff_store import StaffStore
from tests.handlers.staff.house import NOW, TZ, build
from tests.support import postgresql_server
from tests.support.many_cases import fill

PERIODS: tuple[period.Kind, ...] = ("week", "month", "quarter", "year")

#: Seconds that a report may take on two cores.
LIMIT = 3.0


def opened(url: str, count: int) -> Database:
    """The database of an address, filled where it is empty."""
    database = Database(url)
    try:
        with database.reading() as connection:
            if staff.by_name(connection, "Eve"):
                return database
    except Exception:  # noqa: BLE001 - without tables it answers in words of its engine
        database.close()
    return filled(url, count)


def filled(url: str, count: int) -> Database:
    """A house with so many tickets, of two thousand homes, and Eve, who leads it."""
    house = build(url)
    home = {"estate_id": house.estates["GV"], "building_id": house.buildings["GV"], "floor": "1"}
    with house.db.transaction() as connection:
        units = [estates.add_unit(connection, label=f"U{one}", **home) for one in range(2_000)]
        whose = {"estate_id": house.estates["GV"], "unit_ids": units, "contact_id": house.contacts["Ann"]}
        fill(connection, count, **whose, now=NOW)
        staff.add(connection, name="Eve", role="executive", language="en", estate_ids=(house.estates["GV"],))
    if not house.db.is_sqlite:
        with house.db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return house.db


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def report(store: StaffStore, board: str, kind: period.Kind) -> float:
    """Seconds of one board, over the last whole period of its kind."""
    about = period.around(kind, NOW.date()).before
    asked = Asked(
        store=store, language="en", period=about, zone=TZ, now=NOW, quality=Quality(), link=lambda _what, **_values: ""
    )  # fmt: skip
    return timed(lambda: [*BOARDS[board](asked), section(asked, board)])


def told(seconds: float) -> str:
    return f"{seconds:.2f}" + (f" > {LIMIT:.0f}" if seconds > LIMIT else "")


def measure(database: Database, boards: list[str]) -> None:
    """Prints the time of each report, once warm."""
    with database.reading() as connection:
        eve = staff.by_name(connection, "Eve")
        assert eve is not None
        store = StaffStore(connection, eve)

        def morning() -> object:
            return digest.digest(store, "en", NOW, TZ, NOW - timedelta(days=1))

        morning()
        print(f"{'digest':>10}: {told(timed(morning))}", flush=True)
        for board in boards:
            report(store, board, "week")
            took = "  ".join(f"{kind} {told(report(store, board, kind))}" for kind in PERIODS)
            print(f"{board:>10}: {took}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--at", help="the address of a database that is made once and used again")
    parser.add_argument("--boards", nargs="*", default=list(BOARDS), help="these alone")
    wanted = parser.parse_args()
    own = postgresql_server.start() if wanted.engine == "postgresql" and not wanted.at else None
    with tempfile.TemporaryDirectory() as folder:
        url = wanted.at or (own.url if own else f"sqlite:///{Path(folder) / 'reports.db'}")
        database = opened(url, wanted.tickets)
        print(
            f"{wanted.tickets} tickets and as many ratings asked for, on {'SQLite' if database.is_sqlite else 'PostgreSQL'}; seconds"
        )
        measure(database, wanted.boards)
        database.close()
    if own:
        own.stop()


if __name__ == "__main__":
    main()
