"""Freezing the audience of a notice to a million accounts, and feeding it: seconds, rows a second, memory.

The fan-out stands beside a bare `INSERT … SELECT` of the very same rows from a ready table into the same table with the same
indexes: deciding who is meant and what becomes of each may cost as much again, not more (LIMIT). The feeder is timed while
few, half and nearly all of the rows have left, and its memory beside a thousand and beside all rows.

On a machine that others use too, look at `cpu_share` on SQLite: there all of the work is this process's, and seconds are not.

    python -m benchmarks.fan_out [--accounts 1000000] [--rounds 2] [--engine sqlite|postgresql|both]
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text, update

from bot.feeding import Feeder
from bot.posting import Routes
from storage import schema
from storage.addressing import Terms
from storage.audience import Audience
from storage.contact_budget import Budget
from storage.db import Connection, Database
from storage.delivery_rows import SENT, WAITING, deliveries
from storage.notices import Notice, NoticeText
from storage.outbox import outbox
from storage.store import LineStore
from tests.handlers.staff.house import SETTINGS
from tests.support.many_homes import NOW, fill

#: The fan-out's share of the bare copy's speed, at the least.
LIMIT = 0.5

#: Pieces that the feeder is timed over at each place, and how many messages the channel takes a second.
PIECES, PER_SECOND = 20, 30

TERMS = {
    "outage": Terms(today=NOW.date(), optional=True, channels=("telegram", "webchat")),
    "safety": Terms(today=NOW.date(), everywhere=True),
    "invitation": Terms(today=NOW.date(), optional=True, spares_complaints=True, budget=Budget(4, NOW),
                        channels=("telegram", "webchat")),
}  # fmt: skip

_COPIED = ("unit_id", "contact_id", "leads", "turn", "state")


def memory() -> float:
    """Megabytes that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def notice(connection: Connection, estate_id: int, kind: str) -> Notice:
    """A notice that is being sent, and goes to nobody yet."""
    store, texts = LineStore(connection), (NoticeText("en", "Water off", "Main repair", "", "", ""),)
    made = store.notices.draft(
        texts, estate_id=estate_id, kind=kind, template="", state="sending", status="Actual", msg_type="Alert",
        category="Infra", urgency="Expected", severity="Minor", certainty="Likely", response_type="Prepare", audience={},
        pictures=[], question="", source={}, at_most_once=False, after_the_fact=False, form_key=str(time.perf_counter_ns()),
        created_at=NOW, sent_at=NOW,
    )  # fmt: skip
    assert made is not None
    return made


