"""What the pages of points and the club show, read within the scope of whoever looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.staff.club.recording import RULES
from handlers.voice.points import tiers
from handlers.wording import say, weekday
from storage.club import GROUPS, KINDS, Group, Note
from storage.estates import Estate
from storage.points import EXPIRY, REDEMPTION, Entry
from storage.silences import Counted
from storage.staff_store import StaffStore

#: Value and text of a choice.
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """`lives` in the home that was looked for: id, name, role; None where nothing was; `members` and `holders` with the number of
    their card or their points; `waiting` credits that come after a survey, with their day: headquarters' alone, for local staff are not
    told when a survey comes (I10).
    """

    estates: tuple[Estate, ...]
    estate: Estate
    lives: tuple[tuple[int, str, str], ...] | None
    members: tuple[tuple[int, str, str], ...]
    holders: tuple[tuple[int, str, int], ...]
    waiting: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry of the ledger as it is shown; `taken_back`: somebody did."""

    entry: Entry
    what: str
    when: str
    until: str
    by: str
    taken_back: bool

    @property
    def may_be_taken_back(self) -> bool:
        return not self.taken_back and self.entry.rule not in (EXPIRY, REDEMPTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person's points and what stands beside them."""

    id: int
    name: str
    estate: str
    balance: int
    earned: int
    card: str
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    notes: tuple[Note, ...]
    consents: bool
    rules: tuple[Choice, ...]
    group_choices: tuple[Choice, ...]
    kinds: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """Households that were reached out to: home, day, what they said; and the numbers."""

    estates: tuple[Estate, ...]
    estate: Estate
    counted: Counted
    rows: tuple[tuple[str, str, str], ...]


def chosen(store: StaffStore, wanted: int) -> tuple[tuple[Estate, ...], Estate]:
    """The estates served, and the one that is meant: the first where none is."""
    every = tuple(store.estates())
    return every, next((one for one in every if one.id == wanted), every[0])


def overview(store: StaffStore, language: str, wanted: int, home: str, now: datetime) -> Overview:
    every, estate = chosen(store, wanted)
    return Overview(
        estates=every, estate=estate, lives=_lives(store, language, estate, home) if home else None,
        members=tuple(
            (one.person_id, name, f"{estate.code}-C{one.id:05d}") for one, name in store.club.members(estate.id)
        ),
        holders=tuple((who.id, who.name, total) for who, total in store.points.holders(estate.id)),
        waiting=() if not store.scope.is_headquarters else tuple(
            (one.person_id, say(language, f"points.rule.{one.rule}"), _day(language, one.due_at, estate, now))
            for one in store.points_waiting.of(estate.id)
        ),
    )  # fmt: skip


def _lives(store: StaffStore, language: str, estate: Estate, home: str) -> tuple[tuple[int, str, str], ...]:
    unit = next((one for one in store.units() if one.label == home and one.estate_id == estate.id), None)
    found = store.occupants(unit) if unit else []
    return tuple(
        (one.person_id, one.name, say(language, f"club_pages.role.{one.role}"))
        for one in found
        if one.verified
    )


def person(store: StaffStore, language: str, person_id: int, now: datetime) -> Person | None:
    """None for somebody of elsewhere, as for nobody."""
    who = store.points.person(person_id)
    estate = store.estate(who.estate_id) if who else None
    if who is None or estate is None:
        return None
    card = store.club.card(who.id)
    member = card is not None and card.left_at is None
    return Person(
        id=who.id, name=who.name, estate=estate.name, balance=store.points.balance(who.id),
        earned=store.points.earned(who.id, tiers.since(now)), card=f"{estate.code}-C{card.id:05d}" if card and member else "",
        lines=_lines(store, language, estate, store.points.of(who.id), now), groups=tuple(store.club.groups(who.id)),
        notes=tuple(store.club.notes(who.id)), consents=store.club.consents(who.id),
        rules=tuple((one, say(language, f"points.rule.{one}")) for one in RULES),
        group_choices=tuple((one, say(language, f"club.group.{one}")) for one in GROUPS),
        kinds=tuple((one, say(language, f"club_pages.kind.{one}")) for one in KINDS),
    )  # fmt: skip


def _lines(
    store: StaffStore, language: str, estate: Estate, entries: list[Entry], now: datetime
) -> tuple[Line, ...]:
    back = {one.reverses for one in entries}
    return tuple(
        Line(
            entry=one, what=say(language, f"points.rule.{one.rule}"), when=_day(language, one.at, estate, now),
            until=_day(language, one.expires_at, estate, now) if one.expires_at else "", by=_by(store, language, one),
            taken_back=one.id in back,
        )
        for one in entries
    )  # fmt: skip


def _by(store: StaffStore, language: str, entry: Entry) -> str:
    who = store.colleague(entry.staff_id) if entry.staff_id else None
    return (
        who.name
        if who
        else say(language, "club_pages.by_line" if entry.staff_id is None else "club_pages.by_former")
    )


def silent(store: StaffStore, language: str, wanted: int, now: datetime) -> Silent:
    every, estate = chosen(store, wanted)
    today = now.astimezone(ZoneInfo(estate.timezone)).date()
    return Silent(
        estates=every, estate=estate, counted=store.silences.counted(estate.id, today),
        rows=tuple(
            (label, _day(language, one.asked_at, estate, now), say(language, f"club_pages.said.{one.answer or 'nothing'}"))
            for one, label in store.silences.newest(estate.id)
        ),
    )  # fmt: skip


def _day(language: str, at: datetime, estate: Estate, now: datetime) -> str:
    zone = ZoneInfo(estate.timezone)
    return weekday(language, at.astimezone(zone).date(), now.astimezone(zone).date())
