"""The page "who holds what": everybody serving, what they can, when they are there, how much they hold, what burns (B05, C12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.web.staff.door import Visit
from bot.web.staff.inside import Inside, language_of
from handlers.staff.light import burning_first, light
from handlers.staff.people.profile import may_read
from handlers.wording import moment, say
from storage.estates import Estate
from storage.holding import Burden
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: Languages by the names they have for themselves.
_OWN_NAMES = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文", "yue": "粵語"}


@dataclass(frozen=True, slots=True)
class Row:
    """One person. `id` is empty where whoever looks may not read their profile. `full`: they hold as much as they can; `burning` the number of their ticket that is late the longest."""

    id: int
    name: str
    role: str
    skills: str
    speaks: str
    hours: str
    on_duty: bool
    holds: str
    full: bool
    burning: str
    since: str


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one estate."""

    estate: str
    rows: tuple[Row, ...]


def groups(store: StaffStore, language: str, now: datetime) -> tuple[Group, ...]:
    """Everybody who serves the estates of whoever looks."""
    burdens = store.holding.burdens()
    return tuple(
        Group(
            estate.name,
            tuple(
                _row(store, language, one, burdens.get(one.id), (estate, now))
                for one in store.colleagues(estate.id)
            ),
        )
        for estate in store.estates()
    )


def _row(
    store: StaffStore, language: str, who: Staff, burden: Burden | None, at: tuple[Estate, datetime]
) -> Row:
    estate, now = at
    count = burden.tickets if burden else 0
    burning = _burning(store, who, burden, now)
    due = light(burning, now).due if burning else None
    return Row(
        id=who.id if may_read(store.scope, who.id) else 0,
        name=who.name,
        role=say(language, f"desk.role.{who.role}"),
        skills=", ".join(who.skills),
        speaks=", ".join(_language(one) for one in dict.fromkeys((who.language, *who.speaks))),
        hours=who.hours,
        on_duty=who.on_duty,
        holds=say(language, "directory.of", count=count, capacity=who.capacity),
        full=count >= who.capacity,
        burning=burning.number if burning else "",
        since=moment(language, due, ZoneInfo(estate.timezone), now) if due else "",
    )


def _burning(store: StaffStore, who: Staff, burden: Burden | None, now: datetime) -> Ticket | None:
    """Of what somebody holds, the ticket that burns most, where any is late; only then are the tickets looked at."""
    if burden is None or burden.due_at is None or burden.due_at > now:
        return None
    held = [one for one in store.tickets.held_by(who.id) if one.holder_id == who.id]
    late = [one for one in held if light(one, now).colour == "red"]
    return min(late, key=lambda ticket: burning_first(ticket, now), default=None)


def _language(code: str) -> str:
    return _OWN_NAMES.get(code, code)


class PeoplePages:
    """The page of people."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/staff/people", self._inside.signed_in(self.people))]

    async def people(self, visit: Visit) -> web.StreamResponse:
        found = await self._inside.read(visit, lambda store, now: groups(store, language_of(visit), now))
        return await self._inside.draw(visit, "people.html", groups=found)
