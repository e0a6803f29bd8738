"""Coming in and leaving: one-time links, and the way out."""

from __future__ import annotations

from aiohttp import web

from bot.web.staff import page
from bot.web.staff.door import Refusal, Visit, check_csrf, check_origin, read_form
from bot.web.staff.inside import Inside, asked_language, language_of


class Entrance:
    """The pages around a session."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        anybody = self._inside.anybody
        return [
            web.get("/staff", anybody(self.home)),
            web.get("/staff/sign-in/{link}", anybody(self.page)),
            web.post("/staff/sign-in/{link}", anybody(self.sign_in)),
            web.post("/staff/sign-out", anybody(self.sign_out)),
            web.get("/staff/static/{version}/{name}", page.static),
        ]

    def last_routes(self) -> list[web.RouteDef]:
        """Addresses below /staff/ that are none."""
        return [web.get("/staff/{rest:.*}", self._inside.signed_in(self.nothing))]

    async def home(self, _request: web.Request) -> web.StreamResponse:
        raise web.HTTPSeeOther("/staff/")

    async def page(self, request: web.Request) -> web.StreamResponse:
        """Shows a button and spends nothing: programs that preview links open them too."""
        return page.render("sign_in.html", asked_language(request), failed=False)

    async def sign_in(self, request: web.Request) -> web.StreamResponse:
        check_origin(request)
        token = await self._inside.door.sign_in(request.match_info["link"])
        if token is None:
            return page.render("sign_in.html", asked_language(request), status=410, failed=True)
        response = web.Response(status=303, headers={**page.HEADERS, "Location": "/staff/"})
        self._inside.door.hand_cookie(response, token)
        return response

    async def sign_out(self, request: web.Request) -> web.StreamResponse:
        check_origin(request)
        visit = await self._inside.door.visit(request)
        check_csrf(visit, await read_form(request))
        await self._inside.door.sign_out(request)
        response = page.render("signed_out.html", language_of(visit))
        self._inside.door.take_cookie(response)
        return response

    async def nothing(self, _visit: Visit) -> web.StreamResponse:
        raise Refusal(404, "missing")
