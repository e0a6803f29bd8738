"""What people still owe after a decision: contacts with owners whose complaint was closed, and decisions that wait to be released."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.web.ids import is_id
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from handlers.base import Mistake, Reply
from handlers.staff.complaints.following_up import followed_up
from handlers.staff.request import StaffRequest
from handlers.tickets.complaints.following_up import RESULTS, who_asks
from handlers.wording import moment
from storage.decision_rows import Decision
from storage.followups import Followup
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One contact. `mine`: it is on the list of whoever looks; `late`: its time has come."""

    value: Followup
    ticket: Ticket
    when: str
    who: str
    mine: bool
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One decision to be released."""

    value: Decision
    ticket: Ticket
    who: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything the page draws: one's own contacts first."""

    due: tuple[Due, ...]
    waiting: tuple[Waiting, ...]
    results: tuple[str, ...]


class FollowupPages:
    """The page of contacts and its form."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/followups", signed_in(self.followups)),
            web.post("/staff/followups/{id}", signed_in(self.record)),
        ]

    async def followups(self, visit: Visit) -> web.StreamResponse:
        return await self._drawn(visit, done="kept" in visit.request.query)

    async def record(self, visit: Visit) -> web.StreamResponse:
        """How a contact ended. After a mistake the page says what is wrong and keeps what was typed."""
        wanted = visit.request.match_info["id"]
        if not is_id(wanted):
            raise Refusal(404, "missing")
        form = await form_of(visit)

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            return followed_up(request, store, int(wanted), form.get("result", ""), form.get("text", ""))

        try:
            await self._inside.run(visit.who, step)
        except Mistake as mistake:
            wrong = sentence(visit, mistake)
            return await self._drawn(visit, typed=form, at=int(wanted), wrong=wrong, status=422)
        raise web.HTTPSeeOther("/staff/followups?kept")

    async def _drawn(
        self, visit: Visit, *, done: bool = False, typed: dict[str, str] | None = None, at: int = 0, wrong: str = "",
        status: int = 200,
    ) -> web.Response:  # fmt: skip
        seen = await self._inside.read(
            visit, lambda store, now: view(store, visit.who, language_of(visit), now)
        )
        return await self._inside.draw(
            visit,
            "followups.html",
            status=status,
            seen=seen,
            done=done,
            typed=typed or {},
            at=at,
            wrong=wrong,
        )


def view(store: StaffStore, who: Staff, language: str, now: datetime) -> View:
    """The page's values within the member of staff's scope."""
    due = [_due(store, one, ticket, who, language, now) for one, ticket in store.followups.open_ones()]
    waiting = [_waiting(store, one, ticket, language, now) for one, ticket in store.decisions.waiting()]
    return View(due=tuple(sorted(due, key=lambda one: not one.mine)), waiting=tuple(waiting), results=RESULTS)


def _due(store: StaffStore, one: Followup, ticket: Ticket, who: Staff, language: str, now: datetime) -> Due:
    asks = who_asks(one.kind, ticket, store.serving(ticket))
    return Due(
        value=one, ticket=ticket, when=moment(language, one.due_at, _zone(store, ticket), now), late=one.due_at <= now,
        who=", ".join(person.name for person in asks), mine=any(person.id == who.id for person in asks),
    )  # fmt: skip


def _waiting(store: StaffStore, one: Decision, ticket: Ticket, language: str, now: datetime) -> Waiting:
    colleague = store.colleague(one.decided_by)
    when = moment(language, one.decided_at, _zone(store, ticket), now)
    return Waiting(value=one, ticket=ticket, who=colleague.name if colleague else "", when=when)


def _zone(store: StaffStore, ticket: Ticket) -> ZoneInfo:
    return ZoneInfo(store.estate_of(ticket).timezone)
