"""The hello: known owners by name and never asked what is known (B09), others in one sentence how to bind."""

from __future__ import annotations

from handlers.base import Outcome, Reply, Request
from handlers.wording import say
from storage.owner_store import OwnerStore


def here(request: Request) -> Outcome:
    """ "Anyone there?" after the first hello."""
    person = request.household.person
    text = (
        say(request.language, "smalltalk.here_named", name=person.name)
        if person
        else say(request.language, "smalltalk.here")
    )
    return Outcome(replies=(Reply(text=text),), awaiting=request.awaiting)


def welcome(request: Request, store: OwnerStore) -> Outcome:
    """Known owners are greeted by name; others hear in one sentence how to bind."""
    person, units = request.household.person, store.own_units()
    if person and units:
        text = say(
            request.language, "binding.welcome_back", name=person.name, unit=", ".join(unit.label for unit in units),
            estate=request.estate.name, phone=request.estate.phone,
        )  # fmt: skip
    else:
        text = say(
            request.language, "binding.welcome", estate=request.estate.name, phone=request.estate.phone
        )
    known = {"greeted": True, "bind_told": True}
    return Outcome(replies=(Reply(text=text),), awaiting=request.awaiting, memory=known)
