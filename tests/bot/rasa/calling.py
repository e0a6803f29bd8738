"""Rasa as it calls: request bodies recorded from Rasa 3.6.21, sent to a running line over real HTTP."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import func, select

from bot.wiring import Line
from storage.inbox import inbox
from storage.scope import LineScope
from storage.ticket_rows import Ticket
from storage.tickets import Tickets

RECORDED = Path(__file__).parent / "recorded"
SECRET = "a-secret-of-the-tests"
_numbers = itertools.count(1)


def recorded(name: str) -> Any:
    """An exchange as it was: `calls/NAME` is a body that Rasa sent, `parse/NAME` an answer of its HTTP API."""
    return json.loads((RECORDED / f"{name}.json").read_text("utf-8"))


def call(action: str, sender: str, text: str, **more: Any) -> dict[str, Any]:
    """A call as Rasa makes it, for words that were not recorded. `more`: slots, intent, entities, message_id."""
    slots, number = more.pop("slots", {}), next(_numbers)
    message = {"text": text, "message_id": f"message-{number}", "entities": [], "intent": {}} | more
    tracker = {"sender_id": sender, "slots": slots, "latest_message": message, "events": []}
    return {"next_action": f"action_ownerline_{action}", "sender_id": sender, "tracker": tracker}


@dataclass
class Rasa:
    """Calls the actions of a line."""

    line: Line
    http: aiohttp.ClientSession

    async def post(self, body: Any, *, raw: bytes | None = None, **headers: str) -> tuple[int, Any]:
        """Status and JSON of whatever is sent."""
        sent = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json"} | headers
        data = json.dumps(body).encode() if raw is None else raw
        url = f"http://127.0.0.1:{self.line.port}/rasa/webhook"
        async with self.http.post(
            url, data=BytesIO(data), headers={k: v for k, v in sent.items() if v}
        ) as answer:
            return answer.status, await answer.json()

    async def hears(self, body: Any) -> list[dict[str, Any]]:
        """The responses to a call that goes well."""
        status, answer = await self.post(body)
        assert status == 200, answer
        return list(answer["responses"])

    async def text(self, body: Any) -> str:
        return "\n".join(one["text"] for one in await self.hears(body))

    async def does(self, action: str, sender: str, text: str, **more: Any) -> str:
        return await self.text(call(action, sender, text, **more))

    def ticket(self, number: str) -> Ticket | None:
        with self.line.database.reading() as connection:
            return Tickets(connection, LineScope()).numbered(number)

    def inbox_rows(self) -> int:
        with self.line.database.reading() as connection:
            return int(connection.execute(select(func.count()).select_from(inbox)).scalar_one())
