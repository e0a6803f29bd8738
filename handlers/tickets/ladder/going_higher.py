"""What sends a ticket higher by itself: danger, missed times, chases, reopenings, a wish, a level's silence (C15, D13)."""

from __future__ import annotations

from handlers.base import Acting, Reply, ToOwner
from handlers.tickets import languages, lifecycle
from handlers.tickets.ladder import escalation
from handlers.tickets.ladder.escalating import (
    Said,
    is_newest,
    ladder_of,
    level_name,
    newest_of,
    occupied,
    quieten,
    raise_to,
)
from handlers.wording import moment, say
from storage.escalations import Escalation
from storage.pages import ESCALATION
from storage.store import LineStore, Store
from storage.ticket_rows import Ticket


def on_received(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """A complaint about danger goes to the first level at once."""
    if not escalation.about_safety(ticket):
        return ticket
    return raise_to(acting, store, ticket, reason="severity", event="safety", at_least=1)


def on_missed_time(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """A clock ran out, or a promise was not kept: one level higher, unless the last one was called only just now."""
    if _called_lately(acting, store, ticket):
        return ticket
    return raise_to(acting, store, ticket, reason="late", event=acting.now.isoformat())


def _called_lately(acting: Acting, store: Store, ticket: Ticket) -> bool:
    """Whether the newest level has its time to accept: what comes together goes one level up together."""
    newest, ladder = newest_of(store, ticket), ladder_of(acting, store, ticket)
    if newest is None or not 1 <= newest.level <= len(ladder):
        return False
    minutes = ladder[newest.level - 1].accept_minutes
    return escalation.has_its_time(newest.raised_at, minutes, acting.now)


def on_chased(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """The owner asks again and again, and no person answers."""
    limit = acting.settings.tickets.escalation.chases
    count, first = escalation.unanswered_chases(store.tickets.timeline(ticket))
    if count == 0 or count % limit:
        return ticket
    return raise_to(acting, store, ticket, reason="repeat", event=f"chased {count} since {first}")


def on_reopened(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """What was called done is not, once more."""
    if ticket.reopened < acting.settings.tickets.escalation.reopenings:
        return ticket
    return raise_to(acting, store, ticket, reason="repeat", event=f"reopened {ticket.reopened}")


def on_decided(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """The formal decision is what the levels were asked for."""
    store.escalations.decide(ticket, None, "", acting.now)
    store.pages.withdraw(ticket, ESCALATION)
    return ticket


def on_ended(_acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Nothing is left to decide: no clock of a level runs, nobody is called."""
    quieten(store, ticket)
    return ticket


def ask_higher(acting: Acting, store: Store, ticket: Ticket, words: str) -> Ticket:
    """The owner asks for somebody with more authority; while the last wish is undecided it stands, and is not passed over."""
    wishes = [one for one in store.escalations.of(ticket) if one.reason == "request"]
    standing = next((one for one in wishes if one.decided_at is None and one.decide_by), None)
    if standing and standing.decide_by:
        language = languages.of_owner(store, ticket)
        when = moment(language, standing.decide_by, acting.tz, acting.now)
        level = level_name(language, standing.name)
        text = say(language, "escalation.owner.standing", number=ticket.number, level=level, when=when)
        acting.told.append(Reply(to=ToOwner(ticket.id), text=text))
        return ticket
    return raise_to(
        acting, store, ticket, reason="request", event=f"wish {len(wishes) + 1}", said=Said(words)
    )


def unaccepted(ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """Danger, or something urgent, stands and nobody took it (domain, section 7)."""
    stands = lifecycle.may(ticket, "claim") or store.pages.waits(ticket)
    if stands and not _called_lately(acting, store, ticket):
        raise_to(acting, store, ticket, reason="severity", event=f"unaccepted {ticket.reopened}")


def unanswered(asked: Escalation, ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """A level's people did not accept in time: the next is called; the last one goes on being called, and is told of no outside."""
    ladder = ladder_of(acting, store, ticket)
    higher = [level for level in occupied(store, ticket, ladder) if level > ticket.level]
    if not is_newest(store, ticket, asked):
        return
    store.tickets.record(
        ticket, at=acting.now, kind="level_unanswered", actor="line", shown=False, data={"name": asked.name}
    )
    if higher:
        raise_to(acting, store, ticket, reason=asked.reason, event=f"unanswered {asked.id}")


def undecided(asked: Escalation, ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """A level did not decide by its deadline (D13): the next; above the last one, the ways outside."""
    if not is_newest(store, ticket, asked):
        return
    store.tickets.record(
        ticket, at=acting.now, kind="level_undecided", actor="line", shown=False, data={"name": asked.name}
    )
    raise_to(acting, store, ticket, reason=asked.reason, event=f"undecided {asked.id}")
