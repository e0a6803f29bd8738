"""Asking for a rating: sent when its time has come and the household may be asked, once a node; else put off, or withheld (I07, I08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from handlers.base import Acting, Button, Reply, ToContact
from handlers.voice.courtesy import Courtesy, courtesy, spend
from handlers.voice.touch_points import OF_ENDED, scores
from handlers.wording import say, speak
from storage.contacts import REACHABLE
from storage.ratings import SENT, WAITING, WITHHELD, Rating
from storage.store import LineStore, Store
from storage.tickets import ENDED


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that goes out now, in the language that its account chose; None: that of the estate."""

    rating: Rating
    language: str | None


def ask(acting: Acting, store: Store, rating: Rating) -> Asked | None:
    """Sends a question that is due, if its household may be asked; None where it waits for the morning or is withheld."""
    found = _may(acting, store, rating)
    if found.until is not None:
        store.ratings.change(rating, (WAITING,), due_at=found.until)
        return None
    if found.account is None:
        withhold(store, rating, found.reason)
        return None
    if rating.unit_id and not spend(acting, store, rating.estate_id, rating.unit_id, kind="rating"):
        withhold(store, rating, "budget")
        return None
    expires = acting.now + timedelta(hours=acting.settings.voice.ratings.expire_hours)
    values = {"state": SENT, "sent_at": acting.now, "expires_at": expires, "contact_id": found.account.id}
    asked = store.ratings.change(rating, (WAITING,), **values)
    return Asked(asked, found.account.language) if asked else None


def withhold(store: Store, rating: Rating, reason: str) -> None:
    """It will not be asked, and why."""
    store.ratings.change(rating, (WAITING,), state=WITHHELD, reason=reason)


def due(rating: Rating, acting: Acting, store: LineStore) -> None:
    """The time of a planned question has come."""
    overtaken = _overtaken(acting, store, rating)
    if overtaken:
        withhold(store, rating, overtaken)
        return
    asked = ask(acting, store, rating)
    estate = store.estate(rating.estate_id)
    if asked and asked.rating.contact_id and estate:
        language = speak(asked.language, estate.language)
        acting.told.append(_message(language, store, asked.rating))


def question_of(language: str, rating: Rating) -> str:
    """The question of a touch-point with the ends of its scale, as `rating.version` words it."""
    return say(language, f"voice.ask.{rating.touch_point}")


def buttons(language: str, rating: Rating) -> tuple[tuple[Button, ...], ...]:
    """One tap for each score, and one never to be asked again."""
    star = "{} ★" if rating.scale == "csat" else "{}"
    row = tuple(Button(star.format(n), f"rate:{rating.id}:{n}") for n in scores(rating.scale))
    return (row, (Button(say(language, "voice.no_more"), f"asks:off:{rating.id}"),))


def _message(language: str, store: LineStore, rating: Rating) -> Reply:
    assert rating.contact_id is not None
    ticket = store.tickets.by_id(rating.ticket_id) if rating.ticket_id else None
    about = f"{ticket.number} ({ticket.summary})\n" if ticket else ""
    text = about + question_of(language, rating)
    return Reply(
        to=ToContact(rating.contact_id), text=text, buttons=buttons(language, rating), urgency="bulk"
    )


def _may(acting: Acting, store: Store, rating: Rating) -> Courtesy:
    """Whether its household may be asked now. Where no home is known the account is all there is, with the same budget and peace."""
    if rating.unit_id is not None:
        spares = rating.touch_point != "complaint_closed"
        account = rating.contact_id
        return courtesy(
            acting, store, rating.estate_id, rating.unit_id, account_id=account, spares_complaints=spares
        )
    return _of_account(acting, store, rating)


def _of_account(acting: Acting, store: Store, rating: Rating) -> Courtesy:
    rules = acting.settings.notices
    known = store.unasked.account(rating.contact_id) if rating.contact_id else None
    if known is None or known.state != REACHABLE:
        return Courtesy(reason="nobody")
    if not known.asks or known.muted:
        return Courtesy(reason="muted")
    if store.unasked.account_had_alarm(
        known.id, acting.now - timedelta(days=acting.settings.voice.calm_days)
    ):
        return Courtesy(reason="emergency")
    if store.unasked.held_by_crisis(rating.estate_id):
        return Courtesy(reason="crisis")
    if rating.touch_point != "complaint_closed" and store.unasked.account_waits_for_a_complaint(known.id):
        return Courtesy(reason="complaint")
    since = acting.now - timedelta(days=rules.budget_days)
    if store.ratings.asked_since(since, unit_id=None, contact_id=known.id) >= rules.budget_most:
        return Courtesy(reason="budget")
    if rules.is_quiet(acting.now, acting.tz):
        return Courtesy(account=known, reason="quiet", until=rules.after_quiet(acting.now, acting.tz))
    return Courtesy(account=known)


def _overtaken(acting: Acting, store: LineStore, rating: Rating) -> str:
    """Why a planned question is none any more: its ticket was withdrawn, is open again or became an alarm, or the household was asked
    of late.
    """
    ticket = store.tickets.by_id(rating.ticket_id) if rating.ticket_id else None
    if ticket and ticket.stage == "withdrawn":
        return "withdrawn"
    if ticket and (ticket.urgency == "E0" or ticket.intent == "emergency"):
        return "emergency"
    if ticket and rating.touch_point in OF_ENDED and ticket.stage not in ENDED:
        return "reopened"
    since = acting.now - timedelta(hours=acting.settings.voice.ratings.apart_hours)
    asked = store.ratings.asked_since(since, unit_id=rating.unit_id, contact_id=rating.contact_id) > 0
    if rating.unit_id and store.perception.asked_since(rating.unit_id, since):
        asked = True
    return "recent" if asked and not rating.again else ""
