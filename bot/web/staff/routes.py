"""The staff pages as one: built from what the line gives, and the list of their addresses.

Whatever lies outside the scope of whoever is signed in answers with the very page of what does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from aiohttp import web

from bot.web.staff.door import Door, Runs
from bot.web.staff.entrance import Entrance
from bot.web.staff.events import event_routes
from bot.web.staff.file_pages import FilePages
from bot.web.staff.filing_pages import FilingPages
from bot.web.staff.followup_pages import FollowupPages
from bot.web.staff.incident_pages import IncidentPages
from bot.web.staff.inside import Inside, Run
from bot.web.staff.late_steps import LateSteps
from bot.web.staff.notice_means import Means
from bot.web.staff.notices import notice_routes
from bot.web.staff.order_pages import OrderPages
from bot.web.staff.party_pages import PartyPages
from bot.web.staff.people_pages import PeoplePages
from bot.web.staff.quality import quality_routes
from bot.web.staff.reports import report_routes
from bot.web.staff.risk_pages import RiskPages
from bot.web.staff.season_pages import SeasonPages
from bot.web.staff.statement_pages import StatementPages
from bot.web.staff.team import team_routes
from bot.web.staff.ticket_pages import Fetch, TicketPages
from bot.web.staff.voice import voice_routes
from bot.web.staff.voice.officer_pages import OfficerPages
from bot.web.staff.watch_pages import WatchPages
from handlers.tickets.rules import Rules
from handlers.voice.rules import VoiceRules
from storage.db import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """`secure` tells that people come over https; a sign-in lasts `session_hours`; `rules` are those of the tickets, `notices` what
    the pages of notices are given, `voice` the rules of the owner's voice.
    """

    secure: bool
    notices: Means
    session_hours: float = 12
    rules: Rules = field(default_factory=Rules)
    voice: VoiceRules = field(default_factory=VoiceRules)


class StaffPages:
    """The pages.

    `run` does a step of staff in one transaction and raises Mistake; `reads` and `writes` run plain functions in their
    threads; `media` gives the bytes behind (channel, reference); `how` is what the installation says of the pages.
    """

    def __init__(
        self, database: Database, run: Run, *, reads: Runs, writes: Runs, media: Fetch, how: How
    ) -> None:
        door = Door(database, reads=reads, writes=writes, secure=how.secure, session_hours=how.session_hours)
        inside = Inside(database, run, reads, door, rules=how.rules, notices=how.notices, voice=how.voice)
        self._entrance = Entrance(inside)
        self._files = FilePages(inside)
        self._tickets = TicketPages(inside, media)
        self._filing = FilingPages(inside)
        self._late = LateSteps(inside)
        self._followups = FollowupPages(inside)
        self._people = PeoplePages(inside)
        self._orders = OrderPages(inside, secure=how.secure)
        self._parties = PartyPages(inside)
        self._incidents = IncidentPages(inside)
        self._risks = RiskPages(inside)
        self._statements = StatementPages(inside)
        self._watch = WatchPages(inside)
        self._seasons = SeasonPages(inside)
        self._officers = OfficerPages(inside, media, how.voice)
        self._inside, self._reports = inside, how.voice.reports

    def routes(self) -> list[web.RouteDef]:
        """Every address, the most particular first."""
        return [
            *self._entrance.routes(),
            *self._files.routes(),
            *self._tickets.routes(),
            *self._filing.routes(),
            *notice_routes(self._inside),
            *self._late.routes(),
            *self._followups.routes(),
            *self._people.routes(),
            *self._orders.routes(),
            *self._parties.routes(),
            *self._incidents.routes(),
            *self._risks.routes(),
            *self._statements.routes(),
            *self._watch.routes(),
            *self._seasons.routes(),
            *self._officers.routes(),
            *team_routes(self._inside),
            *event_routes(self._inside),
            *voice_routes(self._inside),
            *quality_routes(self._inside, self._inside.rules.quality),
            *report_routes(self._inside, self._inside.rules.quality, self._reports),
            *self._entrance.last_routes(),
        ]
