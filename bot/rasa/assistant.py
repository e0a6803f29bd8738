"""Our actions for an assistant that runs on Rasa: rasa-sdk runs them, a call goes in, the line's answers are its responses.

The one file that imports rasa_sdk; it is imported when the route is switched on, since rasa-sdk is an optional extra.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from bot import clock
from bot.channels.base import Key, Outbound
from bot.rasa.calls import Answer, Calls
from bot.rasa.names import (
    ACTIONS,
    LAST_TICKET_SLOT,
    PRESS_ENTITY,
    PRESS_INTENT,
    SCORE_SLOT,
    TICKET_SLOT,
    WITH_PEOPLE_SLOT,
)
from bot.rasa.trackers import BadCallError, Call, call_of

#: The executor tells of every registration; its faults are ours to tell.
logging.getLogger("rasa_sdk").setLevel(logging.ERROR)


class UnknownActionError(Exception):
    """Rasa asks for an action that is none of ours."""


class Assistant:
    """Runs one action for one call."""

    def __init__(self, calls: Calls, now: Callable[[], datetime] = clock.now) -> None:
        self._calls = calls
        self._now = now

    def call(self, body: dict[str, Any]) -> Call:
        """What Rasa asks for, in our own values. Raises BadCallError and UnknownActionError."""
        action = body.get("next_action")
        if not isinstance(action, str) or not action:
            raise BadCallError("'next_action' is missing")
        if action not in ACTIONS:
            raise UnknownActionError(action)
        return call_of(action, body.get("tracker"), self._now())

    async def run(self, call: Call) -> tuple[dict[str, Any], Answer]:
        """Rasa's `events` and `responses`, and the answer that must be reported on. Raises Unanswered.

        Rasa leaves the domain out with `enable_selective_domain`, and rasa-sdk then refuses to run anything (449), because
        it would hand the action a domain. Ours need none: an empty one stands in its place, whatever was sent, so that
        none is remembered from one assistant for another either.
        """
        answers: list[Answer] = []

        async def act(dispatcher: CollectingDispatcher, _tracker: Tracker, _domain: Any) -> list[Any]:
            answers.append(await self._calls.answer(call))
            for message in answers[0].messages:
                dispatcher.utter_message(text=_text(message), buttons=_buttons(message))
            return _events(call.action, answers[0])

        executor = ActionExecutor()
        executor.register_function(call.action, act)
        given = {"next_action": call.action, "tracker": {"sender_id": call.sender}, "domain": {}}
        result = await executor.run(given)
        return result.model_dump(), answers[0]


def _text(message: Outbound) -> str:
    return "\n".join(filter(None, [message.title, message.text]))


def _buttons(message: Outbound) -> list[dict[str, str]]:
    return [_button(key) for row in message.keys for key in row if key.url or key.data]


def _button(key: Key) -> dict[str, str]:
    """Pressed, it comes back as a message that Rasa reads as our intent with the button's data as its entity."""
    if key.url:
        return {"title": key.text, "type": "web_url", "url": key.url}
    pressed = json.dumps({PRESS_ENTITY: key.data}, ensure_ascii=False)
    return {"title": key.text, "payload": f"/{PRESS_INTENT}{pressed}"}


def _events(action: str, answer: Answer) -> list[Any]:
    """What the assistant may go by: the ticket spoken of, and who has the conversation; what it filled in is used up."""
    events = [SlotSet(LAST_TICKET_SLOT, answer.ticket), SlotSet(WITH_PEOPLE_SLOT, answer.with_people)]
    used = [SlotSet(TICKET_SLOT, None)] if ACTIONS[action] else []
    if ACTIONS[action] == "rating":
        used.append(SlotSet(SCORE_SLOT, None))
    return [*events, *used]
