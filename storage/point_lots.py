"""What is left of each credit of points: those that lapse first are used first. Pure, over the entries of one person.

With one term for all credits that is "first in, first out"; points that came back after a cancelled reward have a term of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol

#: Later than every term: what never lapses is used last.
_NEVER = datetime.max.replace(tzinfo=UTC)


class Entry(Protocol):
    """What is read of an entry: `amount` above 0 brings points, below 0 takes them; `reverses` is the entry that is taken back."""

    @property
    def id(self) -> int: ...
    @property
    def amount(self) -> int: ...
    @property
    def expires_at(self) -> datetime | None: ...
    @property
    def reverses(self) -> int | None: ...


def left(entries: Iterable[Entry]) -> dict[int, int]:
    """The points that are left of each entry that brought some, by its id; entries of which nothing is left are not among them.

    What takes a credit back takes from that credit first; everything else from whatever lapses first.
    """
    lots: dict[int, int] = {}
    terms: dict[int, datetime] = {}
    for entry in sorted(entries, key=lambda one: one.id):
        if entry.amount > 0:
            lots[entry.id], terms[entry.id] = entry.amount, entry.expires_at or _NEVER
            continue
        wanted = -entry.amount
        order = sorted(lots, key=lambda lot: (lot != entry.reverses, terms[lot], lot))
        for lot in order:
            taken = min(wanted, lots[lot])
            lots[lot], wanted = lots[lot] - taken, wanted - taken
    return {lot: amount for lot, amount in lots.items() if amount}
