"""Greetings, thanks, "anyone there", and what is not the line's business: short, warm, and ready for the real matter."""

from __future__ import annotations

from handlers import greeting
from handlers.base import Button, Capability, Outcome, Reply, Request
from handlers.wording import say
from nlu.meaning import Matter
from storage.store import OwnerStore


def said(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    """A known owner is greeted by name; a yes or no that nobody asked for is taken as thanks."""
    if matter.intent == "out_of_scope":
        ask = (Button(say(request.language, "fallback.person"), "person"),)
        text = say(request.language, "smalltalk.out_of_scope", phone=request.estate.phone)
        return Outcome(replies=(Reply(text=text, buttons=(ask,)),), awaiting=request.awaiting)
    if matter.intent in ("affirm", "deny"):
        return Outcome(
            replies=(Reply(text=say(request.language, "smalltalk.noted")),), awaiting=request.awaiting
        )
    if not request.memory.get("greeted"):
        return Outcome(
            replies=greeting.welcome(request, store).replies,
            awaiting=request.awaiting,
            memory={"greeted": True},
        )
    person = request.household.person
    text = (
        say(request.language, "smalltalk.here_named", name=person.name)
        if person
        else say(request.language, "smalltalk.here")
    )
    return Outcome(replies=(Reply(text=text),), awaiting=request.awaiting)


CAPABILITY = Capability(name="smalltalk", intents=("smalltalk", "out_of_scope", "affirm", "deny"), said=said)
