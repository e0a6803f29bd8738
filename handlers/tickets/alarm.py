"""Calling the people on duty for an emergency, and taking a false alarm back."""

from __future__ import annotations

from handlers.base import Button, Outcome, Reply, Request, ToDuty, ToTopic
from handlers.tickets import opening
from handlers.tickets.timing import running
from handlers.wording import say
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: Dangers in which a ringing phone can betray somebody who hides.
IN_HIDING = frozenset({"intruder", "violence"})


def page(ticket: Ticket, language: str, unit: str, times: int = 1) -> Reply:
    """The call to everybody on duty, in the estate's language; accepted with one tap."""
    again = say(language, "emergency.page_again", times=times) if times > 1 else ""
    text = say(
        language, "emergency.page", again=again, hazard=opening.name_of(language, "emergency", ticket.code),
        number=ticket.number, place=" ".join(filter(None, (unit, ticket.place))), words=ticket.words[:600],
    )  # fmt: skip
    if ticket.code in IN_HIDING:
        text = f"{text}\n{say(language, 'emergency.page_quietly')}"
    accept = Button(say(language, "emergency.accept"), f"desk:accept:{ticket.id}")
    return Reply(text=text.strip(), to=ToDuty(ticket.id), urgency="urgent", buttons=((accept,),))


def stand_down(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """Takes the alarm back; the matter stays open for people to look at."""
    if ticket.urgency != "E0" or ticket.stage in ENDED:
        return Outcome(
            replies=(Reply(text=say(request.language, "emergency.already_down", number=ticket.number)),)
        )
    store.withdraw_page(ticket)
    calm = store.tickets.change(ticket, urgency="N") or ticket
    running.relax(request, store, calm)
    store.tickets.record(ticket, at=request.now, kind="stood_down", actor="owner", text=request.text)
    told = say(
        request.estate.language, "emergency.stood_down_for_staff", number=ticket.number, words=request.text
    )
    return Outcome(
        replies=(
            Reply(text=say(request.language, "emergency.stood_down", number=ticket.number)),
            Reply(text=told.strip(), to=ToDuty(ticket.id), urgency="urgent"),
            Reply(kind="card", to=ToTopic(ticket.id)),
        ),
        memory={"ticket": ticket.id},
    )
