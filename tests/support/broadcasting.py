"""A broadcast to many contacts by a line in a process of its own, against the fake Bot API in this one.

The oracle is on both sides: the fake's ledger knows what arrived and when, the database what was kept of it.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot import clock
from bot.channels.base import Media, Outbound, outbound_to_json
from handlers.base import ConversationSettings, LineAct
from handlers.notices import sending
from storage import contacts, estates, outbox, people
from storage.db import Connection, Database
from storage.delivery_rows import deliveries
from storage.notices import NoticeText
from storage.store import LineStore
from tests.fake_telegram.fake import FakeTelegram

ROOT = Path(__file__).parents[2]

WORDS = "Water is off on Tuesday 3 March from 09:00 to 12:00 in buildings 1 to 6: the main valve is replaced."


_ALERT: dict[str, Any] = {
    "kind": "safety", "template": "", "state": "approved", "status": "Actual", "msg_type": "Alert", "category": "Safety",
    "urgency": "Immediate", "severity": "Moderate", "certainty": "Observed", "response_type": "Prepare", "audience": {},
    "pictures": [], "question": "", "source": {}, "at_most_once": False, "after_the_fact": False, "form_key": "broadcast",
}  # fmt: skip

_RULES = ConversationSettings(
    respond_hours={}, remind_after_hours=24, close_after_hours=72, repage_minutes=2, binding_tries=5,
    binding_lock_minutes=60, follow_on_seconds=0, page_routes=(),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """What everybody is sent: `picture` is a file of the media store, `thread` a topic."""

    once: bool = False
    picture: str = ""
    thread: str | None = None


def fill(url: str, chats: Sequence[int], letter: Letter = Letter()) -> None:
    """The message to each of these chats waits to be sent."""
    now, database = clock.now(), Database(url)
    media = (Media(kind="photo", reference=f"webchat|{letter.picture}"),) if letter.picture else ()
    with database.transaction() as connection:
        for chat in chats:
            outbound = Outbound(chat=str(chat), text=WORDS, media=media, thread=letter.thread)
            outbox.put(
                connection, now=now, channel="telegram", chat=str(chat), payload=outbound_to_json(outbound),
                priority=outbox.BULK, once=letter.once,
            )  # fmt: skip
    database.close()


def announce(url: str, chats: Sequence[int]) -> None:
    """A safety alert to the people behind these chats, approved and begun: the line feeds its deliveries by itself."""
    now, database = clock.now(), Database(url)
    with database.transaction() as connection:
        estate = estates.first(connection)
        assert estate
        _register(connection, estate.id, chats, now)
        store = LineStore(connection)
        words = NoticeText(language="en", headline="Water off", facts=WORDS, doing="", asked="", signature="")
        notice = store.notices.draft([words], **_ALERT, estate_id=estate.id, created_at=now, send_at=now)
        assert notice
        acting = LineAct(now=now, tz=ZoneInfo(estate.timezone), settings=_RULES)
        sending.start(acting, store, notice)
    database.close()


def _register(connection: Connection, estate_id: int, chats: Sequence[int], now: datetime) -> None:
    """A home and a person for each chat, whose account it is."""
    building = estates.building_named(connection, estate_id, "7").id
    for chat in chats:
        home = estates.add_unit(
            connection, estate_id=estate_id, building_id=building, label=f"7-{chat}", floor="1"
        )
        person = people.add(connection, estate_id=estate_id, name=f"P{chat}", language="en")
        people.occupy(connection, estate_id=estate_id, person_id=person, unit_id=home, role="owner", at=now)
        account = contacts.at(connection, "telegram", str(chat))
        assert account
        contacts.change(connection, account.id, person_id=person)


def known(url: str, chats: Sequence[int]) -> None:
    """Each of these chats is a contact of the estate."""
    database = Database(url)
    with database.transaction() as connection:
        estate = estates.first(connection)
        assert estate
        for chat in chats:
            contacts.add(
                connection, estate_id=estate.id, channel="telegram", address=str(chat), name=f"C{chat}", at=clock.now()
            )  # fmt: skip
    database.close()


@dataclass
class Broadcast:
    """`groups` are further settings of the line; `alone`: the sender of Telegram and nothing else of the line, which starts in
    a third of the time. `start`, then `done` or `killed`."""

    fake: FakeTelegram
    url: str
    media: Path
    alone: bool = False
    groups: dict[str, Any] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Returns once it sends."""
        telegram = {"token": self.fake.token, "base_url": self.fake.url} | self.groups.pop("telegram", {})
        self.groups["telegram"] = telegram
        settings = {
            "storage": {"url": self.url, "media": str(self.media)}, "web": {"port": 0}, "log": {"level": "error"},
            "conversation": {"burst_seconds": 0, "follow_on_seconds": 0}, **self.groups,
        }  # fmt: skip
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.support.broadcasting", json.dumps(settings), "alone" if self.alone else "whole",
            cwd=ROOT, env=os.environ | {"PYTHONWARNINGS": "ignore"}, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdout
        async with asyncio.timeout(60):
            assert await self.process.stdout.readline(), "it did not start"

    async def killed(self) -> None:
        """kill -9."""
        assert self.process
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def stopped(self) -> None:
        assert self.process
        self.process.terminate()
        await self.process.wait()

    def waiting(self) -> int:
        """Messages, and deliveries of a notice, that are not at an end."""
        unfinished = outbox.outbox.c.state.in_(("pending", "sending"))
        unfed = deliveries.c.state.in_(("waiting", "queued"))
        counts = [self._asked(select(func.count()).where(where))[0][0] for where in (unfinished, unfed)]
        return int(sum(counts))

    async def done(self, within: float) -> None:
        """Returns when nothing waits any more. Raises TimeoutError."""
        async with asyncio.timeout(within):
            while await asyncio.to_thread(self.waiting):  # noqa: ASYNC110
                await asyncio.sleep(0.5)

    def doubts(self) -> int:
        return int(self._asked(select(func.coalesce(func.sum(outbox.outbox.c.doubts), 0)))[0][0])

    def states(self) -> dict[str, set[str]]:
        """The chats of the messages in each state."""
        found: dict[str, set[str]] = {}
        for state, chat in self._asked(select(outbox.outbox.c.state, outbox.outbox.c.chat)):
            found.setdefault(state, set()).add(chat)
        return found

    def contact_states(self) -> dict[str, str]:
        return {
            row[0]: row[1]
            for row in self._asked(select(contacts.contacts.c.address, contacts.contacts.c.state))
        }

    def _asked(self, statement: Any) -> list[Any]:
        database = Database(self.url)
        try:
            with database.reading() as connection:
                return list(connection.execute(statement))
        finally:
            database.close()


