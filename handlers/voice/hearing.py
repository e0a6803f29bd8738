"""A score as it was said: on the scale that was asked, or asked for again. Nothing is converted by guessing."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.base import Request
from handlers.voice.formulas import SCALES


@dataclass(frozen=True, slots=True)
class Heard:
    """`score` on the scale, or None where it must be asked for again; `note`: out_of_range where nought was said and one is the lowest."""

    score: int | None
    note: str = ""


def heard(request: Request, scale: str) -> Heard:
    """The score in a message's words. Another scale, a half, a thumb: None."""
    said = request.meaning.slots.score
    low, high = SCALES[scale]
    if said is None or said.of != high or said.value != int(said.value) or not 0 <= said.value <= high:
        return Heard(None)
    return Heard(max(low, int(said.value)), "out_of_range" if said.value < low else "")
