"""Which of a chat's waiting updates make one item: the pieces of a burst, the parts of an album."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.channels.base import Inbound, inbound_from_json
from storage.inbox import Stored


@dataclass(frozen=True, slots=True)
class Item:
    """One thing somebody did, in one or several updates; `ids` are their inbox rows.

    `lent` is another reader's reading of it, empty where there is none to be had; None while nobody has asked.
    """

    ids: tuple[int, ...]
    updates: tuple[Inbound, ...]
    lent: dict[str, Any] | None = None

    @property
    def first(self) -> Inbound:
        return self.updates[0]

    @property
    def last(self) -> Inbound:
        return self.updates[-1]

    @property
    def pieces(self) -> tuple[str, ...]:
        """The words of each update, verbatim, without the empty ones."""
        return tuple(update.text for update in self.updates if update.text.strip())


def next_item(waiting: list[Stored]) -> Item:
    """The oldest item of a chat.

    Held pieces in a row belong together, and with them the complete message that ends the row (an emergency's words often
    follow "is anyone there"). Parts of one album belong together wherever they stand.
    """
    updates = [inbound_from_json(stored.payload) for stored in waiting]
    taken = [0]
    if waiting[0].held:
        for index in range(1, len(waiting)):
            if not _continues(updates[index]):
                break
            taken.append(index)
            if not waiting[index].held:
                break
    albums = {updates[index].album for index in taken} - {None}
    taken = [index for index in range(len(waiting)) if index in taken or updates[index].album in albums]
    lent = waiting[taken[-1]].payload.get("lent")
    return Item(tuple(waiting[i].id for i in taken), tuple(updates[i] for i in taken), lent)


def unreadable(waiting: list[Stored]) -> tuple[int, ...]:
    """The updates among these that are no longer understood: written by another version, or damaged."""
    broken = []
    for stored in waiting:
        try:
            inbound_from_json(stored.payload)
        except ValueError:
            broken.append(stored.id)
    return tuple(broken)


def _continues(update: Inbound) -> bool:
    return update.kind == "message" and not update.text.startswith("/")
