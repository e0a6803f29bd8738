"""The first notice: a text from staff to everybody reachable in an estate or a building, with "got it" under it.

Each recipient reads the frame (title, button, how to complain: C02) in their own language; the text stays as it was written.
"""

from __future__ import annotations

from dataclasses import dataclass

from handlers.base import Button, Mistake, Reply, ToDelivery
from handlers.staff.request import StaffRequest
from handlers.wording import say, speak
from storage.estates import Building, Estate
from storage.notices import Recipient
from storage.staff import Staff
from storage.store import StaffStore

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
    request: StaffRequest, store: StaffStore, estate_id: int, building_id: int | None, text: str
) -> Draft:
    """The notice before it is sent, with the number of contacts it would go to.

    Raises Mistake for somebody who may not send notices, a place that is not theirs, no text or too much, nobody to reach.
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
