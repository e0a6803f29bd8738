"""A price told before anything that costs the owner is done: what it is for, until when it stands, and the owner's own yes (E02, E04, E05).

Without consent no payable work is ordered. "Not now" and silence leave the ticket open with a person. "Not contractually liable" is
a note among colleagues and never the reason for which a ticket ends (E06).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from decimal import Decimal

from babel.numbers import get_currency_precision

from handlers.base import Acting, Button, Mistake
from handlers.tickets import languages, lifecycle, moments
from handlers.tickets.works import reaching
from handlers.wording import moment, say
from storage.quotes import Quote
from storage.store import LineStore, Store
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: The largest price, in whole units of a currency: a slip of the finger is larger.
LARGEST = 10_000_000


#: Figures, with commas between thousands or none, and at most a currency's sign, its three letters or 元 around them.
_AMOUNT = re.compile(
    r"(?:[A-Z]{0,3}[¥$£€]?\s*)(?P<figures>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d+)?)\s*(?:元|[A-Z]{3})?",
    re.ASCII,
)


def amount_of(text: str, currency: str) -> int:
    """A typed amount in the currency's smallest unit. Raises Mistake for what is none, or not between 0 and 10 million."""
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise Mistake("prices.no_amount", text=text.strip()[:40])
    typed = Decimal(found["figures"].replace(",", ""))
    minor = typed.scaleb(get_currency_precision(currency))
    if minor != minor.to_integral_value() or not 0 < typed <= LARGEST:
        raise Mistake("prices.no_amount", text=text.strip()[:40])
    return int(minor)


def buttons(language: str, quote: Quote) -> tuple[tuple[Button, ...], ...]:
    """The three answers. The quote's own number stands in them, so that an old button agrees to no new price."""
    return tuple(
        (Button(say(language, f"prices.button.{answer}"), f"price:{quote.ticket_id}:{quote.id}:{answer}"),)
        for answer in ("go", "not_now", "ask")
    )


def described(language: str, quote: Quote) -> str:
    """The amount, and whether it is at cost."""
    amount = reaching.money(language, quote.amount, quote.currency)
    return say(language, "prices.at_cost", amount=amount) if quote.at_cost else amount


def tell(acting: Acting, store: Store, ticket: Ticket, quote: Quote) -> None:
    """The owner hears what it is for, what it costs, until when the price stands; and decides."""
    language = languages.of_owner(store, ticket)
    reaching.tell_owner(
        acting, store, ticket, "prices.offer", what=quote.what, amount=described(language, quote),
        when=moment(language, quote.valid_until, acting.tz, acting.now), buttons=buttons(language, quote),
    )  # fmt: skip


def open_quote(store: Store, ticket: Ticket) -> Quote | None:
    """The price that waits for an answer."""
    return next((one for one in reversed(store.quotes.of(ticket)) if one.state == "offered"), None)


def consent(store: Store, ticket: Ticket) -> Quote | None:
    """The last price that the owner agreed to, as long as no other price was told since."""
    latest = next(iter(reversed(store.quotes.of(ticket))), None)
    return latest if latest and latest.state == "accepted" else None


def back_to_people(
    acting: Acting, store: Store, ticket: Ticket, due: datetime, *, staff_id: int | None
) -> Ticket:
    """The owner's turn is over: the clocks run, and the owner hears from a person by the time given (C30)."""
    waiting = lifecycle.may(ticket, "owner_answers")
    stage = lifecycle.next_stage(ticket, "owner_answers") if waiting else ticket.stage
    after = store.tickets.change(ticket, stage=stage, next_contact_at=due)
    if after is None:
        raise Mistake("common.moved_on", number=ticket.number)
    store.tickets.promise(after, kind="contact", due_at=due, made_at=acting.now, staff_id=staff_id)
    return moments.come("answered", acting, store, after) if waiting else after


def next_contact(acting: Acting, ticket: Ticket) -> datetime:
    """When the owner hears again where nobody names a date."""
    hours = acting.settings.tickets.limits.next_contact_hours
    return acting.now + timedelta(hours=hours.get(ticket.urgency, 48))


def expire(quote: Quote, acting: Acting, store: LineStore) -> None:
    """Nobody answered: nothing is done, and the ticket is a person's again."""
    ticket = store.tickets.by_id(quote.ticket_id)
    if ticket is None or ticket.stage in (*ENDED, "resolved"):
        return
    due = next_contact(acting, ticket)
    after = back_to_people(acting, store, ticket, due, staff_id=ticket.holder_id)
    language, staff = languages.of_owner(store, after), languages.of_staff(store, after)
    store.tickets.record(after, at=acting.now, kind="price_expired", actor="line", data={"quote": quote.id})
    reaching.tell_owner(
        acting, store, after, "prices.expired", amount=described(language, quote),
        when=moment(language, due, acting.tz, acting.now),
    )  # fmt: skip
    reaching.tell_people(acting, store, after, "prices.expired_for_staff", amount=described(staff, quote))
