"""Please switch on my home's alarm (H08): a request with a plain summary, and the home that gets the alarm.

The reader has no code for it, so a pattern looks for it; what is broken about an alarm is a repair as ever.
"""

from __future__ import annotations

from handlers.base import Capability, Outcome, Reply, Request
from handlers.safety import alarms
from handlers.tickets import opening, reporting
from handlers.wording import say, speak
from nlu.meaning import Matter
from storage.estates import Unit
from storage.owner_store import OwnerStore


def on_request(request: Request, store: OwnerStore) -> Outcome | None:
    """Opens the request, once a household; None for other words, for whoever only works in a home, and where several things are said in one message."""
    if not alarms.wants_one(request.text) or len(request.meaning.matters) > 1 or request.edited:
        return None
    if store.scope.homes and not store.scope.lived_in:
        return None
    open_one = next((one for one in store.tickets.open_ones(50) if alarms.is_request(one)), None)
    if open_one:
        return _only(request, say(request.language, "home_alarm.asked_before", number=open_one.number))
    homes = _homes(store)
    if homes and all(store.home_alarms.at_home(unit.id) for unit in homes):
        return _only(request, say(request.language, "home_alarm.has_one", unit=homes[0].label))
    return _opened(request, store)


def _opened(request: Request, store: OwnerStore) -> Outcome:
    homes = _homes(store)
    summary = say(
        speak(request.estate.language, "en"), "home_alarm.summary", unit=homes[0].label if homes else "?"
    )
    opened = opening.open_ticket(request, store, Matter(*alarms.KIND, "N", 1.0, summary), request.pictures)
    marked = store.tickets.change(opened, reading=opened.reading | {"request": alarms.REQUEST}) or opened
    question, awaiting = reporting.question_about(request, store, [marked])
    text = say(
        request.language, "home_alarm.opened", number=marked.number, when=opening.by_when(request, marked),
        who=opening.who_answers(request, store, marked),
    )  # fmt: skip
    return Outcome(
        replies=(
            Reply(text="\n".join(filter(None, (text, question)))),
            *opening.card(marked, request, request.pictures),
        ),
        awaiting=awaiting,
        memory={"ticket": marked.id, "ticket_at": request.now.isoformat()},
    )


def _homes(store: OwnerStore) -> list[Unit]:
    """The homes they live in: whether one has an alarm is nobody's matter who only works there."""
    lived_in = {home.unit_id for home in store.scope.lived_in}
    return [unit for unit in store.own_units() if unit.id in lived_in]


def _only(request: Request, text: str) -> Outcome:
    return Outcome(replies=(Reply(text=text),), awaiting=request.awaiting)


CAPABILITY = Capability(name="home_alarm")
