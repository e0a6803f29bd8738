"""The page on which staff file what an owner said by telephone, at the counter or on paper."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from aiohttp import web

from bot import clock
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, Step, form_of, sentence
from handlers.base import Mistake, Reply
from handlers.staff import filing, filing_place
from handlers.staff.changing import LONGEST
from handlers.staff.request import StaffRequest
from handlers.tickets.holders.eligible import eligible
from storage.staff_store import StaffStore

#: The longest key of a form that is kept.
_KEY = 64


class FilingPages:
    """The page and its form."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [web.get("/staff/new", signed_in(self.page)), web.post("/staff/new", signed_in(self.file))]

    async def page(self, visit: Visit) -> web.StreamResponse:
        return await self._drawn(visit)

    async def _drawn(
        self, visit: Visit, *, typed: dict[str, str] | None = None, wrong: str = "", status: int = 200
    ) -> web.Response:
        labels = await self._inside.read(visit, lambda store, _now: filing_place.labels(store))
        return await self._inside.draw(
            visit, "new.html", status=status, labels=labels, channels=filing.CHANNELS, longest=LONGEST,
            typed=typed or {}, wrong=wrong, form_key=clock.token(12),
        )  # fmt: skip

    async def file(self, visit: Visit) -> web.StreamResponse:
        """Opens the tickets and shows the first. Raises Refusal 403 for a form without its key, which could act twice."""
        form = await form_of(visit)
        key = form.get("form", "")[:_KEY]
        if not key:
            raise Refusal(403, "old_form", form.get("text", ""))
        numbers: list[str] = []
        try:
            await self._inside.run(visit.who, _step(form, key, numbers))
        except Mistake as mistake:
            return await self._drawn(visit, typed=form, wrong=sentence(visit, mistake), status=422)
        if not numbers:
            raise web.HTTPSeeOther("/staff/?filed")
        raise web.HTTPSeeOther(f"/staff/tickets/{quote(numbers[0], safe='')}?done=file")


def _step(form: dict[str, str], key: str, numbers: list[str]) -> Step:
    """Files a form; `numbers` gets the tickets, also those that the very same form opened before, but none about whoever files."""

    def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
        replies = filing.file_for_owner(
            replace(request, form=key), store, unit_label=form.get("unit", ""), words=form.get("text", ""),
            channel=form.get("channel", ""),
        )  # fmt: skip
        line = store.as_line()
        numbers[:] = [
            ticket.number
            for ticket in store.opened_with(key)
            if any(one.id == request.who.id for one in eligible(line, ticket))
        ]
        return replies

    return run
