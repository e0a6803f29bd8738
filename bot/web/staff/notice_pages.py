"""Notices: writing one, seeing how many it reaches, sending it, and how far each came."""

from __future__ import annotations

from aiohttp import web

from bot import clock
from bot.web.staff import notice_forms
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from handlers.base import Mistake, Reply
from handlers.notices.drafting import Preview, Wanted
from handlers.staff.request import StaffRequest
from storage.staff_store import StaffStore


class NoticePages:
    """The pages of notices."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/notices", signed_in(self.notices)),
            web.post("/staff/notices/preview", signed_in(self.preview)),
            web.post("/staff/notices", signed_in(self.announce)),
            web.post(r"/staff/notices/{number:\d{1,15}}/approve", signed_in(self.approve)),
        ]

    async def notices(self, visit: Visit) -> web.StreamResponse:
        return await self._drawn(visit, done="sent" in visit.request.query)

    async def _drawn(
        self,
        visit: Visit,
        *,
        done: bool = False,
        typed: dict[str, str] | None = None,
        wrong: str = "",
        status: int = 200,
    ) -> web.Response:
        seen = await self._inside.read(
            visit, lambda store, now: notice_forms.view(store, visit.who, language_of(visit), now)
        )
        return await self._inside.draw(
            visit, "notices.html", status=status, seen=seen, done=done, typed=typed or {}, wrong=wrong
        )

    async def preview(self, visit: Visit) -> web.StreamResponse:
        """Counts before anything is sent; "change it" leads back to the text."""
        form = await form_of(visit)
        if "back" in form:
            return await self._drawn(visit, typed=form)
        drafts: list[tuple[Wanted, Preview]] = []

        def count(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            drafts.append(notice_forms.counted(request, store, form))
            return ()

        try:
            await self._inside.run(visit.who, count)
        except Mistake as mistake:
            return await self._drawn(visit, typed=form, wrong=sentence(visit, mistake), status=422)
        return await self._inside.draw(
            visit,
            "notice_preview.html",
            wanted=drafts[-1][0],
            preview=drafts[-1][1],
            typed=form,
            form_key=clock.token(12),
        )

    async def announce(self, visit: Visit) -> web.StreamResponse:
        """Sends. Raises Refusal 403 for a form without its key, which would send again when it is sent again."""
        form = await form_of(visit)
        if not form.get("form"):
            raise Refusal(403, "old_form", form.get("text", ""))
        try:
            await self._inside.run(visit.who, notice_forms.step(form))
        except Mistake as mistake:
            return await self._drawn(visit, typed=form, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther("/staff/notices?sent")

    async def approve(self, visit: Visit) -> web.StreamResponse:
        """A second person agrees."""
        try:
            await self._inside.run(visit.who, notice_forms.approve(int(visit.request.match_info["number"])))
        except Mistake as mistake:
            return await self._drawn(visit, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther("/staff/notices")
