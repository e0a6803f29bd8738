"""The list of tickets, one ticket with its forms, its pictures, and the alarms that every open page asks for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from urllib.parse import quote

from aiohttp import web

from bot import clock
from bot.web.ids import is_id
from bot.web.staff import page, steps, ticket_list, ticket_view
from bot.web.staff.alarms import alarms, as_json
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.draft import Draft, draft
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from bot.web.staff.media import media_response
from handlers.base import Mistake
from handlers.staff.reply_check import Doubt
from storage.staff_store import StaffStore

#: What a ticket's page may say was done: its own steps, and the filing that led to it.
_DONE = {*steps.ACTIONS, "file"}

#: Gives the bytes behind a channel's reference; raises OSError when they cannot be had.
Fetch = Callable[[str, str], Awaitable[bytes]]


class TicketPages:
    """The pages of tickets."""

    def __init__(self, inside: Inside, fetch: Fetch) -> None:
        self._inside, self._fetch = inside, fetch

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/", signed_in(self.tickets)),
            web.get("/staff/tickets/{number}", signed_in(self.ticket)),
            web.post("/staff/tickets/{number}/{step}", signed_in(self.act)),
            web.get("/staff/alarms.json", signed_in(self.alarms)),
            web.get("/staff/media/{id}", signed_in(self.media)),
        ]

    async def tickets(self, visit: Visit) -> web.StreamResponse:
        """?show=open|mine|all, ?q=NUMBER."""
        query = visit.request.query
        wanted, shown = query.get("q", "")[:40].strip(), query.get("show", "open")
        shown = shown if shown in ticket_list.SHOWN else "open"
        found = await self._inside.read(visit, lambda store, _now: ticket_list.numbered(store, wanted))
        if found:
            raise web.HTTPSeeOther(_address(found.number))
        sections = await self._inside.read(
            visit, lambda store, now: ticket_list.sections(store, visit.who, language_of(visit), shown, now)
        )
        counts = {section.colour: len(section.rows) for section in sections}
        return await self._inside.draw(
            visit,
            "tickets.html",
            filed="filed" in query,
            sections=sections,
            counts=counts,
            shown=shown,
            wanted=wanted,
        )

    async def ticket(self, visit: Visit) -> web.StreamResponse:
        done = visit.request.query.get("done", "")
        return await self._drawn(visit, done=done if done in _DONE else "")

    async def act(self, visit: Visit) -> web.StreamResponse:
        """A form of a ticket's page. After a mistake the page says what is wrong and keeps what was typed."""
        number, name = visit.request.match_info["number"], visit.request.match_info["step"]
        form = await form_of(visit)
        action = steps.ACTIONS.get(name)
        known = await self._inside.read(visit, lambda store, _now: store.tickets.numbered(number))
        if action is None or known is None:
            raise Refusal(404, "missing")
        try:
            await self._inside.run(visit.who, steps.step(known.number, action, form))
        except Mistake as mistake:
            return await self._drawn(visit, step=name, typed=form, mistake=mistake, status=422)
        raise web.HTTPSeeOther(f"{_address(known.number)}?done={name}")

    async def _drawn(
        self, visit: Visit, *, done: str = "", step: str = "", typed: dict[str, str] | None = None,
        mistake: Mistake | None = None, status: int = 200,
    ) -> web.Response:  # fmt: skip
        def look(store: StaffStore, now: datetime) -> ticket_view.View | None:
            ticket = store.tickets.numbered(visit.request.match_info["number"])
            language, rules = language_of(visit), self._inside.rules
            return ticket_view.view(store, visit.who, language, ticket, now, rules) if ticket else None

        seen = await self._inside.read(visit, look)
        if seen is None:
            raise Refusal(404, "missing")
        wanted = visit.request.query.get("draft", "")
        drafted = (
            await self._inside.read(
                visit, lambda store, now: draft(store, language_of(visit), seen.ticket, wanted, now)
            )
            if wanted
            else Draft()
        )
        doubts = mistake.found if isinstance(mistake, Doubt) else ()
        return await self._inside.draw(
            visit, "ticket.html", status=status, seen=seen, done=done, step=step, typed=typed or {}, doubts=doubts, draft=drafted,
            wrong=sentence(visit, mistake) if mistake else "", form_key=clock.token(12),
        )  # fmt: skip

    async def media(self, visit: Visit) -> web.StreamResponse:
        """A picture or file of a ticket in scope."""
        wanted = visit.request.match_info["id"]
        if not is_id(wanted):
            raise Refusal(404, "missing")
        kept = await self._inside.read(visit, lambda store, _now: store.tickets.attachment(int(wanted)))
        if kept is None:
            raise Refusal(404, "missing")
        try:
            return media_response(kept, await self._fetch(kept.channel, kept.reference))
        except OSError:
            raise Refusal(404, "missing") from None

    async def alarms(self, visit: Visit) -> web.StreamResponse:
        """What every open page asks each five seconds."""
        found = await self._inside.read(visit, lambda store, now: alarms(store, language_of(visit), now))
        return web.json_response({"alarms": as_json(found)}, headers=page.HEADERS)


def _address(number: str) -> str:
    return f"/staff/tickets/{quote(number, safe='')}"
