"""The rules that an installation may set for its tickets, with the defaults of the documents: `tickets:` in config.yaml.

Each group is a frozen value in the module of its rule; the settings are read straight into these values, and what does not fit
stops the start with the key's name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.notices.event_rules import EventRules
from handlers.safety.absence_rules import AbsenceRules
from handlers.tickets.again.repeats import Repeats
from handlers.tickets.complaints.appeals import Appeals
from handlers.tickets.complaints.authority import Authority, Money
from handlers.tickets.complaints.follow_ups import FollowUps
from handlers.tickets.fairness.bodies import Listed, check
from handlers.tickets.holders.assignment import Assignment
from handlers.tickets.holders.handover_rules import Handover
from handlers.tickets.ladder.escalation import Escalation
from handlers.tickets.people.abuse_words import Abuse
from handlers.tickets.people.contact_mode import ContactMode
from handlers.tickets.people.training import Training
from handlers.tickets.quality.defects import Quality
from handlers.tickets.timing.clocks import Amber, Limits
from handlers.tickets.timing.holding import Holding
from handlers.tickets.warning.clusters import Clusters
from handlers.tickets.warning.risk_signals import Risks
from handlers.tickets.works.price_rules import Prices
from handlers.tickets.works.warranty import Warranty
from handlers.tickets.works.work_rules import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All of `tickets:`."""

    limits: Limits = field(default_factory=Limits)
    quality: Quality = field(default_factory=Quality)
    amber: Amber = field(default_factory=Amber)
    holding: Holding = field(default_factory=Holding)
    money: Money = field(default_factory=Money)
    authority: Authority = field(default_factory=Authority)
    appeals: Appeals = field(default_factory=Appeals)
    follow_ups: FollowUps = field(default_factory=FollowUps)
    assignment: Assignment = field(default_factory=Assignment)
    training: Training = field(default_factory=Training)
    abuse: Abuse = field(default_factory=Abuse)
    contact: ContactMode = field(default_factory=ContactMode)
    handover: Handover = field(default_factory=Handover)
    escalation: Escalation = field(default_factory=Escalation)
    warranty: Warranty = field(default_factory=Warranty)
    prices: Prices = field(default_factory=Prices)
    work: Work = field(default_factory=Work)
    repeats: Repeats = field(default_factory=Repeats)
    clusters: Clusters = field(default_factory=Clusters)
    risks: Risks = field(default_factory=Risks)
    absences: AbsenceRules = field(default_factory=AbsenceRules)
    events: EventRules = field(default_factory=EventRules)
    bodies: Listed = field(default_factory=dict)

    def __post_init__(self) -> None:
        check(self.bodies)
