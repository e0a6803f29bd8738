"""What Rasa sends with a call becomes our own values, once, at the door: who, which message, what was said, stated or pressed.

A tracker is checked by hand and to the letter: the sender's name is the address of a household.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.channels.base import Inbound
from bot.rasa.names import ACTIONS, PRESS_ENTITY, REPORT, SCORE_SLOT, TICKET_SLOT, from_rasa
from handlers.asked import Asked

CHANNEL = "rasa"

#: Characters of a sender's name that the register can keep, of a message, and of a button's data.
LONGEST_SENDER, LONGEST_TEXT, _LONGEST_PRESS = 80, 100_000, 64

#: What Rasa's buttons write in the owner's place: an intent, a confidence, entities.
_PAYLOAD = re.compile(r"/[^\s{@]+(@[\d.]+)?(\{.*\})?", re.DOTALL)


class BadCallError(Exception):
    """The call cannot be understood; the text says what is missing or wrong."""


@dataclass(frozen=True, slots=True)
class Call:
    """One run of an action. `key` is the same for a call that Rasa sends again; `inbound` None when nothing was said."""

    action: str
    sender: str
    key: str
    inbound: Inbound | None


def call_of(action: str, tracker: Any, now: datetime) -> Call:
    """The call in our own values. Raises BadCallError."""
    if not isinstance(tracker, dict):
        raise BadCallError("'tracker' is missing")
    sender = tracker.get("sender_id")
    if not isinstance(sender, str) or not sender.strip():
        raise BadCallError("'tracker.sender_id' is missing")
    if len(sender) > LONGEST_SENDER or not sender.isprintable():
        raise BadCallError(f"'tracker.sender_id' is no name of {LONGEST_SENDER} printable characters at most")
    key = _key(sender, _message_id(_mapping(tracker, "latest_message"), tracker), action)
    if ACTIONS[action] is None:
        return Call(action, sender, key, None)
    call = Call(action, sender, key, None)
    return replace(call, inbound=_inbound(call, tracker, now))


def _mapping(tracker: dict[str, Any], name: str) -> dict[str, Any]:
    found = tracker.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise BadCallError(f"'tracker.{name}' is no object")
    return found


def _inbound(call: Call, tracker: dict[str, Any], now: datetime) -> Inbound:
    message, slots = _mapping(tracker, "latest_message"), _mapping(tracker, "slots")
    pressed = _pressed(message)
    text = "" if pressed else _words(message)
    stated = ACTIONS[call.action]
    asked = None
    if stated and not pressed:
        label, confidence = _read_as(message) if stated == REPORT else (None, 1.0)
        asked = Asked(
            intent=stated, label=label, confidence=confidence, version=_model(tracker), ticket=_ticket(slots.get(TICKET_SLOT)),
            score=_score(slots.get(SCORE_SLOT)) if stated == "rating" else None,
        )  # fmt: skip
    return Inbound(
        channel=CHANNEL, update_id=call.key, kind="button" if pressed else "message", chat=call.sender, sender=call.sender,
        sender_name="", sent_at=now, text=text, button=pressed, whole=True, asked=asked,
    )  # fmt: skip


def _words(message: dict[str, Any]) -> str:
    """The owner's own words; a payload such as `/follow_up{"…": "…"}` was written by a button, not by them."""
    text = message.get("text")
    if text is not None and not isinstance(text, str):
        raise BadCallError("'tracker.latest_message.text' is no text")
    if text and len(text) > LONGEST_TEXT:
        raise BadCallError(f"'tracker.latest_message.text' is longer than {LONGEST_TEXT} characters")
    return "" if not text or _PAYLOAD.fullmatch(text.strip()) else text


def _pressed(message: dict[str, Any]) -> str | None:
    """The data of a pressed button of ours, from the entity that it came back as."""
    entities = message.get("entities")
    for entity in entities if isinstance(entities, list) else ():
        if isinstance(entity, dict) and entity.get("entity") == PRESS_ENTITY:
            value = entity.get("value")
            if isinstance(value, str) and 0 < len(value.encode("utf-8", "replace")) <= _LONGEST_PRESS:
                return value
            raise BadCallError(f"the entity '{PRESS_ENTITY}' holds no button of ours")
    return None


def _read_as(message: dict[str, Any]) -> tuple[str | None, float]:
    """How the assistant itself read the message; None for an intent that is none of ours."""
    intent = message.get("intent")
    name, share = (intent.get("name"), intent.get("confidence")) if isinstance(intent, dict) else (None, None)
    label = from_rasa(name) if isinstance(name, str) else None
    sure = float(share) if isinstance(share, (int, float)) and 0 <= share <= 1 else 1.0
    return label, sure


def _ticket(value: Any) -> str | None:
    return value.strip()[:40] or None if isinstance(value, str) else None


def _score(value: Any) -> int | None:
    """One digit; whatever else an assistant put there is no score, and the stars are shown."""
    digits = str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
    if isinstance(value, float) and value.is_integer():
        digits = str(int(value))
    return int(digits) if len(digits) == 1 and digits.isascii() and digits.isdecimal() else None


def _message_id(message: dict[str, Any], tracker: dict[str, Any]) -> str:
    """What names the message that led to the action: Rasa's id of it, else the moment at which it was heard."""
    if isinstance(message.get("message_id"), str) and message["message_id"]:
        return str(message["message_id"])
    events = tracker.get("events")
    heard = (
        [one for one in events if isinstance(one, dict) and one.get("event") == "user"]
        if isinstance(events, list)
        else []
    )
    last = heard[-1] if heard else {}
    return str(last.get("message_id") or last.get("timestamp") or tracker.get("latest_event_time"))


def _model(tracker: dict[str, Any]) -> str:
    """The assistant's model, as a ticket names it; Rasa writes its id beside every event. Empty where it does not."""
    marks = (one.get("metadata") for one in reversed(_events(tracker)))
    found = next((mark["model_id"] for mark in marks if isinstance(mark, dict) and mark.get("model_id")), "")
    return f"rasa:{found}"[:80] if found else ""


def _events(tracker: dict[str, Any]) -> list[dict[str, Any]]:
    events = tracker.get("events")
    return [one for one in events if isinstance(one, dict)] if isinstance(events, list) else []


def _key(*parts: str) -> str:
    """Short enough for the inbox, whatever the parts are; their lengths keep "a" + "bc" from being "ab" + "c"."""
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
