"""The staff pages as one: built from what the line gives, and the list of their addresses.

Whatever lies outside the scope of whoever is signed in answers with the very page of what does not exist.
"""

from __future__ import annotations

from aiohttp import web

from bot.web.staff.door import Door, Runs
from bot.web.staff.entrance import Entrance
from bot.web.staff.filing_pages import FilingPages
from bot.web.staff.followup_pages import FollowupPages
from bot.web.staff.incident_pages import IncidentPages
from bot.web.staff.inside import Inside, Run, Terms
from bot.web.staff.late_steps import LateSteps
from bot.web.staff.notice_pages import NoticePages
from bot.web.staff.order_pages import OrderPages
from bot.web.staff.party_pages import PartyPages
from bot.web.staff.people_pages import PeoplePages
from bot.web.staff.risk_pages import RiskPages
from bot.web.staff.ticket_pages import Fetch, TicketPages
from storage.db import Database


class StaffPages:
    """The pages.

    `run` does a step of staff in one transaction and raises Mistake; `reads` and `writes` run plain functions in their
    threads; `media` gives the bytes behind (channel, reference); `secure` tells that people come over https; `terms` are
    the settings that the pages go by.
    """

    def __init__(
        self, database: Database, run: Run, *, reads: Runs, writes: Runs, media: Fetch, secure: bool,
        terms: Terms | None = None,
    ) -> None:  # fmt: skip
        terms = terms or Terms()
        door = Door(database, reads=reads, writes=writes, secure=secure, session_hours=terms.session_hours)
        inside = Inside(database, run, reads, door, terms.rules)
        self._entrance = Entrance(inside)
        self._tickets = TicketPages(inside, media)
        self._filing = FilingPages(inside)
        self._notices = NoticePages(inside)
        self._late = LateSteps(inside)
        self._followups = FollowupPages(inside)
        self._people = PeoplePages(inside)
        self._orders = OrderPages(inside, secure=secure)
        self._parties = PartyPages(inside)
        self._incidents = IncidentPages(inside)
        self._risks = RiskPages(inside)

    def routes(self) -> list[web.RouteDef]:
        """Every address, the most particular first."""
        return [
            *self._entrance.routes(),
            *self._tickets.routes(),
            *self._filing.routes(),
            *self._notices.routes(),
            *self._late.routes(),
            *self._followups.routes(),
            *self._people.routes(),
            *self._orders.routes(),
            *self._parties.routes(),
            *self._incidents.routes(),
            *self._risks.routes(),
            *self._entrance.last_routes(),
        ]
