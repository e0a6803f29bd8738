"""What can be asked of the parts of a store, by the part's name: a class, and a question for each of its methods.

tests/storage/test_scope.py asks every one of them as somebody who must not see Ann's ticket, and compares the answer with the
answer for a ticket that does not exist. A new part is a module here and a line in PARTS.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from storage.absences import Absences
from storage.abuse_marks import AbuseMarks
from storage.assessments import Assessments
from storage.breaches import Breaches
from storage.clocks import Clocks
from storage.club import Club
from storage.corrective_actions import CorrectiveActions
from storage.decisions import Decisions
from storage.defects import Defects
from storage.efforts import Efforts
from storage.escalations import Escalations
from storage.fault_counts import FaultCounts
from storage.followups import Followups
from storage.holding import Holding
from storage.home_alarms import HomeAlarms
from storage.households import Households
from storage.incidents import Incidents
from storage.known_answers import KnownAnswers
from storage.lapse_counts import LapseCounts
from storage.measures import Measures
from storage.morning import Morning
from storage.notice_replies import NoticeReplies
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
from storage.risks import Risks
from storage.score_begging import ScoreBegging
from storage.seasons import SeasonReminders
from storage.self_checks import SelfChecks
from storage.service_times import ServiceTimes
from storage.silences import Silences
from storage.skills import Skills
from storage.standards import Standards
from storage.subjects import Subjects
from storage.suggestions import Suggestions
from storage.survey_calls import SurveyCalls
from storage.survey_invitations import SurveyInvitations
from storage.survey_reports import SurveyReports
from storage.survey_sheets import SurveySheets
from storage.survey_words import SurveyWords
from storage.surveys import Surveys
from storage.tickets import Tickets
from storage.unasked import Unasked
from storage.visits import Visits
from storage.warranty_findings import WarrantyFindings
from storage.work_orders import WorkOrders
from tests.storage.asked import (
    absences,
    abuse,
    assessments,
    clocks,
    club,
    corrective_actions,
    decisions,
    defects,
    efforts,
    escalations,
    followups,
    holding,
    home_alarms,
    households,
    incidents,
    known,
    measures,
    notice_replies,
    officers,
    orders,
    pages,
    parties,
    partner_records,
    perception,
    praises,
    quotes,
    ratings,
    readings,
    referrals,
    report_counts,
    risks,
    seasons,
    skills,
    standards,
    subjects,
    surveys,
    tickets,
    unasked,
    visits,
    warranty,
)

Ask = Callable[[Any, Any], Any]

#: the attribute of a store -> its class, the questions
PARTS: dict[str, tuple[type, dict[str, Ask]]] = {
    "tickets": (Tickets, tickets.ASKED),
    "readings": (Readings, readings.ASKED),
    "referrals": (Referrals, referrals.ASKED),
    "subjects": (Subjects, subjects.ASKED),
    "clocks": (Clocks, clocks.CLOCKS),
    "promises": (Promises, clocks.PROMISES),
    "breaches": (Breaches, clocks.BREACHES),
    "assessments": (Assessments, assessments.ASKED),
    "decisions": (Decisions, decisions.ASKED),
    "followups": (Followups, followups.ASKED),
    "pages": (Pages, pages.ASKED),
    "escalations": (Escalations, escalations.ASKED),
    "holding": (Holding, holding.ASKED),
    "warranty": (WarrantyFindings, warranty.ASKED),
    "parties": (Parties, parties.ASKED),
    "quotes": (Quotes, quotes.ASKED),
    "orders": (WorkOrders, orders.ASKED),
    "visits": (Visits, visits.ASKED),
    "households": (Households, households.ASKED),
    "incidents": (Incidents, incidents.ASKED),
    "risks": (Risks, risks.ASKED),
    "defects": (Defects, defects.ASKED),
    "corrective_actions": (CorrectiveActions, corrective_actions.ASKED),
    "efforts": (Efforts, efforts.ASKED),
    "measures": (Measures, measures.ASKED),
    "fault_counts": (FaultCounts, report_counts.FAULT_COUNTS),
    "lapse_counts": (LapseCounts, report_counts.LAPSE_COUNTS),
    "morning": (Morning, report_counts.MORNING),
    "open_now": (OpenNow, report_counts.OPEN_NOW),
    "person_measures": (PersonMeasures, report_counts.PERSON_MEASURES),
    "service_times": (ServiceTimes, report_counts.SERVICE_TIMES),
    "absences": (Absences, absences.ASKED),
    "home_alarms": (HomeAlarms, home_alarms.ASKED),
    "seasons": (SeasonReminders, seasons.ASKED),
    "notice_replies": (NoticeReplies, notice_replies.ASKED),
    "ratings": (Ratings, ratings.RATINGS),
    "rating_counts": (RatingCounts, ratings.COUNTS),
    "recoveries": (Recoveries, ratings.RECOVERIES),
    "standards": (Standards, standards.STANDARDS),
    "self_checks": (SelfChecks, standards.SELF_CHECKS),
    "perception": (Perception, perception.ASKED),
    "unasked": (Unasked, unasked.ASKED),
    "officers": (Officers, officers.ASKED),
    "officer_missions": (OfficerMissions, officers.MISSIONS),
    "surveys": (Surveys, surveys.SURVEYS),
    "survey_invitations": (SurveyInvitations, surveys.INVITATIONS),
    "survey_calls": (SurveyCalls, surveys.CALLS),
    "survey_sheets": (SurveySheets, surveys.SHEETS),
    "survey_reports": (SurveyReports, surveys.REPORTS),
    "survey_words": (SurveyWords, surveys.WORDS),
    "score_begging": (ScoreBegging, surveys.BEGGING),
    "points": (Points, club.POINTS),
    "points_waiting": (PointsWaiting, club.WAITING),
    "rewards": (Rewards, club.REWARDS),
    "club": (Club, club.CLUB),
    "silences": (Silences, club.SILENCES),
    "suggestions": (Suggestions, club.SUGGESTIONS),
    "partner_records": (PartnerRecords, partner_records.ASKED),
    "praises": (Praises, praises.ASKED),
    "skills": (Skills, skills.ASKED),
    "abuse": (AbuseMarks, abuse.ASKED),
    "known": (KnownAnswers, known.ASKED),
}
