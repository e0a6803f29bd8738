"""Low ratings to be made good: whom to contact by when, and what came of it. The score stands nowhere on it: it is a task, no mark."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.web.ids import is_id
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from handlers.base import Mistake, Reply
from handlers.staff.reply_check import Doubt
from handlers.staff.request import StaffRequest
from handlers.voice import recovering
from handlers.wording import moment, say
from storage.ratings import Rating
from storage.recoveries import RESULTS, Recovery
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: How long a contact that was made still stands below the open ones.
_LATELY = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One contact as the page draws it. `words`: the owner's own; `about`: the facets they tapped."""

    value: Recovery
    ticket: Ticket | None
    point: str
    words: str
    about: str
    who: str
    mine: bool
    when: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One's own contacts first, then those of others, and those made of late."""

    due: tuple[Task, ...]
    done: tuple[Task, ...]
    results: tuple[str, ...] = RESULTS


class RecoveryPages:
    """The page of low ratings and its form."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/voice/recoveries", signed_in(self.every)),
            web.post("/staff/voice/recoveries/{id}", signed_in(self.record)),
        ]

    async def every(self, visit: Visit) -> web.StreamResponse:
        return await self._drawn(visit, done="kept" in visit.request.query)

    async def record(self, visit: Visit) -> web.StreamResponse:
        """How a contact ended. After a mistake the page says what is wrong and keeps what was typed."""
        wanted = visit.request.match_info["id"]
        if not is_id(wanted):
            raise Refusal(404, "missing")
        form = await form_of(visit)

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            recovery = store.recoveries.by_id(int(wanted))
            if recovery is None:
                raise Mistake("voice.recovery.done_before")
            checked = replace(request, as_it_is=form.get("as_it_is") == "yes")
            return recovering.end(
                checked, store, recovery, result=form.get("result", ""), words=form.get("text", "")
            )

        try:
            await self._inside.run(visit.who, step)
        except Mistake as mistake:
            return await self._drawn(visit, typed=form, at=int(wanted), wrong=mistake, status=422)
        raise web.HTTPSeeOther("/staff/voice/recoveries?kept")

    async def _drawn(
        self, visit: Visit, *, done: bool = False, typed: dict[str, str] | None = None, at: int = 0,
        wrong: Mistake | None = None, status: int = 200,
    ) -> web.Response:  # fmt: skip
        seen = await self._inside.read(
            visit, lambda store, now: view(store, visit.who, language_of(visit), now)
        )
        return await self._inside.draw(
            visit, "voice/recoveries.html", status=status, seen=seen, done=done, typed=typed or {}, at=at,
            wrong=sentence(visit, wrong) if wrong else "", doubts=wrong.found if isinstance(wrong, Doubt) else (),
        )  # fmt: skip


def view(store: StaffStore, who: Staff, language: str, now: datetime) -> View:
    """The page's values within the member of staff's scope."""
    due = [_task(store, one, who, language, now) for one in store.recoveries.open_ones()]
    done = [_task(store, one, who, language, now) for one in store.recoveries.done_since(now - _LATELY)]
    return View(due=tuple(sorted(due, key=lambda one: not one.mine)), done=tuple(done))


def _task(store: StaffStore, one: Recovery, who: Staff, language: str, now: datetime) -> Task:
    rating = store.ratings.by_id(one.rating_id)
    ticket = store.tickets.by_id(one.ticket_id) if one.ticket_id else None
    holder = store.colleague(one.holder_id) if one.holder_id else None
    estate = store.estate(one.estate_id)
    zone = ZoneInfo(estate.timezone if estate else "UTC")
    return Task(
        value=one, ticket=ticket, point=say(language, f"voice.touch_point.{rating.touch_point}") if rating else "",
        words=rating.words if rating else "", about=_about(language, rating), who=holder.name if holder else "",
        mine=one.holder_id == who.id, when=moment(language, one.due_at, zone, now),
        late=one.done_at is None and one.due_at <= now,
    )  # fmt: skip


def _about(language: str, rating: Rating | None) -> str:
    return " · ".join(say(language, f"voice.facet.{facet}") for facet in (rating.facets if rating else ()))
