"""What managers make of a season's reminder: the notice it proposes, which another person still approves, or not this year (H12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.base import Mistake, Reply
from handlers.notices import approval, drafting
from handlers.notices.drafting import Wanted
from handlers.safety.seasons import Season, seasons
from handlers.staff.request import StaffRequest
from storage.notices import Notice
from storage.scope import SENIOR
from storage.seasons import OPEN, SKIPPED, WRITTEN, Reminder
from storage.staff import Staff
from storage.staff_store import StaffStore


def may_decide(who: Staff) -> bool:
    return who.role in SENIOR


def propose(
    request: StaffRequest, store: StaffStore, reminder_id: int, doing: dict[str, str]
) -> tuple[Reply, ...]:
    """The season's notice, in the name of whoever submits it; it waits for a second person as every notice does.

    `doing`: what the estate does about it, by language, as it was typed. Raises Mistake: not yours, decided before, and whatever
    keeps the notice from being sent.
    """
    reminder, season = _open_one(request, store, reminder_id)
    notice = drafted(request, store, reminder, season, doing)
    approval.propose(request, store, notice)
    _settle(request, store, reminder, WRITTEN)
    return ()


def drafted(
    request: StaffRequest, store: StaffStore, reminder: Reminder, season: Season, doing: dict[str, str]
) -> Notice:
    """The draft: an announcement to the homes the season concerns, until its last day."""
    estate = store.estate(reminder.estate_id)
    if estate is None:
        raise Mistake("seasons.gone")
    last = season.ends(estate.jurisdiction, reminder.year)
    expires = datetime.combine(last + timedelta(days=1), time(), ZoneInfo(estate.timezone))
    wanted = Wanted(
        estate_id=estate.id, kind="announcement", audience=season.audience, cap=season.cap, expires=expires,
        texts=tuple(replace(text, doing=doing.get(text.language, "").strip()) for text in season.texts),
    )  # fmt: skip
    key = f"season:{estate.id}:{reminder.season}:{reminder.year}"
    return drafting.draft(request, store, wanted, key)


def skip(request: StaffRequest, store: StaffStore, reminder_id: int) -> tuple[Reply, ...]:
    """Not this year."""
    reminder, _ = _open_one(request, store, reminder_id)
    _settle(request, store, reminder, SKIPPED)
    return ()


def _open_one(request: StaffRequest, store: StaffStore, reminder_id: int) -> tuple[Reminder, Season]:
    if not may_decide(request.who):
        raise Mistake("seasons.not_yours")
    reminder = store.seasons.by_id(reminder_id)
    season = seasons().get(reminder.season) if reminder else None
    if reminder is None or season is None or reminder.outcome != OPEN:
        raise Mistake("seasons.gone")
    return reminder, season


def _settle(request: StaffRequest, store: StaffStore, reminder: Reminder, outcome: str) -> None:
    if not store.seasons.settle(reminder, outcome, request.who.id, request.now):
        raise Mistake("seasons.gone")
