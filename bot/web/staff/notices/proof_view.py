"""The proof of a notice as a page shows it: counts, answers, what went wrong, and the doors to knock at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.web.staff.notices.one_view import answer_named
from bot.web.staff.notices.previewing import Line
from handlers.notices.messages import headed
from handlers.wording import moment, say
from storage.deliveries import Unreached
from storage.delivery_book import Row
from storage.delivery_rows import BEST_FIRST, FAILED, UNKNOWN
from storage.estates import Estate
from storage.notices import Notice, NoticeText
from storage.staff_store import StaffStore

#: How many rows of one sort a page shows; the table has all of them.
MOST = 200

#: How many doors one page lists: more than a night's work for everybody.
MOST_DOORS = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A delivery in words."""

    home: str
    person: str
    channel: str
    when: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """`ends`: what became of the households and accounts; `read` accounts said that they read it."""

    notice: Notice
    headline: str
    kind: str
    place: str
    ends: tuple[Line, ...]
    addressed: int
    accounts: int
    read: int
    answers: tuple[tuple[str, int], ...]
    answered: tuple[Account, ...]
    reasons: tuple[tuple[str, int], ...]
    failed: tuple[Account, ...]
    unknown: tuple[Account, ...]
    doors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A home to go to, and why."""

    label: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """A floor of a building, with its doors."""

    building: str
    floor: str
    doors: tuple[Door, ...]


def proof(store: StaffStore, language: str, notice_id: int, now: datetime) -> Proof | None:
    """None for a notice that is not theirs to see, or of which nothing has left."""
    found = found_sent(store, notice_id)
    if found is None:
        return None
    notice, estate = found
    reach, book = store.deliveries.reach(notice), store.delivery_book
    zone = ZoneInfo(estate.timezone)
    choices = choices_in(store.notices.texts(notice), language)

    def accounts(rows: list[Row]) -> tuple[Account, ...]:
        return tuple(_account(notice, choices, one, language, zone, now) for one in rows)

    return Proof(
        notice=notice, headline=headline(store, notice, language), kind=headed(notice, language), place=estate.name,
        ends=tuple(
            Line(text=end_named(language, state), households=reach.households.get(state, 0), accounts=reach.contacts.get(state, 0))
            for state in BEST_FIRST
            if reach.households.get(state) or reach.contacts.get(state)
        ),
        addressed=reach.addressed, accounts=sum(reach.contacts.values()), read=store.deliveries.read_by(notice),
        answers=tuple((answer_named(language, notice, one, choices), count) for one, count in store.deliveries.answers(notice).items()),
        answered=accounts(book.answered(notice)),
        reasons=tuple((one or say(language, "notice_pages.no_reason"), count) for one, count in book.reasons(notice).items()),
        failed=accounts(book.in_states(notice, (FAILED,), MOST)), unknown=accounts(book.in_states(notice, (UNKNOWN,), MOST)),
        doors=len(store.deliveries.doors(notice)),
    )  # fmt: skip


def found_sent(store: StaffStore, notice_id: int) -> tuple[Notice, Estate] | None:
    """A notice that has something to prove, with its estate."""
    notice = store.notices.by_id(notice_id)
    estate = store.estate(notice.estate_id) if notice else None
    if notice is None or estate is None or notice.sent_at is None:
        return None
    return notice, estate


def choices_in(texts: Mapping[str, NoticeText], language: str) -> tuple[str, ...]:
    """What a poll offers, in the language of whoever looks where it was written in it."""
    return (texts.get(language) or next(iter(texts.values()))).choices


def headline(store: StaffStore, notice: Notice, language: str) -> str:
    texts = store.notices.texts(notice)
    return (texts.get(language) or next(iter(texts.values()))).headline


def end_named(language: str, state: str) -> str:
    return say(language, f"notice_pages.why.{state}")


def channel_named(language: str, channel: str | None) -> str:
    if channel in ("telegram", "webchat"):
        return say(language, f"quality.channel.{channel}")
    return channel or ""


def _account(
    notice: Notice, choices: Sequence[str], row: Row, language: str, zone: ZoneInfo, now: datetime
) -> Account:
    at = row.answered_at or row.at
    words = answer_named(language, notice, row.answer, choices) if row.answer else row.reason or ""
    return Account(
        home=f"{row.building} · {row.label}", person=row.person or "", channel=channel_named(language, row.channel),
        when=moment(language, at, zone, now) if at else "", words=words,
    )  # fmt: skip


def floors(found: list[Unreached], language: str) -> Iterator[Floor]:
    """The doors by building and floor, in the order in which somebody walks: 2 before 10."""
    ordered = sorted(found, key=lambda one: (_walked(one.building), _walked(one.floor), _walked(one.label)))
    for (building, floor), homes in groupby(ordered, key=lambda one: (one.building, one.floor)):
        doors = tuple(Door(label=one.label, why=end_named(language, one.state)) for one in homes)
        yield Floor(building=building, floor=floor, doors=doors)


def _walked(text: str) -> tuple[tuple[int, int, str], ...]:
    """Numbers in a name count as numbers."""
    return tuple(
        (0, int(piece), "") if piece.isascii() and piece.isdecimal() else (1, 0, piece)
        for piece in re.split(r"(\d+)", text)
        if piece
    )
