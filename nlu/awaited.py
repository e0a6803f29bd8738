"""Short answers to what the bot just asked: a score, a head-count, a unit, a time, yes or no. Called by parse."""

from __future__ import annotations

from dataclasses import dataclass

from nlu.matters import Found
from nlu.meaning import Matter, Slots


@dataclass(frozen=True, slots=True)
class Answer:
    """What the awaited reading makes of the message."""

    matters: tuple[Matter, ...]
    slots: Slots
    understood: bool


def answer(text: str, folded: str, awaiting: str | None, said: Slots, found: Found) -> Answer | None:
    """The answer to what was awaited, or None where the message is something else."""
    del text, folded, awaiting, said, found
    return None
