"""To whom outside the house an owner can go (ISO 10002, 7.9; C18): said with every decision, and the only way on after the last."""

from __future__ import annotations

from handlers.tickets.fairness import bodies
from handlers.tickets.fairness.bodies import Listed
from handlers.wording import say
from storage.estates import Estate


def told(language: str, estate: Estate, own: Listed, code: str | None) -> str:
    """The bodies that hear such a matter, in the owner's language, and the telephone for whoever wants help with it.

    `own` are the entries of the estate itself (tickets.bodies).
    """
    return (
        say(language, "decision.outside", phone=estate.phone)
        + "\n"
        + bodies.told(language, estate, own, code)
    )
