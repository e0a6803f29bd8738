"""The catalogue of rewards, and what is to be handed over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot import clock
from bot.web.ids import id_of
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, Step, form_of, language_of, sentence
from bot.web.staff.voice.club_pages import must_see
from bot.web.staff.voice.club_view import chosen
from handlers.base import Mistake, Reply
from handlers.staff.club import rewarding, who_may
from handlers.staff.request import StaffRequest
from handlers.voice.points import redeeming
from handlers.voice.points.rules import TIERS
from handlers.wording import LANGUAGES, moment, say
from storage.estates import Estate
from storage.rewards import Reward
from storage.staff_store import StaffStore

_DONE = ("added", "changed", "handed", "cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`waiting`: number, what, who, since when; `rewards` with their name here and their last day."""

    estates: tuple[Estate, ...]
    estate: Estate
    waiting: tuple[tuple[int, str, str, str], ...]
    rewards: tuple[tuple[Reward, str, str], ...]
    tiers: tuple[tuple[str, str], ...]


class RewardPages:
    """/staff/club/rewards and its forms."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/club/rewards", signed_in(self.page)),
            web.post("/staff/club/rewards", signed_in(self.add)),
            web.post("/staff/club/rewards/{id}", signed_in(self.change)),
            web.post("/staff/club/redemptions/{id}/{step}", signed_in(self.settle)),
        ]

    async def page(self, visit: Visit) -> web.StreamResponse:
        done = visit.request.query.get("done", "")
        return await self._drawn(visit, done=done if done in _DONE else "")

    async def add(self, visit: Visit) -> web.StreamResponse:
        form = await form_of(visit)
        if not form.get("form"):
            raise Refusal(403, "old_form", form.get("name-en", ""))

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            rewarding.add(
                replace(request, form=form["form"][:64]), store, id_of(form.get("estate", "")), _facts(form)
            )
            return ()

        return await self._done(visit, step, form, "added", "add")

    async def change(self, visit: Visit) -> web.StreamResponse:
        form, wanted = await form_of(visit), id_of(visit.request.match_info["id"])

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            rewarding.change(
                request, store, wanted, _facts(form), active="active" in form, had=form.get("had", "")
            )
            return ()

        return await self._done(visit, step, form, "changed", f"reward-{wanted}")

    async def settle(self, visit: Visit) -> web.StreamResponse:
        form, wanted = await form_of(visit), id_of(visit.request.match_info["id"])
        if visit.request.match_info["step"] == "hand":
            return await self._done(visit, _handed(wanted), form, "handed", f"asked-{wanted}")
        if visit.request.match_info["step"] != "cancel":
            raise Refusal(404, "missing")

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            return rewarding.cancel(request, store, wanted, form.get("reason", ""))

        return await self._done(visit, step, form, "cancelled", f"asked-{wanted}")

    async def _done(
        self, visit: Visit, step: Step, form: dict[str, str], done: str, where: str
    ) -> web.StreamResponse:
        try:
            await self._inside.run(visit.who, step)
        except Mistake as mistake:
            return await self._drawn(
                visit, step=where, typed=form, wrong=sentence(visit, mistake), status=422
            )
        raise web.HTTPSeeOther(f"/staff/club/rewards?estate={id_of(form.get('estate', ''))}&done={done}")

    async def _drawn(self, visit: Visit, *, status: int = 200, **values: Any) -> web.Response:
        must_see(visit)
        typed = values.get("typed", {})
        wanted, language = (
            id_of(typed.get("estate") or visit.request.query.get("estate", "")),
            language_of(visit),
        )
        seen = await self._inside.read(visit, lambda store, now: _shown(store, language, wanted, now))
        shown = {"done": "", "step": "", "wrong": "", "typed": {}, **values}
        return await self._inside.draw(
            visit, "club/rewards.html", status=status, seen=seen, form_key=clock.token(12), languages=tuple(LANGUAGES),
            may_manage=who_may.may_manage(visit.who), **shown,
        )  # fmt: skip


def _handed(wanted: int) -> Step:
    def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
        rewarding.hand_over(request, store, wanted)
        return ()

    return step


def _facts(form: dict[str, str]) -> rewarding.Facts:
    return rewarding.Facts(
        names={one: form.get(f"name-{one}", "") for one in LANGUAGES}, price=form.get("price", ""), stock=form.get("stock", ""),
        last_day=form.get("until", ""), tier=form.get("tier", ""),
    )  # fmt: skip


def _shown(store: StaffStore, language: str, wanted: int, now: datetime) -> Shown:
    every, estate = chosen(store, wanted)
    zone = ZoneInfo(estate.timezone)
    return Shown(
        estates=every, estate=estate,
        waiting=tuple(
            (one.id, redeeming.named(reward, language, estate.language), name, moment(language, one.asked_at, zone, now))
            for one, name, reward in store.rewards.waiting(estate.id)
        ),
        rewards=tuple(
            (one, redeeming.named(one, language, estate.language), _last_day(one, zone)) for one in store.rewards.catalogue(estate.id)
        ),
        tiers=tuple((one, say(language, f"club.tier.{one}")) for one in TIERS),
    )  # fmt: skip


def _last_day(reward: Reward, zone: ZoneInfo) -> str:
    """The last day as a field of a form holds it; the moment kept is the end of that day."""
    if reward.valid_until is None:
        return ""
    return (reward.valid_until.astimezone(zone) - timedelta(days=1)).date().isoformat()
