"""The notice forms: what the page offers, and what a sent form means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.base import Mistake, Reply
from handlers.notices import announce
from handlers.notices.announce import Draft
from handlers.staff.request import StaffRequest
from handlers.wording import moment, say
from storage.notices import Counts, Notice
from storage.staff import Staff
from storage.staff_store import StaffStore


@dataclass(frozen=True, slots=True)
class Place:
    """Where a notice can go: `value` is estate:building, building 0 for all of it."""

    value: str
    name: str
    reach: int


@dataclass(frozen=True, slots=True)
class Sent:
    notice: Notice
    place: str
    author: str
    when: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class View:
    may: bool
    places: tuple[Place, ...]
    sent: tuple[Sent, ...]
    longest: int
    frozen: bool


def view(store: StaffStore, who: Staff, language: str, now: datetime) -> View:
    """What the notices page shows."""
    places = tuple(_places(store))
    names = {place.value: place.name for place in places}
    zones = {estate.id: ZoneInfo(estate.timezone) for estate in store.estates()}
    return View(
        may=announce.may_announce(who),
        places=places,
        sent=tuple(_sent(store, one, names, language, zones, now) for one in store.notices.newest()),
        longest=announce.LONGEST,
        frozen=any(store.risk_book.frozen(estate.id) for estate in store.estates()),
    )


def _places(store: StaffStore) -> list[Place]:
    found = []
    for estate in store.estates():
        found.append(Place(f"{estate.id}:0", estate.name, store.notices.reach(estate.id, None)))
        found += [
            Place(
                f"{estate.id}:{one.id}", f"{estate.name} · {one.name}", store.notices.reach(estate.id, one.id)
            )
            for one in store.buildings()
            if one.estate_id == estate.id
        ]
    return found


def _sent(
    store: StaffStore,
    notice: Notice,
    names: dict[str, str],
    language: str,
    zones: dict[int, ZoneInfo],
    now: datetime,
) -> Sent:
    author = store.colleague(notice.author_id)
    return Sent(
        notice=notice,
        place=_place(notice, names, language),
        author=author.name if author else "",
        when=moment(language, notice.sent_at, zones[notice.estate_id], now),
        counts=store.notices.counts(notice),
    )


def _place(notice: Notice, names: dict[str, str], language: str) -> str:
    """Where it went; of a notice to some homes, to how many."""
    place = names.get(f"{notice.estate_id}:{notice.building_id or 0}", "")
    return say(language, "notices.homes", place=place, count=notice.homes) if notice.homes else place


def draft(request: StaffRequest, store: StaffStore, form: dict[str, str]) -> Draft:
    """The notice of a form, counted. Raises Mistake."""
    estate, _, building = form.get("place", "").partition(":")
    numbers = [
        one if one.isascii() and one.isdecimal() and len(one) < 16 else None
        for one in (estate, building or "0")
    ]
    if numbers[0] is None or numbers[1] is None:
        raise Mistake("notices.no_such_place")
    return announce.preview(
        request, store, int(numbers[0]), int(numbers[1]) or None, form.get("text", ""),
        safety=form.get("safety") == "yes",
    )  # fmt: skip


def step(form: dict[str, str]) -> Callable[[StaffRequest, StaffStore], tuple[Reply, ...]]:
    """Sends the notice of a form, once for each form."""

    def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
        key = f"page:{request.who.id}:{form.get('form', '')[:48]}"
        return announce.announce(request, store, draft(request, store, form), key)

    return run
