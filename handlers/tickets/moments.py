"""What follows from each moment in a ticket's life: the rules, in the order in which they are asked.

Whoever brings a ticket to a moment (an owner's words, a step of staff, the clock) says so here, and need not know the rules; a
rule takes the ticket as it is now and gives it back as it then is. A rule's messages to others go through `acting.told`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from handlers.base import Acting
from handlers.notices import linking
from handlers.safety import alarms
from handlers.tickets.again import came_back
from handlers.tickets.complaints import assessing, following_up, remedies
from handlers.tickets.fairness import statement, subjects
from handlers.tickets.holders import assigning, handing_on
from handlers.tickets.ladder import going_higher
from handlers.tickets.people import abusing, praising
from handlers.tickets.timing import running
from handlers.tickets.warning import incidents, risks
from handlers.tickets.works import works_following
from handlers.voice import planning
from storage.store import Store
from storage.ticket_rows import Ticket

#: received: opened through any door · added: the owner said more · chased: asked when it moves on · heard: a person answered ·
#: waiting: the owner was asked, clocks rest · answered: the owner answered · decided · resolved · reopened · settled: closed by
#: the owner's word · silent: closed after silence · withdrawn · late: a clock ran out · broken: a promise was not kept
Moment = Literal[
    "received", "added", "chased", "heard", "waiting", "answered", "decided", "resolved", "reopened", "settled",
    "silent", "withdrawn", "late", "broken",
]  # fmt: skip

Rule = Callable[[Acting, Store, Ticket], Ticket]

#: It is over: nothing runs, is asked for or stands open any more.
_ENDED: tuple[Rule, ...] = (works_following.end_works, running.end, going_higher.on_ended, handing_on.drop)

FOLLOWS: dict[Moment, tuple[Rule, ...]] = {
    "received": (
        subjects.on_received,
        linking.on_received,
        came_back.tie,
        running.begin,
        assigning.assign,
        assessing.assess_at_once,
        remedies.take,
        incidents.notice,
        going_higher.on_received,
        risks.scan,
        praising.on_received,
        abusing.on_received,
        planning.on_received,
    ),
    "added": (
        subjects.on_words,
        linking.on_words,
        assessing.assess_at_once,
        risks.scan,
        praising.on_received,
        abusing.on_words,
    ),
    "chased": (linking.on_words, going_higher.on_chased, risks.scan, abusing.on_words),
    "heard": (running.answered,),
    "waiting": (running.rest_or_go,),
    "answered": (running.rest_or_go,),
    "decided": (running.decided, going_higher.on_decided, handing_on.drop, statement.on_decided),
    "resolved": (
        works_following.refuse_bare_refusal,
        works_following.refuse_open_orders,
        running.end,
        going_higher.on_ended,
        handing_on.drop,
        alarms.on_resolved,
    ),
    "reopened": (
        subjects.on_words,
        linking.on_words,
        running.begin_again,
        following_up.drop,
        assigning.on_reopened,
        going_higher.on_reopened,
        risks.scan,
        abusing.on_words,
    ),
    "settled": (works_following.confirm_orders, *_ENDED, following_up.plan),
    "silent": (*_ENDED, following_up.plan),
    "withdrawn": (*_ENDED, statement.on_withdrawn),
    "late": (going_higher.on_missed_time,),
    "broken": (going_higher.on_missed_time,),
}


def come(moment: Moment, acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """The moment has come for a ticket: every rule that follows is applied."""
    for rule in FOLLOWS.get(moment, ()):
        ticket = rule(acting, store, ticket)
    return ticket
