"""The list of firms and departments that work for an estate: who there is, adding one, and changing its standing."""

from __future__ import annotations

from aiohttp import web

from bot.web.ids import id_of
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from handlers.base import Mistake, Reply
from handlers.staff.request import StaffRequest
from handlers.staff.works import party_list
from handlers.wording import LANGUAGES
from storage.parties import KINDS, STATUSES
from storage.scope import SENIOR
from storage.staff_store import StaffStore


class PartyPages:
    """The pages of parties."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/parties", signed_in(self.parties)),
            web.post("/staff/parties", signed_in(self.add)),
            web.post("/staff/parties/{id}/status", signed_in(self.status)),
        ]

    async def parties(self, visit: Visit) -> web.StreamResponse:
        done = visit.request.query.get("done", "")
        return await self._drawn(visit, done=done if done in ("added", "changed") else "")

    async def add(self, visit: Visit) -> web.StreamResponse:
        form = await form_of(visit)

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            fields = {name: form.get(name, "") for name in ("kind", "name", "trades", "phone", "language")}
            typed = party_list.Typed(estate_id=id_of(form.get("estate", "")), **fields)
            return party_list.add(request, store, typed)

        return await self._done(visit, step, form, "added")

    async def status(self, visit: Visit) -> web.StreamResponse:
        form, party_id = await form_of(visit), id_of(visit.request.match_info["id"])

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            return party_list.set_status(
                request, store, party_id, form.get("status", ""), form.get("note", "")
            )

        return await self._done(visit, step, form | {"party": str(party_id)}, "changed")

    async def _done(self, visit: Visit, step: object, form: dict[str, str], done: str) -> web.StreamResponse:
        try:
            await self._inside.run(visit.who, step)  # type: ignore[arg-type]
        except Mistake as mistake:
            return await self._drawn(visit, typed=form, wrong=sentence(visit, mistake))
        raise web.HTTPSeeOther(f"/staff/parties?done={done}")

    async def _drawn(
        self, visit: Visit, *, done: str = "", typed: dict[str, str] | None = None, wrong: str = ""
    ) -> web.Response:
        if visit.who.role not in SENIOR:
            raise Refusal(404, "missing")
        known, estates = await self._inside.read(
            visit, lambda store, _now: (store.party_list.all_of_them(), store.estates())
        )
        return await self._inside.draw(
            visit, "parties.html", status=422 if wrong else 200, parties=known, estates=estates, kinds=KINDS,
            statuses=STATUSES, languages=tuple(LANGUAGES), done=done, typed=typed or {}, wrong=wrong,
            names={one.id: one.name for one in estates}, own=language_of(visit),
        )  # fmt: skip
