"""What a web chat has said and may see, asked of the database off the event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any, Protocol, TypeVar

from bot import clock
from storage import contacts, estates, webchat
from storage.db import Database
from storage.estates import Estate
from storage.webchat import Line

T = TypeVar("T")
Payload = dict[str, Any]


class Runs(Protocol):
    """Runs a plain function in a thread made for it: the writer's, or a reader's."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]: ...


class ChatLog:
    """The log and the sessions of all web chats. Every method raises StorageError when the database fails."""

    def __init__(self, database: Database, writes: Runs, reads: Runs) -> None:
        self._database, self._writes, self._reads = database, writes, reads

    async def open_session(self) -> tuple[str, str]:
        """A new visitor: the cookie's token (kept only as a hash) and the chat it stands for."""
        token, chat = clock.token(), "w" + clock.crockford(20)

        def work() -> None:
            with self._database.transaction() as connection:
                webchat.open_session(connection, token_hash=_hash(token), chat=chat, at=clock.now())

        await self._writes(work)
        return token, chat

    async def chat_of(self, token: str) -> str | None:
        return await self._ask(webchat.chat_of, _hash(token))

    async def write(self, chat: str, source: str, side: str, payload: Payload) -> int:
        """Writes a line once per source; returns its number."""

        def work() -> int:
            with self._database.transaction() as connection:
                return webchat.write(
                    connection, chat=chat, source=source, side=side, payload=payload, at=clock.now()
                )

        return await self._writes(work)

    async def lines(self, chat: str, after: int | None) -> list[Line]:
        """The lines after a number, at most 200; without a number the newest 100."""
        if after is None:
            return await self._ask(webchat.last, chat)
        return await self._ask(webchat.after, chat, after)

    async def before(self, chat: str, number: int) -> list[Line]:
        return await self._ask(webchat.before, chat, number)

    async def line(self, chat: str, number: int) -> Line | None:
        return await self._ask(webchat.line, chat, number)

    async def shown_as(self, chat: str, number: int) -> list[Line]:
        return await self._ask(webchat.shown_as, chat, number)

    async def number_of(self, chat: str, source: str) -> int | None:
        return await self._ask(webchat.number_of, chat, source)

    async def media_named(self, chat: str, reference: str) -> Payload | None:
        return await self._ask(webchat.media_named, chat, reference)

    async def newest(self) -> int:
        return await self._ask(webchat.newest)

    async def newest_by_chat(self, after: int) -> dict[str, int]:
        return await self._ask(webchat.newest_by_chat, after)

    async def estate_of(self, chat: str) -> Estate | None:
        """The estate that a chat belongs to, once the line knows it."""

        def work() -> Estate | None:
            with self._database.reading() as connection:
                contact = contacts.at(connection, "webchat", chat)
                return estates.by_id(connection, contact.estate_id) if contact else None

        return await self._reads(work)

    async def _ask(self, question: Callable[..., T], *values: Any) -> T:
        def work() -> T:
            with self._database.reading() as connection:
                return question(connection, *values)

        return await self._reads(work)


def _hash(token: str) -> str:
    """256 random bits need no slow hash: they cannot be guessed from it."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()
