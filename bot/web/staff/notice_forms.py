"""The notice forms: what the page offers, and what a sent form means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.base import Mistake, Reply
from handlers.notices import approval, drafting, plain
from handlers.notices.drafting import Preview, Wanted
from handlers.notices.kinds import WRITTEN
from handlers.staff.request import StaffRequest
from handlers.wording import moment
from storage.audience import from_json
from storage.deliveries import Reach
from storage.notices import Notice
from storage.staff import Staff
from storage.staff_store import StaffStore


@dataclass(frozen=True, slots=True)
class Place:
    """Where a notice can go: `value` is estate:building, building 0 for all of it."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Shown:
    notice: Notice
    headline: str
    place: str
    author: str
    when: str
    reach: Reach
    read: int


@dataclass(frozen=True, slots=True)
class View:
    may: bool
    places: tuple[Place, ...]
    kinds: tuple[str, ...]
    shown: tuple[Shown, ...]
    frozen: bool


def view(store: StaffStore, who: Staff, language: str, now: datetime) -> View:
    """What the notices page shows."""
    return View(
        may=drafting.may_announce(who),
        places=tuple(_places(store)),
        kinds=WRITTEN,
        shown=tuple(_shown(store, one, language, now) for one in store.notices.newest()),
        frozen=any(store.risk_book.frozen(estate.id) for estate in store.estates()),
    )


def _places(store: StaffStore) -> list[Place]:
    found = []
    for estate in store.estates():
        found.append(Place(f"{estate.id}:0", estate.name))
        found += [
            Place(f"{estate.id}:{one.id}", f"{estate.name} · {one.name}")
            for one in store.buildings()
            if one.estate_id == estate.id
        ]
    return found


def _shown(store: StaffStore, notice: Notice, language: str, now: datetime) -> Shown:
    author = store.colleague(notice.author_id) if notice.author_id else None
    estate = store.estate(notice.estate_id)
    assert estate is not None
    names = [one.name for one in store.buildings() if one.id in from_json(notice.audience).buildings]
    texts = store.notices.texts(notice)
    return Shown(
        notice=notice,
        headline=next(iter(texts.values())).headline,
        place=" · ".join([estate.name, *names]),
        author=author.name if author else "",
        when=moment(language, notice.sent_at or notice.created_at, ZoneInfo(estate.timezone), now),
        reach=store.deliveries.reach(notice),
        read=store.deliveries.read_by(notice),
    )


def wanted(request: StaffRequest, store: StaffStore, form: dict[str, str]) -> Wanted:
    """The notice of a form. Raises Mistake."""
    estate, _, building = form.get("place", "").partition(":")
    numbers = [
        int(one) if one.isascii() and one.isdecimal() and len(one) < 16 else None
        for one in (estate, building or "0")
    ]
    if numbers[0] is None or numbers[1] is None:
        raise Mistake("notices.no_such_place")
    kind = form.get("kind", "announcement")
    if kind not in WRITTEN:
        raise Mistake("notices.no_such_kind")
    return plain.wanted(request, store, numbers[0], numbers[1] or None, form.get("text", ""), kind)


def counted(request: StaffRequest, store: StaffStore, form: dict[str, str]) -> tuple[Wanted, Preview]:
    """The notice of a form, counted. Raises Mistake."""
    found = wanted(request, store, form)
    return found, drafting.preview(request, store, found)


def step(form: dict[str, str]) -> Callable[[StaffRequest, StaffStore], tuple[Reply, ...]]:
    """Proposes the notice of a form, once for each form."""

    def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
        key = f"page:{request.who.id}:{form.get('form', '')[:48]}"
        notice = drafting.draft(request, store, wanted(request, store, form), key)
        if notice.state == "draft":
            approval.propose(request, store, notice)
        return ()

    return run


def approve(notice_id: int) -> Callable[[StaffRequest, StaffStore], tuple[Reply, ...]]:
    """A second person agrees."""

    def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
        notice = store.notices.by_id(notice_id)
        if notice is None:
            raise Mistake("notices.gone")
        approval.approve(request, store, notice)
        return ()

    return run
