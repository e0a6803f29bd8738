"""Seconds of work (CPU, as other programs may run beside it) that each report takes on SQLite beside a million tickets and a million ratings in 1,000 days: of a week, a month, a quarter, a year.

python -m benchmarks.reports [--tickets 1000000] [--keep FILE] [--boards ratings matrix …]
"""

from __future__ import annotations

import argparse
import tempfile
import time
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
from tests.support.many_cases import fill

PERIODS: tuple[period.Kind, ...] = ("week", "month", "quarter", "year")


def filled(file: Path, count: int) -> Database:
    """A house with so many tickets, of two thousand homes, and Eve, who manages it."""
    house = build(f"sqlite:///{file}")
    home = {"estate_id": house.estates["GV"], "building_id": house.buildings["GV"], "floor": "1"}
    with house.db.transaction() as connection:
        units = [estates.add_unit(connection, label=f"U{one}", **home) for one in range(2_000)]
        whose = {"estate_id": house.estates["GV"], "unit_ids": units, "contact_id": house.contacts["Ann"]}
        fill(connection, count, **whose, now=NOW)
        staff.add(connection, name="Eve", role="executive", language="en", estate_ids=(house.estates["GV"],))
    return house.db


def report(store: StaffStore, board: str, kind: period.Kind) -> float:
    """Seconds of one board, over the last whole period of its kind."""
    about = period.around(kind, NOW.date()).before
    asked = Asked(
        store=store, language="en", period=about, zone=TZ, now=NOW, quality=Quality(), link=lambda _what, **_values: ""
    )  # fmt: skip
    begun = time.process_time()
    [*BOARDS[board](asked), section(asked, board)]
    return time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="a database that is made once and used again")
    parser.add_argument("--boards", nargs="*", default=list(BOARDS), help="these alone")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = wanted.keep or Path(folder) / "reports.db"
        database = Database(f"sqlite:///{file}") if file.exists() else filled(file, wanted.tickets)
        with database.reading() as connection:
            eve = staff.by_name(connection, "Eve")
            assert eve is not None
            store = StaffStore(connection, eve)
            begun = time.process_time()
            digest.digest(store, "en", NOW, TZ, NOW - timedelta(days=1))
            print(f"digest {time.process_time() - begun:.2f}")
            for board in wanted.boards:
                took = "  ".join(f"{kind} {report(store, board, kind):.2f}" for kind in PERIODS)
                print(f"{board:>10}: {took}", flush=True)
        database.close()


if __name__ == "__main__":
    main()
