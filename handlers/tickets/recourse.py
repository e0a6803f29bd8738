"""To whom outside the house an owner can go (ISO 10002, 7.9; C18): said with every decision, and the only way on after the last.

The one place where it is said; what an estate knows of its bodies is joined here.
"""

from __future__ import annotations

from handlers.wording import say
from storage.estates import Estate


def told(language: str, estate: Estate) -> str:
    """The bodies outside, in the owner's language, and the telephone of the estate for whoever wants help with it."""
    return say(language, "decision.outside", phone=estate.phone)
