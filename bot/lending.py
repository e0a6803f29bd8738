"""Another reader in the place of ours: what it is asked about, and what the turn does with its answer.

A turn never waits for a network. It puts its chat off and says what it has to know (`Unread`); the loop around it asks, the
answer is kept beside the update, and the chat's next turn finds it there. Whoever has no answer is read by ourselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, cast
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from bot.bursts import Item
from nlu import borrowed
from nlu.borrowed import Lent
from nlu.meaning import Meaning


class Lender(Protocol):
    """A reader beside our own. `patience`: after this time nobody waits for its answer any more."""

    patience: timedelta

    def reads(self) -> bool:
        """Whether it is worth asking now; called in a turn, so it must not wait for anything."""

    async def read(self, parts: Sequence[str]) -> Lent | None:
        """The readings of these parts; None when there is none, for whatever reason. Never raises."""

    async def stop(self) -> None:
        """Asks nothing more."""


class Unread(Exception):  # noqa: N818 - no error: the turn has to know something first
    """The item that ends with inbox row `row` waits for a reading of `parts`, for `patience` at most."""

    def __init__(self, row: int, parts: tuple[str, ...], patience: timedelta) -> None:
        super().__init__(row)
        self.row, self.parts, self.patience = row, parts, patience


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is read, and all that the reading depends on; as for `nlu.parse`."""

    text: str
    now: datetime
    tz: ZoneInfo
    awaiting: str | None
    units: tuple[str, ...]


def lent_meaning(lender: Lender, item: Item, meaning: Meaning, words: Words) -> Meaning:
    """The reading to go by. Raises Unread while the other reader is still to be asked."""
    parts = borrowed.parts(meaning, words.text, words.awaiting)
    readable = item.first.kind in ("message", "edit") and not words.text.startswith("/")
    if not parts or not readable:
        return meaning
    if item.lent is None:
        if not lender.reads():
            return meaning
        raise Unread(item.ids[-1], parts, lender.patience)
    lent = _lent_from_json(item.lent)
    if lent is None:
        return meaning
    return borrowed.merged(
        meaning, lent, words.text, now=words.now, tz=words.tz, awaiting=words.awaiting, units=words.units
    )


_LENT = TypeAdapter(Lent)


def lent_to_json(lent: Lent | None) -> dict[str, Any]:
    """An answer as it is kept beside an update; empty for none."""
    return cast("dict[str, Any]", _LENT.dump_python(lent, mode="json")) if lent else {}


def _lent_from_json(payload: dict[str, Any]) -> Lent | None:
    """The answer; None for none, and for one that another version wrote."""
    try:
        return _LENT.validate_python(payload, strict=False) if payload else None
    except ValidationError:
        return None
