"""After an event: one tap from those who came, and two questions to a drawn sample of those who did not (H15, H16).

A household that waits for a complaint is asked nothing (F12), nor one that muted us or was written to often enough; the draw is kept
with what it left out.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from handlers.base import Acting, Button, Reply, ToContact
from handlers.notices.events import inviting, sample
from handlers.notices.events.answering import reads
from handlers.notices.events.inviting import today
from handlers.wording import say
from storage.contact_budget import Budget
from storage.contacts import Contact
from storage.estates import Estate
from storage.events import Event
from storage.store import LineStore

#: The faces, best first; what is kept is 3, 2, 1.
SCORES = (3, 2, 1)


def ask(event: Event, acting: Acting, store: LineStore) -> None:
    """Asks after an event, and keeps whom; in quiet hours it waits for the morning. A call that is late asks all the same."""
    estate, rules = store.events.estate_of(event), acting.settings.notices
    if estate is None or event.status != "CONFIRMED":
        return
    if rules.is_quiet(acting.now, acting.tz):
        store.events.change(event, pulse_at=rules.after_quiet(acting.now, acting.tz))
        return
    came = store.event_pulses.homes(event, came=True)
    away = sample.draw(
        event.uid, store.event_pulses.homes(event, came=False), acting.settings.tickets.events.sample
    )
    budget = Budget(rules.budget_most, acting.now - timedelta(days=rules.budget_days))
    spent = store.deliveries.budget_spent(estate.id, budget)
    drawn = [
        _drawn(acting, store, event, estate, unit_id, came=there, spent=unit_id in spent) | {"rank": rank}
        for there, homes in ((True, came), (False, away))
        for rank, unit_id in enumerate(homes, 1)
    ]
    store.event_pulses.keep(event, drawn)


def _drawn(
    acting: Acting, store: LineStore, event: Event, estate: Estate, unit_id: int, *, came: bool, spent: bool
) -> dict[str, Any]:
    """One household: asked, or left out for a reason."""
    rsvp = store.rsvps.at_home(event, unit_id)
    account = store.rsvps.account(event, rsvp, today(acting)) if rsvp else None
    skipped = _skipped(store, unit_id, account) or ("budget" if spent else "")
    if account and rsvp and not skipped:
        acting.told.append(_question(event, account, reads(account, rsvp, estate), estate, came=came))
    return {
        "unit_id": unit_id, "contact_id": account.id if account else None, "came": came, "skipped": skipped,
        "asked_at": None if skipped else acting.now,
    }  # fmt: skip


def _skipped(store: LineStore, unit_id: int, account: Contact | None) -> str:
    """Why a household is not asked, whatever its budget."""
    if account is None:
        return "nobody"
    if account.muted:
        return "muted"
    return "complaint" if store.households.has_open_complaint(unit_id=unit_id, contact_id=account.id) else ""


def _question(event: Event, account: Contact, language: str, estate: Estate, *, came: bool) -> Reply:
    text = say(
        language, "pulse.liked" if came else "pulse.heard", title=inviting.title(language, event, estate.language)
    )  # fmt: skip
    return Reply(
        to=ToContact(account.id), text=text, urgency="bulk",
        buttons=faces(language, event) if came else yes_no(language, event, "heard"),
    )  # fmt: skip


def faces(language: str, event: Event) -> tuple[tuple[Button, ...], ...]:
    return (
        tuple(Button(say(language, f"pulse.face.{one}"), f"pulse:{event.id}:liked:{one}") for one in SCORES),
    )


def yes_no(language: str, event: Event, question: str) -> tuple[tuple[Button, ...], ...]:
    """The two answers to "had you heard of it?" and to "do you remember what it was about?"."""
    return (
        tuple(
            Button(
                say(language, f"pulse.button.{question}.{answer}"), f"pulse:{event.id}:{question}:{answer}"
            )
            for answer in ("yes", "no")
        ),
    )
