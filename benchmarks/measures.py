"""Seconds that the page of measures takes on SQLite: all measures of a week, a quarter, a year, beside 100,000 tickets in three years.

python -m benchmarks.measures [--tickets 100000]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from handlers.reports.measures import figures
from storage import estates
from storage.measure_questions import Cohort
from tests.handlers.staff.house import NOW, House, build
from tests.support.many_cases import fill


def filled(folder: str, count: int) -> House:
    """A house with so many tickets, of two thousand homes."""
    house = build(f"sqlite:///{Path(folder) / 'measures.db'}")
    home = {"estate_id": house.estates["GV"], "building_id": house.buildings["GV"], "floor": "1"}
    with house.db.transaction() as connection:
        units = [estates.add_unit(connection, label=f"U{one}", **home) for one in range(2_000)]
        whose = {"estate_id": house.estates["GV"], "unit_ids": units, "contact_id": house.contacts["Ann"]}
        fill(connection, count, **whose, now=NOW)
    return house


def seconds(house: House, days: int, split: str) -> float:
    meant = Cohort(since=NOW - timedelta(days=days), until=NOW, now=NOW)
    with house.store("Ivy") as store:
        begun = time.perf_counter()
        figures(store, "en", meant, split)
        return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=100_000)
    count = parser.parse_args().tickets
    with tempfile.TemporaryDirectory() as folder:
        house = filled(folder, count)
        print(f"{count} tickets in 1,000 days on SQLite; seconds for all measures")
        for days in (7, 90, 365):
            alone, split = seconds(house, days, ""), seconds(house, days, "component")
            print(f"  {days:>4} days: {alone:.3f}   by component: {split:.3f}")
        house.db.close()


if __name__ == "__main__":
    main()
