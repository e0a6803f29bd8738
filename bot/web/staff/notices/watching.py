"""How far a notice is, in words that a page shows and asks for again while it is on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.web.staff.notice_means import Means
from handlers.notices import progress_words
from handlers.notices.kinds import goes_by_night
from handlers.notices.progress import WINDOW, Pace, progress
from handlers.wording import moment, say
from storage.notices import Notice
from storage.staff_store import StaffStore

#: What is on its way, or was held on it.
ON_ITS_WAY = ("sending", "paused")


#: Households up to which everything is counted each time somebody looks; beyond it, only what indexes tell.
_COUNTED = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """`percent` of the bar; `parts` are the words beside it, by the name of their place on the page. `state` changes when the page
    has something new to offer.
    """

    state: str
    percent: int
    parts: dict[str, str]


def watch(
    store: StaffStore, means: Means, notice: Notice, language: str, now: datetime, *, whole: bool = True
) -> Watch:
    """The state of a notice that was sent, or is being sent. `whole` also counts households and readers, which takes a while where
    they are very many.
    """
    counts = store.deliveries.standing(notice)
    ended = store.delivery_book.ended_since(notice, now - WINDOW) if notice.state == "sending" else 0
    quiet_until = _quiet_until(store, means, notice, now, language)
    pace = Pace(means.per_second, ended, _window(notice, now))
    come = progress(counts, pace, moving=notice.state == "sending" and not quiet_until)
    parts = {
        "done": progress_words.done(come, language),
        "left": progress_words.left(notice.state, come, quiet_until, language),
        **{name: str(counts.get(name, 0)) for name in ("sent", "failed", "unknown")},
    }
    return Watch(
        state=notice.state, percent=come.percent, parts={**parts, **(_counted(store, notice, language) if whole else {})}
    )  # fmt: skip


def is_small(notice: Notice) -> bool:
    """Whether everything can be counted every few seconds."""
    return notice.homes <= _COUNTED


def _counted(store: StaffStore, notice: Notice, language: str) -> dict[str, str]:
    reach = store.deliveries.reach(notice)
    sent = reach.households.get("sent", 0)
    return {
        "read": str(store.deliveries.read_by(notice)),
        "households": say(language, "notice_pages.households_of", sent=sent, all=reach.addressed),
    }


def _window(notice: Notice, now: datetime) -> float:
    """The seconds in which its speed is seen: no longer than it is on its way."""
    since = now - notice.sent_at if notice.sent_at else WINDOW
    return max(min(since, WINDOW), timedelta(seconds=1)).total_seconds()


def _quiet_until(store: StaffStore, means: Means, notice: Notice, now: datetime, language: str) -> str:
    """When the quiet hours end that hold it; empty where none do."""
    estate = store.estate(notice.estate_id)
    if estate is None or goes_by_night(notice.kind, notice.severity, notice.urgency):
        return ""
    zone = ZoneInfo(estate.timezone)
    if not means.rules.is_quiet(now, zone):
        return ""
    return moment(language, means.rules.after_quiet(now, zone), zone, now)
