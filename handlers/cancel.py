"""The owner takes a matter back; an alarm is stood down instead, so that people still look at it."""

from __future__ import annotations

from handlers.base import Button, Capability, Outcome, Reply, Request, ToTopic
from handlers.tickets import alarm, choice, lifecycle, moments, settling
from handlers.tickets.complaints import accepting
from handlers.wording import say
from nlu.meaning import Matter
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket


def said(request: Request, store: OwnerStore, _matter: Matter) -> Outcome:
    """Withdraws the ticket meant; where several are open and none is named, asks which. "All fine now" settles work done."""
    named, open_ones = choice.named(request, store), store.tickets.open_ones(6)
    done = choice.resolved(request, store)
    if done and (named or len(open_ones) == 1):
        return settling.settle(request, store, done)
    if named or len(open_ones) == 1:
        return _withdraw(request, store, named or open_ones[0])
    if not open_ones:
        return Outcome(replies=(Reply(text=say(request.language, "cancel.nothing")),))
    buttons = tuple((Button(f"{one.number} {one.summary}"[:60], f"withdraw:{one.id}"),) for one in open_ones)
    return Outcome(replies=(Reply(text=say(request.language, "cancel.which"), buttons=buttons),))


def pressed(request: Request, store: OwnerStore) -> Outcome:
    return _withdraw(request, store, choice.of_button(request, store))


def _withdraw(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    if lifecycle.may(ticket, "settle"):
        return accepting.or_settle(request, store, ticket)
    if ticket.urgency == "E0" and lifecycle.may(ticket, "withdraw"):
        return alarm.stand_down(request, store, ticket)
    stage = lifecycle.next_stage(ticket, "withdraw")
    store.tickets.change(
        ticket, stage=stage, closed_at=request.now, next_contact_at=None, remind_at=None, close_at=None
    )
    store.tickets.record(ticket, at=request.now, kind="withdrawn", actor="owner", text=request.text)
    store.tickets.keep_promises(ticket, request.now)
    store.give_back(ticket)
    moments.come("withdrawn", request, store, store.tickets.by_id(ticket.id) or ticket)
    told = say(request.estate.language, "cancel.for_staff", number=ticket.number, words=request.text)
    return Outcome(
        replies=(
            Reply(text=say(request.language, "cancel.done", number=ticket.number)),
            Reply(text=told.strip(), to=ToTopic(ticket.id), relays="owner_words"),
            Reply(kind="card", to=ToTopic(ticket.id)),
        )
    )


CAPABILITY = Capability(name="cancel", intents=("cancel",), said=said, buttons=("withdraw",), pressed=pressed)
