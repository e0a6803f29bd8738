"""The page of standards, for everybody in staff; managers change their estate's lists on it (L15, L18, I13, I14)."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from bot.web.ids import id_of
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from bot.web.staff.voice import standards_view
from handlers.base import Mistake, Reply
from handlers.staff import standards
from handlers.staff.request import StaffRequest
from storage.staff_store import StaffStore

Change = Callable[[StaffRequest, StaffStore, int, dict[str, str]], None]


def _switch(request: StaffRequest, store: StaffStore, estate_id: int, form: dict[str, str]) -> None:
    touch_point, key = form.get("touch_point", ""), form.get("key", "")
    standards.switch(request, store, estate_id, touch_point, key, on=form.get("on") == "yes")


def _add(request: StaffRequest, store: StaffStore, estate_id: int, form: dict[str, str]) -> None:
    standards.add(
        request, store, estate_id, form.get("touch_point", ""), form.get("side", ""), form.get("text", ""),
        noticeable=form.get("noticeable") == "yes",
    )  # fmt: skip


def _reword(request: StaffRequest, store: StaffStore, estate_id: int, form: dict[str, str]) -> None:
    touch_point, key = form.get("touch_point", ""), form.get("key", "")
    standards.reword(request, store, estate_id, touch_point, key, form.get("text", ""))


#: The forms of the page, and the sentence under which each comes back.
_CHANGES: dict[str, tuple[Change, str]] = {
    "switch": (_switch, "switched"),
    "add": (_add, "added"),
    "reword": (_reword, "reworded"),
}


class StandardsPages:
    """/staff/voice/standards and its forms."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/voice/standards", signed_in(self.page)),
            web.post("/staff/voice/standards/{change}", signed_in(self.change)),
        ]

    async def page(self, visit: Visit) -> web.StreamResponse:
        """?estate=ID, where somebody serves several."""
        query = visit.request.query
        done = query.get("done", "")
        known = {said for _, said in _CHANGES.values()}
        return await self._drawn(visit, query.get("estate", ""), done=done if done in known else "")

    async def change(self, visit: Visit) -> web.StreamResponse:
        """A change of a list. After a mistake the page says what is wrong and keeps what was typed."""
        named = visit.request.match_info["change"]
        if named not in _CHANGES:
            raise Refusal(404, "missing")
        form, (change, said) = await form_of(visit), _CHANGES[named]
        estate = form.get("estate", "")
        estate_id = id_of(estate)

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            change(request, store, estate_id, form)
            return ()

        try:
            await self._inside.run(visit.who, step)
        except Mistake as mistake:
            wrong = sentence(visit, mistake)
            return await self._drawn(
                visit, estate, typed=form, at=form.get("touch_point", ""), wrong=wrong, status=422
            )
        raise web.HTTPSeeOther(f"/staff/voice/standards?estate={estate_id}&done={said}#{form['touch_point']}")

    async def _drawn(
        self, visit: Visit, estate: str, *, done: str = "", typed: dict[str, str] | None = None, at: str = "",
        wrong: str = "", status: int = 200,
    ) -> web.Response:  # fmt: skip
        language, rules = language_of(visit), self._inside.rules
        least = self._inside.voice.standards.least_answers
        seen = await self._inside.read(
            visit,
            lambda store, now: standards_view.view(store, visit.who, language, estate, now, rules, least),
        )
        if seen is None:
            raise Refusal(404, "missing")
        return await self._inside.draw(
            visit,
            "voice/standards.html",
            status=status,
            seen=seen,
            done=done,
            typed=typed or {},
            at=at,
            wrong=wrong,
        )
