"""Managers keep the catalogue of rewards (K11); staff hand over what was asked for, or cancel it, and the points come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.base import Mistake, Reply
from handlers.staff.club import recording, who_may
from handlers.staff.request import StaffRequest
from handlers.voice.points.rules import TIERS
from storage.points import REDEMPTION
from storage.rewards import CANCELLED, HANDED, Redemption, Reward
from storage.staff_store import StaffStore

#: The largest price and stock, and the longest name, in characters: it stands on a button.
MOST, LONGEST_NAME = 100_000, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A reward as it is typed: names by language, whole numbers, the last day or "", the least standing or ""."""

    names: dict[str, str]
    price: str
    stock: str
    last_day: str
    tier: str


def add(request: StaffRequest, store: StaffStore, estate_id: int, facts: Facts) -> Reward | None:
    """A new reward; None for the same form sent again. Raises Mistake for what does not fit."""
    who_may.must_manage(request)
    estate = recording.estate_of(store, estate_id)
    columns = _columns(facts, request.now, ZoneInfo(estate.timezone))
    key = f"{request.who.id}:{request.form}" if request.form else None
    return store.rewards.add(estate.id, **columns, made_at=request.now, form_key=key)


def change(
    request: StaffRequest, store: StaffStore, reward_id: int, facts: Facts, *, active: bool, had: str
) -> None:
    """Other facts, or put away and taken out again; what was asked for before keeps its price.

    `had` is the stock that the form showed, "" for none: a piece that was taken meanwhile is not put back by it. Raises Mistake then.
    """
    who_may.must_manage(request)
    reward = store.rewards.by_id(reward_id)
    if reward is None:
        raise Mistake("points.no_reward")
    zone = ZoneInfo(recording.estate_of(store, reward.estate_id).timezone)
    columns = _columns(facts, request.now, zone)
    shown = _whole(had, "points.moved") if had.strip() else None
    if shown != reward.stock or store.rewards.change(reward, **columns, active=active) is None:
        raise Mistake("points.moved")


def hand_over(request: StaffRequest, store: StaffStore, redemption_id: int) -> None:
    """The owner has it. Raises Mistake where somebody was faster."""
    who_may.must(who_may.may_see(request.who), "points.not_yours")
    one = _asked(store, redemption_id)
    if not store.rewards.settle(one, HANDED, request.who.id, request.now):
        raise Mistake("points.moved")


def cancel(request: StaffRequest, store: StaffStore, redemption_id: int, reason: str) -> tuple[Reply, ...]:
    """It cannot be handed over: the points come back whole, with a new term, and the owner hears why."""
    who_may.must(who_may.may_see(request.who), "points.not_yours")
    why, one = who_may.words(reason, "points.no_reason"), _asked(store, redemption_id)
    if not store.rewards.settle(one, CANCELLED, request.who.id, request.now, why):
        raise Mistake("points.moved")
    estate = recording.estate_of(store, one.estate_id)
    entry = store.points.credited(one.estate_id, REDEMPTION, f"redemption:{one.id}")
    assert entry is not None
    term = recording.new_term(request, estate)
    back = store.points.reverse(entry, reason=why, at=request.now, expires_at=term, staff_id=request.who.id)
    return recording.told(store, estate, back) if back else ()


def _asked(store: StaffStore, redemption_id: int) -> Redemption:
    found = store.rewards.redemption(redemption_id)
    if found is None:
        raise Mistake("points.no_reward")
    return found


def _columns(facts: Facts, now: datetime, zone: ZoneInfo) -> dict[str, object]:
    names = {language: " ".join(name.split()) for language, name in facts.names.items() if name.strip()}
    if not names:
        raise Mistake("points.no_name")
    if any(len(name) > LONGEST_NAME for name in names.values()):
        raise Mistake("points.too_long", most=LONGEST_NAME)
    if facts.tier not in ("", *TIERS):
        raise Mistake("points.no_tier")
    price = _whole(facts.price, "points.no_price")
    if price < 1:
        raise Mistake("points.no_price", most=MOST)
    stock = _whole(facts.stock, "points.no_stock") if facts.stock.strip() else None
    return {
        "name": names,
        "price": price,
        "stock": stock,
        "valid_until": _until(facts.last_day, now, zone),
        "tier": facts.tier,
    }


def _whole(typed: str, wrong: str) -> int:
    text = typed.strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 7) or int(text) > MOST:
        raise Mistake(wrong, most=MOST)
    return int(text)


def _until(typed: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Until before which moment it can be had: the end of the last day. Raises Mistake for no day, and for one that is over."""
    if not typed.strip():
        return None
    try:
        ends = datetime.combine(date.fromisoformat(typed.strip()) + timedelta(days=1), time(), zone)
    except (ValueError, OverflowError):
        raise Mistake("points.no_day") from None
    if ends <= now or ends.year > 2200:
        raise Mistake("points.no_day")
    return ends
