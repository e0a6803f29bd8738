"""Writing a notice: choosing what to begin from, the form, the preview, and keeping, proposing or sending what was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot import clock
from bot.web.ids import id_of
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, language_of, sentence
from bot.web.staff.notices import choices, fields, keeping, meaning, previewing
from bot.web.staff.notices.photos import Photos, carried
from bot.web.staff.wide_form import Values, WideForm, first, wide_form_of, written
from handlers.base import Mistake, Reply
from handlers.notices import kinds, templates
from handlers.notices.drafting import may_announce
from handlers.staff.request import StaffRequest
from storage.notices import Notice
from storage.staff_store import StaffStore

#: What a form carries besides what was typed: never shown again.
_ONCE = ("csrf", "form", "do", "back")


class ComposePages:
    """/staff/notices/new and what follows until a notice is kept."""

    def __init__(self, inside: Inside, photos: Photos) -> None:
        self._inside, self._photos = inside, photos

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/notices/new", signed_in(self.new)),
            web.post("/staff/notices/preview", signed_in(self.preview)),
            web.post("/staff/notices", signed_in(self.keep)),
        ]

    async def new(self, visit: Visit) -> web.StreamResponse:
        """?template=NAME, ?kind=KIND, ?from=N copies a notice, ?update=N and ?cancel=N follow one, ?draft=N changes a draft."""
        if not may_announce(visit.who):
            return await self._inside.draw(visit, "notices/begin.html", may=False, beginnings=())
        query = dict(visit.request.query)
        values = await self._inside.read(visit, lambda store, now: _begun(store, query, now))
        if values is None:
            begun = choices.beginnings(language_of(visit))
            return await self._inside.draw(visit, "notices/begin.html", may=True, beginnings=begun)
        return await self._form(visit, values)

    async def _form(
        self, visit: Visit, values: Values, *, wrong: str = "", status: int = 200
    ) -> web.Response:
        offer = await self._inside.read(
            visit, lambda store, _now: choices.offer(store, language_of(visit), values)
        )
        return await self._inside.draw(
            visit, "notices/compose.html", status=status, offer=offer, wrong=wrong, values=values,
            word=lambda name: first(values, name), may=may_announce(visit.who),
        )  # fmt: skip

    async def preview(self, visit: Visit) -> web.StreamResponse:
        """Counts and shows before anything is kept; "change it" leads back to the form."""
        form = await wide_form_of(visit)
        values = _typed(form)
        if form.get("back"):
            return await self._form(visit, values)
        try:
            values, pictures = await self._with_photo(visit, form, values)
            found = await self._run(
                visit,
                lambda request, store: [
                    previewing.seen(request, store, one)
                    for one in meaning.meant(request, store, values, pictures)
                ],
            )
        except Mistake as mistake:
            return await self._form(visit, values, wrong=sentence(visit, mistake), status=422)
        return await self._inside.draw(
            visit, "notices/preview.html", seen=found, values=values, form_key=clock.token(12), photo=self._photos.shown(pictures),
            photos=len(pictures), word=lambda name: first(values, name), second_person=self._inside.notices.rules.second_person,
        )  # fmt: skip

    async def keep(self, visit: Visit) -> web.StreamResponse:
        """Keeps it as a draft, proposes it, or sends an emergency. Raises Refusal 403 for a form without its key, which would act
        again when it is sent again.
        """
        form = await wide_form_of(visit)
        values, do = _typed(form), form.get("do") or "propose"
        if not form.get("form"):
            raise Refusal(403, "old_form", written(values))
        try:
            values, pictures = await self._with_photo(visit, form, values)
            made = await self._run(
                visit,
                lambda request, store: keeping.kept(
                    request, store, values, pictures, key=form.get("form"), do=do
                ),
            )
        except Mistake as mistake:
            return await self._form(visit, values, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther(_after(made, do))

    async def _with_photo(
        self, visit: Visit, form: WideForm, values: Values
    ) -> tuple[Values, tuple[str, ...]]:
        """The values that carry the photo on, and the pictures that go with the notice. Raises Mistake."""
        if not may_announce(visit.who):
            return values, ()
        photo = await self._photos.taken(visit.who, form)
        kept = {name: value for name, value in values.items() if name not in ("photo_token", "no_photo")}
        if photo:
            kept.pop("photo_of", None)
            return {**kept, "photo_token": (photo.token,)}, (photo.reference,)
        pictures = await self._inside.read(visit, lambda store, _now: carried(store, values))
        if not pictures:
            kept.pop("photo_of", None)
        return kept, pictures

    async def _run(self, visit: Visit, work: Callable[[StaffRequest, StaffStore], Any]) -> Any:
        """What the work of a step gives; the last time it ran counts, since a busy database may ask for it again."""
        found: list[Any] = []

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            found.append(work(request, store))
            return ()

        await self._inside.run(visit.who, step)
        return found[-1]


def _begun(store: StaffStore, query: dict[str, str], now: datetime) -> Values | None:
    """What stands in the form at first; None for nothing chosen yet. Raises Refusal 404 for a notice that is not theirs."""
    zones = [ZoneInfo(one.timezone) for one in store.estates()]
    template = templates.every().get(query.get("template", ""))
    if template and zones:
        return fields.of_template(template, now, zones[0])
    if query.get("kind") in kinds.WRITTEN:
        return fields.of_kind(query["kind"])
    for name in ("from", "update", "cancel", "draft"):
        if name in query:
            return _of_earlier(store, name, id_of(query[name]))
    return None


def _of_earlier(store: StaffStore, how: str, notice_id: int) -> Values:
    notice = store.notices.by_id(notice_id)
    estate = store.estate(notice.estate_id) if notice else None
    if notice is None or estate is None or notice.kind not in kinds.WRITTEN:
        raise Refusal(404, "missing")
    if how in ("update", "cancel"):
        return fields.of_follow_up(store, notice, estate, how.capitalize())
    found = dict(fields.of_notice(store, notice, estate))
    if how == "draft":
        follows = (
            {"msg_type": (notice.msg_type,), "refers_to": (str(notice.refers_to),)}
            if notice.refers_to
            else {}
        )
        return {**found, **follows, "draft": (str(notice.id),)}
    found.pop("send_at", None)
    return found


def _typed(form: WideForm) -> Values:
    return {name: value for name, value in form.values.items() if name not in _ONCE}


def _after(made: list[Notice], do: str) -> str:
    where = f"/staff/notices/{made[0].id}" if len(made) == 1 else "/staff/notices"
    return f"{where}?done={do}"
