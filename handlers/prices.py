"""The owner's answer to a price: go ahead, not now, or a question (E05). What they agreed to is kept with its amount and its words."""

from __future__ import annotations

from datetime import datetime

from handlers.base import Capability, Mistake, Outcome, Reply, Request, ToTopic
from handlers.tickets import adding, choice, languages, opening
from handlers.tickets.timing import clocks
from handlers.tickets.works import prices, reaching
from handlers.wording import moment, say
from storage.owner_store import OwnerStore
from storage.quotes import Quote
from storage.ticket_rows import Ticket
from storage.tickets import ENDED


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """A button under a price. Raises Mistake for a price that was not told to this account, or stands no longer."""
    ticket = choice.of_button(request, store)
    quote = store.quotes.one(ticket, choice.number_at(request, 2) or 0)
    if quote is None or ticket.contact_id != store.scope.contact_id:
        raise Mistake("common.no_such_button")
    answer = request.button[3] if len(request.button) > 3 else ""
    if quote.state == "offered" and (quote.valid_until <= request.now or ticket.stage in ENDED):
        raise Mistake("prices.not_open", number=ticket.number)
    if quote.state != "offered":
        raise Mistake(
            f"prices.was.{quote.state}",
            number=ticket.number,
            amount=prices.described(request.language, quote),
        )
    if answer == "ask":
        return _ask(request, store, ticket)
    if answer not in ("go", "not_now"):
        raise Mistake("common.no_such_button")
    return _answered(request, store, ticket, quote, agreed=answer == "go")


def _answered(request: Request, store: OwnerStore, ticket: Ticket, quote: Quote, *, agreed: bool) -> Outcome:
    """Consent, or none: written down with who, when, the words and the amount."""
    words = say(request.language, "prices.button.go" if agreed else "prices.button.not_now")
    state = "accepted" if agreed else "declined"
    kept = store.quotes.answer(
        ticket, quote, state, answered_at=request.now, contact_id=store.scope.contact_id, answer=words
    )
    if kept is None:
        raise Mistake("prices.not_open", number=ticket.number)
    data = {
        "quote": quote.id, "amount": quote.amount, "currency": quote.currency, "at_cost": quote.at_cost, "what": quote.what,
        "contact": store.scope.contact_id,
    }  # fmt: skip
    kind = "consented" if agreed else "price_declined"
    store.tickets.record(ticket, at=request.now, kind=kind, actor="owner", text=words, data=data)
    due = _due(request, ticket)
    after = prices.back_to_people(request, store, ticket, due, staff_id=ticket.holder_id)
    staff = languages.of_staff(store, after)
    reaching.tell_people(
        request,
        store,
        after,
        f"prices.{state}_for_staff",
        amount=prices.described(staff, quote),
        what=quote.what,
    )
    text = say(
        request.language, f"prices.{state}", number=ticket.number, amount=prices.described(request.language, quote),
        what=quote.what, who=who(request, store, after), when=moment(request.language, due, request.tz, request.now),
    )  # fmt: skip
    return Outcome(
        replies=(Reply(text=text), Reply(kind="card", to=ToTopic(ticket.id))), memory={"ticket": ticket.id}
    )


def _due(request: Request, ticket: Ticket) -> datetime:
    return clocks.respond_by(
        request.now, ticket.urgency, request.household.contact.channel, request.settings.respond_hours
    )


def who(request: Request, store: OwnerStore, ticket: Ticket) -> str:
    """The person the ticket is with."""
    holder = store.staff_named(ticket.holder_id) if ticket.holder_id else None
    return holder.name if holder else opening.who_answers(request, store)


def _ask(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    text = say(request.language, "prices.ask", number=ticket.number, who=who(request, store, ticket))
    awaiting = {"kind": "price_question", "ticket": ticket.id}
    return Outcome(replies=(Reply(text=text),), awaiting=awaiting, memory={"ticket": ticket.id})


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """The question about a price, to its people; the price stands meanwhile."""
    ticket = store.tickets.by_id(int((request.awaiting or {})["ticket"]))
    if ticket is None or ticket.stage in ENDED or not (request.text.strip() or request.pictures):
        return None
    staff = adding.keep(request, store, ticket, "prices.question_for_staff")
    due = _due(request, ticket)
    after = prices.back_to_people(request, store, ticket, due, staff_id=ticket.holder_id)
    when = moment(request.language, due, request.tz, request.now)
    text = say(
        request.language, "prices.asked", number=ticket.number, who=who(request, store, after), when=when
    )
    return Outcome(replies=(Reply(text=text), *staff), memory={"ticket": ticket.id})


def on_words(request: Request, store: OwnerStore) -> Outcome | None:
    """A bare yes or no while a price is open: which price it means is not guessed, the price is shown once more."""
    intents = {matter.intent for matter in request.meaning.matters}
    if request.button or choice.is_asked(request) or intents not in ({"affirm"}, {"deny"}):
        return None
    own = [one for one in store.tickets.open_ones(5) if one.contact_id == store.scope.contact_id]
    for ticket in own:
        quote = prices.open_quote(store, ticket)
        if quote and quote.valid_until > request.now:
            text = say(
                request.language, "prices.press", number=ticket.number, what=quote.what,
                amount=prices.described(request.language, quote),
            )  # fmt: skip
            return Outcome(
                replies=(Reply(text=text, buttons=prices.buttons(request.language, quote)),),
                memory={"ticket": ticket.id},
            )
    return None


CAPABILITY = Capability(
    name="prices", buttons=("price",), pressed=pressed, awaits=("price_question",), answered=answered
)
