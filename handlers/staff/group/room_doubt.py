"""Words in the staff group that the reply check found something in: they wait, and whoever wrote them says what becomes of them.

The question is open to that very person in that topic; a colleague's tap on it finds nothing waiting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from handlers.base import Button, Mistake, Outcome, Picture, Reply
from handlers.staff import desk
from handlers.staff.reply_check import Doubt, advice
from handlers.staff.request import StaffRequest
from handlers.wording import say
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

_STEPS: dict[str, Callable[..., tuple[Reply, ...]]] = {"reply": desk.reply, "ask": desk.ask_owner}

#: What the group's question is called among the open questions.
KIND = "desk_doubt"


def sent(
    request: StaffRequest,
    store: StaffStore,
    ticket: Ticket,
    step: str,
    text: str,
    pictures: tuple[Picture, ...],
) -> tuple[Reply, ...] | Outcome:
    """Sends words to the owner; gives back the question instead where the check found something in them."""
    try:
        return _STEPS[step](request, store, ticket, text, pictures)
    except Doubt as doubt:
        return _asked(request, ticket, step, text, pictures, doubt)


def _asked(
    request: StaffRequest, ticket: Ticket, step: str, text: str, pictures: tuple[Picture, ...], doubt: Doubt
) -> Outcome:
    language = request.language
    buttons = tuple(
        (Button(say(language, f"reply_check.{key}"), f"doubt:{key}:{ticket.id}"),)
        for key in ("as_it_is", "change")
    )
    asked = Reply(
        title=say(language, "reply_check.found"), text=advice(language, doubt.found), buttons=buttons
    )
    kept = {"ticket": ticket.id, "step": step, "text": text, "pictures": [asdict(one) for one in pictures]}
    return Outcome(replies=(asked,), awaiting={"kind": KIND, "answers": request.answers, **kept})


def pressed(
    request: StaffRequest, store: StaffStore, button: tuple[str, ...], question: dict[str, Any] | None
) -> Outcome:
    """Sends what waits, or lets it go. Raises Mistake when nothing of this person waits here."""
    if (
        not question
        or question["kind"] != KIND
        or button[1:] not in (_of("as_it_is", question), _of("change", question))
    ):
        raise Mistake("reply_check.nothing_waits")
    if button[1] == "change":
        return Outcome(replies=(Reply(text=say(request.language, "reply_check.changed")),))
    ticket = desk.ticket_in_scope(store, int(question["ticket"]))
    pictures = tuple(Picture(**one) for one in question["pictures"])
    confirmed = replace(request, as_it_is=True, answers=question["answers"])
    return Outcome(replies=_STEPS[question["step"]](confirmed, store, ticket, question["text"], pictures))


def _of(choice: str, question: dict[str, Any]) -> tuple[str, ...]:
    return choice, str(question["ticket"])
