"""The part of a ticket's page that offers known answers for it, and the way from a solved case to a new one (L04)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.staff.draft import source
from bot.web.staff.parts.part import Looking, Part
from handlers.staff.owner_side import owner_language
from handlers.staff.people.knowing import SOLVED
from handlers.tickets.people.known_search import found, spoken
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: More than this is a search, and has its page.
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A known answer in the owner's language, with where it comes from."""

    id: int
    question: str
    answer: str
    language: str
    source: str


@dataclass(frozen=True, slots=True)
class KnownView:
    """`solved`: this case may become an answer itself."""

    offers: tuple[Offer, ...]
    solved: bool


def _view(store: StaffStore, ticket: Ticket, looking: Looking) -> KnownView:
    code, reads = ticket.code or ticket.intent, owner_language(store, ticket)
    here = [one for one in store.known.standing() if one.estate_id == ticket.estate_id]
    offers = []
    for one in found(here, ticket.words, code=code, limit=_SHOWN):
        language, (question, answer) = spoken(one.texts, reads)
        told = source(store, looking.language, one, looking.now)
        offers.append(Offer(one.id, question, answer, language, told))
    solved = ticket.stage in SOLVED and not ticket.guard and not ticket.private
    return KnownView(tuple(offers), solved)


PART = Part(name="known", view=_view, place="inner")
