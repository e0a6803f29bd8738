"""Defects: the case library over all estates that somebody serves (F03), and recording what no ticket told of (F08)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aiohttp import web

from bot import clock
from bot.web.ids import is_id
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, Step, form_of, language_of, sentence
from bot.web.staff.quality import choosing, defect_forms
from bot.web.staff.quality.defect_forms import Choices
from handlers.base import Mistake, Reply
from handlers.reports.digests import code_named
from handlers.staff.quality import defect_steps
from handlers.staff.request import StaffRequest
from handlers.tickets.quality import components
from handlers.wording import say
from storage.defects import Case
from storage.staff_store import StaffStore

#: The most cases of one page, and how far back a fault is counted beside each.
_CASES, _YEAR = 50, timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One case of the library (F14): what happened, why, what was done, the check that it leads to, how often it was found."""

    number: str
    words: str
    head: str
    where: str
    cause: str
    done: str
    check: str
    often: str
    partners: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The choices of a new defect's form; `today` is the last day that can be meant."""

    estates: Choices
    names: tuple[str, ...]
    today: str
    codes: Choices
    components: Choices
    materials: Choices
    steps: Choices
    feeds: Choices


class DefectPages:
    """The pages of defects."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/cases", signed_in(self.cases)),
            web.get("/staff/defects/new", signed_in(self.new)),
            web.post("/staff/defects/new", signed_in(self.keep)),
        ]

    async def cases(self, visit: Visit) -> web.StreamResponse:
        """?q=WORDS, ?component=CODE, ?code=CODE."""
        asked = {name: visit.request.query.get(name, "").strip()[:120] for name in ("q", "component", "code")}
        language = language_of(visit)

        def look(store: StaffStore, now: datetime) -> list[CaseView]:
            found = store.defects.cases(
                words=asked["q"], component=asked["component"], code=asked["code"], limit=_CASES
            )
            return [_case(store, language, one, now) for one in found]

        found = await self._inside.read(visit, look)
        return await self._inside.draw(
            visit, "quality/cases.html", found=found, asked=asked, most=_CASES, codes=defect_forms.codes(language),
            components=defect_forms.component_choices(language), done="kept" in visit.request.query,
        )  # fmt: skip

    async def new(self, visit: Visit) -> web.StreamResponse:
        return await self._drawn(visit)

    async def _drawn(
        self, visit: Visit, *, typed: dict[str, str] | None = None, wrong: str = "", status: int = 200
    ) -> web.Response:
        own = await self._inside.read(visit, lambda store, now: _offer(store, language_of(visit), now))
        return await self._inside.draw(
            visit, "quality/defect_new.html", status=status, own=own, typed=typed or {}, wrong=wrong, form_key=clock.token(12)
        )  # fmt: skip

    async def keep(self, visit: Visit) -> web.StreamResponse:
        """Keeps a defect. Raises Refusal 403 for a form without its key, which could act twice."""
        form = await form_of(visit)
        if not form.get("form"):
            raise Refusal(403, "old_form", form.get("cause", ""))
        try:
            await self._inside.run(visit.who, _adding(form))
        except Mistake as mistake:
            return await self._drawn(visit, typed=form, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther("/staff/cases?kept")


def _offer(store: StaffStore, language: str, now: datetime) -> Offer:
    return Offer(
        estates=tuple((str(one.id), one.name) for one in store.estates()), names=store.defects.names(),
        today=now.astimezone(choosing.zone_of(store)).date().isoformat(), codes=defect_forms.codes(language),
        components=defect_forms.component_choices(language), materials=defect_forms.materials(language),
        steps=defect_forms.steps(language), feeds=defect_forms.feeds(language),
    )  # fmt: skip


def _adding(form: dict[str, str]) -> Step:
    """Keeps the defect of a form, once."""

    def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
        estate = form.get("estate", "")
        if not is_id(estate):
            raise Mistake("quality.wrong.estate")
        defect_steps.add_found(
            replace(request, form=form["form"][:64]), store, defect_forms.told_of(form), estate_id=int(estate), code=form.get("code", ""),
            unit=form.get("unit", ""), at=choosing.day(form.get("day", ""), choosing.zone_of(store)),
        )  # fmt: skip
        return ()

    return run


def _case(store: StaffStore, language: str, case: Case, now: datetime) -> CaseView:
    defect, ticket = case.defect, case.ticket
    count = store.defects.count(defect.estate_id, defect.code, defect.component, now - _YEAR, now)
    estate = next((one.name for one in store.estates() if one.id == defect.estate_id), "")
    partners = [part for part in (defect.contractor, defect.supplier) if part]
    material = components.material_named(language, defect.material) if defect.material else ""
    head = [components.named(language, defect.component), code_named(language, defect.code), material]
    day = defect.at.astimezone(choosing.zone_of(store)).date()
    return CaseView(
        number=ticket.number if ticket else "", words=ticket.summary if ticket else "",
        head=" · ".join(part for part in head if part),
        where=" · ".join(part for part in (estate, defect.place, day.isoformat()) if part),
        cause=" · ".join(
            part for part in (say(language, f"quality.step.{defect.work_step or 'unknown'}"), defect.cause) if part
        ),
        done=case.done, check=components.check_item(language, defect.component),
        often=say(language, "quality.often", count=count), partners=" · ".join(partners),
    )  # fmt: skip
