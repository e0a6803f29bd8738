"""How far a notice is, in words that a page shows and asks for again while it is on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.web.staff.notice_means import Means
from handlers.notices.kinds import goes_by_night
from handlers.notices.progress import WINDOW, Pace, Progress, progress
from handlers.wording import moment, say
from storage.deliveries import Reach
from storage.estates import Estate
from storage.notices import Notice
from storage.staff_store import StaffStore

#: What is on its way, or was held on it.
ON_ITS_WAY = ("sending", "paused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """`percent` of the bar; `parts` are the words beside it, by the name of their place on the page. `state` changes when the page
    has something new to offer.
    """

    state: str
    percent: int
    parts: dict[str, str]


def watch(store: StaffStore, means: Means, notice: Notice, language: str, now: datetime) -> Watch:
    """The state of a notice that was sent, or is being sent."""
    reach = store.deliveries.reach(notice)
    estate = store.estate(notice.estate_id)
    ended = store.delivery_book.ended_since(notice, now - WINDOW) if notice.state == "sending" else 0
    quiet = estate is not None and _is_quiet(means, notice, estate, now)
    pace = Pace(means.per_second, ended, _window(notice, now))
    come = progress(reach.contacts, pace, moving=notice.state == "sending" and not quiet)
    parts = {
        "done": say(language, "notice_pages.done_of", done=come.done, all=come.all),
        "left": _left(means, notice, estate, come, language, now) if quiet else _time(notice, come, language),
        "sent": str(reach.contacts.get("sent", 0)), "failed": str(reach.contacts.get("failed", 0)),
        "unknown": str(reach.contacts.get("unknown", 0)), "read": str(store.deliveries.read_by(notice)),
        "households": _households(reach, language),
    }  # fmt: skip
    return Watch(state=notice.state, percent=come.percent, parts=parts)


def _window(notice: Notice, now: datetime) -> float:
    """The seconds in which its speed is seen: no longer than it is on its way."""
    since = now - notice.sent_at if notice.sent_at else WINDOW
    return max(min(since, WINDOW), timedelta(seconds=1)).total_seconds()


def _is_quiet(means: Means, notice: Notice, estate: Estate, now: datetime) -> bool:
    if goes_by_night(notice.kind, notice.severity, notice.urgency):
        return False
    return means.rules.is_quiet(now, ZoneInfo(estate.timezone))


def _left(
    means: Means, notice: Notice, estate: Estate | None, come: Progress, language: str, now: datetime
) -> str:
    if notice.state != "sending" or estate is None or not come.left:
        return _time(notice, come, language)
    zone = ZoneInfo(estate.timezone)
    return say(
        language,
        "notice_pages.left_quiet",
        when=moment(language, means.rules.after_quiet(now, zone), zone, now),
    )


def _time(notice: Notice, come: Progress, language: str) -> str:
    if notice.state == "paused":
        return say(language, "notice_pages.left_held", left=come.left)
    if not come.left:
        return say(language, "notice_pages.left_none")
    if come.time_left is None:
        return say(language, "notice_pages.left_unknown", left=come.left)
    return say(language, "notice_pages.left_about", left=come.left, time=span(language, come.time_left))


def span(language: str, time: timedelta) -> str:
    """A time that is still to pass, as coarse as it is certain."""
    seconds = int(time.total_seconds())
    if seconds < 90:
        return say(language, "notice_pages.seconds", count=max(seconds, 1))
    minutes = -(-seconds // 60)
    if minutes < 90:
        return say(language, "notice_pages.minutes", count=minutes)
    return say(language, "notice_pages.hours", hours=minutes // 60, minutes=minutes % 60)


def _households(reach: Reach, language: str) -> str:
    return say(
        language,
        "notice_pages.households_of",
        sent=reach.households.get("sent", 0),
        all=reach.addressed,
    )
