"""The staff pages as one: built from what the line gives, and the list of their addresses.

Whatever lies outside the scope of whoever is signed in answers with the very page of what does not exist.
"""

from __future__ import annotations

from aiohttp import web

from bot.web.staff.door import Door, Runs
from bot.web.staff.entrance import Entrance
from bot.web.staff.filing_pages import FilingPages
from bot.web.staff.inside import Inside, Run
from bot.web.staff.notice_pages import NoticePages
from bot.web.staff.quality import quality_routes
from bot.web.staff.ticket_pages import Fetch, TicketPages
from handlers.tickets.defects import Quality
from storage.db import Database


class StaffPages:
    """The pages.

    `run` does a step of staff in one transaction and raises Mistake; `reads` and `writes` run plain functions in their
    threads; `media` gives the bytes behind (channel, reference); `secure` tells that people come over https.
    """

    def __init__(
        self, database: Database, run: Run, *, reads: Runs, writes: Runs, media: Fetch, secure: bool,
        session_hours: float = 12,
    ) -> None:  # fmt: skip
        door = Door(database, reads=reads, writes=writes, secure=secure, session_hours=session_hours)
        inside = Inside(database, run, reads, door)
        self._entrance = Entrance(inside)
        self._tickets = TicketPages(inside, media)
        self._filing = FilingPages(inside)
        self._notices = NoticePages(inside)
        self._inside = inside

    def routes(self, quality: Quality | None = None) -> list[web.RouteDef]:
        """Every address, the most particular first. `quality`: how defects and measures are judged; None as the documents do."""
        return [
            *self._entrance.routes(),
            *self._tickets.routes(),
            *self._filing.routes(),
            *self._notices.routes(),
            *quality_routes(self._inside, quality or Quality()),
            *self._entrance.last_routes(),
        ]
