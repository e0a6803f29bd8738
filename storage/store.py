"""A store is born with its scope; what is asked through it cannot leave that scope. Here what every scope offers, and the line itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from storage import (
    estates,
    people,
    staff,
    subjects,
)
from storage.absences import Absences
from storage.abuse_marks import AbuseMarks
from storage.assessments import Assessments
from storage.breaches import Breaches
from storage.clocks import Clocks
from storage.club import Club
from storage.corrective_actions import CorrectiveActions
from storage.decisions import Decisions
from storage.defects import Defects
from storage.deliveries import Deliveries
from storage.efforts import Efforts
from storage.escalations import Escalations
from storage.estates import Estate, Unit
from storage.event_pulses import EventPulses
from storage.events import Events
from storage.fault_counts import FaultCounts
from storage.followups import Followups
from storage.fund_posts import FundPosts
from storage.holding import Holding
from storage.home_alarms import HomeAlarms
from storage.households import Households
from storage.incidents import Incidents
from storage.known_answers import KnownAnswers
from storage.lapse_counts import LapseCounts
from storage.measures import Measures
from storage.morning import Morning
from storage.notice_replies import NoticeReplies
from storage.notice_steps import NoticeSteps
from storage.notice_watches import NoticeWatches
from storage.notices import Notices
from storage.officer_missions import OfficerMissions
from storage.officers import Officers
from storage.open_now import OpenNow
from storage.pages import Pages
from storage.parties import Parties
from storage.partner_records import PartnerRecords
from storage.perception import Perception
from storage.person_measures import PersonMeasures
from storage.points import Points
from storage.points_waiting import PointsWaiting
from storage.praises import Praises
from storage.promises import Promises
from storage.quotes import Quotes
from storage.rating_counts import RatingCounts
from storage.ratings import Ratings
from storage.readings import Readings
from storage.recoveries import Recoveries
from storage.referrals import Referrals
from storage.rewards import Rewards
from storage.risk_book import RiskBook
from storage.risks import Risks
from storage.rsvps import Rsvps
from storage.scope import LineScope, OwnerScope, StaffScope
from storage.score_begging import ScoreBegging
from storage.seasons import SeasonReminders
from storage.self_checks import SelfChecks
from storage.service_times import ServiceTimes
from storage.silences import Silences
from storage.skills import Skills
from storage.staff import Staff
from storage.standards import Standards
from storage.subjects import Subjects
from storage.suggestions import Suggestions
from storage.survey_calls import SurveyCalls
from storage.survey_invitations import SurveyInvitations
from storage.survey_reports import SurveyReports
from storage.survey_sheets import SurveySheets
from storage.survey_words import SurveyWords
from storage.surveys import Surveys
from storage.ticket_rows import Ticket
from storage.tickets import Tickets
from storage.unasked import Unasked
from storage.visits import Visits
from storage.warranty_findings import WarrantyFindings
from storage.work_orders import WorkOrders


class Store:
    """What every scope offers: the tickets within it, and all that belongs to them.

    A rule that owners, staff and the line's clocks share takes a Store, and can reach no further than whoever it acts for.
    """

    def _open(self, connection: Connection, scope: OwnerScope | StaffScope | LineScope) -> None:
        self._connection = connection
        self.tickets = Tickets(connection, scope)
        self.readings = Readings(connection, self.tickets)
        self.subjects = Subjects(connection, self.tickets)
        self.defects = Defects(connection, self.tickets)
        self.corrective_actions = CorrectiveActions(connection, self.tickets)
        self.efforts = Efforts(connection, self.tickets)
        self.measures = Measures(connection, self.tickets)
        self.partner_records = PartnerRecords(connection, self.tickets)
        self._open_counts(connection)
        self._open_voice(connection)
        self.referrals = Referrals(connection, self.tickets)
        self.households = Households(connection, self.tickets)
        self.incidents = Incidents(connection, self.tickets)
        self.risks = Risks(connection, self.tickets)
        self.warranty = WarrantyFindings(connection, self.tickets)
        self.parties = Parties(connection, self.tickets)
        self.quotes = Quotes(connection, self.tickets)
        self.orders = WorkOrders(connection, self.tickets)
        self.visits = Visits(connection, self.tickets)
        self.clocks = Clocks(connection, self.tickets)
        self.promises = Promises(connection, self.tickets)
        self.breaches = Breaches(connection, self.tickets)
        self.assessments = Assessments(connection, self.tickets)
        self.decisions = Decisions(connection, self.tickets)
        self.followups = Followups(connection, self.tickets)
        self.pages = Pages(connection, self.tickets)
        self.escalations = Escalations(connection, self.tickets)
        self.holding = Holding(connection, self.tickets)
        self._open_homes(connection, scope)

    def _open_people(self, connection: Connection) -> None:
        """What belongs to the people who serve."""
        self.praises = Praises(connection, self.tickets)
        self.abuse = AbuseMarks(connection, self.tickets)
        self.skills = Skills(connection, self.tickets)
        self.known = KnownAnswers(connection, self.tickets)

    def _open_counts(self, connection: Connection) -> None:
        """What reports count."""
        self.service_times = ServiceTimes(connection, self.tickets)
        self.open_now = OpenNow(connection, self.tickets)
        self.morning = Morning(connection, self.tickets)
        self.lapse_counts = LapseCounts(connection, self.tickets)
        self.fault_counts = FaultCounts(connection, self.tickets)
        self.person_measures = PersonMeasures(connection, self.tickets)

    def _open_voice(self, connection: Connection) -> None:
        """What owners are asked, and what they say."""
        self.unasked = Unasked(connection, self.tickets)
        self.officers = Officers(connection, self.tickets)
        self.officer_missions = OfficerMissions(connection, self.tickets)
        self.ratings = Ratings(connection, self.tickets)
        self.rating_counts = RatingCounts(connection, self.tickets)
        self.recoveries = Recoveries(connection, self.tickets)
        self.surveys = Surveys(connection, self.tickets)
        self.survey_invitations = SurveyInvitations(connection, self.tickets)
        self.survey_calls = SurveyCalls(connection, self.tickets)
        self.survey_sheets = SurveySheets(connection, self.tickets)
        self.survey_reports = SurveyReports(connection, self.tickets)
        self.survey_words = SurveyWords(connection, self.tickets)
        self.score_begging = ScoreBegging(connection, self.tickets)
        self.standards = Standards(connection, self.tickets)
        self.self_checks = SelfChecks(connection, self.tickets)
        self.perception = Perception(connection, self.tickets)

    def _open_homes(self, connection: Connection, scope: OwnerScope | StaffScope | LineScope) -> None:
        """What belongs to an estate and its homes, and to no ticket."""
        self._open_people(connection)
        self.absences = Absences(connection, self.tickets)
        self.home_alarms = HomeAlarms(connection, self.tickets)
        self.seasons = SeasonReminders(connection, self.tickets)
        self.notice_replies = NoticeReplies(connection, self.tickets)
        self.events = Events(connection, scope)
        self.rsvps = Rsvps(connection, scope, self.events)
        self.event_pulses = EventPulses(connection, scope, self.events)
        self.fund_posts = FundPosts(connection, scope)
        self._open_club(connection)

    def _open_club(self, connection: Connection) -> None:
        """What belongs to people beside their matters; nothing that handles a ticket reads it (tension 2 of the requirements)."""
        self.points = Points(connection, self.tickets)
        self.points_waiting = PointsWaiting(connection, self.tickets)
        self.rewards = Rewards(connection, self.tickets)
        self.club = Club(connection, self.tickets)
        self.silences = Silences(connection, self.tickets)
        self.suggestions = Suggestions(connection, self.tickets)

    def page(
        self,
        ticket: Ticket,
        *,
        hazard: str,
        routes: list[str],
        at: datetime,
        repeat_at: datetime,
        needed: int = 1,
    ) -> None:
        """Keeps the call to the people on duty, so that it is repeated until as many as are needed accept."""
        self.pages.call(ticket, hazard=hazard, routes=routes, paged_at=at, repeat_at=repeat_at, needed=needed)

    def estate_of(self, ticket: Ticket) -> Estate:
        self.tickets.must_see(ticket)
        found = estates.by_id(self._connection, ticket.estate_id)
        assert found is not None
        return found

    def third_parties(self, ticket: Ticket) -> tuple[str, ...]:
        """The names of the estate's other households, for taking them out of what leaves the line."""
        self.tickets.must_see(ticket)
        return people.names_beside(self._connection, ticket.estate_id, ticket.unit_id, ticket.person_id)

    def unit_of(self, ticket: Ticket) -> Unit | None:
        """The home a ticket is about."""
        self.tickets.must_see(ticket)
        found = estates.units_by_id(self._connection, (ticket.unit_id,)) if ticket.unit_id else []
        return next(iter(found), None)

    def named(self, ticket: Ticket, staff_id: int | None) -> Staff | None:
        """A member of staff of the ticket's estate, to be told by name; None for nobody, and for somebody of elsewhere."""
        self.tickets.must_see(ticket)
        found = staff.by_id(self._connection, staff_id) if staff_id else None
        return found if found and ticket.estate_id in found.estate_ids else None

    def staff_of_estate(self, ticket: Ticket) -> list[Staff]:
        """Everybody who serves the ticket's estate, those it complains of too: for finding out whom it is about."""
        self.tickets.must_see(ticket)
        return staff.serving(self._connection, ticket.estate_id)

    def serving(self, ticket: Ticket) -> list[Staff]:
        """Everybody who serves the ticket's estate and may handle it: nobody it complains of (C11). For rules, not for pages."""
        self.tickets.must_see(ticket)
        barred = subjects.conflicted(self._connection, ticket.id)
        return [one for one in staff.serving(self._connection, ticket.estate_id) if one.id not in barred]


class LineStore(Store):
    """The line itself, for what its clocks set off; what it finds it shows to nobody by itself."""

    def __init__(self, connection: Connection) -> None:
        self._open(connection, LineScope())
        self.risk_book = RiskBook(connection, LineScope(), self.tickets)
        self.notices = Notices(connection, LineScope())
        self.notice_steps = NoticeSteps(connection, LineScope())
        self.notice_watches = NoticeWatches(connection, LineScope())
        self.deliveries = Deliveries(connection, LineScope())

    def estate(self, estate_id: int) -> Estate | None:
        """Any estate."""
        return estates.by_id(self._connection, estate_id)

    def label_of(self, unit_id: int) -> str:
        """A home as its estate writes it."""
        return next(iter(estates.units_by_id(self._connection, (unit_id,)))).label

    def serving_estate(self, estate_id: int) -> list[Staff]:
        """Everybody who serves an estate, for what belongs to no ticket."""
        return staff.serving(self._connection, estate_id)
