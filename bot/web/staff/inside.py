"""What every staff page shares: who is signed in, reading within their scope, drawing with the alarms, refusing in words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar

import structlog
from aiohttp import web

from bot import clock
from bot.web.chat.languages import preferred
from bot.web.staff import page
from bot.web.staff.alarms import alarms
from bot.web.staff.door import Door, Refusal, Runs, Visit, check_csrf, check_origin, read_form
from bot.web.staff.notice_means import Means
from bot.web.staff.wide_form import read_wide, written
from handlers.base import Mistake, Reply
from handlers.staff.request import StaffRequest
from handlers.tickets.rules import Rules
from handlers.voice.rules import VoiceRules
from handlers.wording import say, speak
from storage.db import Database, StorageError
from storage.staff import Staff
from storage.staff_store import StaffStore

T = TypeVar("T")
Step = Callable[[StaffRequest, StaffStore], tuple[Reply, ...]]
Run = Callable[[Staff, Step], Awaitable[None]]
Handler = Callable[[Visit], Awaitable[web.StreamResponse]]
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = structlog.get_logger()


class Inside:
    """The inside of the staff pages. `run` does a step of staff in one transaction; it raises Mistake. `rules` are those of tickets,
    `notices` what the pages of notices are given, `voice` the rules of the owner's voice.
    """

    def __init__(
        self,
        database: Database,
        run: Run,
        reads: Runs,
        door: Door,
        *,
        rules: Rules,
        notices: Means,
        voice: VoiceRules,
    ) -> None:
        self._database, self._reads = database, reads
        self.run, self.door, self.rules, self.notices, self.voice = run, door, rules, notices, voice

    def signed_in(self, handler: Handler) -> Answer:
        """A page for people who are signed in; what is not there, or not theirs, answers with one and the same page."""

        async def answer(request: web.Request) -> web.StreamResponse:
            visit = await self.door.visit(request)
            try:
                if not _can_be_asked(request):
                    raise Refusal(404, "missing")
                return await handler(visit)
            except Refusal as refusal:
                if refusal.status != 404:
                    raise
                return await self.draw(visit, "missing.html", status=404)

        return self.anybody(answer)

    def anybody(self, handler: Answer) -> Answer:
        """A page for everybody; refusals and a failing database are said on a page of their own."""

        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except Refusal as refusal:
                return await _refused(request, refusal)
            except StorageError as error:
                log.error("A staff page could not be drawn.", action="staff_page_failed", why=str(error))
                return await _refused(request, Refusal(503, "database_busy"))

        return answer

    async def read(self, visit: Visit, question: Callable[[StaffStore, datetime], T]) -> T:
        """The answer to a question within the scope of whoever is signed in."""

        def work() -> T:
            with self._database.reading() as connection:
                return question(StaffStore(connection, visit.who), clock.now())

        return await self._reads(work)

    async def draw(self, visit: Visit, name: str, *, status: int = 200, **values: Any) -> web.Response:
        """A page with the alarms that stand on every page."""
        language = language_of(visit)
        burning = await self.read(visit, lambda store, now: alarms(store, language, now))
        return page.render(
            name, language, status=status, who=visit.who, csrf=visit.session.csrf, alarms=burning, **values
        )


def _can_be_asked(request: web.Request) -> bool:
    """Whether every database takes what an address names: none keeps NUL, and PostgreSQL fails at the question alone."""
    return not any("\x00" in said for said in (request.path, *request.query.values()))


async def form_of(visit: Visit) -> dict[str, str]:
    """The fields of a form that a page of this session sent. Raises Refusal."""
    check_origin(visit.request)
    form = await read_form(visit.request)
    check_csrf(visit, form)
    return form


def language_of(visit: Visit) -> str:
    return speak(visit.who.language, "en")


def asked_language(request: web.Request) -> str:
    """The language of a browser that nobody has signed in with."""
    return preferred(request.headers.get("Accept-Language", ""), "en")


def sentence(visit: Visit, mistake: Mistake) -> str:
    """What the person can put right, in their words."""
    return say(language_of(visit), mistake.key, **mistake.values)


async def _refused(request: web.Request, refusal: Refusal) -> web.Response:
    if request.path.endswith(".json"):
        return web.json_response({"refused": refusal.key}, status=refusal.status, headers=page.HEADERS)
    typed, back = refusal.typed, request.path if request.method == "GET" else "/staff/"
    if refusal.status == 401 and request.method == "POST":
        typed = await _typed(request)
    response = page.render(
        "refused.html",
        asked_language(request),
        status=refusal.status,
        sentence=refusal.key,
        typed=typed,
        back=back,
    )
    if refusal.status == 503:
        response.headers["Retry-After"] = "5"
    return response


async def _typed(request: web.Request) -> str:
    """The words of a form that came after the session had ended, so that they are not lost."""
    try:
        return written((await read_wide(request)).values)
    except Refusal:
        return ""