class Bench:
    """One engine's database, with the estate in it."""

    def __init__(self, engine: str, url: str, accounts: int) -> None:
        self.engine = engine
        self.database = Database(url)
        schema.upgrade(self.database, lambda _step: None)
        with self.database.transaction() as connection:
            self.estate_id = fill(connection, accounts)

    def say(self, what: str, **figures: Any) -> None:
        print(json.dumps({"engine": self.engine, "what": what, **figures}), flush=True)

    def timed(self, do: Callable[[Connection], Any]) -> float:
        return self.both_times(do)[0]

    def both_times(self, do: Callable[[Connection], Any]) -> tuple[float, float]:
        """Seconds on the wall, and of this process alone."""
        begun, own = time.perf_counter(), time.process_time()
        with self.database.transaction() as connection:
            do(connection)
        return time.perf_counter() - begun, time.process_time() - own

    def empty(self) -> None:
        """No delivery, and nothing left of those there were."""
        with self.database.transaction() as connection:
            if self.database.is_sqlite:
                connection.execute(outbox.delete())
                connection.execute(text("DROP TABLE deliveries"))
                deliveries.create(connection)
            else:
                connection.execute(text("TRUNCATE outbox, deliveries CASCADE"))

    def fan_out(self, kind: str, audience: Audience | None = None) -> tuple[tuple[float, float], Notice]:
        with self.database.transaction() as connection:
            made = notice(connection, self.estate_id, kind)
        whom = audience or Audience()
        taken = self.both_times(lambda on: LineStore(on).deliveries.fan_out(made, whom, TERMS[kind]))
        return taken, made

    def bare(self) -> tuple[float, float]:
        """The rows of the ready table, into the empty one."""
        with self.database.transaction() as connection:
            made = notice(connection, self.estate_id, "outage")
        names = ", ".join(_COPIED)
        copy = f"INSERT INTO deliveries (notice_id, {names}) SELECT {made.id}, {names} FROM ready"
        return self.both_times(lambda on: on.execute(text(copy)))

    def compare(self, rounds: int) -> None:
        """Both by turns, and the middle of each."""
        self.fan_out("outage")
        with self.database.transaction() as connection:
            rows = int(connection.execute(select(func.count()).select_from(deliveries)).scalar_one())
            connection.execute(
                text(f"CREATE TABLE ready AS SELECT {', '.join(_COPIED)} FROM deliveries ORDER BY id")
            )
        times: dict[str, list[tuple[float, float]]] = {"bare": [], **{kind: [] for kind in TERMS}}
        before = memory()
        for _ in range(rounds):
            for name, found in times.items():
                self.empty()
                found.append(self.bare() if name == "bare" else self.fan_out(name)[0])
        middle = {
            name: [statistics.median(of) for of in zip(*found, strict=True)] for name, found in times.items()
        }
        for name, (seconds, own) in middle.items():
            share, cpu_share = (round(middle["bare"][n] / took, 2) for n, took in enumerate((seconds, own)))
            figures = {"share_of_bare": share} | ({"cpu_share": cpu_share} if self.database.is_sqlite else {})
            self.say(f"fan-out, {name}", rows=rows, seconds=round(seconds, 2), rows_a_second=round(rows / seconds),
                     **figures, limit=LIMIT)  # fmt: skip
        self.say("memory of the fan-outs, MB", before=round(before), after=round(memory()))
        with self.database.transaction() as connection:
            connection.execute(text("DROP TABLE ready"))

    def feed(self) -> None:
        """Milliseconds of a piece and memory: beside a thousand accounts, then at the beginning, in the middle and at the end."""
        self.empty()
        feeder = Feeder(self.database, Routes(None, ()), SETTINGS, PER_SECOND, now=lambda: NOW)
        _, few = self.fan_out("outage", Audience(floors=tuple(str(floor) for floor in range(1, 51))))
        self._timed(feeder, few, "beside a thousand", 6)
        with self.database.transaction() as connection:
            LineStore(connection).notices.change(few, "sending", state="stopped")
        _, made = self.fan_out("outage")
        self._tidy()
        for place, upto in (("beginning", 0.0), ("middle", 0.5), ("end", 1 - 4_000 / self._count(made))):
            self._leave(made, upto)
            self._timed(feeder, made, place, PIECES)
        self._hold_stop_count(made)

    def _timed(self, feeder: Feeder, made: Notice, place: str, pieces: int) -> None:
        times, fed = [], 0
        for _ in range(pieces):
            begun = time.perf_counter()
            fed = feeder.feed()
            times.append((time.perf_counter() - begun) * 1000)
            assert fed, "nothing was fed"
            self._drain()
        self.say(f"feeding, {place}", rows=self._count(made), piece=fed, ms=round(statistics.median(times), 1),
                 mb=round(memory()))  # fmt: skip

    def _hold_stop_count(self, made: Notice) -> None:
        held = self.timed(lambda on: LineStore(on).deliveries.hold(made))
        self._leave(made, 0.0, back=True)
        stopped = self.timed(lambda on: LineStore(on).deliveries.stop(made, NOW))
        counted = self.timed(lambda on: LineStore(on).deliveries.standing(made))
        self.say(
            "seconds of a step", hold=round(held, 3), stop_of_all=round(stopped, 2), count=round(counted, 3)
        )

    def _count(self, made: Notice) -> int:
        with self.database.reading() as connection:
            mine = select(func.count()).where(deliveries.c.notice_id == made.id)
            return int(connection.execute(mine).scalar_one())

    def _leave(self, made: Notice, upto: float, *, back: bool = False) -> None:
        """The first of the rows have been sent, so many of all; or all of them wait again."""
        with self.database.transaction() as connection:
            ids = select(func.min(deliveries.c.id), func.max(deliveries.c.id)).where(
                deliveries.c.notice_id == made.id
            )
            first, last = connection.execute(ids).one()
            where = (deliveries.c.notice_id == made.id) & (deliveries.c.id < first + (last - first) * upto)
            there = deliveries.c.notice_id == made.id if back else where & (deliveries.c.state == WAITING)
            connection.execute(update(deliveries).where(there).values(state=WAITING if back else SENT))
        self._tidy()

    def _tidy(self) -> None:
        """What PostgreSQL does by itself while a notice is on its way for hours."""
        if not self.database.is_sqlite:
            with self.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as on:
                on.execute(text("VACUUM (ANALYZE) deliveries"))

    def _drain(self) -> None:
        with self.database.transaction() as connection:
            connection.execute(update(outbox).where(outbox.c.state == "pending").values(state="sent"))


def on(engine: str, url: str, given: argparse.Namespace) -> None:
    bench = Bench(engine, url, given.accounts)
    try:
        bench.compare(given.rounds)
        bench.feed()
    finally:
        bench.database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--engine", choices=("sqlite", "postgresql", "both"), default="both")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.engine != "postgresql":
            on("sqlite", f"sqlite:///{Path(folder) / 'fan_out.db'}", given)
    if given.engine != "sqlite":
        from tests.support import postgresql_server

        own = postgresql_server.start()
        try:
            on("postgresql", own.url, given)
        finally:
            own.stop()


if __name__ == "__main__":
    main()
