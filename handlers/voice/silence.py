"""Silent households (C45): one of which nothing was ever heard is asked once how it is, by day, in the contact budget, and never again."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.base import Acting, Button, Reply, ToContact
from handlers.voice.courtesy import courtesy, spend
from handlers.wording import say, speak
from storage.estates import Estate, Unit
from storage.silences import WELL, WRONG
from storage.store import LineStore

#: By day, in the estate's hours: a question without a cause is read in peace.
_FROM, _UNTIL = time(10), time(19)

#: How long after one piece of homes the next one is looked at.
_BETWEEN = timedelta(minutes=10)


def is_time(now: datetime, zone: ZoneInfo) -> bool:
    return _FROM <= now.astimezone(zone).time() < _UNTIL


def next_look(now: datetime, zone: ZoneInfo, *, through: bool) -> datetime:
    """When homes of an estate are looked at again: a little later by day; the next day after the last of them, and at night."""
    local = now.astimezone(zone)
    if not through and is_time(now + _BETWEEN, zone):
        return now + _BETWEEN
    today = datetime.combine(local.date(), _FROM, zone)
    return today if local < today and not through else today + timedelta(days=1)


def reach_out(estate: Estate, unit: Unit, acting: Acting, store: LineStore) -> None:
    """Asks a silent household how it is, where courtesy allows it now; else it is found again on another day."""
    may = courtesy(acting, store, estate.id, unit.id)
    if may.reason or may.account is None:
        return
    today = acting.now.astimezone(acting.tz).date()
    kept = store.silences.ask(unit, may.account.id, acting.now, today)
    if kept is None or not spend(acting, store, estate.id, unit.id, kind="silence"):
        return
    language = speak(may.account.language, estate.language)
    buttons = tuple(
        Button(say(language, f"silence.button.{answer}"), f"silence:{kept.id}:{answer}")
        for answer in (WELL, WRONG)
    )
    text = say(language, "silence.ask", estate=estate.name, phone=estate.phone)
    acting.told.append(Reply(to=ToContact(may.account.id), text=text, buttons=(buttons,), urgency="bulk"))
