"""The morning's digest (M04): red, late, recoveries late, new, open by stage, notices under way; of every estate somebody serves.

It is read through the store of whoever gets it: what is not theirs to see, a complaint of themselves above all, is not in it. The
message, the page and the picture are made of this one value, so that they never differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from handlers.notices.progress import Pace, progress
from handlers.reports.chart import Chart
from handlers.reports.open_chart import STAGES, open_chart
from handlers.tickets.timing.running_late import step_name
from handlers.wording import moment, say, weekday
from storage.morning import Late
from storage.open_now import Standing
from storage.staff_store import StaffStore

#: What is told, the most pressing first.
Key = Literal["red", "late", "recoveries", "new", "open", "notices"]

#: How many parts of a line a message tells: with a picture, some thousand characters are one bubble.
_TOLD = {"red": 6, "late": 5, "recoveries": 5, "new": 6, "open": 9, "notices": 3}

#: How many estates a message names.
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing of a line, and the page of it."""

    words: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: what and how many, its parts, and the page that lists them all."""

    key: Key
    title: str
    parts: tuple[Part, ...]
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A morning. `lines` is empty where there is nothing to say; then `head` says so. `chart` is what is open."""

    head: str
    lines: tuple[Line, ...]
    chart: Chart | None


def digest(store: StaffStore, language: str, now: datetime, zone: ZoneInfo, since: datetime) -> Digest:
    """The digest of whoever the store belongs to; new is what came in since `since`."""
    by_estate = {one.name: store.open_now.standings(now, one.id) for one in store.estates()}
    standings = [one for found in by_estate.values() for one in found]
    lines = [
        line
        for line in (
            _red(store, language), _late(store, language, now), _recoveries(store, language, now),
            _new(store, language, now, zone, since), _notices(store, language),
        )
        if line
    ]  # fmt: skip
    today = now.astimezone(zone).date()
    day, open_count = weekday(language, today, today), sum(one.count for one in standings)
    place = where(language, store)
    if not lines:
        return Digest(
            head=say(language, "digest.quiet", day=day, where=place, count=open_count), lines=(), chart=None
        )
    if open_count:
        lines.insert(len(lines) - (lines[-1].key == "notices"), _open(language, standings))
    return Digest(
        head=say(language, "digest.head", day=day, where=place), lines=tuple(lines),
        chart=open_chart(language, by_estate, now, zone) if open_count else None,
    )  # fmt: skip


def told(language: str, found: Digest, address: str) -> str:
    """The digest as a message; `address` is where the pages are, empty where nobody can reach them."""
    lines = [found.head, *(_said(language, line, address) for line in found.lines)]
    if found.lines and address:
        lines.append(f"{address}/staff/reports/digest")
    return "\n".join(lines)


def _said(language: str, line: Line, address: str) -> str:
    most = _TOLD[line.key]
    shown = [one.words for one in line.parts[:most]]
    if line.key == "notices" and address:
        shown = [f"{one.words} {address}{one.link}" for one in line.parts[:most]]
    words = say(language, "digest.between").join(shown)
    if len(line.parts) > most:
        words = say(language, "digest.more", parts=words, count=len(line.parts) - most)
    return say(language, "digest.line", title=line.title, parts=words)


def where(language: str, store: StaffStore) -> str:
    """The estates that somebody serves, the first of them by name."""
    names = [one.name for one in store.estates()]
    words = say(language, "digest.between").join(names[:_NAMED])
    return (
        say(language, "digest.more", parts=words, count=len(names) - _NAMED) if len(names) > _NAMED else words
    )


def _red(store: StaffStore, language: str) -> Line | None:
    """Emergencies that burn, and risks that are serious or a crisis; a ticket stands once, as the worst that it is."""
    worst: dict[str, tuple[str, str]] = {}
    for number in store.morning.burning():
        worst[number] = ("emergency", _ticket(number))
    for risk in store.risk_book.grave():
        ticket = store.tickets.by_id(risk.ticket_id) if risk.ticket_id else None
        named = ticket.number if ticket else f"#{risk.id}"
        if risk.level == "crisis" or named not in worst:
            worst[named] = (risk.level, f"/staff/risks/{risk.id}")
    order = ("crisis", "emergency", "serious")
    ranked = sorted(worst.items(), key=lambda one: order.index(one[1][0]))
    parts = [
        Part(words=say(language, f"digest.red.{kind}", number=number), link=link)
        for number, (kind, link) in ranked
    ]
    return _line(language, "red", parts, "/staff/risks")


