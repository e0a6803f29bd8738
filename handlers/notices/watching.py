"""How a notice comes along, in the staff group: one message, looked at every ten seconds and edited where something changed.

A group takes twenty messages a minute, edits too (Telegram): six looks a minute leave room for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.base import Acting, Button, Reply, ToProgress
from handlers.notices import progress_words
from handlers.notices.kinds import goes_by_night
from handlers.notices.progress import Pace, Progress, progress
from handlers.wording import moment, say, speak
from storage.delivery_rows import FAILED, SENT, UNKNOWN
from storage.estates import Estate
from storage.notice_watches import Watch
from storage.notices import Notice
from storage.staff_store import StaffStore
from storage.store import LineStore

#: The least time between two looks.
EVERY = timedelta(seconds=10)

#: States after which nothing changes any more, and those that a person can act on.
OVER = ("sent", "stopped")
_STEPS = {"sending": ("hold", "stop"), "paused": ("resume", "stop"), "approved": ("stop",)}

#: The places of the bar.
_BAR = 10


def look(notice: Notice, watch: Watch, acting: Acting, store: StaffStore | LineStore) -> None:
    """Shows what is new since the last look; after the last one, with what the notice came to, nobody looks again."""
    counts = store.deliveries.standing(notice)
    ended = sum(counts.get(state, 0) for state in (SENT, FAILED, UNKNOWN))
    seconds = (acting.now - watch.at).total_seconds()
    pace = Pace(per_second=max(ended - watch.done, 0) / seconds if seconds > 0 else None)
    estate = store.estate(notice.estate_id)
    assert estate is not None
    reply = shown(acting, store, notice, estate, counts, pace)
    said = f"{notice.state}\n{reply.title}\n{reply.text}"
    if said != watch.said:
        acting.told.append(reply)
    store.notice_watches.keep(notice, said=said, done=ended, at=acting.now, closed=notice.state in OVER)


def now(acting: Acting, store: StaffStore | LineStore, notice: Notice) -> None:
    """The same at once, because a person did something to it; where nobody watches it, nothing is shown."""
    watch = store.notice_watches.of(notice)
    if watch and not watch.closed:
        look(notice, watch, acting, store)


def shown(
    acting: Acting, store: StaffStore | LineStore, notice: Notice, estate: Estate, counts: Mapping[str, int], pace: Pace
) -> Reply:  # fmt: skip
    """The message as it stands now, with what can be done to the notice."""
    language = speak(estate.language, "en")
    quiet_until = _quiet_until(acting, notice, estate)
    come = progress(counts, pace, moving=notice.state == "sending" and quiet_until is None)
    if notice.state in OVER:
        lines = _result(store, notice, language)
    else:
        until = moment(language, quiet_until, ZoneInfo(estate.timezone), acting.now) if quiet_until else ""
        left = progress_words.left(notice.state, come, until, language)
        lines = [bar(come), f"{progress_words.done(come, language)} · {left}"]
    wrong = [(state, counts[state]) for state in (FAILED, UNKNOWN) if counts.get(state)]
    lines += [f"{say(language, f'notice_pages.why.{state}')}: {count}" for state, count in wrong]
    headline = next(iter(store.notices.texts(notice).values())).headline
    title = say(language, "notice_room.title", number=notice.id, headline=headline)
    row = tuple(
        Button(say(language, f"notice_room.do.{step}"), f"notice:{step}:{notice.id}")
        for step in _STEPS.get(notice.state, ())
    )
    return Reply(to=ToProgress(notice.id), title=title, text="\n".join(lines), buttons=(row,) if row else ())


def bar(come: Progress) -> str:
    """The share that is done, as a row of blocks and in percent."""
    full = come.percent * _BAR // 100
    return f"{'▰' * full}{'▱' * (_BAR - full)} {come.percent} %"


def _quiet_until(acting: Acting, notice: Notice, estate: Estate) -> datetime | None:
    """When the quiet hours end that hold it; None where none do."""
    rules, zone = acting.settings.notices, ZoneInfo(estate.timezone)
    if goes_by_night(notice.kind, notice.severity, notice.urgency) or not rules.is_quiet(acting.now, zone):
        return None
    return rules.after_quiet(acting.now, zone).astimezone(zone)


def _result(store: StaffStore | LineStore, notice: Notice, language: str) -> list[str]:
    """What it came to, by households, and at how many doors somebody has to knock."""
    reach = store.deliveries.reach(notice)
    sent, everybody = reach.households.get(SENT, 0), reach.addressed
    key = "notice_room.done" if notice.state == "sent" else "notice_room.stopped"
    lines = [
        say(language, key, reason=notice.reason),
        say(language, "notice_pages.households_of", sent=sent, all=everybody),
    ]
    if everybody > sent:
        lines.append(say(language, "notice_room.doors", count=everybody - sent))
    return lines
