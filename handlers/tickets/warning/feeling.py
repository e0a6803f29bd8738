"""Which feeling a message shows, so that the answer acknowledges it before it asks for anything (C35)."""

from __future__ import annotations

from handlers.base import Request
from handlers.tickets.warning import risk_signals
from handlers.wording import say


def shown(request: Request) -> str | None:
    """threat, distress or anger; None for a calm message. A threat is answered calmly (G13), it is not argued with."""
    meaning = request.meaning
    if "threat" in meaning.risks:
        return "threat"
    if meaning.stance == "victim":
        return "distress"
    intents = [matter.intent for matter in meaning.matters]
    angry = any(one.kind == "anger" for one in risk_signals.in_words((), request.text, intents))
    complaining = bool(set(intents) & {"complaint", "dispute", "follow_up", "repair"})
    return (
        "anger" if angry or (complaining and set(meaning.risks) & {"media", "legal", "authority"}) else None
    )


def acknowledged(request: Request) -> str:
    """One sentence that comes first; empty for a calm message."""
    feeling = shown(request)
    return say(request.language, f"feeling.{feeling}") if feeling else ""
