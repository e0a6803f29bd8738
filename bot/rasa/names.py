"""What is called what: our labels as names of Rasa's intents and back, and the actions that an assistant may run.

A label is `intent/code` or the intent alone. Rasa reads `/` in a name as a retrieval intent and `+` as several intents at
once, so the stroke becomes a dot: `repair/home.leak` is `repair.home.leak`. No intent of ours holds a dot; the first one
is always the stroke, which makes the way back certain.
"""

from __future__ import annotations

from typing import Literal

from handlers.asked import AskedIntent
from nlu.meaning import CODES, INTENTS

#: Every label a reading may carry.
LABELS: tuple[str, ...] = tuple(
    label
    for intent in INTENTS
    for label in ([f"{intent}/{code}" for code in CODES.get(intent, ())] or [intent])
)

#: The intent of a pressed button, its entity, and how a button comes back: `/ownerline{"press": "withdraw:12"}`.
PRESS_INTENT, PRESS_ENTITY = "ownerline", "press"

#: The slots that an assistant may fill: which ticket is meant where the words name none, and how many stars of five.
TICKET_SLOT, SCORE_SLOT = "ownerline_ticket", "ownerline_score"

#: The slots that we set after an action: the ticket spoken of last, and whether people have the conversation.
LAST_TICKET_SLOT, WITH_PEOPLE_SLOT = "ownerline_last_ticket", "ownerline_with_people"

REPORT: AskedIntent = "report"
SAY = "action_ownerline_say"

#: What the assistant may run, and what it thereby states: an intent, "" for whatever was said or pressed, None for nothing.
ACTIONS: dict[str, AskedIntent | Literal[""] | None] = {
    "action_ownerline_open": REPORT,
    "action_ownerline_follow_up": "follow_up",
    "action_ownerline_correct": "correction",
    "action_ownerline_withdraw": "cancel",
    "action_ownerline_rate": "rating",
    "action_ownerline_hand_off": "handoff",
    SAY: "",
    "action_ownerline_news": None,
}

_KNOWN = frozenset(LABELS)


def to_rasa(label: str) -> str:
    """The name of the Rasa intent for a label of ours."""
    return label.replace("/", ".", 1)


def from_rasa(name: str) -> str | None:
    """Our label for the name of a Rasa intent; None for a name that is none of ours."""
    label = name.replace(".", "/", 1)
    return label if label in _KNOWN else None
