"""What the owner asks for: read at opening, or asked in one short question; the decision is held against it (C24).

Somebody who names compensation is noted with the amount and led to whoever may decide about it; the line promises no money (A08).
"""

from __future__ import annotations

from typing import Any

from handlers.base import Acting, Button, Reply, Request, ToTopic
from handlers.plain import one_line
from handlers.tickets import languages
from handlers.wording import say
from storage.owner_store import OwnerStore
from storage.store import Store
from storage.ticket_rows import Ticket

#: What can be chosen with one tap; "else" asks for words, "skip" for none.
CHOICES = ("explanation", "fix", "apology", "else", "skip")

#: The longest wish that is kept as one, in characters; the words themselves stand in the file whole.
LONGEST = 500


def take(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """A wish that was said with the complaint: kept in the owner's words, with the amount, and led to somebody with authority."""
    if not ticket.complaint or ticket.remedy_sought or ticket.reading.get("stance") != "negotiator":
        return ticket
    amount = (ticket.reading.get("slots") or {}).get("amount")
    words = str(ticket.reading.get("text") or ticket.words)
    after = keep(acting, store, ticket, words, actor="line", amount=amount)
    if not ticket.guard:
        language = languages.of_staff(store, ticket)
        text = say(
            language, "remedy.authority_for_staff", number=ticket.number, words=one_line(words)[:LONGEST]
        )
        acting.told.append(Reply(text=text, to=ToTopic(ticket.id)))
    return after


def keep(acting: Acting, store: Store, ticket: Ticket, words: str, *, actor: str, **data: Any) -> Ticket:
    """The wish as it was said; a later one takes its place, and the file keeps both."""
    after = store.tickets.change(ticket, remedy_sought=words[:LONGEST])
    kept = {name: value for name, value in data.items() if value}
    store.tickets.record(
        ticket,
        at=acting.now,
        kind="remedy_sought",
        actor=actor,
        text=words,
        shown=actor == "owner",
        data=kept,
    )
    return after or ticket


def question(request: Request, store: OwnerStore, found: list[Ticket]) -> Ticket | None:
    """The complaint whose owner is still to be asked what would put it right: the first one, and only one."""
    fresh = (store.tickets.by_id(one.id) for one in found)
    return next((one for one in fresh if one and one.complaint and not one.remedy_sought), None)


def noted(request: Request, found: list[Ticket]) -> str:
    """A wish that was read from the words: it is kept and led to somebody who may decide; nothing is promised (A08)."""
    wished = any(one.remedy_sought and one.reading.get("stance") == "negotiator" for one in found)
    return say(request.language, "remedy.noted") if wished else ""


def buttons(language: str, ticket: Ticket) -> tuple[tuple[Button, ...], ...]:
    """The usual wishes, two in a row."""
    made = [Button(say(language, f"remedy.choice.{one}"), f"want:{ticket.id}:{one}") for one in CHOICES]
    return (tuple(made[:2]), tuple(made[2:4]), tuple(made[4:]))


def then_asked(
    request: Request, store: OwnerStore, found: list[Ticket]
) -> tuple[str, tuple[tuple[Button, ...], ...], dict[str, object] | None]:
    """The question, its buttons and what is awaited then, once an earlier question was answered; nothing where none is left."""
    wished = question(request, store, found)
    if wished is None:
        return "", (), None
    return say(request.language, "remedy.question"), buttons(request.language, wished), asked(wished)


def asked(ticket: Ticket) -> dict[str, object]:
    """The open question of a chat."""
    return {"kind": "remedy", "ticket": ticket.id}
