"""Which capability answers: an explicit list, checked at import for gaps and doubles, and the order in which it is asked.

Danger comes before everything; then what was pressed, what was asked, and what was said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handlers import (
    after_service,
    binding,
    cancel,
    correction,
    emergency,
    fallback,
    follow_up,
    handoff,
    notice_read,
    passed_on,
    place,
    preferences,
    report,
    smalltalk,
)
from handlers.base import Capability, Mistake, Outcome, Reply, Request
from handlers.commands import meant
from handlers.wording import say
from nlu.meaning import INTENTS, Matter
from storage.store import OwnerStore


def on_command(request: Request, store: OwnerStore) -> Outcome | None:
    """Answers /help, /status, /language, /person; None for whatever is no command."""
    matter = meant(request.text)
    if matter is None:
        return None
    if matter.intent == "help":
        text = say(request.language, "smalltalk.help", phone=request.estate.phone)
        return Outcome(replies=(Reply(text=text),), awaiting=request.awaiting)
    return _led_by(request, store, matter)


CAPABILITIES: tuple[Capability, ...] = (
    emergency.CAPABILITY, place.CAPABILITY, report.CAPABILITY, follow_up.CAPABILITY, correction.CAPABILITY,
    cancel.CAPABILITY, after_service.CAPABILITY, handoff.CAPABILITY, binding.CAPABILITY, passed_on.CAPABILITY,
    preferences.CAPABILITY, smalltalk.CAPABILITY, fallback.CAPABILITY, notice_read.CAPABILITY,
)  # fmt: skip

#: Asked before anything is read from the words, in this order.
_FIRST: tuple[Callable[[Request, OwnerStore], Outcome | None], ...] = (
    emergency.on_hazard,
    binding.on_start,
    on_command,
    handoff.with_people,
    binding.on_code,
    report.wordless,
)

#: A message that holds several matters is led by the first of these it holds.
_LEADING = ("handoff", "repair", "complaint", "dispute", "cancel", "correction", "suggestion", "praise")


def _by(words: str) -> dict[str, Capability]:
    """The capabilities by what leads to them. Raises ValueError where two claim the same."""
    found: dict[str, Capability] = {}
    for capability in CAPABILITIES:
        for word in getattr(capability, words):
            if word in found:
                raise ValueError(f"{capability.name} and {found[word].name} both answer {words} {word!r}")
            found[word] = capability
    return found


def _without_gaps(intents: Iterable[str], found: dict[str, Capability]) -> dict[str, Capability]:
    missing = set(intents) - set(found)
    if missing:
        raise ValueError(f"no capability answers {sorted(missing)}")
    return found


_INTENTS = _without_gaps(set(INTENTS) - {"emergency"}, _by("intents"))
_BUTTONS = _by("buttons")
_AWAITS = _by("awaits")


def decide(request: Request, store: OwnerStore) -> Outcome:
    """What the line does and says about one thing an owner did."""
    if request.button:
        return _pressed(request, store)
    for asked in (*_FIRST, _answered):
        outcome = asked(request, store)
        if outcome is not None:
            return outcome
    return _said(request, store)


def _pressed(request: Request, store: OwnerStore) -> Outcome:
    capability = _BUTTONS.get(request.button[0])
    if capability is None or capability.pressed is None:
        raise Mistake("common.no_such_button")
    return capability.pressed(request, store)


def _answered(request: Request, store: OwnerStore) -> Outcome | None:
    capability = _AWAITS.get((request.awaiting or {}).get("kind", ""))
    return capability.answered(request, store) if capability and capability.answered else None


def _said(request: Request, store: OwnerStore) -> Outcome:
    matters = request.meaning.matters
    if not request.meaning.understood or not matters:
        return fallback.not_understood(request, store)
    return _led_by(request, store, _leading(matters))


def _led_by(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    said = _INTENTS[matter.intent].said
    assert said is not None
    return said(request, store, matter)


def _leading(matters: tuple[Matter, ...]) -> Matter:
    for intent in _LEADING:
        for matter in matters:
            if matter.intent == intent:
                return matter
    return next((matter for matter in matters if matter.intent != "smalltalk"), matters[0])
