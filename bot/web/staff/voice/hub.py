"""The first page of the owner's voice: the way to every other one, to each member of staff what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aiohttp import web

from bot.web.staff.door import Visit
from bot.web.staff.inside import Inside
from handlers.staff.club.who_may import SEE
from storage.scope import HEADQUARTERS, SENIOR


@dataclass(frozen=True, slots=True)
class Link:
    """A page and who sees it: everybody, whoever has to do with points, managers and above, or headquarters. `title` and `hint` are keys of sentences."""

    address: str
    title: str
    hint: str
    whose: Literal["everybody", "club", "senior", "headquarters"] = "everybody"

    def is_for(self, role: str) -> bool:
        roles = {"club": SEE, "senior": SENIOR, "headquarters": HEADQUARTERS}
        return self.whose == "everybody" or role in roles[self.whose]


LINKS: tuple[Link, ...] = (
    Link("/staff/voice/recoveries", "recoveries.title", "recoveries.hint"),
    Link("/staff/voice/loyalty", "surveys.loyalty", "surveys.loyalty.hint"),
    Link("/staff/suggestions", "club_pages.suggestions", "club_pages.suggestions.hint"),
    Link("/staff/club", "club_pages.title", "club_pages.hint", "club"),
    Link("/staff/voice/surveys", "surveys.title", "surveys.hint", "headquarters"),
)


class Hub:
    """The page of links."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/staff/voice", self._inside.signed_in(self.links))]

    async def links(self, visit: Visit) -> web.StreamResponse:
        links = [one for one in LINKS if one.is_for(visit.who.role)]
        return await self._inside.draw(visit, "voice/hub.html", links=links)
