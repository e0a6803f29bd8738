"""Buttons that lead into the complaints procedure: a request becomes a complaint; the guide says how it goes on (C01, C03)."""

from __future__ import annotations

from handlers.base import Capability, Outcome, Reply, Request
from handlers.tickets import choice, complaining, recourse
from handlers.wording import say
from storage.store import OwnerStore


def pressed(request: Request, store: OwnerStore) -> Outcome:
    if request.button[0] == "complaints_guide":
        return _guide(request)
    return complaining.make(request, store, choice.of_button(request, store))


def _guide(request: Request) -> Outcome:
    """The short guide, in the owner's language: how to complain, what happens then, to whom one can go (C03)."""
    rules = request.settings.tickets
    days = round(rules.limits.fix_hours.get("complaint", 240) / 24)
    text = say(
        request.language, "complain.guide", phone=request.estate.phone, estate=request.estate.name, days=days,
        appeal_days=round(rules.appeals.appeal_days), outside=recourse.told(request.language, request.estate),
    )  # fmt: skip
    return Outcome(replies=(Reply(text=text),), awaiting=request.awaiting)


CAPABILITY = Capability(name="complain", buttons=("complain", "complaints_guide"), pressed=pressed)
