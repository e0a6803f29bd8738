"""A list of homes as people write it: their labels by commas, semicolons, lines or spaces, in full width or half, once or twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from handlers.base import Mistake
from storage.audience import MOST_LISTED
from storage.estates import Estate
from storage.staff_store import StaffStore

#: How many unknown homes one answer names.
SHOWN = 8

_BETWEEN = re.compile(r"[,;、\n\r\t]+")


def parted(text: str) -> tuple[str, ...]:
    """The items of a list, each once, in half width; a space does not part them."""
    items = (" ".join(item.split()) for item in _BETWEEN.split(unicodedata.normalize("NFKC", text)))
    return tuple(dict.fromkeys(filter(None, items)))


def homes_in(store: StaffStore, estate: Estate, text: str) -> tuple[int, ...]:
    """The ids of the homes in a list, each once. A home of another estate is as unknown as one that does not exist.

    A space parts homes where the label with it is not known (Flat 3 may be one). Raises Mistake for an unknown home, which it
    names, and for more than storage keeps in one list.
    """
    items = parted(text)
    found = _labelled(store, estate, items)
    pieces = [piece for item in items for piece in ([item] if item in found else item.split(" "))]
    found |= _labelled(store, estate, [piece for piece in pieces if piece not in found])
    lost = list(dict.fromkeys(piece for piece in pieces if piece not in found))
    if lost:
        named = ", ".join(lost[:SHOWN]) + (" …" if len(lost) > SHOWN else "")
        raise Mistake(
            "audience.no_home", said=named, place=estate.name, example=store.homes.example(estate.id)
        )
    return tuple(dict.fromkeys(found[piece] for piece in pieces))


def _labelled(store: StaffStore, estate: Estate, items: Sequence[str]) -> dict[str, int]:
    """The homes that are called so, as typed or in capitals, by what was typed."""
    if len(items) > MOST_LISTED:
        raise Mistake("audience.too_many", count=len(items), most=MOST_LISTED)
    known = store.homes.labelled(estate.id, [*items, *(item.upper() for item in items)]) if items else {}
    return {item: known[name] for item in items for name in (item.upper(), item) if name in known}
