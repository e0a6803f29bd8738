"""A whole web chat over real HTTP: aiohttp application, SQLite, media folder, and an inbox that keeps what comes in."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

from aiohttp import web
from PIL import Image

from bot import clock
from bot.channels.base import Inbound, Key, Outbound, Refused, SendError, Sent, inbound_to_json
from bot.channels.webchat import WebChat
from bot.media import MediaStore
from storage import inbox, store  # noqa: F401 - the store brings every table
from storage.base import metadata
from storage.db import Database


class House:
    """`inbound` is what the line has accepted, once each; `answer` is a script that is called with each of them."""

    def __init__(self, folder: Path, **values: Any) -> None:
        self.database = Database(f"sqlite:///{folder}/chat.db")
        metadata.create_all(self.database.engine)
        self.media = MediaStore(folder / "media")
        self._writer, self._readers = ThreadPoolExecutor(1), ThreadPoolExecutor(2)
        self.inbound: list[Inbound] = []
        self.refuses = False
        self.answer: Callable[[Inbound], Any] | None = None
        self._messages = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        known = {
            "estate_name": "翠湖花园",
            "estate_phone": "400-820-1234",
            "default_language": "en",
            **values,
        }
        self.channel = WebChat(self.database, self.media, writes=self.writes, reads=self.reads, **known)

    def application(self) -> web.Application:
        app = web.Application()
        app.add_routes(self.channel.routes())
        return app

    async def open(self) -> None:
        await self.channel.start(self.intake)

    async def close(self) -> None:
        await self.channel.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._writer.shutdown()
        self._readers.shutdown()
        self.database.close()

    async def writes(self, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)

    async def reads(self, work: Callable[[], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._readers, work)

    async def intake(self, updates: list[Inbound]) -> None:
        if self.refuses:
            raise Refused
        new = await self.writes(functools.partial(self._store, updates))
        self.inbound += new
        for update in new:
            if self.answer:
                task = asyncio.create_task(self.answer(update))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def _store(self, updates: list[Inbound]) -> list[Inbound]:
        with self.database.transaction() as connection:
            return [
                update
                for update in updates
                if inbox.store(
                    connection, channel=update.channel, update_id=update.update_id, chat=update.chat,
                    payload=inbound_to_json(update), received_at=clock.now(), held=False, state=inbox.WAITING,
                )
            ]  # fmt: skip

    async def says(self, chat: str, text: str = "", keys: Any = (), **values: Any) -> Sent | SendError:
        """The line says something; `keys` are rows of (text, data)."""
        rows = tuple(tuple(Key(text=label, data=data) for label, data in row) for row in keys)
        self._messages += 1
        return await self.channel.send(
            values.pop("message_id", self._messages), Outbound(chat=chat, text=text, keys=rows, **values)
        )


def photo(
    color: str = "teal", size: tuple[int, int] = (640, 480), kind: str = "JPEG", **values: Any
) -> bytes:
    """A plain picture as bytes."""
    out = BytesIO()
    Image.new("RGB", size, color).save(out, kind, **values)
    return out.getvalue()
