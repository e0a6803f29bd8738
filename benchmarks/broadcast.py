"""A broadcast in real time: the whole line in a process of its own sends to as many contacts as wished, against the fake Bot API.

Prints what was found beside each limit as JSON lines, and ends with 1 when one was not kept.

    python -m benchmarks.broadcast MODE [--contacts 10000] [--database URL]

    speed      nothing else happens: 30 a second, no refusal
    replies    owners write 5 times a second meanwhile
    kills      kill -9 every 5 seconds
    restarts   kill -9 every 3 seconds: the limits outlive the process
    storm      every 20th chat is told to wait for 1 to 60 seconds
    errors     so many each of blocked, deactivated, not found, group moved, topic gone
    ambiguous  connections torn before and after acceptance, a gateway that fails: at least once, then at most once
    media      a picture for everybody
    paid       Telegram's paid rate
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from bot.media import MediaStore
from storage import schema
from storage.db import Database
from tests.fake_telegram.fake import FakeTelegram
from tests.fake_telegram.files import tiny_photo
from tests.support.broadcasting import Arrived, Broadcast, Letter, announce, fill, known, refused
from tests.support.line import at_home, settle

#: Seconds for each message: 33.3 ms at 30 a second, and 1.03 times that at most.
BEST, ALLOWED = 1 / 30, 1.03 / 30


class Report:
    """Prints each finding beside its limit."""

    def __init__(self, mode: str) -> None:
        self._mode = mode
        self.kept = True

    def at_most(self, what: str, found: float, limit: float) -> None:
        self._print(what, found, f"<= {limit:g}", found <= limit)

    def at_least(self, what: str, found: float, limit: float) -> None:
        self._print(what, found, f">= {limit:g}", found >= limit)

    def exactly(self, what: str, found: int, limit: int) -> None:
        self._print(what, found, f"{limit}", found == limit)

    def told(self, **found: Any) -> None:
        print(json.dumps({"mode": self._mode, **found}), flush=True)

    def _print(self, what: str, found: float, limit: str, kept: bool) -> None:
        self.kept &= kept
        self.told(what=what, found=round(found, 3), limit=limit, kept=kept)


#: What owners write while a broadcast runs.
SAID = ("厨房水龙头漏水", "你好", "报修到哪一步了", "卫生间的灯坏了", "谢谢")

Mode = Callable[[Report, "Town", int], Awaitable[None]]


class Town:
    """Somebody's line and as many people as wished: a fake Bot API, a database with an estate, and nobody in it yet."""

    def __init__(self, fake: FakeTelegram, url: str, folder: Path) -> None:
        self.fake, self.url, self.folder = fake, url, folder
        self.homes = settle(url)

    def people(self, count: int, first: int = 1_000_000) -> list[int]:
        """Contacts of the estate, each with a chat."""
        chats = [self.fake.user(f"P{n}", user_id=first + n, met=True).id for n in range(count)]
        known(self.url, chats)
        return chats

    @asynccontextmanager
    async def line(self, **groups: Any) -> AsyncIterator[Broadcast]:
        sending = Broadcast(self.fake, self.url, self.folder / "media", groups=groups)
        await sending.start()
        try:
            yield sending
        finally:
            await sending.stopped()


async def speed(report: Report, town: Town, count: int) -> None:
    announce(town.url, town.people(count))
    async with town.line() as line:
        await line.done(count * 0.1 + 60)
    _lawful(report, town)
    _all_there(report, town, count)


def _all_there(report: Report, town: Town, count: int) -> None:
    arrived = Arrived.at(town.fake)
    report.exactly("contacts reached", len(arrived.by_chat), count)
    report.at_most("seconds", arrived.seconds, count * ALLOWED)
    report.told(what="messages a second", found=round(len(arrived.moments) / max(arrived.seconds, 0.001), 2))


def _lawful(report: Report, town: Town, most: int = 30) -> None:
    arrived = Arrived.at(town.fake)
    report.at_most("messages in any second", arrived.most_in_a_second, most)
    report.exactly("refused for being too many (429)", sum(refused(town.fake).values()), 0)
    report.exactly("violations", len(town.fake.violations), 0)


