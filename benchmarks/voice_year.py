"""A simulated year of an estate whose households answer by a known truth: what is counted beside what they did, and who was asked how often.

python -m benchmarks.voice_year [--homes 5000] [--days 365] [--seed 1]

Prints, by touch-point, what became of every node; the share, its 95 % interval and the response rate as counted and as they truly
were; how often a month's interval held the true probability; and every time a household was asked when it ought not to have been.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import datetime, timedelta
from math import sqrt
from pathlib import Path
from random import Random

from handlers.voice import tallies
from handlers.voice.formulas import SCALES, Result, Tally, result
from storage import schema, staff
from storage.db import Database
from storage.store import LineStore
from tests.support import many_homes
from tests.support.voice_year import TRUTH, Year

#: The normal quantile of 95 %, for the check of the interval by its own equation.
_Z = 1.959963984540054


def lived(folder: str, homes: int, days: int, seed: int) -> Year:
    database = Database(f"sqlite:///{Path(folder) / 'year.db'}")
    schema.upgrade(database)
    with database.transaction() as connection:
        estate_id = many_homes.fill(connection, homes * 2)
        staff.add(connection, name="Ivy", role="housekeeper", language="en", estate_ids=(estate_id,))
    year = Year(database=database, estate_id=estate_id, homes=homes, random=Random(seed))
    year.live(days)
    return year


def content(scale: str, score: int) -> bool:
    """The two highest of five, the three highest of seven."""
    return score >= (5 if scale == "ces" else 4)


def truly(touch_point: str) -> float:
    """How likely a household that answers is content."""
    scale = "ces" if touch_point == "report_received" else "csat"
    return sum(chance for score, chance in TRUTH[touch_point].items() if content(scale, score))


def solves(figure: float, end: float, n: int) -> bool:
    """Whether an end of Wilson's interval solves the equation that it is the root of."""
    if end in (0.0, 1.0):
        return True
    return abs(abs(figure - end) / sqrt(end * (1 - end) / n) - _Z) < 1e-6


def wrong(year: Year, since: datetime, until: datetime) -> tuple[list[str], list[Tally]]:
    """Where what is counted is not what happened."""
    with year.database.reading() as connection:
        counted = tallies.of_touch_points(LineStore(connection), since, until, year.estate_id)
    truth, found = year.truth(since, until), []
    if {one.question for one in counted} != set(truth):
        found.append(f"{since:%Y-%m}: other touch-points were counted than were asked")
    for one in counted:
        told, figure = truth[one.question], result(one)
        given = {score: count for score, count in told.items() if score is not None}
        if one.asked != told.total() or dict(one.counts) != given:
            found.append(
                f"{since:%Y-%m} {one.question}: {one.asked} {dict(one.counts)}, truly {told.total()} {given}"
            )
        if figure.figure is not None and not agrees(one, figure):
            found.append(f"{since:%Y-%m} {one.question}: {figure}")
    return found, counted


def agrees(one: Tally, figure: Result) -> bool:
    """Whether share and interval are what they ought to be, worked out in another way."""
    assert figure.figure is not None
    assert figure.low is not None
    assert figure.high is not None
    share = sum(count for score, count in one.counts.items() if content(one.scale, score)) / one.answered
    return share == figure.figure and all(
        solves(share, end, one.answered) for end in (figure.low, figure.high)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, default=5_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        year = lived(folder, wanted.homes, wanted.days, wanted.seed)
        seconds = time.perf_counter() - begun
        print(f"{wanted.homes} homes, {wanted.days} days, seed {wanted.seed}: {seconds:.0f} s")
        sys.exit(told(year, wanted.days))


def told(year: Year, days: int) -> int:
    """Prints the year; 1 where anything is not as it ought to be."""
    first, last = many_homes.NOW - timedelta(days=1), many_homes.NOW + timedelta(days=days + 21)
    flow(year, first, last)
    faults, counted = wrong(year, first, last)
    print("\n  touch-point        counted   truly   interval        answered of asked   rate   scale")
    for one in counted:
        found = result(one)
        print(
            f"  {one.question:<17} {found.figure or 0:7.1%} {truly(one.question):7.1%}   {found.low or 0:.1%} - {found.high or 0:.1%}"
            f"   {found.answered:>7} of {found.asked:<7}  {found.response or 0:5.1%}   {one.scale} {SCALES[one.scale]}"
        )
    held = every = 0
    for start in range(0, days - 29, 30):
        since = many_homes.NOW + timedelta(days=start)
        more, month = wrong(year, since, since + timedelta(days=30))
        faults += more
        for one in month:
            found = result(one)
            if found.low is not None and found.high is not None and one.answered >= 20:
                every += 1
                held += found.low <= truly(one.question) <= found.high
    asked = year.faults()
    most = max(
        len([at for at in written if last - timedelta(days=30) <= at]) for written in year.contacts.values()
    )
    print(
        f"\n  intervals of a month that hold the true probability: {held} of {every} ({held / max(every, 1):.1%}; 95 % are meant)"
    )
    print(
        f"  questions: {len(year.questions)}; answers after the end, not counted: {year.refused}; contacts after low scores: {year.recovered}"
    )
    print(f"  most messages to one home in the last 30 days: {most} (budget 4)")
    print(f"  counted otherwise than it was: {len(faults)}; asked when it ought not to be: {len(asked)}")
    for one in (*faults, *asked)[:20]:
        print(f"    {one}")
    return 1 if faults or asked else 0


def flow(year: Year, since: datetime, until: datetime) -> None:
    """What became of every node that was reached."""
    with year.database.reading() as connection:
        found = LineStore(connection).rating_counts.flow(since, until + timedelta(days=400), year.estate_id)
    print("\n  what became of the nodes")
    for touch_point in dict.fromkeys(point for point, *_ in found):
        ends = [
            (f"{state} {reason}".strip(), count)
            for point, state, reason, count in found
            if point == touch_point
        ]
        told = ", ".join(f"{name} {count}" for name, count in sorted(ends, key=lambda one: -one[1]))
        print(f"  {touch_point:<17} {sum(count for _, count in ends):>6}: {told}")


if __name__ == "__main__":
    main()
