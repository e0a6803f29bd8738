"""What falls due of an officer's place: the invitation, its lapse, the end of the term (J02).

An invitation is one question of the household's contact budget. A household that declines, keeps silent or may not be asked is
replaced by the next in the draw's order.
"""

from __future__ import annotations

from datetime import timedelta

from handlers.base import Acting, Button, Reply, ToContact
from handlers.voice.courtesy import courtesy, spend
from handlers.voice.officers import drawing
from handlers.wording import say, speak, weekday
from storage.contacts import Contact
from storage.estates import Estate
from storage.officer_rows import Officer
from storage.store import LineStore, Store

#: What ends by itself: the household is asked later.
_PASSING = ("emergency", "crisis", "complaint", "budget")


def due(officer: Officer, acting: Acting, store: LineStore) -> None:
    """Does what is due of a place."""
    match officer.state:
        case "waiting":
            _invite(officer, acting, store)
        case "invited":
            silent = store.officers.change(officer, state="silent", ended_at=acting.now)
            if silent:
                replace(acting, store, silent)
        case "declined":
            replace(acting, store, officer)
        case "active":
            _end(officer, acting, store)


def _invite(officer: Officer, acting: Acting, store: LineStore) -> None:
    if store.officers.drawn_before(
        officer, acting.now, timedelta(days=acting.settings.voice.officers.rest_days)
    ):
        _pass_over(acting, store, officer, "drawn")
        return
    today = acting.now.astimezone(acting.tz).date()
    accounts = store.officers.accounts(officer, today, acting.now)
    prefer = accounts[0] if accounts else None
    found = courtesy(acting, store, officer.estate_id, officer.unit_id, account_id=prefer)
    if found.reason == "quiet":
        store.officers.change(officer, due_at=found.until)
        return
    if found.reason in _PASSING and acting.now < officer.made_at + timedelta(days=_patience(acting)):
        store.officers.change(officer, due_at=acting.now + timedelta(days=1))
        return
    if found.account is None or found.account.id not in accounts:
        _pass_over(acting, store, officer, found.reason or "nobody")
        return
    if not spend(acting, store, officer.estate_id, officer.unit_id, kind="mission"):
        store.officers.change(officer, due_at=acting.now + timedelta(days=1))
        return
    _send(acting, store, officer, found.account)


def _patience(acting: Acting) -> int:
    return acting.settings.voice.officers.patience_days


def _pass_over(acting: Acting, store: LineStore, officer: Officer, reason: str) -> None:
    """It may not be asked, now or ever: the next one takes its place, and the reason stays in the record."""
    passed = store.officers.change(officer, state="passed", reason=reason, ended_at=acting.now)
    if passed:
        replace(acting, store, passed)


def _send(acting: Acting, store: LineStore, officer: Officer, account: Contact) -> None:
    lapses = acting.now + timedelta(days=acting.settings.voice.officers.answer_days)
    invited = store.officers.change(
        officer, state="invited", contact_id=account.id, invited_at=acting.now, due_at=lapses
    )
    estate, draw = store.estate(officer.estate_id), store.officers.draw(officer.draw_id)
    if invited is None or estate is None or draw is None:
        return
    language = reads(account, estate)
    day = weekday(language, lapses.astimezone(acting.tz).date(), acting.now.astimezone(acting.tz).date())
    text = say(language, "officers.invitation", estate=estate.name, months=draw.term_months, day=day)
    buttons = tuple(
        (Button(say(language, f"officers.button.{answer}"), f"officer:{answer}:{officer.id}"),)
        for answer in ("yes", "no")
    )
    acting.told.append(Reply(to=ToContact(account.id), text=text, buttons=buttons, urgency="bulk"))


def reads(account: Contact, estate: Estate) -> str:
    """The language an account reads."""
    return speak(account.language, speak(estate.language, "en"))


def replace(acting: Acting, store: Store, officer: Officer) -> Officer | None:
    """The next household of the draw's order takes a place, and is invited by the clock; None where the order is used up."""
    draw = store.officers.draw(officer.draw_id)
    return store.officers.replace(officer, drawing.order_of(draw), acting.now) if draw else None


def _end(officer: Officer, acting: Acting, store: LineStore) -> None:
    """The term is over: thanks, and nothing more is sent."""
    ended = store.officers.change(officer, state="ended", ended_at=acting.now, mission_at=None)
    if ended is None or ended.contact_id is None:
        return
    store.officer_missions.call_off(ended)
    living = store.unasked.accounts(ended.unit_id, acting.now.astimezone(acting.tz).date())
    account = next((one for one in living if one.id == ended.contact_id), None)
    estate = store.estate(ended.estate_id)
    if account and estate:
        text = say(reads(account, estate), "officers.term_over", estate=estate.name)
        acting.told.append(Reply(to=ToContact(account.id), text=text, urgency="bulk"))
