"""Which capability answers: an explicit list, checked at import for gaps and doubles, and the order in which it is asked.

Danger comes before everything; then what was pressed, what was asked, and what was said. A message that holds several
matters gets each of them answered, in one bubble (A17).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from handlers import (
    after_service,
    answer,
    away,
    before_leaving,
    binding,
    cancel,
    club,
    complaints,
    correction,
    decided,
    emergency,
    fallback,
    follow_up,
    fund,
    handoff,
    home_alarm,
    incident_answer,
    invitations,
    notice_answers,
    notice_read,
    officers,
    passed_on,
    perception,
    place,
    points,
    preferences,
    prices,
    proposals,
    pulse,
    rating,
    remedy,
    repeat,
    report,
    silence,
    smalltalk,
    survey,
    unasked,
    visits,
    warranty,
)
from handlers.base import Capability, Mistake, Outcome, Reply, Request
from handlers.commands import meant
from handlers.together import together
from handlers.wording import say
from nlu.meaning import INTENTS, Matter
from storage.owner_store import OwnerStore


def on_command(request: Request, store: OwnerStore) -> Outcome | None:
    """Answers /help, /status, /language, /person, /complain; None for whatever is no command."""
    matter = meant(request.text)
    if matter is None:
        return None
    if matter.intent == "help":
        text = say(request.language, "smalltalk.help", phone=request.estate.phone)
        return Outcome(replies=(Reply(text=text),), awaiting=request.awaiting)
    return _led_by(request, store, matter)


def on_lone_command(request: Request, store: OwnerStore) -> Outcome | None:
    """A command and nothing else is no cry for help: "/help" comes out of a menu. Words behind it are read first."""
    return on_command(request, store) if len(request.text.split()) == 1 else None


CAPABILITIES: tuple[Capability, ...] = (
    emergency.CAPABILITY, place.CAPABILITY, report.CAPABILITY, follow_up.CAPABILITY, correction.CAPABILITY,
    cancel.CAPABILITY, after_service.CAPABILITY, handoff.CAPABILITY, binding.CAPABILITY, passed_on.CAPABILITY,
    preferences.CAPABILITY, smalltalk.CAPABILITY, fallback.CAPABILITY, notice_read.CAPABILITY, notice_answers.CAPABILITY, answer.CAPABILITY,
    decided.CAPABILITY, remedy.CAPABILITY, complaints.CAPABILITY,
    warranty.CAPABILITY, prices.CAPABILITY, visits.CAPABILITY,
    repeat.CAPABILITY, incident_answer.CAPABILITY,
    away.CAPABILITY, before_leaving.CAPABILITY, home_alarm.CAPABILITY,
    invitations.CAPABILITY, proposals.CAPABILITY, pulse.CAPABILITY,
    fund.CAPABILITY, rating.CAPABILITY, survey.CAPABILITY, perception.CAPABILITY, officers.CAPABILITY,
    points.CAPABILITY, club.CAPABILITY, silence.CAPABILITY,
)  # fmt: skip

#: Asked before anything is read from the words, in this order.
_FIRST: tuple[Callable[[Request, OwnerStore], Outcome | None], ...] = (
    on_lone_command,
    emergency.on_hazard,
    survey.on_edit,
    binding.on_start,
    on_command,
    notice_answers.on_reply,
    preferences.on_reply,
    preferences.on_words,
    points.on_words,
    club.on_words,
    officers.on_sentence,
    officers.on_words,
    handoff.with_people,
    binding.on_code,
    correction.on_edit,
    fallback.on_sign,
    away.on_return,
    visits.on_words,
    prices.on_words,
    decided.on_words,
    invitations.on_words,
    proposals.on_words,
    rating.on_words,
    answer.on_answer,
    perception.on_words,
    away.on_change,
    before_leaving.on_question,
    home_alarm.on_request,
    survey.on_words,
    report.wordless,
)

#: What looks for an answer to what people said of a ticket: a reply to a notice is none.
_OF_TICKETS = (visits.on_words, prices.on_words, decided.on_words, answer.on_answer)

#: What takes the whole message, in this order; then what is answered beside each other, in this order.
_WHOLE = ("handoff", "dispute")
_BESIDE = (
    "cancel", "correction", "follow_up", "repair", "complaint", "suggestion", "praise", "enquiry", "reschedule", "away",
    "privacy", "rsvp", "account", "preferences", "rating",
)  # fmt: skip

#: Asked before the capability of an intent: whether the matter answers an invitation that is open.
_BEFORE: dict[str, Callable[[Request, OwnerStore, Matter], Outcome | None]] = {
    "rsvp": invitations.on_matter,
    "cancel": invitations.on_matter,
}

#: A question of ours that nobody answered is forgotten after this time; a star may be tapped for longer.
_OPEN_FOR = {"rating": timedelta(days=3)}
_OPEN_FOR_OTHERS = timedelta(hours=24)


def _by(words: str) -> dict[str, Capability]:
    """The capabilities by what leads to them. Raises ValueError where two claim the same."""
    return index(CAPABILITIES, words)


def index(capabilities: Iterable[Capability], words: str) -> dict[str, Capability]:
    """Which capability is led to by each of its intents, buttons or awaits. Raises ValueError for doubles."""
    found: dict[str, Capability] = {}
    for capability in capabilities:
        for word in getattr(capability, words):
            if word in found:
                raise ValueError(f"{capability.name} and {found[word].name} both answer {words} {word!r}")
            found[word] = capability
    return found


def without_gaps(intents: Iterable[str], found: dict[str, Capability]) -> dict[str, Capability]:
    """Raises ValueError where an intent is answered by no capability."""
    missing = set(intents) - set(found)
    if missing:
        raise ValueError(f"no capability answers {sorted(missing)}")
    return found


_INTENTS = without_gaps(set(INTENTS) - {"emergency"}, _by("intents"))
_CODES = _by("codes")
_BUTTONS = _by("buttons")
_AWAITS = _by("awaits")


def decide(request: Request, store: OwnerStore) -> Outcome:
    """What the line does and says about one thing an owner did."""
    request = _of_notice(replace(request, awaiting=_still_open(request)))
    outcome = _decided(request, store)
    if outcome.awaiting and outcome.awaiting is not request.awaiting:
        asked = {"at": request.now.isoformat()} | (
            {"notice": request.replied_to} if request.replied_to else {}
        )
        return replace(outcome, awaiting=outcome.awaiting | asked)
    return outcome


def _of_notice(request: Request) -> Request:
    """What follows unclear words that replied to a notice is about that notice too."""
    asked = request.awaiting or {}
    if request.replied_to or asked.get("kind") != "confirm":
        return request
    return replace(request, replied_to=asked.get("notice"))


def _still_open(request: Request) -> dict[str, object] | None:
    """The open question, unless it was asked too long ago to be what this is about."""
    asked = request.awaiting
    if not asked or "at" not in asked:
        return asked
    age = request.now - datetime.fromisoformat(asked["at"])
    return asked if age <= _OPEN_FOR.get(asked["kind"], _OPEN_FOR_OTHERS) else None


def _decided(request: Request, store: OwnerStore) -> Outcome:
    if request.button:
        return _pressed(request, store)
    for asked in (*_FIRST, _answered):
        if request.replied_to and asked in _OF_TICKETS:
            continue
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
    if request.awaiting and not request.meaning.matters and request.text.strip():
        request = replace(request, meaning=unasked.read(request))
    matters = _numbered(request)
    if not matters or not (request.meaning.understood or request.meaning.slots.ticket):
        return fallback.not_understood(request, store)
    return together(
        request, [_led_by(request, store, matter) for matter in _to_answer(matters, request, store)]
    )


def _numbered(request: Request) -> tuple[Matter, ...]:
    """A ticket's number with nothing of weight beside it asks how it stands."""
    matters = request.meaning.matters
    weightless = {"rating", "smalltalk", "affirm", "out_of_scope", "enquiry"}
    if request.stated:
        return matters
    if request.meaning.slots.ticket and (
        {matter.intent for matter in matters} <= weightless or not request.meaning.understood
    ):
        return (Matter("follow_up", None, "N", 1.0, request.text),)
    return matters


