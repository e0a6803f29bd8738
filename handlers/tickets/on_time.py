"""What the line does by itself when a time has come: it calls again, tells of a late answer, reminds, closes after silence."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.base import Acting, ConversationSettings, Reply, ToOwner, ToTopic
from handlers.tickets import alarm, escalating, lifecycle, moments, settling
from handlers.wording import moment, say, speak
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
    told = alarm.page(ticket, _staff_language(store, ticket), unit.label if unit else "", page.times)
    acting.told.append(told)


def late(ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """A person's first answer is overdue."""
    _tell_staff(ticket, acting, store, kind="late", key="clocks.late")
    moments.come("late", acting, store, ticket)


def promise_broken(ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """A date that the owner was given has passed."""
    _tell_staff(ticket, acting, store, kind="promise_broken", key="clocks.promise_broken")
    moments.come("broken", acting, store, ticket)


def remind(ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """Asks once more whether it is settled.

    A reminder that comes late, because the line was down, moves the closing: its owner has as long as ever to answer.
    """
    settings = acting.settings
    time_to_answer = timedelta(hours=settings.close_after_hours - settings.remind_after_hours)
    close_at = ticket.close_at or acting.now + time_to_answer
    if close_at - acting.now < time_to_answer - LATE:
        close_at = acting.now + time_to_answer
        store.tickets.change(ticket, close_at=close_at)
    language = _owner_language(store, ticket)
    when = moment(language, close_at, acting.tz, acting.now)
    text = say(language, "after.reminder", number=ticket.number, summary=ticket.summary, when=when)
    acting.told.append(Reply(text=text, to=ToOwner(ticket.id), buttons=settling.buttons(language, ticket)))


def close_silent(ticket: Ticket, acting: Acting, store: LineStore) -> None:
    """Closes a resolved ticket whose owner stayed silent; a word from them opens it again."""
    stage = lifecycle.next_stage(ticket, "fall_silent")
    closed = store.tickets.change(ticket, stage=stage, closed_at=acting.now, remind_at=None, close_at=None)
    if closed is None:
        return
    store.tickets.record(ticket, at=acting.now, kind="closed_silent", actor="line")
    moments.come("silent", acting, store, closed)
    told = say(_staff_language(store, ticket), "after.closed_silent_for_staff", number=ticket.number)
    said = say(_owner_language(store, ticket), "after.closed_silent", number=ticket.number)
    topic = ToTopic(ticket.id)
    acting.told.extend(
        (
            Reply(text=said, to=ToOwner(ticket.id)),
            Reply(text=told, to=topic),
            Reply(kind="card", to=topic),
            Reply(kind="close_topic", to=topic),
        )
    )


def _tell_staff(ticket: Ticket, acting: Acting, store: LineStore, *, kind: str, key: str) -> None:
    """The breach as a line of the ticket that staff see, and a word in its topic."""
    store.tickets.record(ticket, at=acting.now, kind=kind, actor="line", shown=False)
    text = say(_staff_language(store, ticket), key, number=ticket.number, summary=ticket.summary)
    acting.told.extend((Reply(text=text, to=ToTopic(ticket.id)), Reply(kind="card", to=ToTopic(ticket.id))))


def _staff_language(store: LineStore, ticket: Ticket) -> str:
    return speak(store.estate_of(ticket).language, "en")


def _owner_language(store: LineStore, ticket: Ticket) -> str:
    return speak(ticket.language, _staff_language(store, ticket))
