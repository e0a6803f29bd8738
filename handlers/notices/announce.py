"""The first notice: a text from staff to everybody reachable in an estate or a building, with "got it" under it.

Each recipient reads the frame (title, button, how to complain: C02) in their own language; the text stays as it was written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from handlers.base import Button, Mistake, Reply, ToDelivery
from handlers.staff.request import StaffRequest
from handlers.wording import say, speak
from storage.estates import Building, Estate
from storage.notices import Notice, Recipient
from storage.staff import Staff
from storage.staff_store import StaffStore

#: The longest notice, as messaging apps count (UTF-16 units): with title and footer it fits into one message of 4,096.
LONGEST = 3_500

#: Who may speak to a whole estate.
ANNOUNCERS = ("housekeeper", "manager")


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice that could be sent as it stands: where, to how many contacts, and which words."""

    estate: Estate
    building: Building | None
    text: str
    reach: int

    @property
    def place(self) -> str:
        return f"{self.estate.name} · {self.building.name}" if self.building else self.estate.name


def may_announce(who: Staff) -> bool:
    return who.role in ANNOUNCERS


def preview(
    request: StaffRequest,
    store: StaffStore,
    estate_id: int,
    building_id: int | None,
    text: str,
    *,
    safety: bool = False,
) -> Draft:
    """The notice before it is sent, with the number of contacts it would go to.

    Raises Mistake for somebody who may not send notices, a place that is not theirs, no text or too much, nobody to reach, and
    while a crisis holds back what is sent to many, unless it is about safety (G03).
    """
    if not may_announce(request.who):
        raise Mistake("notices.not_yours")
    words = checked(text)
    estate = next((one for one in store.estates() if one.id == estate_id), None)
    if estate is None:
        raise Mistake("notices.no_such_place")
    building = next(
        (one for one in store.buildings() if one.id == building_id and one.estate_id == estate_id), None
    )
    if building_id and building is None:
        raise Mistake("notices.no_such_place")
    if not safety and store.risk_book.frozen(estate_id):
        raise Mistake("notices.frozen")
    reach = store.notices.reach(estate_id, building_id)
    if not reach:
        raise Mistake("notices.nobody")
    return Draft(estate, building, words, reach)


def checked(text: str) -> str:
    """The text without the space around it. Raises Mistake for none, or too much."""
    words = text.strip()
    if not words:
        raise Mistake("notices.empty")
    length = len(words.encode("utf-16-le")) // 2
    if length > LONGEST:
        raise Mistake("notices.long", length=length, most=LONGEST)
    return words


def announce(request: StaffRequest, store: StaffStore, draft: Draft, form_key: str) -> tuple[Reply, ...]:
    """Sends a notice: one delivery and one message for each contact. The same form sent again sends nothing."""
    notice = store.notices.publish(
        estate_id=draft.estate.id,
        building_id=draft.building.id if draft.building else None,
        text=draft.text,
        form_key=form_key,
        now=request.now,
    )
    return tuple(_message(draft, one) for one in store.notices.recipients(notice)) if notice else ()


def to_homes(
    request: StaffRequest,
    store: StaffStore,
    estate: Estate,
    unit_ids: tuple[int, ...],
    text: str,
    *,
    form_key: str,
    asks: Callable[[str, list[tuple[int, str]]], tuple[tuple[Button, ...], ...]],
) -> tuple[Notice | None, tuple[Reply, ...]]:
    """One notice to some homes, each account once; `asks` makes the buttons in a language for the homes (unit, label) of an
    account. The same form sent again sends nothing, and gives None.
    """
    notice = store.notices.publish_to_units(
        estate_id=estate.id, unit_ids=unit_ids, text=text, form_key=form_key, now=request.now
    )
    if notice is None:
        return None, ()
    homes, draft = store.notices.homes_of(notice), Draft(estate, None, text, 0)
    return notice, tuple(
        replace(
            _message(draft, one),
            buttons=asks(speak(one.language, estate.language), homes.get(one.contact_id, [])),
            urgency="interactive",
        )
        for one in store.notices.recipients(notice)
    )


def _message(draft: Draft, recipient: Recipient) -> Reply:
    language = speak(recipient.language, draft.estate.language)
    footer = say(language, "notices.how_to_complain", phone=draft.estate.phone)
    return Reply(
        to=ToDelivery(recipient.delivery_id, recipient.channel, recipient.address),
        title=say(language, "notices.title", place=draft.place),
        text=f"{draft.text}\n\n{footer}",
        buttons=((Button(say(language, "notices.got_it"), f"read:{recipient.delivery_id}"),),),
        urgency="bulk",
    )