def _led_by(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    before = _BEFORE.get(matter.intent)
    outcome = before(request, store, matter) if before else None
    if outcome is not None:
        return outcome
    said = _capability(matter).said
    assert said is not None
    return said(request, store, matter)


def _capability(matter: Matter) -> Capability:
    return _CODES.get(matter.code or "") or _INTENTS[matter.intent]


def _to_answer(matters: tuple[Matter, ...], request: Request, store: OwnerStore) -> list[Matter]:
    """The matters to be answered, one for each answer: reports share one, small talk gives way to everything.

    Beside a report only what was asked for counts as an answer: to an invitation where one is open.
    """
    for intent in _WHOLE:
        for matter in matters:
            if matter.intent == intent:
                return [matter]
    if matters[0].intent == "correction" and len(matters) == 1:
        return [matters[0]]
    asked = sorted(
        (one for one in matters if one.intent in _BESIDE), key=lambda one: _BESIDE.index(one.intent)
    )
    chosen: dict[tuple[str, str | None], Matter] = {}
    for matter in asked:
        chosen.setdefault(_answer_of(matter), matter)
    if any(matter.intent in report.INTENTS for matter in asked):
        chosen = {
            key: one
            for key, one in chosen.items()
            if one.intent != "follow_up" or request.meaning.slots.ticket
        }
        idle = {"reschedule", "rating"} | (set() if invitations.open_ones(request, store) else {"rsvp"})
        chosen = {key: one for key, one in chosen.items() if one.intent not in idle}
    return list(chosen.values()) or [matters[0]]


def _answer_of(matter: Matter) -> tuple[str, str | None]:
    """What is answered in one go: all reports together, each question by itself."""
    capability = _capability(matter)
    return (capability.name, None if capability is report.CAPABILITY else f"{matter.intent}/{matter.code}")
