"""One tap after an event: how it was; or, of those who did not come, whether they had heard of it and what they remember (H15, H16)."""

from __future__ import annotations

from handlers.base import Capability, Mistake, Outcome, Reply, Request
from handlers.notices.events import inviting
from handlers.notices.events.pulse import SCORES, yes_no
from handlers.tickets import choice
from handlers.wording import say
from storage.events import Event
from storage.owner_store import OwnerStore


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """A tap; the last one counts."""
    event = store.events.by_id(choice.number_at(request, 1) or 0)
    pulse = next(iter(store.event_pulses.of(event)), None) if event else None
    question, answer = (*request.button[2:4], "", "")[:2]
    values = _values(question, answer)
    if event is None or pulse is None or values is None or pulse.came != (question == "liked"):
        raise Mistake("common.no_such_button")
    if not store.event_pulses.answer(event, pulse, **values, answered_at=request.now):
        raise Mistake("common.no_such_button")
    return Outcome(replies=(_next(request, event, question, answer),), awaiting=request.awaiting)


def _values(question: str, answer: str) -> dict[str, object] | None:
    """The columns of an answer; not having heard of it, nobody is asked what they remember."""
    if question == "liked" and answer in {str(one) for one in SCORES}:
        return {"score": int(answer)}
    if question == "heard" and answer in ("yes", "no"):
        return {"heard": answer == "yes"} | ({} if answer == "yes" else {"remembers": None})
    if question == "remembers" and answer in ("yes", "no"):
        return {"heard": True, "remembers": answer == "yes"}
    return None


def _next(request: Request, event: Event, question: str, answer: str) -> Reply:
    title = inviting.title(request.language, event, request.estate.language)
    if question == "heard" and answer == "yes":
        text = say(request.language, "pulse.remembers", title=title)
        return Reply(text=text, buttons=yes_no(request.language, event, "remembers"))
    key = "pulse.thanks_low" if (question, answer) == ("liked", "1") else "pulse.thanks"
    return Reply(text=say(request.language, key))


CAPABILITY = Capability(name="pulse", buttons=("pulse",), pressed=pressed)
