"""What a silent household answers when it was asked how it is: all is well, or something is wrong (C45)."""

from __future__ import annotations

from handlers.base import Capability, Mistake, Outcome, Reply, Request, ToRoom
from handlers.tickets import choice
from handlers.wording import say, speak
from storage.owner_store import OwnerStore
from storage.silences import WELL, WRONG


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """The last word counts. Whoever says that something is wrong is asked what, and staff hear it at once."""
    silence = store.silences.by_id(choice.number_at(request, 1) or 0)
    answer = request.button[2] if len(request.button) > 2 else ""
    if silence is None or answer not in (WELL, WRONG):
        raise Mistake("common.no_such_button")
    if not store.silences.answer(silence, answer, request.now):
        raise Mistake("common.no_such_button")
    said = Reply(text=say(request.language, f"silence.{answer}", phone=request.estate.phone))
    if answer == WELL or silence.answer == WRONG:
        return Outcome(replies=(said,), awaiting=request.awaiting)
    label = next((one.label for one in store.own_units() if one.id == silence.unit_id), "")
    text = say(
        speak(request.estate.language, "en"), "silence.staff", unit=label, name=request.household.contact.name
    )
    return Outcome(replies=(said, Reply(to=ToRoom(request.estate.id), text=text)), awaiting=request.awaiting)


CAPABILITY = Capability(name="silence", buttons=("silence",), pressed=pressed)
