"""Did households notice what is promised? A drawn part of the homes where somebody was is asked about one thing (I13, I14).

Each day of an estate is drawn once it is over, by a seed that nobody knew before and that is kept: nobody can arrange who is asked,
and anybody can draw the same homes again. Which member of staff was there is looked at nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

from handlers.base import Acting, Button, Reply, ToContact
from handlers.voice import standards
from handlers.voice.courtesy import courtesy, lives_through, spend, wants_no_calls
from handlers.voice.standard_rules import StandardRules
from handlers.voice.standards import Item, Standard
from handlers.wording import say, speak, weekday
from storage.contacts import Contact
from storage.perception_rows import ANSWERS, CALLING, SENT, WAITING, WITHHELD, Check, Draw, Occasion
from storage.store import LineStore, Store

#: The touch-points at which somebody was in a home.
TOUCH_POINTS = ("visit", "repair")

#: A part of all numbers that a hash can be.
_ALL = 2**256


def drawn(seed: str, occasions: Iterable[Occasion], share: float) -> list[Occasion]:
    """The homes that are drawn, one occasion each, the first one given. Every home has the same chance, `share`, whatever the others."""
    homes: dict[int, Occasion] = {}
    for one in occasions:
        homes.setdefault(one.unit_id, one)
    return [one for unit_id, one in sorted(homes.items()) if _chance(f"{seed}:{unit_id}") < share]


def chosen(seed: str, unit_id: int, items: Sequence[Item]) -> Item | None:
    """The one thing a home is asked about, of what it could notice; None where there is nothing."""
    return items[int(_chance(f"{seed}:{unit_id}:item") * len(items))] if items else None


def _chance(word: str) -> float:
    return int(sha256(word.encode()).hexdigest(), 16) / _ALL


def draw(day: Draw, since: datetime, acting: Acting, store: LineStore) -> None:
    """Draws a day that is over, from `since` until its end, and keeps who is asked about what, and when."""
    rules = acting.settings.voice.standards
    lists = standards.of_estate(store.standards.of(day.estate_id))
    occasions = store.perception.occasions(day.estate_id, since, day.ends)
    rows = [_row(day, one, lists[one.touch_point], rules) for one in drawn(day.seed, occasions, day.share)]
    touched = len({one.unit_id for one in occasions})
    store.perception.keep(day, touched, [row for row in rows if row])


def _row(day: Draw, one: Occasion, standard: Standard, rules: StandardRules) -> dict[str, Any] | None:
    noticeable = [item for item in standard.side("do") if item.noticeable]
    item = chosen(day.seed, one.unit_id, noticeable)
    if item is None:
        return None
    return {
        "unit_id": one.unit_id, "contact_id": one.contact_id, "language": one.language, "touch_point": one.touch_point, "item": item.key,
        "version": item.version, "happened_at": one.at, "due_at": one.at + timedelta(hours=rules.after_hours),
    }  # fmt: skip


def ask(check: Check, acting: Acting, store: LineStore) -> None:
    """Asks a home that was drawn, puts it off, or leaves it out and keeps why. Nobody within reach: it may be telephoned."""
    rules = acting.settings.voice.standards
    item = standards.of_estate(store.standards.of(check.estate_id))[check.touch_point].item(check.item)
    if item is None or not item.on or item.version != check.version:
        return _withhold(store, check, "changed")
    if acting.now > check.happened_at + timedelta(days=rules.last_days):
        return _withhold(store, check, "late")
    if _was_rated(acting, store, check):
        return _put_off(store, check, acting.now + timedelta(hours=6))
    found = courtesy(acting, store, check.estate_id, check.unit_id, account_id=check.contact_id)
    if found.reason == "quiet" and found.until:
        return _put_off(store, check, found.until)
    if found.reason == "nobody":
        return _by_telephone(acting, store, check)
    if found.reason or found.account is None:
        return _withhold(store, check, found.reason)
    return _sent(acting, store, check, item, found.account)


def _was_rated(acting: Acting, store: LineStore, check: Check) -> bool:
    """Whether the home was asked for a rating in these days: two questions never come together."""
    since = acting.now - timedelta(days=acting.settings.voice.standards.apart_days)
    return store.perception.rated_since(check.unit_id, since)


def _sent(acting: Acting, store: LineStore, check: Check, item: Item, account: Contact) -> None:
    if not spend(acting, store, check.estate_id, check.unit_id, kind="perception"):
        return _withhold(store, check, "budget")
    times = {"sent_at": acting.now, "expires_at": _until(acting)}
    after = store.perception.change(check, (WAITING,), state=SENT, contact_id=account.id, **times)
    estate = store.estate(check.estate_id)
    if after and estate:
        language = speak(account.language or check.language, estate.language)
        text = asked(language, after, item, acting.now.astimezone(acting.tz).date())
        acting.told.append(
            Reply(to=ToContact(account.id), text=text, buttons=buttons(language, after), urgency="bulk")
        )
    return None


def asked(language: str, check: Check, item: Item, today: date) -> str:
    """The question as a home reads or hears it: about which day, and the one thing."""
    opening = say(language, f"perception.about.{check.touch_point}", day=weekday(language, check.day, today))
    return f"{opening}\n{standards.question(language, item)}"


def buttons(language: str, check: Check) -> tuple[tuple[Button, ...], ...]:
    """Yes, no, did not notice; and never again."""
    answers = tuple(
        Button(say(language, f"perception.button.{one}"), f"seen:{check.id}:{one}") for one in ANSWERS
    )
    return (answers, (Button(say(language, "voice.no_more"), f"seen:{check.id}:never"),))


def _by_telephone(acting: Acting, store: LineStore, check: Check) -> None:
    """Nobody of the home can be written to: headquarters may telephone, by the same courtesy."""
    today = acting.now.astimezone(acting.tz).date()
    if not store.perception.phones(check.unit_id, today):
        return _withhold(store, check, "nobody")
    reason = _spared(acting, store, check)
    if reason or not spend(acting, store, check.estate_id, check.unit_id, kind="perception"):
        return _withhold(store, check, reason or "budget")
    times = {"sent_at": acting.now, "expires_at": _until(acting)}
    store.perception.change(check, (WAITING,), state=CALLING, **times)
    return None


def _spared(acting: Acting, store: Store, check: Check) -> str:
    """Why a home is not telephoned: somebody of it opted out, or what it lives through."""
    if wants_no_calls(acting, store, check.unit_id):
        return "muted"
    return lives_through(acting, store, check.estate_id, check.unit_id)


def _until(acting: Acting) -> datetime:
    return acting.now + timedelta(hours=acting.settings.voice.standards.open_hours)


def _put_off(store: LineStore, check: Check, until: datetime) -> None:
    store.perception.change(check, (WAITING,), due_at=until)


def _withhold(store: LineStore, check: Check, reason: str) -> None:
    store.perception.change(check, (WAITING,), state=WITHHELD, reason=reason)
