"""/staff/people/ID: what somebody can and has passed; read by oneself and by managers, kept by managers (L01, L04, L05)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot import clock
from bot.web.ids import is_id
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, Step, form_of, language_of, sentence
from handlers.base import Mistake, Reply
from handlers.staff.people import profile
from handlers.staff.people.abilities import ABILITIES, CERTIFICATES, LEVELS
from handlers.staff.request import StaffRequest
from handlers.wording import say
from storage.skills import Paper
from storage.staff_store import StaffStore

#: The forms, and what each does with its fields.
_FORMS = ("ability", "paper", "revoke")


class ProfilePages:
    """The page of one person, and its forms."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get(r"/staff/people/{id:\d{1,15}}", signed_in(self.page)),
            web.post(r"/staff/people/{id:\d{1,15}}/{form}", signed_in(self.act)),
        ]

    async def page(self, visit: Visit) -> web.StreamResponse:
        done = visit.request.query.get("done", "")
        return await self._drawn(visit, done=done if done in _FORMS else "")

    async def act(self, visit: Visit) -> web.StreamResponse:
        form, name, number = await form_of(visit), visit.request.match_info["form"], _number(visit)
        if name not in _FORMS:
            raise Refusal(404, "missing")
        try:
            await self._inside.run(visit.who, _step(name, number, form))
        except Mistake as mistake:
            return await self._drawn(visit, typed=form, at=name, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther(f"/staff/people/{number}?done={name}")

    async def _drawn(self, visit: Visit, *, status: int = 200, **values: Any) -> web.Response:
        language, number = language_of(visit), _number(visit)
        seen = await self._inside.read(visit, lambda store, now: _view(store, visit, language, number, now))
        if seen is None:
            raise Refusal(404, "missing")
        modules = {one for named in self._inside.rules.training.required.values() for one in named}
        return await self._inside.draw(
            visit, "team/profile.html", status=status, form_key=clock.token(12), seen=seen, levels=LEVELS,
            abilities=ABILITIES, certificates=CERTIFICATES, modules=sorted(modules),
            **{"done": "", "typed": {}, "wrong": "", "at": "", **values},
        )  # fmt: skip


def _number(visit: Visit) -> int:
    return int(visit.request.match_info["id"])


def _step(name: str, number: int, form: dict[str, str]) -> Step:
    def run(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
        if name == "revoke":
            paper = form.get("paper", "")
            known = is_id(paper)
            return profile.revoke(request, store, number, int(paper) if known else 0)
        evidence = form.get("evidence", "")
        if name == "ability":
            return profile.judge(
                request, store, number, ability=form.get("ability", ""), level=form.get("level", ""),
                evidence=evidence,
            )  # fmt: skip
        names = ("kind", "name", "passed", "expires")
        typed = profile.Typed(evidence=evidence, **{one: form.get(one, "") for one in names})
        return profile.keep(request, store, number, typed)

    return run


def _view(
    store: StaffStore, visit: Visit, language: str, number: int, now: datetime
) -> dict[str, Any] | None:
    found = profile.of(store, number)
    if found is None:
        return None
    estate = store.estates()[0]
    today = now.astimezone(ZoneInfo(estate.timezone)).date()
    return {
        "id": found.who.id, "name": found.who.name, "role": say(language, f"desk.role.{found.who.role}"),
        "may_judge": visit.who.id != found.who.id,
        "abilities": [
            (say(language, f"ability.{name}"), one.level if one else None, one.evidence if one else "",
             one.at.date() if one else "")
            for name, one in found.abilities
        ],
        "papers": [_paper(language, one, today) for one in found.papers],
    }  # fmt: skip


def _paper(language: str, one: Paper, today: date) -> dict[str, Any]:
    certificate = one.kind == "certificate"
    return {
        "id": one.id, "kind": one.kind, "counts": one.counts(today), "evidence": one.evidence, "passed": one.passed_on,
        "name": say(language, f"profile.certificate.{one.name}") if certificate else one.name,
        "expires": one.expires_on or "", "revoked": one.revoked_at is not None,
    }  # fmt: skip
