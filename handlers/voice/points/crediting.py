"""Points come promptly, in their measure, and with a word to the owner (K10); a cap clips them, and that is said too."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from handlers.base import Acting, Button, Reply, ToContact
from handlers.voice.points.rules import PointRules
from handlers.voice.points.surveys import surveys_near
from handlers.wording import say, speak, weekday
from storage.contacts import Contact
from storage.estates import Estate
from storage.points import Entry
from storage.store import Store

#: What became of it: given, less than its value, nothing because the year is full, waits for a survey to end, known already, not given here.
Outcome = Literal["given", "clipped", "full", "waits", "known", "off"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What somebody is to be given points for. `rule` is one of storage.points.CREDITS; `ref` names it once and for all; `reason` in
    words, as staff and owner read it; `staff_id`: who recorded it, None for the line.
    """

    person_id: int
    rule: str
    ref: str
    reason: str
    staff_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """What became of it, and how many points it brought; `until`: when points that wait will come."""

    outcome: Outcome
    amount: int = 0
    until: datetime | None = None


def credit(acting: Acting, store: Store, estate: Estate, cause: Cause) -> Credited:
    """Gives what the estate's rules give for it, once; near a survey it waits, and nobody is told before it comes."""
    rules = acting.settings.voice.points.of(estate.code)
    value = rules.values.get(cause.rule, 0)
    if not value:
        return Credited(outcome="off")
    if store.points.credited(estate.id, cause.rule, cause.ref):
        return Credited(outcome="known")
    until = surveys_near(rules, store, estate, acting.now)
    if until:
        return _waits(acting, store, estate, cause, until)
    return _given(acting, store, estate, cause, rules, value)


def _waits(acting: Acting, store: Store, estate: Estate, cause: Cause, until: datetime) -> Credited:
    due = acting.settings.notices.after_quiet(until, ZoneInfo(estate.timezone))
    kept = store.points_waiting.keep(
        estate.id, rule=cause.rule, ref=cause.ref, person_id=cause.person_id, reason=cause.reason, staff_id=cause.staff_id,
        due_at=due,
    )  # fmt: skip
    return Credited(outcome="waits" if kept else "known", until=due)


def _given(
    acting: Acting, store: Store, estate: Estate, cause: Cause, rules: PointRules, value: int
) -> Credited:
    """Under the account's lock, so that two credits at once cannot both fill the same cap."""
    if not store.points.hold(cause.person_id):
        return Credited(outcome="off")
    zone = ZoneInfo(estate.timezone)
    amount = min(value, room(acting.now, zone, rules, store, cause))
    if amount <= 0:
        _tell(acting, store, estate, cause, "points.year_full", most=rules.most_a_year.get(cause.rule, 0))
        return Credited(outcome="full")
    made = store.points.credit(
        cause.person_id, rule=cause.rule, amount=amount, reason=cause.reason, ref=cause.ref, at=acting.now,
        staff_id=cause.staff_id, expires_at=after_months(acting.now.astimezone(zone), rules.expiry_months),
    )  # fmt: skip
    if made is None:
        return Credited(outcome="known")
    _tell_given(acting, store, estate, cause, made, value)
    return Credited(outcome="given" if amount == value else "clipped", amount=amount)


def room(now: datetime, zone: ZoneInfo, rules: PointRules, store: Store, cause: Cause) -> int:
    """How much the caps of the estate's calendar year still leave of this rule for somebody."""
    year = now.astimezone(zone).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    together = rules.most_together - store.points.earned(cause.person_id, year)
    own = store.points.earned(cause.person_id, year, (cause.rule,))
    return min(together, rules.most_a_year.get(cause.rule, together + own) - own)


def after_months(at: datetime, months: int) -> datetime:
    """The same day of the month so many months later, or the month's last day."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))


def _tell_given(acting: Acting, store: Store, estate: Estate, cause: Cause, made: Entry, value: int) -> None:
    assert made.expires_at is not None
    day = made.expires_at.astimezone(ZoneInfo(estate.timezone)).date()
    today = acting.now.astimezone(ZoneInfo(estate.timezone)).date()
    account = store.points.account_of(cause.person_id)
    until = weekday(_reads(account, estate), day, today)
    key = "points.given" if made.amount == value else "points.given_clipped"
    _tell(
        acting, store, estate, cause, key, amount=made.amount, balance=store.points.balance(cause.person_id), value=value,
        until=until,
    )  # fmt: skip


def _tell(acting: Acting, store: Store, estate: Estate, cause: Cause, key: str, **values: object) -> None:
    """In the owner's chat, unless they asked for quiet there."""
    account = store.points.account_of(cause.person_id)
    if account is None:
        return
    language = _reads(account, estate)
    what = say(language, f"points.rule.{cause.rule}")
    text = say(language, key, what=what, reason=cause.reason, **values)
    button = Button(say(language, "points.button.mine"), "points:mine")
    acting.told.append(Reply(to=ToContact(account.id), text=text, buttons=((button,),), urgency="bulk"))


def _reads(account: Contact | None, estate: Estate) -> str:
    return speak(account.language if account else None, estate.language)
