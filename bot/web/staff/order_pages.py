"""A party's link: made here, shown once, kept as a hash; a new one ends the one before."""

from __future__ import annotations

from aiohttp import web

from bot import clock
from bot.web.ids import is_id
from bot.web.staff.door import Refusal, Visit, token_hash
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from handlers.base import Mistake, Reply
from handlers.staff.request import StaffRequest
from handlers.staff.works import ordering
from handlers.wording import say, speak
from storage.parties import Party
from storage.staff_store import StaffStore


class OrderPages:
    """The pages of parties' links. `secure` tells that people come over https, whatever a proxy makes of it."""

    def __init__(self, inside: Inside, *, secure: bool) -> None:
        self._inside, self._secure = inside, secure

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/staff/orders/{number}/{order}/link", self._inside.signed_in(self.link))]

    async def link(self, visit: Visit) -> web.StreamResponse:
        """A fresh link, on a page that is drawn this once: it stands in no address and is kept nowhere."""
        await form_of(visit)
        number, wanted = visit.request.match_info["number"], visit.request.match_info["order"]
        if not is_id(wanted):
            raise Refusal(404, "missing")
        token, found = clock.token(), list[Party]()

        def make(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            ticket = store.tickets.numbered(number)
            if ticket is None:
                raise Mistake("works.no_order")
            order = ordering.set_link(request, store, ticket, int(wanted), token_hash(token))
            party = store.parties.one(ticket, order.party_id) if order.party_id else None
            found.extend([party] if party else [])
            return ()

        try:
            await self._inside.run(visit.who, make)
        except Mistake as mistake:
            if not await self._inside.read(visit, lambda store, _now: store.tickets.numbered(number)):
                raise Refusal(404, "missing") from None
            return await self._drawn(visit, number, "", None, sentence(visit, mistake), 422)
        return await self._drawn(visit, number, self._of(visit, token), found[0] if found else None, "", 200)

    def _of(self, visit: Visit, token: str) -> str:
        scheme = "https" if self._secure else visit.request.scheme
        return f"{scheme}://{visit.request.host}/work/{token}"

    async def _drawn(
        self, visit: Visit, number: str, link: str, party: Party | None, wrong: str, status: int
    ) -> web.Response:
        language = speak(party.language if party else None, language_of(visit))
        message = say(language, "works.link_message", link=link) if link else ""
        return await self._inside.draw(
            visit, "work_link.html", number=number, link=link, party=party, message=message, wrong=wrong, status=status
        )  # fmt: skip
