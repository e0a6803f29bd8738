"""The hello: known owners by name and never asked what is known (B09), others in one sentence how to bind."""

from __future__ import annotations

from handlers.base import Outcome, Reply, Request
from handlers.wording import say
from storage.store import OwnerStore


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
    return Outcome(replies=(Reply(text=text),), awaiting=request.awaiting)
