"""What the line does by itself when a time has come: it calls again, reminds, closes after silence."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.base import Acting, ConversationSettings, Reply, ToOwner, ToTopic
from handlers.tickets import alarm, languages, lifecycle, moments, settling
from handlers.tickets.complaints import letter
from handlers.tickets.ladder import escalating
from handlers.wording import moment, say
from storage.pages import ESCALATION, Page
from storage.store import LineStore
from storage.ticket_rows import Ticket

#: A reminder later than this moves the closing.
LATE = timedelta(hours=1)


def call_again_at(settings: ConversationSettings, now: datetime) -> datetime:
    """When a call that nobody accepts is made once more."""
    return now + timedelta(minutes=settings.repage_minutes)


def call_again(page: Page, ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """A call that not enough people accepted is made once more."""
    if page.hazard == ESCALATION:
        escalating.call_again(page, ticket, acting, store)
        return
    unit = store.unit_of(ticket)
    told = alarm.page(ticket, languages.of_staff(store, ticket), unit.label if unit else "", page.times)
    acting.told.append(told)


def remind(ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """Asks once more whether it is settled.

    A reminder that comes late, because the line was down, moves the closing: its owner has as long as ever to answer.
    """
    time_to_answer = _time_to_answer(ticket, acting.settings)
    close_at = ticket.close_at or acting.now + time_to_answer
    if close_at - acting.now < time_to_answer - LATE:
        close_at = acting.now + time_to_answer
        store.tickets.change(ticket, close_at=close_at)
    language = languages.of_owner(store, ticket)
    when = moment(language, close_at, acting.tz, acting.now)
    decided = ticket.stage == "decided"
    key = "decision.reminder" if decided else "after.reminder"
    text = say(language, key, number=ticket.number, summary=ticket.summary, when=when)
    appeals = acting.settings.tickets.appeals
    keys = letter.buttons(language, ticket, appeals) if decided else settling.buttons(language, ticket)
    acting.told.append(Reply(text=text, to=ToOwner(ticket.id), buttons=keys))


def _time_to_answer(ticket: Ticket, settings: ConversationSettings) -> timedelta:
    """How long an owner has after the reminder: half of a decision's days, or the hours of the settings."""
    if ticket.stage == "decided":
        return timedelta(days=settings.tickets.appeals.recourse_days / 2)
    return timedelta(hours=settings.close_after_hours - settings.remind_after_hours)


def close_silent(ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """Closes a resolved or decided ticket whose owner stayed silent; a word from them opens it again. A remedy that we owe
    keeps it open, whatever the owner says."""
    made = store.decisions.told(ticket) if ticket.stage == "decided" else None
    if made and made.owed:
        return
    stage = lifecycle.next_stage(ticket, "fall_silent")
    closed = store.tickets.change(ticket, stage=stage, closed_at=acting.now, remind_at=None, close_at=None)
    if closed is None:
        return
    store.tickets.record(ticket, at=acting.now, kind="closed_silent", actor="line")
    moments.come("silent", acting, store, closed)
    told = say(languages.of_staff(store, ticket), "after.closed_silent_for_staff", number=ticket.number)
    topic = ToTopic(ticket.id)
    acting.told.extend(
        (
            *_closing_words(ticket, store),
            Reply(text=told, to=topic),
            Reply(kind="card", to=topic),
            Reply(kind="close_topic", to=topic),
        )
    )


def _closing_words(ticket: Ticket, store: LineStore) -> tuple[Reply, ...]:
    """That it is closed, and how it is taken up again; a suggestion that was answered needs no further word."""
    if ticket.stage == "decided" and not ticket.complaint:
        return ()
    key = "decision.closed_silent" if ticket.stage == "decided" else "after.closed_silent"
    said = say(languages.of_owner(store, ticket), key, number=ticket.number)
    return (Reply(text=said, to=ToOwner(ticket.id)),)
