"""The side door for another process: read the ledger, script people, conditions, faults, limits and time over HTTP.

    GET  /control/ledger?after=N        entries after the Nth, and violations
    GET  /control/inbox/{id}            the bot's messages in a chat
    POST /control/users                 {"first_name": "Ann", "language_code": "zh-hans"}
    POST /control/forums                {"title": "Staff", "members": [ids]}
    POST /control/act                   {"who": id, "do": "say", "args": […], "in": group, "topic": thread, "message_id": n}
    POST /control/condition             {"chat": id, "condition": "blocked" or null}
    POST /control/fault                 {"kind": "reset_after", "method": "sendMessage", "nth": 2}
    POST /control/limits                {"on": false} or any field of LimitSettings
    POST /control/advance               {"seconds": 150}, with a manual clock

Bytes in args are `{"base64": "…"}`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .clock import ManualClock
from .messages import Message
from .taps import Tap

if TYPE_CHECKING:
    from .fake import FakeTelegram

ACTS = (
    "say", "start", "photo", "album", "voice", "video", "document", "location", "contact", "sticker", "tap", "edit",
    "reply", "blocks_bot", "unblocks_bot", "say_in", "send_callback",
)  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"base64"}:
        return base64.b64decode(value["base64"])
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _shown(result: Any) -> Any:
    if isinstance(result, list):
        return [_shown(item) for item in result]
    if isinstance(result, Message):
        return result.raw
    return {"callback_query_id": result.press.id} if isinstance(result, Tap) else result


class Control:
    def __init__(self, fake: FakeTelegram) -> None:
        self._fake = fake

    async def ledger(self, request: web.Request) -> web.Response:
        after = int(request.query.get("after", "0"))
        ledger = self._fake.ledger
        violations = [asdict(violation) for violation in ledger.violations]
        return web.json_response({"entries": ledger.after(after), "violations": violations})

    async def inbox(self, request: web.Request) -> web.Response:
        chat = self._fake.world.chats[int(request.match_info["id"])]
        messages = [Message(chat, raw) for raw in chat.messages.values()]
        return web.json_response([one.raw for one in messages if one.by_bot and not one.deleted])

    async def users(self, request: web.Request) -> web.Response:
        person = self._fake.user(**await request.json())
        return web.json_response(person.user)

    async def forums(self, request: web.Request) -> web.Response:
        body = await request.json()
        members = tuple(self._fake.people[number] for number in body.pop("members", []))
        group = self._fake.forum(**body, members=members)
        return web.json_response(group.chat.view())

    async def act(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body["do"] not in ACTS:
            raise web.HTTPBadRequest(text=f"one can only {', '.join(ACTS)}")
        person = self._fake.people[body["who"]]
        group = self._fake.groups[body["in"]] if "in" in body else None
        chat = group.chat if group else person.chat
        args = _plain(body.get("args", []))
        more = {key: _plain(value) for key, value in body.get("kwargs", {}).items()}
        message = Message(chat, chat.messages[body["message_id"]]) if "message_id" in body else None
        if body["do"] == "say_in":
            args = [group, body.get("topic"), *args]
            more |= {"reply_to": message} if message else {}
        elif message is not None:
            args = [*args, message] if body["do"] == "tap" else [message, *args]
        result = getattr(person, body["do"])(*args, **more)
        return web.json_response(_shown(await result if hasattr(result, "__await__") else result))

    async def condition(self, request: web.Request) -> web.Response:
        body = await request.json()
        self._fake.condition(body["chat"], body["condition"], migrate_to=body.get("migrate_to"))
        return web.json_response(True)

    async def fault(self, request: web.Request) -> web.Response:
        self._fake.fault(**await request.json())
        return web.json_response(True)

    async def limits(self, request: web.Request) -> web.Response:
        for name, value in (await request.json()).items():
            if not hasattr(self._fake.limits.settings, name):
                raise web.HTTPBadRequest(text=f"limits have no {name}")
            setattr(self._fake.limits.settings, name, value)
        return web.json_response(asdict(self._fake.limits.settings))

    async def advance(self, request: web.Request) -> web.Response:
        if not isinstance(self._fake.clock, ManualClock):
            raise web.HTTPBadRequest(text="real time moves by itself")
        await self._fake.clock.advance(float((await request.json())["seconds"]))
        return web.json_response(self._fake.clock.now())


def control_routes(fake: FakeTelegram) -> Iterable[web.RouteDef]:
    control = Control(fake)
    posts = ("users", "forums", "act", "condition", "fault", "limits", "advance")
    yield web.get("/control/ledger", control.ledger)
    yield web.get("/control/inbox/{id:-?\\d+}", control.inbox)
    for name in posts:
        yield web.post(f"/control/{name}", getattr(control, name))