def _late(store: StaffStore, language: str, now: datetime) -> Line | None:
    parts = [
        Part(words=say(language, "digest.late", number=one.number, step=_step(language, one), span=span(language, one.due_at, now)), link=_ticket(one.number))
        for one in store.morning.late()
    ]  # fmt: skip
    return _line(language, "late", parts, "/staff/overdue")


def _step(language: str, one: Late) -> str:
    name = step_name(language, one.kind)
    return say(language, "digest.promised", step=name) if one.promised else name


def span(language: str, due_at: datetime, now: datetime) -> str:
    """How late something is, in its largest unit."""
    minutes = max(int((now - due_at).total_seconds()) // 60, 0)
    if minutes >= 2 * 1440:
        return say(language, "digest.days", count=minutes // 1440)
    return say(
        language,
        "digest.hours" if minutes >= 60 else "digest.minutes",
        count=minutes // 60 if minutes >= 60 else minutes,
    )


def _recoveries(store: StaffStore, language: str, now: datetime) -> Line | None:
    """Contacts after a low rating whose time has passed; the score is not in them."""
    late = [one for one in store.recoveries.open_ones() if one.due_at <= now]
    parts = []
    for one in late:
        ticket = store.tickets.by_id(one.ticket_id) if one.ticket_id else None
        named = ticket.number if ticket else say(language, "digest.no_ticket")
        words = say(language, "digest.recovery", number=named, span=span(language, one.due_at, now))
        parts.append(Part(words=words, link=f"/staff/voice/recoveries#r{one.id}"))
    return _line(language, "recoveries", parts, "/staff/voice/recoveries")


def _new(store: StaffStore, language: str, now: datetime, zone: ZoneInfo, since: datetime) -> Line | None:
    found = store.morning.arrived(since, now)
    if not found.all:
        return None
    key = "digest.new_complaints" if found.complaints else "digest.new"
    title = say(
        language, key, count=found.all, complaints=found.complaints, since=_since(language, since, zone, now)
    )
    parts = [Part(words=one.number, link=_ticket(one.number)) for one in found.newest]
    unseen = [Part(words="")] * (found.all - len(parts))
    return Line(key="new", title=title, parts=(*parts, *unseen), link="/staff/")


def _since(language: str, since: datetime, zone: ZoneInfo, now: datetime) -> str:
    local = since.astimezone(zone)
    if (now.astimezone(zone).date() - local.date()).days == 1:
        return say(language, "digest.yesterday", time=f"{local:%H:%M}")
    return moment(language, since, zone, now)


def _open(language: str, standings: Sequence[Standing]) -> Line:
    return Line(
        key="open", title=say(language, "digest.open", count=sum(one.count for one in standings)),
        parts=tuple(_by_stage(language, standings)), link="/staff/reports/now",
    )  # fmt: skip


def _by_stage(language: str, standings: Sequence[Standing]) -> Iterator[Part]:
    for stage in (*STAGES, *sorted({one.stage for one in standings} - set(STAGES))):
        count = sum(one.count for one in standings if one.stage == stage)
        if count:
            name = say(language, f"desk.stage.{stage}")
            words = say(language, "digest.stage", stage=name, count=count)
            yield Part(words=words, link=f"/staff/reports/now/cases?stage={stage}")


def _notices(store: StaffStore, language: str) -> Line | None:
    parts = []
    for notice in store.notices.under_way():
        texts = store.notices.texts(notice)
        text = texts.get(language) or next(iter(texts.values()), None)
        come = progress(store.deliveries.standing(notice), Pace(), moving=True)
        words = say(
            language,
            "digest.notice",
            headline=text.headline if text else f"#{notice.id}",
            done=come.done,
            all=come.all,
        )
        parts.append(Part(words=words, link=f"/staff/notices/{notice.id}"))
    return _line(language, "notices", parts, "/staff/notices")


def _line(language: str, key: Key, parts: Sequence[Part], link: str) -> Line | None:
    if not parts:
        return None
    return Line(
        key=key, title=say(language, f"digest.{key}_now", count=len(parts)), parts=tuple(parts), link=link
    )


def _ticket(number: str) -> str:
    return f"/staff/tickets/{number}"