@dataclass(frozen=True)
class Arrived:
    """What the fake accepted, of what is shown to somebody."""

    moments: list[float]
    by_chat: dict[int, list[float]]

    @classmethod
    def at(cls, fake: FakeTelegram) -> Arrived:
        shown = [one for one in fake.accepted() if one.message_ids and one.chat_id is not None]
        by_chat: dict[int, list[float]] = {}
        for one in shown:
            by_chat.setdefault(int(one.chat_id or 0), []).append(one.at)
        return cls(sorted(one.at for one in shown), by_chat)

    @property
    def seconds(self) -> float:
        """From the first to the last."""
        return self.moments[-1] - self.moments[0] if self.moments else 0.0

    @property
    def most_in_a_second(self) -> int:
        """The most within any second, wherever it begins."""
        first, most = 0, 0
        for last, moment in enumerate(self.moments):
            while moment - self.moments[first] >= 1.0:
                first += 1
            most = max(most, last - first + 1)
        return most

    @property
    def closest_in_a_chat(self) -> float:
        """Seconds between the two that arrived closest together in one chat."""
        gaps = (
            later - earlier
            for all_of in self.by_chat.values()
            for earlier, later in itertools.pairwise(all_of)
        )
        return min(gaps, default=float("inf"))

    @property
    def repeated(self) -> int:
        return sum(len(all_of) - 1 for all_of in self.by_chat.values())


def refused(fake: FakeTelegram, code: int = 429) -> Counter[int]:
    """How often each chat was answered with this code."""
    return Counter(one.chat_id or 0 for one in fake.requests if one.code == code)


async def _whole(settings: dict[str, Any], stop: asyncio.Event) -> None:
    from bot.settings import Settings
    from bot.wiring import Line

    line = Line(Settings.model_validate(settings))
    await line.start()
    print("It sends.", flush=True)
    await stop.wait()
    await line.stop()


async def _alone(settings: dict[str, Any], stop: asyncio.Event) -> None:
    from bot.channels.telegram import TelegramChannel
    from bot.delivery import Delivery
    from bot.delivery_outcomes import Outcomes
    from bot.delivery_records import Records
    from bot.workers import Workers

    database, telegram = Database(settings["storage"]["url"]), settings["telegram"]
    channel, workers = TelegramChannel(telegram["token"], base_url=telegram["base_url"]), Workers(writers=1)
    delivery = Delivery(
        channel, Records(database, channel, _no_pictures), Outcomes(database, channel.name), workers
    )
    sending = asyncio.create_task(delivery.run())
    print("It sends.", flush=True)
    await stop.wait()
    sending.cancel()
    await delivery.drain()
    await channel.stop()


async def _no_pictures(reference: str) -> str:
    raise FileNotFoundError(reference)


async def _serve(settings: dict[str, Any], how: str) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await (_alone if how == "alone" else _whole)(settings, stop)


def _main() -> None:
    import uvloop

    from bot import logs
    from bot.settings import LogSettings

    settings = json.loads(sys.argv[1])
    logs.configure(LogSettings.model_validate(settings["log"]))
    uvloop.run(_serve(settings, sys.argv[2]))


if __name__ == "__main__":
    _main()
