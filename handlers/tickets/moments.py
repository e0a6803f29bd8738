"""What follows from each moment in a ticket's life: the rules, in the order in which they are asked.

Whoever brings a ticket to a moment (an owner's words, a step of staff, the clock) says so here, and need not know the rules; a
rule takes the ticket as it is now and gives it back as it then is. A rule's messages to others go through `acting.told`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from handlers.base import Acting
from handlers.tickets import statement, subjects
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

FOLLOWS: dict[Moment, tuple[Rule, ...]] = {
    "received": (subjects.on_received,),
    "added": (subjects.on_words,),
    "decided": (statement.on_decided,),
    "reopened": (subjects.on_words,),
    "withdrawn": (statement.on_withdrawn,),
}


def come(moment: Moment, acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """The moment has come for a ticket: every rule that follows is applied."""
    for rule in FOLLOWS.get(moment, ()):
        ticket = rule(acting, store, ticket)
    return ticket
