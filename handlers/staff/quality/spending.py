"""What staff spend on a ticket: minutes and money, said on its page or with /spent in its topic (A26, M06).

The sums are for improving the work and for knowing what a complaint costs; nobody's minutes are listed by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.base import Mistake, Reply
from handlers.staff.changing import record
from handlers.staff.quality import spent_words
from handlers.staff.request import StaffRequest
from handlers.wording import say
from storage.efforts import Spent
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: What it was spent on; "intake" is kept apart, for less of it is the goal (A26).
KINDS = ("intake", "work", "visit", "parts", "other")

#: The money of a jurisdiction, and every currency that can be chosen.
_CURRENCY = {
    "CN": "CNY",
    "HK": "HKD",
    "MO": "MOP",
    "TW": "TWD",
    "SG": "SGD",
    "GB": "GBP",
    "US": "USD",
    "AU": "AUD",
}
CURRENCIES = (*_CURRENCY.values(), "EUR")

#: The most minutes of one entry: more is a slip of the finger.
MOST_MINUTES = 24 * 60


def currency_of(store: StaffStore, ticket: Ticket) -> str:
    return _CURRENCY.get(store.estate_of(ticket).jurisdiction, "EUR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """An entry as typed; empty minutes or cost: none. Without a currency it is the estate's."""

    minutes: str = ""
    cost: str = ""
    currency: str = ""
    what: str = "work"
    note: str = ""


def spend(request: StaffRequest, store: StaffStore, ticket: Ticket, typed: Typed) -> tuple[Reply, ...]:
    """Adds minutes or money to a ticket. Raises Mistake for neither, or for what is no amount."""
    spent, paid, note = _minutes(typed.minutes), _hundredths(typed.cost), " ".join(typed.note.split())
    money = typed.currency or currency_of(store, ticket)
    if not spent and not paid:
        raise Mistake("quality.wrong.nothing_spent")
    if typed.what not in KINDS or money not in CURRENCIES or len(note) > 200:
        raise Mistake("quality.wrong.effort")
    store.efforts.add(
        ticket, staff_id=request.who.id, minutes=spent, cost=paid, currency=money, what=typed.what, note=note,
        at=request.now,
    )  # fmt: skip
    text = " · ".join(
        part for part in (spent_words.told(request.language, Spent(spent, ((money, paid),))), note) if part
    )
    record(request, store, ticket, "spent", text, shown=False)
    return ()


def from_room(
    request: StaffRequest, store: StaffStore, ticket: Ticket | None, rest: str
) -> tuple[Reply, ...]:
    """`/spent 20` and perhaps a note behind it; answered with the ticket's sums."""
    if ticket is None:
        raise Mistake("quality.spent_where")
    number, note = [*rest.split(maxsplit=1), "", ""][:2]
    spend(request, store, ticket, Typed(minutes=number, note=note))
    sums = spent_words.told(request.language, store.efforts.of(ticket))
    return (Reply(text=say(request.language, "quality.spent_kept", number=ticket.number, spent=sums)),)


def _minutes(typed: str) -> int:
    words = typed.strip()
    if not words:
        return 0
    if not re.fullmatch(r"[0-9]{1,4}", words) or int(words) > MOST_MINUTES:
        raise Mistake("quality.wrong.minutes", most=MOST_MINUTES)
    return int(words)


def _hundredths(typed: str) -> int:
    words = typed.strip().replace(",", "")
    if not words:
        return 0
    found = re.fullmatch(r"([0-9]{1,8})(?:\.([0-9]{1,2}))?", words)
    if found is None:
        raise Mistake("quality.wrong.cost")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
