"""What should I check before leaving? (H13) Answered at once; the reader has no code for it, so a pattern looks for the question."""

from __future__ import annotations

from handlers.base import Capability, Outcome, Reply, Request
from handlers.safety import leaving_home
from handlers.wording import say
from storage.owner_store import OwnerStore

_ELSEWHERE = frozenset({"away", "repair", "complaint", "emergency"})


def on_question(request: Request, store: OwnerStore) -> Outcome | None:
    """The list; None for other words, and for an absence, whose answer brings the list along."""
    if not leaving_home.asked_for(request.text):
        return None
    if any(one.intent in _ELSEWHERE and one.confidence >= 0.8 for one in request.meaning.matters):
        return None
    alarm = any(store.home_alarms.at_home(unit.id) for unit in store.own_units())
    text = leaving_home.checklist(request.language, alarm=alarm)
    offer = say(request.language, "safety.tell_us")
    return Outcome(replies=(Reply(text=f"{text}\n\n{offer}"),), awaiting=request.awaiting)


CAPABILITY = Capability(name="before_leaving")
