"""What managers make of the lists of their estate's touch-points: switch an item off, add one of the estate's own, put it in other words."""

from __future__ import annotations

from handlers.base import Mistake
from handlers.staff.request import StaffRequest
from handlers.voice import standards
from handlers.voice.standards import SIDES, Item, Standard
from storage.scope import SENIOR
from storage.staff import Staff
from storage.staff_store import StaffStore

#: The longest wording, in characters: it is read at a glance, and asked in a chat.
LONGEST = 160

#: A list longer than this is read by nobody.
MOST = 15


def may_edit(who: Staff) -> bool:
    return who.role in SENIOR


def switch(
    request: StaffRequest, store: StaffStore, estate_id: int, touch_point: str, key: str, *, on: bool
) -> None:
    """Switches an item of an estate off or on. Raises Mistake: not yours, no such item, changed meanwhile."""
    item = _item(request, store, estate_id, touch_point, key)
    if item.on == on:
        return
    kept = store.standards.switch(
        estate_id, touch_point, key, side=item.side, is_on=on, staff_id=request.who.id, at=request.now
    )
    if kept is None:
        raise Mistake("standards.stale")


def add(
    request: StaffRequest,
    store: StaffStore,
    estate_id: int,
    touch_point: str,
    side: str,
    text: str,
    *,
    noticeable: bool,
) -> None:
    """An item of the estate's own. Raises Mistake: not yours, no such list, no words or too many, the list is full.

    What is never done is noticed by nobody on purpose: households are asked about what is done alone.
    """
    standard = _list(request, store, estate_id, touch_point)
    if side not in SIDES:
        raise Mistake("standards.no_such")
    if len([one for one in standard.items if one.side == side and one.on]) >= MOST:
        raise Mistake("standards.full", most=MOST)
    words = _checked(standard, text)
    kept = store.standards.add(
        estate_id, touch_point, side=side, text=words, noticeable=noticeable and side == "do",
        staff_id=request.who.id, at=request.now,
    )  # fmt: skip
    if kept is None:
        raise Mistake("standards.stale")


def reword(
    request: StaffRequest, store: StaffStore, estate_id: int, touch_point: str, key: str, text: str
) -> None:
    """Other words for an item of the estate's own. Raises Mistake as `add` does, and for an item that stands in every language."""
    item = _item(request, store, estate_id, touch_point, key)
    if not item.text:
        raise Mistake("standards.not_own")
    words = _checked(_list(request, store, estate_id, touch_point), text)
    kept = store.standards.reword(
        estate_id, touch_point, key, text=words, staff_id=request.who.id, at=request.now
    )
    if kept is None:
        raise Mistake("standards.stale")


def _list(request: StaffRequest, store: StaffStore, estate_id: int, touch_point: str) -> Standard:
    """The list as it stands. Another estate's is as one that does not exist."""
    if not may_edit(request.who):
        raise Mistake("standards.not_yours")
    if store.estate(estate_id) is None or touch_point not in standards.standards():
        raise Mistake("standards.no_such")
    return standards.of_estate(store.standards.of(estate_id))[touch_point]


def _item(request: StaffRequest, store: StaffStore, estate_id: int, touch_point: str, key: str) -> Item:
    item = _list(request, store, estate_id, touch_point).item(key)
    if item is None:
        raise Mistake("standards.no_such")
    return item


def _checked(standard: Standard, text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise Mistake("standards.no_words")
    if len(words) > LONGEST:
        raise Mistake("standards.long", length=len(words), most=LONGEST)
    if any(one.text == words for one in standard.items):
        raise Mistake("standards.twice")
    return words
