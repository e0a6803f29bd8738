"""Kills the serving process again and again while owners write, and counts what was lost or doubled.

The oracle is on both sides: the fake Bot API knows what was acknowledged and what arrived, the database what was kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from storage.db import Database
from storage.inbox import inbox
from storage.outbox import outbox
from storage.ticket_rows import ticket_events, tickets
from tests.fake_telegram.fake import FakeTelegram
from tests.fake_telegram.people import Person

ROOT = Path(__file__).parents[2]

#: Requests that show somebody a message; one for each row of the outbox, unless it was sent again.
_MESSAGES = frozenset({"sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup", "sendVoice"})


@dataclass
class Findings:
    """What a campaign found; `back` are seconds from each start of the process until it asked for updates."""

    kills: int = 0
    said: int = 0
    back: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    repeated_messages: int = 0
    doubts: int = 0

    def summary(self) -> dict[str, object]:
        back = sorted(self.back) or [0.0]
        return {
            "kills": self.kills, "messages_said": self.said, "lost": len(self.lost), "doubled": len(self.doubled),
            "tickets_without_reply": len(self.unanswered), "outgoing_repeated": self.repeated_messages,
            "outgoing_doubts_recorded": self.doubts, "back_median_s": round(back[len(back) // 2], 2),
            "back_worst_s": round(back[-1], 2),
        }  # fmt: skip


@dataclass
class Campaign:
    """`kills` times kill -9 at random moments; `seed` makes the moments the same again."""

    fake: FakeTelegram
    url: str
    media: Path
    group: int
    kills: int
    seed: int = 1

    async def run(self, owners: list[Person]) -> Findings:
        found, dice, stop = Findings(kills=self.kills), random.Random(self.seed), asyncio.Event()
        said: dict[str, int] = {}
        writing = [
            asyncio.create_task(self._write(owner, said, stop, random.Random(n)))
            for n, owner in enumerate(owners)
        ]
        for _ in range(self.kills):
            process = await self._start(found)
            await asyncio.sleep(dice.uniform(0.05, 1.5))
            process.send_signal(signal.SIGKILL)
            await process.wait()
        stop.set()
        await asyncio.gather(*writing)
        process = await self._start(found)
        await self._settled()
        process.send_signal(signal.SIGTERM)
        await process.wait()
        found.said = len(said)
        self._judge(found, said)
        return found

    async def _write(
        self, owner: Person, said: dict[str, int], stop: asyncio.Event, dice: random.Random
    ) -> None:
        count = 0
        while not stop.is_set():
            mark = f"m{owner.id}x{count}e"
            said[mark] = owner.id
            await owner.say(f"{mark} 厨房水龙头漏水")
            count += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), dice.uniform(1.0, 4.0))

    async def _start(self, found: Findings) -> asyncio.subprocess.Process:
        begun, asked = time.monotonic(), len(self.fake.requests)
        environment = os.environ | {
            "OWNERLINE_STORAGE__URL": self.url, "OWNERLINE_STORAGE__MEDIA": str(self.media), "OWNERLINE_WEB__PORT": "0",
            "OWNERLINE_TELEGRAM__TOKEN": self.fake.token, "OWNERLINE_TELEGRAM__BASE_URL": self.fake.url,
            "OWNERLINE_TELEGRAM__STAFF_GROUP": str(self.group), "OWNERLINE_CONVERSATION__BURST_SECONDS": "0.2",
            "OWNERLINE_LOG__LEVEL": "error",
        }  # fmt: skip
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).parent / "ownerline"),
            "run",
            cwd=ROOT,
            env=environment,
            stdout=asyncio.subprocess.DEVNULL,
        )
        while not any(request.method == "getUpdates" for request in self.fake.requests[asked:]):
            if process.returncode is not None:
                raise AssertionError(f"the line did not start: exit {process.returncode}")
            if time.monotonic() - begun > 60:
                raise AssertionError("the line did not ask for updates within a minute")
            await asyncio.sleep(0.01)
        found.back.append(time.monotonic() - begun)
        return process

    async def _settled(self, within: float = 180) -> None:
        """Waits until every update is handled and every owner has heard; the staff group, with its 20 a minute, may lag."""
        database, deadline = Database(self.url), time.monotonic() + within
        try:
            while time.monotonic() < deadline:
                await asyncio.sleep(1)
                with database.reading() as connection:
                    waits = connection.execute(
                        select(inbox.c.id).where(inbox.c.state == "waiting").limit(1)
                    ).first()
                    leaves = connection.execute(
                        select(outbox.c.id)
                        .where(outbox.c.state.in_(("pending", "sending")), outbox.c.chat != str(self.group))
                        .limit(1)
                    ).first()
                if not waits and not leaves and not self.fake.updates.pending:
                    return
            raise AssertionError("the line did not come to rest")
        finally:
            database.close()

    def _judge(self, found: Findings, said: dict[str, int]) -> None:
        database = Database(self.url)
        with database.reading() as connection:
            words = [
                row.text
                for row in connection.execute(
                    select(ticket_events.c.text).where(ticket_events.c.actor == "owner")
                )
            ]
            numbers = connection.execute(select(tickets.c.number)).scalars().all()
            rows = connection.execute(
                select(func.count()).where(
                    outbox.c.channel == "telegram",
                    outbox.c.kind == "send",
                    outbox.c.state == "sent",
                    outbox.c.chat != str(self.group),
                )
            ).scalar_one()
            found.doubts = sum(
                connection.execute(select(outbox.c.doubts).where(outbox.c.chat != str(self.group))).scalars()
            )
        database.close()
        everything = "\n".join(words)
        found.lost = [mark for mark in said if mark not in everything]
        found.doubled = [mark for mark in said if everything.count(mark) > 1]
        arrived = [entry for entry in self.fake.accepted() if entry.chat_id != self.group]
        heard = "\n".join(entry.text for entry in arrived)
        found.unanswered = [number for number in numbers if number not in heard]
        found.repeated_messages = sum(entry.method in _MESSAGES for entry in arrived) - rows
