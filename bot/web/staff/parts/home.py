"""The home of a ticket on its page: who is there until when, what is so about it, and the household's tier."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.staff.parts.part import Form, Looking, Part
from handlers.base import Reply
from handlers.notices import attributes
from handlers.staff import home_facts
from handlers.staff.request import StaffRequest
from handlers.tickets.works.reaching import day
from handlers.wording import say
from storage.people import Occupant
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What the template draws; `attributes` as they are typed again, `usual` the words to choose from."""

    label: str
    people: tuple[str, ...]
    attributes: str
    tier: str
    usual: str


def _view(store: StaffStore, ticket: Ticket, looking: Looking) -> Own | None:
    unit = store.unit(ticket.unit_id) if ticket.unit_id else None
    if unit is None or not home_facts.may_keep(looking.who):
        return None
    language, today = looking.language, looking.now.astimezone(looking.tz).date()
    there = [one for one in store.occupants(unit) if one.until is None or one.until >= today]
    return Own(
        label=unit.label,
        people=tuple(_person(one, language) for one in there),
        attributes="; ".join(
            f"{attributes.word_of(one.name, language)} = {one.value}" if one.value else attributes.word_of(one.name, language)
            for one in store.homes.attributes(unit)
        ),
        tier=unit.tier or "",
        usual=say(language, "audience.comma").join(attributes.word_of(name, language) for name in attributes.KNOWN),
    )  # fmt: skip


def _person(who: Occupant, language: str) -> str:
    role = say(language, f"homes.role.{who.role}")
    if who.until is None:
        return say(language, "homes.person", name=who.name, role=role)
    return say(language, "homes.person_until", name=who.name, role=role, date=day(language, who.until))


def _keep(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return home_facts.keep(request, store, ticket, said=form.get("attributes", ""), tier=form.get("tier", ""))


PART = Part(name="home", view=_view, actions={"home": _keep}, place="inner")
