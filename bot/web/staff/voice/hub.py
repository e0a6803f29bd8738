"""The first page of the owner's voice: the way to every other one, to each member of staff what they may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.web.staff.door import Visit
from bot.web.staff.inside import Inside
from handlers.staff.club import who_may
from storage.scope import HEADQUARTERS
from storage.staff import Staff


def _everybody(_who: Staff) -> bool:
    return True


def _headquarters(who: Staff) -> bool:
    return who.role in HEADQUARTERS


@dataclass(frozen=True, slots=True)
class Link:
    """A page and who sees it. `title` and `hint` are keys of sentences."""

    address: str
    title: str
    hint: str
    sees: Callable[[Staff], bool] = _everybody


LINKS: tuple[Link, ...] = (
    Link("/staff/voice/recoveries", "recoveries.title", "recoveries.hint"),
    Link("/staff/voice/loyalty", "surveys.loyalty", "surveys.loyalty.hint"),
    Link("/staff/voice/standards", "standards.title", "standards.hint"),
    Link("/staff/suggestions", "club_pages.suggestions", "club_pages.suggestions.hint"),
    Link("/staff/club", "club_pages.title", "club_pages.hint", who_may.may_see),
    Link("/staff/voice/surveys", "surveys.title", "surveys.hint", _headquarters),
    Link("/staff/officers", "officers.page.title", "officers.page.hint", _headquarters),
    Link("/staff/voice/perception", "perception.title", "perception.hint", _headquarters),
    Link("/staff/voice/begging", "surveys.begging.title", "surveys.begging.hint", _headquarters),
)


class Hub:
    """The page of links."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/staff/voice", self._inside.signed_in(self.links))]

    async def links(self, visit: Visit) -> web.StreamResponse:
        links = [one for one in LINKS if one.sees(visit.who)]
        return await self._inside.draw(visit, "voice/hub.html", links=links)