async def replies(report: Report, town: Town, count: int) -> None:
    chats, waits = town.people(count), list[float]()
    owners = [town.fake.user(f"Owner {n}", language_code="zh-hans") for n in range(400)]
    at_home(town.url, town.homes, "Ann", str(owners[0].id))

    async def writes(owner: Any, number: int = 0) -> None:
        said = time.perf_counter()
        await owner.say(SAID[number % len(SAID)])
        await owner.hears("", within=60)
        waits.append(time.perf_counter() - said)

    async with town.line() as line:
        await asyncio.gather(*(writes(owner) for owner in owners[:5]))
        waits.clear()
        announce(town.url, chats)
        sending, asked = asyncio.create_task(line.done(count * 0.1 + 60)), []
        for number in range(count):
            if sending.done():
                break
            asked.append(asyncio.create_task(writes(owners[number % len(owners)], number)))
            await asyncio.sleep(0.2)
        await asyncio.gather(sending, *asked)
    bulk = [
        moment
        for chat, moments in Arrived.at(town.fake).by_chat.items()
        if chat in set(chats)
        for moment in moments
    ]
    waits.sort()
    report.at_most("p50 of a reply, ms", waits[len(waits) // 2] * 1000, 150)
    report.at_most("p99 of a reply, ms", waits[int(len(waits) * 0.99)] * 1000, 1000)
    report.told(what="replies", found=len(waits), worst_ms=round(waits[-1] * 1000))
    report.at_most("seconds of the broadcast", max(bulk) - min(bulk), count * ALLOWED * 1.2)
    report.exactly("contacts reached", len(bulk), count)
    _lawful(report, town)


async def kills(report: Report, town: Town, count: int) -> None:
    await _killed(report, town, count, every=5.0)


async def restarts(report: Report, town: Town, count: int) -> None:
    await _killed(report, town, count, every=3.0, alone=True)


async def _killed(report: Report, town: Town, count: int, every: float, *, alone: bool = False) -> None:
    """On a machine on which starting takes longer, it sends for a second before it is killed again."""
    (fill if alone else announce)(town.url, town.people(count))
    line, killed, began = Broadcast(town.fake, town.url, town.folder / "media", alone), 0, time.monotonic()
    while True:
        begun = time.monotonic()
        await line.start()
        with suppress(TimeoutError):
            await line.done(max(1.0, every - (time.monotonic() - begun)))
            break
        await line.killed()
        killed += 1
    await line.stopped()
    arrived = Arrived.at(town.fake)
    report.told(what="kills", found=killed, a_minute=round(killed * 60 / (time.monotonic() - began), 1))
    report.exactly("contacts missed", count - len(arrived.by_chat), 0)
    report.at_most("sent twice, for each doubt on record", arrived.repeated, line.doubts())
    report.told(what="under way at a kill, on average", found=round(line.doubts() / max(killed, 1), 2))
    report.at_least("seconds between two messages to one chat", arrived.closest_in_a_chat, 1.0)
    _lawful(report, town)


async def storm(report: Report, town: Town, count: int) -> None:
    chats, dice = town.people(count), random.Random(1)
    blocked = set(dice.sample(chats, count // 20))
    for chat in blocked:
        town.fake.fault("429", "sendMessage", chat, retry_after=dice.randint(1, 60))
    fill(town.url, chats)
    async with town.line() as line:
        await line.done(count * 0.1 + 120)
    arrived = Arrived.at(town.fake)
    others = [
        moment for chat, moments in arrived.by_chat.items() if chat not in blocked for moment in moments
    ]
    report.exactly("requests to a chat before its time", len(town.fake.violations), 0)
    report.at_most("rate that the others lose, %", 100 * (1 - count * BEST / (max(others) - min(others))), 5)
    report.exactly("contacts reached", len(arrived.by_chat), count)
    report.at_most("messages in any second", arrived.most_in_a_second, 30)


#: Conditions of a chat, and the state of the contact that follows from each.
STATES = {"blocked": "blocked", "deactivated": "gone", "not_found": "gone"}


async def errors(report: Report, town: Town, count: int) -> None:
    of: dict[str, list[int]] = {}
    for number, condition in enumerate(STATES, 1):
        of[condition] = town.people(count, first=number * 1_000_000)
    of["migrated"] = [town.fake.group(f"G{n}").id for n in range(count)]
    of["topic_deleted"] = [town.fake.forum(f"F{n}").id for n in range(count)]
    for condition, chats in of.items():
        for chat in chats:
            moved = town.fake.forum("larger").id if condition == "migrated" else None
            town.fake.condition(chat, condition, migrate_to=moved)
        letter = Letter(thread="77" if condition == "topic_deleted" else None)
        fill(town.url, chats * (2 if condition in STATES else 1), letter)
    async with town.line() as line:
        await line.done(count * 8 * 0.1 + 60)
        states = line.contact_states()
    asked = Counter(one.chat_id for one in town.fake.requests if one.method == "sendMessage")
    for condition, chats in of.items():
        report.at_most(f"further attempts, {condition}", max(asked[chat] for chat in chats) - 1, 1)
        if condition in STATES:
            right = sum(states[str(chat)] == STATES[condition] for chat in chats)
            report.exactly(f"contacts marked {STATES[condition]}, {condition}", right, count)
    report.at_least("moved or out of the topic, and reached", len(Arrived.at(town.fake).by_chat), count)
    _lawful(report, town)


async def ambiguous(report: Report, town: Town, count: int) -> None:
    for kind, share in (("reset_after", 0.05), ("reset_before", 0.05), ("502", 0.02)):
        town.fake.fault(kind, "sendMessage", probability=share)
    for letter, first in ((Letter(), 1_000_000), (Letter(once=True), 2_000_000)):
        chats = town.people(count, first)
        fill(town.url, chats, letter)
        before = 0
        async with town.line() as line:
            before = line.doubts()
            await line.done(count * 0.1 + 120)
        _certain(report, town, line, chats, letter, line.doubts() - before)


def _certain(
    report: Report, town: Town, line: Broadcast, chats: list[int], letter: Letter, doubts: int
) -> None:
    by_chat = Arrived.at(town.fake).by_chat
    counts = [len(by_chat.get(chat, [])) for chat in chats]
    twice, missed = sum(max(0, number - 1) for number in counts), {str(c) for c in chats if c not in by_chat}
    if letter.once:
        unknown = line.states().get("unknown", set())
        report.exactly("at most once: sent twice", twice, 0)
        report.exactly("at most once: missed without being on record as unknown", len(missed - unknown), 0)
        report.told(what="at most once: unknown", found=len(unknown), of=len(chats), missed=len(missed))
    else:
        report.exactly("at least once: missed", len(missed), 0)
        report.at_most("at least once: sent twice, for each doubt on record", twice, doubts)


async def media(report: Report, town: Town, count: int) -> None:
    picture = MediaStore(town.folder / "media").keep(tiny_photo(), "jpg", "the notice")
    fill(town.url, town.people(count), Letter(picture=picture))
    async with town.line() as line:
        await line.done(count * 0.1 + 60)
    uploads = sum("bytes>" in str(entry.payload) for entry in town.fake.accepted())
    report.exactly("uploads of one picture", uploads, 1)
    _lawful(report, town)
    _all_there(report, town, count)


async def paid(report: Report, town: Town, count: int) -> None:
    fill(town.url, town.people(count))
    async with town.line(telegram={"paid_broadcast": True}) as line:
        await line.done(count * 0.1 + 60)
    arrived = Arrived.at(town.fake)
    _lawful(report, town, most=1000)
    report.exactly("contacts reached", len(arrived.by_chat), count)
    report.told(
        what="messages a second", found=round(count / arrived.seconds, 1), seconds=round(arrived.seconds, 1)
    )


MODES: dict[str, Mode] = {
    mode.__name__: mode for mode in (speed, replies, kills, restarts, storm, errors, ambiguous, media, paid)
}


async def run(mode: str, count: int, url: str | None) -> bool:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = url or f"sqlite:///{folder / 'ownerline.db'}"
        database = Database(url)
        schema.upgrade(database, lambda _step: None)
        database.close()
        async with FakeTelegram() as fake:
            report = Report(mode)
            await MODES[mode](report, Town(fake, url, folder), count)
            return report.kept


def main(arguments: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("mode", choices=MODES)
    parser.add_argument("--contacts", type=int, default=10_000)
    parser.add_argument("--database", help="an empty database; by default a scratch SQLite file")
    given = parser.parse_args(list(arguments) if arguments is not None else None)
    gc.freeze()
    gc.disable()  # the fake measures moments, and must not stand still
    sys.exit(not asyncio.run(run(given.mode, given.contacts, given.database)))


if __name__ == "__main__":
    main()
