"""Greetings, thanks, "anyone there", and what is not the line's business: short, warm, and ready for the real matter."""

from __future__ import annotations

import re

from handlers import greeting
from handlers.base import Button, Capability, Outcome, Reply, Request
from handlers.wording import say
from nlu.meaning import Matter
from storage.owner_store import OwnerStore

_THANKS = re.compile(r"谢谢|多谢|感谢|辛苦|多謝|唔該|感謝|\bthank|\bthx\b|\bcheers\b|\bta\b", re.IGNORECASE)


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
    if _THANKS.search(request.text):
        thanked = Reply(text=say(request.language, "smalltalk.welcome"))
        return Outcome(replies=(thanked,), awaiting=request.awaiting)
    if not request.memory.get("greeted") and not request.memory.get("ticket"):
        return greeting.welcome(request, store)
    return greeting.here(request)


CAPABILITY = Capability(name="smalltalk", intents=("smalltalk", "out_of_scope", "affirm", "deny"), said=said)
