"""The whole file of a ticket, to be read, printed, or taken along as data; `?owner` makes the copy that is the owner's."""

from __future__ import annotations

from datetime import datetime

from aiohttp import web

from bot import whole_file
from bot.web.staff import page
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, language_of
from bot.whole_file import WholeFile
from storage.staff_store import StaffStore


class FilePages:
    """/staff/tickets/NUMBER/file and file.json."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/tickets/{number}/file", signed_in(self.document)),
            web.get("/staff/tickets/{number}/file.json", signed_in(self.data)),
        ]

    async def document(self, visit: Visit) -> web.StreamResponse:
        return page.render("file.html", language_of(visit), file=await self._file(visit), style="")

    async def data(self, visit: Visit) -> web.StreamResponse:
        file = await self._file(visit)
        named = {"Content-Disposition": f'attachment; filename="{file.number}.json"'}
        return web.Response(
            text=file.as_json(),
            content_type="application/json",
            charset="utf-8",
            headers={**page.HEADERS, **named},
        )

    async def _file(self, visit: Visit) -> WholeFile:
        """Raises Refusal 404 for a ticket that is not within the scope, as for one that does not exist."""
        number, language, for_owner = (
            visit.request.match_info["number"],
            language_of(visit),
            "owner" in visit.request.query,
        )

        def look(store: StaffStore, now: datetime) -> WholeFile | None:
            ticket = store.tickets.numbered(number)
            if ticket is None:
                return None
            own = self._inside.rules.bodies
            return whole_file.gathered(store, ticket, language, now, for_owner=for_owner, own=own)

        found = await self._inside.read(visit, look)
        if found is None:
            raise Refusal(404, "missing")
        return found
