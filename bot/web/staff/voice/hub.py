"""The first page of the owner's voice: the way to every other one, to each member of staff what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from aiohttp import web

from bot.web.staff.door import Visit
from bot.web.staff.inside import Inside
from storage.scope import HEADQUARTERS, SENIOR


@dataclass(frozen=True, slots=True)
class Link:
    """A page and who sees it: everybody, managers and above, or headquarters. `title` and `hint` are keys of sentences."""

    address: str
    title: str
    hint: str
    whose: Literal["everybody", "senior", "headquarters"] = "everybody"

    def is_for(self, role: str) -> bool:
        roles = {"senior": SENIOR, "headquarters": HEADQUARTERS}
        return self.whose == "everybody" or role in roles[self.whose]


LINKS: tuple[Link, ...] = (
    Link("/staff/voice/recoveries", "recoveries.title", "recoveries.hint"),
    Link("/staff/voice/loyalty", "surveys.loyalty", "surveys.loyalty.hint"),
    Link("/staff/voice/surveys", "surveys.title", "surveys.hint", "headquarters"),
    Link("/staff/voice/begging", "surveys.begging.title", "surveys.begging.hint", "headquarters"),
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
