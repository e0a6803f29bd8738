"""The list of notices, the page of one with its steps, and how far it is, asked for again while it is on its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aiohttp import web

from bot.web.ids import id_of
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from bot.web.staff.notices import listing, one_view, watching
from bot.web.staff.page import HEADERS
from handlers.base import Mistake, Reply
from handlers.notices import approval, sending
from handlers.staff.request import StaffRequest
from storage.notices import Notice
from storage.staff_store import StaffStore

Action = Callable[[StaffRequest, StaffStore, Notice, str], object]

#: The steps of a notice's page by name; each is told the reason that was typed.
STEPS: Mapping[str, Action] = {
    "propose": lambda request, store, one, _why: approval.propose(request, store, one),
    "approve": lambda request, store, one, _why: approval.approve(request, store, one),
    "refuse": approval.refuse,
    "withdraw": lambda request, store, one, _why: approval.withdraw(request, store, one),
    "first": lambda request, store, one, _why: approval.go_first(request, store, one),
    "hold": lambda request, store, one, _why: sending.hold(request, store, one),
    "resume": lambda request, store, one, _why: sending.resume(request, store, one),
    "stop": sending.stop,
}

#: What the page says was done, after a form.
_DONE = {*STEPS, "draft"}


class NoticePages:
    """/staff/notices and /staff/notices/N."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in, one = self._inside.signed_in, r"/staff/notices/{number:\d{1,15}}"
        return [
            web.get("/staff/notices", signed_in(self.notices)),
            web.get(one, signed_in(self.notice)),
            web.get(f"{one}/progress.json", signed_in(self.progress)),
            web.get(f"{one}/photos/{{place:\\d{{1,2}}}}", signed_in(self.photo)),
            web.post(f"{one}/{{step:[a-z]{{1,12}}}}", signed_in(self.act)),
        ]

    async def notices(self, visit: Visit) -> web.StreamResponse:
        """?before=N goes on with older ones."""
        query, means = visit.request.query, self._inside.notices
        before = id_of(query.get("before", "")) or None
        seen = await self._inside.read(
            visit,
            lambda store, now: listing.view(store, means, visit.who, language_of(visit), now, before),
        )
        done = query.get("done", "")
        return await self._inside.draw(
            visit, "notices/list.html", seen=seen, done=done if done in _DONE else "", further=before is not None
        )  # fmt: skip

    async def notice(self, visit: Visit) -> web.StreamResponse:
        done = visit.request.query.get("done", "")
        return await self._drawn(visit, done=done if done in _DONE else "")

    async def _drawn(
        self, visit: Visit, *, done: str = "", step: str = "", typed: str = "", wrong: str = "", status: int = 200
    ) -> web.Response:  # fmt: skip
        seen = await self._inside.read(
            visit,
            lambda store, now: one_view.view(
                store, self._inside.notices, visit.who, language_of(visit), _number(visit), now
            ),
        )
        if seen is None:
            raise Refusal(404, "missing")
        return await self._inside.draw(
            visit,
            "notices/one.html",
            status=status,
            seen=seen,
            done=done,
            step=step,
            typed=typed,
            wrong=wrong,
        )

    async def act(self, visit: Visit) -> web.StreamResponse:
        """A step. After a mistake the page says what is wrong and keeps what was typed."""
        form, step = await form_of(visit), visit.request.match_info["step"]
        await self._found(visit)
        if step not in STEPS:
            raise Refusal(404, "missing")
        wanted, why = _number(visit), form.get("reason", "")

        def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            notice = store.notices.by_id(wanted)
            if notice is None:
                raise Mistake("notices.gone")
            STEPS[step](request, store, notice, why)
            return ()

        try:
            await self._inside.run(visit.who, run)
        except Mistake as mistake:
            return await self._drawn(visit, step=step, typed=why, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther(f"/staff/notices/{wanted}?done={step}")

    async def progress(self, visit: Visit) -> web.StreamResponse:
        """How far it is, for the script of the page."""
        notice, means = await self._found(visit), self._inside.notices
        found = await self._inside.read(
            visit,
            lambda store, now: watching.watch(
                store, means, notice, language_of(visit), now, whole=watching.is_small(notice)
            ),
        )
        told = {"state": found.state, "percent": found.percent, "parts": found.parts}
        return web.json_response(told, headers=HEADERS)

    async def photo(self, visit: Visit) -> web.StreamResponse:
        """A picture of this very notice; any other does not exist."""
        notice, place = await self._found(visit), int(visit.request.match_info["place"])
        if place >= len(notice.pictures):
            raise Refusal(404, "missing")
        try:
            data = self._inside.notices.media.read(notice.pictures[place])
        except FileNotFoundError:
            raise Refusal(404, "missing") from None
        fenced = {**HEADERS, "Content-Security-Policy": "default-src 'none'; sandbox"}
        return web.Response(body=data, content_type="image/jpeg", headers=fenced)

    async def _found(self, visit: Visit) -> Notice:
        """Raises Refusal 404 for a notice that is not theirs, as for one that does not exist."""
        found = await self._inside.read(visit, lambda store, _now: store.notices.by_id(_number(visit)))
        if found is None:
            raise Refusal(404, "missing")
        return found


def _number(visit: Visit) -> int:
    return int(visit.request.match_info["number"])
