"""The chat as it happens: server-sent events numbered like the log, so that a page which lost its line goes on where it was."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import structlog
from aiohttp import web

from bot.web.chat.log import ChatLog
from bot.web.chat.refusals import Refusal
from bot.web.chat.rooms import Ear, Rooms
from storage.db import StorageError
from storage.webchat import NEWEST, Line

#: Seconds of silence after which a sign of life goes out, short of what proxies and mobile networks cut.
HEARTBEAT_SECONDS = 15.0

#: How often, seconds, one question for all pages asks what other processes have written.
WATCH_SECONDS = 2.0

#: How many of the newest numbers each such question looks at again: lines of different chats may become visible out of order.
_WINDOW = 1000

_HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # a proxy that collects events would make the chat stutter
    "X-Content-Type-Options": "nosniff",
}

_log = structlog.get_logger()


def told(line: Line) -> dict[str, Any]:
    """A line as the page reads it."""
    return {**line.payload, "line": line.id, "side": line.side, "at": line.at.isoformat()}


def cursor(request: web.Request) -> int | None:
    """The number after which lines are wanted; the browser's own Last-Event-ID is newer than the address it first asked."""
    wanted = request.headers.get("Last-Event-ID") or request.query.get("after") or ""
    if not wanted:
        return None
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        raise Refusal(400, "error_unreadable")
    return int(wanted)


async def serve(request: web.Request, log: ChatLog, rooms: Rooms, chat: str) -> web.StreamResponse:
    """Tells one page its chat until it leaves. Raises StorageError and Refusal only before the first byte."""
    after = cursor(request)
    with rooms.listen(chat) as ear:
        first = await log.lines(chat, after)
        response = web.StreamResponse(headers=_HEADERS)
        await response.prepare(request)
        try:
            fresh = after is None
            hello = {
                "chat": chat,
                "fresh": fresh,
                "empty": fresh and not first,
                "more": fresh and len(first) == NEWEST,
            }
            await response.write(_event("hello", hello))
            ear.seen = after or 0
            await _tell(response, ear, first)
            if after is not None and first:
                ear.woken.set()  # there may be more than one reading's worth to catch up with
            await _go_on(response, log, rooms, chat, ear)
        except (ConnectionError, StorageError) as reason:
            _log.debug("A page's line ended", action="webchat_stream_ended", reason=str(reason))
    return response


async def _go_on(response: web.StreamResponse, log: ChatLog, rooms: Rooms, chat: str, ear: Ear) -> None:
    while not rooms.closed:
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                await ear.woken.wait()
        except TimeoutError:
            await response.write(b": alive\n" + _event("beat", {}))
            continue
        ear.woken.clear()
        if ear.typing:
            ear.typing = False
            await response.write(_event("typing", {}))
        while lines := await log.lines(chat, ear.seen):
            await _tell(response, ear, lines)


async def _tell(response: web.StreamResponse, ear: Ear, lines: list[Line]) -> None:
    if lines:
        await response.write(b"".join(_event("line", told(line), line.id) for line in lines))
        ear.seen = lines[-1].id


def _event(name: str, value: dict[str, Any], number: int | None = None) -> bytes:
    """JSON never holds a bare line break, so a value is always one data line."""
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n".encode()


async def watch(log: ChatLog, rooms: Rooms) -> None:
    """Wakes pages whose chat another process has written to: one question for all, every WATCH_SECONDS, for ever."""
    seen: int | None = None
    while not rooms.closed:
        try:
            if len(rooms):
                seen = await log.newest() if seen is None else seen
                newest = await log.newest_by_chat(max(0, seen - _WINDOW))
                seen = max(seen, *newest.values(), 0)
                rooms.wake_behind(newest)
        except StorageError as error:
            _log.warning("The chat log cannot be read", action="webchat_watch_failed", reason=str(error))
        await asyncio.sleep(WATCH_SECONDS)
