"""An official alert is taken in for the estates it is about, all in one transaction; called by `ownerline notice import-cap`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot import clock
from bot.posting import Posting
from bot.settings import CapSettings, Settings
from bot.wiring import conversation_of, routes_of
from handlers.base import LineAct
from handlers.notices.cap import taking_in
from handlers.notices.cap.into_draft import is_over
from handlers.notices.cap.matching import EstateArea, Match, match, nothing_matched
from handlers.notices.cap.parts import Part, parts
from handlers.notices.cap.taking_in import Taken
from handlers.notices.cap.values import Alert
from storage.db import Connection
from storage.estates import Estate
from storage.store import LineStore


@dataclass(frozen=True, slots=True)
class TakenAt:
    """What became of a part at an estate, and how one sees that the alert is about it."""

    estate: Estate
    why: str
    taken: Taken


def take_in(
    connection: Connection, alert: Alert, estates: Sequence[Estate], settings: Settings, *, by_hand: bool
) -> list[TakenAt]:
    """Every part of an alert that is not over becomes a draft at each estate it is about; with `by_hand` at each of these.

    Also where an earlier alert was told that this one updates, whether or not this one still reaches there. An empty list: it is
    about none of them. Raises NotForOwners.
    """
    now, store = clock.now(), LineStore(connection)
    routes = routes_of(settings, telegram=bool(settings.telegram.token.get_secret_value()))
    posting = Posting(connection, routes, now=now, turn_id=clock.turn_id())
    done = []
    for number, part in enumerate(parts(alert)):
        if is_over(part, alert, now):
            continue
        for estate, why in _meant(store, alert, part, estates, settings.cap, by_hand=by_hand):
            acting = LineAct(
                now=now, tz=ZoneInfo(estate.timezone), settings=conversation_of(settings, routes)
            )
            done.append(TakenAt(estate, why, taking_in.take_in(acting, store, estate, alert, part, number)))
            posting.post(tuple(acting.told), None)
    return done


def _meant(
    store: LineStore, alert: Alert, part: Part, estates: Sequence[Estate], cap: CapSettings, *, by_hand: bool
) -> Iterator[tuple[Estate, str]]:
    found = {one.code: one for one in match(part.areas, areas_of(estates, cap)).matches}
    for estate in estates:
        one = Match(estate.code, "chosen by hand") if by_hand else found.get(estate.code)
        if one:
            yield estate, one.why
        elif taking_in.told_before(store, estate, alert):
            yield estate, "an earlier alert of its row was taken in here"


def why_nowhere(alert: Alert, estates: Sequence[Estate], cap: CapSettings) -> str:
    """What was looked at in vain."""
    areas, known = [area for part in parts(alert) for area in part.areas], areas_of(estates, cap)
    return nothing_matched(match(areas, known), known)


def areas_of(estates: Sequence[Estate], cap: CapSettings) -> list[EstateArea]:
    """Where each estate lies, as the settings say; without a word there, by its name alone."""
    found = []
    for estate in estates:
        place = cap.places.get(estate.code)
        areas = (estate.name, *(place.areas if place else ()))
        at = (place.latitude, place.longitude) if place else (None, None)
        found.append(EstateArea(estate.code, estate.name, tuple(dict.fromkeys(areas)), *at))
    return found
