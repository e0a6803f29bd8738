"""Somebody announces an absence and asks for an eye on the home (H07): noted for the watch alone, deleted when they are back."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request
from handlers.safety import absence_days
from handlers.safety import absence_steps as steps
from handlers.tickets import choice
from handlers.wording import say
from nlu.meaning import Matter
from storage.absences import Absence
from storage.estates import Unit
from storage.owner_store import OwnerStore

#: "We are back", "no need to watch any more"; not "back on Sunday", "when we are back", "not back yet".
_BACK = re.compile(
    r"(?<!等)(?<!没)(?<!未)(?<!后)(?:我们|我哋|我|已经|已經|都|提前|刚|啱啱|今天|今日)*(?:回来了|回來了|到家了|回到家了|回家了|返咗|返到屋企|返嚟喇|返嚟啦|返到嚟)"
    r"|不用(?:再|帮我|帮忙)?(?:看|盯|留意|照看)|唔使(?:再|幫我|幫手)?(?:睇|望|留意)|取消[^。\n]{0,6}(?:外出|外遊|离家|離家|出门登记|出門登記)"
    r"|\b(?:we|i|we'?re|i'?m|we are|i am|all)\s*(?:are|am|'?re|'?m)?\s*(?:now |already |safely )?(?:back|home)\b(?! (?:on|by|in|at the|until|from)\b)"
    r"|\bback (?:home )?(?:now|already|again)\b|\bno need to watch\b|\b(?:cancel|end|stop|delete) (?:my|our|the) (?:absence|away|watch|holiday (?:watch|entry))",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:when|once|until|till|before|if|not|isn'?t|aren'?t|will be|come)\b|等|如果|还没|仲未|之前|以前|几时|幾時|什么时候",
    re.IGNORECASE,
)
_LONGEST_BACK = 80

#: Other days for an absence that stands.
_ABOUT = re.compile(
    r"回来|回來|返嚟|返屋企|返港|回家|出门|出門|外出|外遊|离家|離家|旅行|"
    r"\b(?:away|back|return\w*|holiday|trip|absence|travel\w*|leave|leaving)\b",
    re.IGNORECASE,
)
#: How long after it was spoken of a bare other day is still about the absence.
_TALK = timedelta(hours=1)

_MAY_CHANGE = frozenset({"reschedule", "correction", "deny", "affirm", "rsvp", "follow_up"})

#: Matters that "we are back" does not swallow.
_OF_THEIR_OWN = frozenset({"repair", "complaint", "emergency", "dispute", "handoff", "suggestion"})


def on_return(request: Request, store: OwnerStore) -> Outcome | None:
    """ "We are back" ends what stands for this household; None for whoever is not away, or says more than that.

    Where people wait for an answer the words reach them as well.
    """
    text = request.text.strip()
    if not text or len(text) > _LONGEST_BACK or not _BACK.search(text) or _NOT_YET.search(text):
        return None
    if any(one.intent in _OF_THEIR_OWN and one.confidence >= 0.8 for one in request.meaning.matters):
        return None
    known = _standing(store)
    if not known:
        return None
    ended = steps.end(request, store, known)
    if any(one.stage == "waiting_owner" for one in store.tickets.open_ones(20)):
        request.told.extend(ended.replies)
        return None
    return ended


def on_change(request: Request, store: OwnerStore) -> Outcome | None:
    """Other days for the absence that stands, said in words that read like another appointment; None for everything else."""
    intents = {matter.intent for matter in request.meaning.matters}
    if not request.text.strip() or request.awaiting or not intents <= _MAY_CHANGE:
        return None
    if not _ABOUT.search(request.text) and not _spoken_of(request):
        return None
    known = _standing(store)
    if len(known) != 1 or choice.named(request, store):
        return None
    days = absence_days.read(request, request.text, answers=True)
    return steps.change(request, store, known[0], days) if days.ends_on else None


def said(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    """Registers the absence for the home meant; one question where the home, or the end, is not known."""
    alone = len(request.meaning.matters) < 2
    text = request.text if alone else matter.text
    own, named = _homes(store), _named(request, store)
    if not own:
        return _only(request, say(request.language, "away.no_home", phone=request.estate.phone))
    if isinstance(named, str):
        return _only(request, say(request.language, "away.not_yours", unit=named, phone=request.estate.phone))
    if named is None and len(own) > 1:
        return _which(request, store, own, text)
    return _announced(request, store, named or own[0], text)


def _named(request: Request, store: OwnerStore) -> Unit | str | None:
    """The household's home that was named; the label of somebody else's; None where none was."""
    label = request.meaning.slots.unit
    own = next((unit for unit in _homes(store) if unit.label == label), None)
    if own or not label or store.unit_labelled(label) is None:
        return own
    return label


def _announced(
    request: Request, store: OwnerStore, unit: Unit, text: str, turns: tuple[str, ...] = ()
) -> Outcome:
    days = absence_days.read(request, text)
    known = store.absences.of_unit(unit.id)
    if days.said_nothing and known:
        for turn in turns:
            store.absences.change(known[0], turn=turn)
        return steps.show(request, store, known[0])
    return steps.announce(request, store, steps.Told(unit, days, text.strip(), turns))


def _which(request: Request, store: OwnerStore, own: list[Unit], text: str) -> Outcome:
    buttons = tuple((Button(unit.label, f"away:unit:{unit.id}"),) for unit in own[:6])
    store.absences.asked(request.turn, request.now)
    shown = Reply(text=say(request.language, "away.which"), buttons=buttons)
    return Outcome(
        replies=(shown,), awaiting={"kind": "away_unit", "text": text[:1000], "turn": request.turn}
    )


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """ "We are back", other days, still away, or the home that is meant. Raises Mistake for what is not theirs, or over."""
    what = request.button[1] if len(request.button) > 1 else ""
    if what == "unit":
        return _chosen(request, store)
    known = store.absences.by_id(choice.number_at(request, 2) or 0)
    if known is None:
        raise Mistake("away.gone")
    match what:
        case "back":
            return steps.end(request, store, [known])
        case "date":
            return steps.asked(request, store, known)
        case "still":
            return steps.still(request, store, known)
    raise Mistake("common.no_such_button")


def _chosen(request: Request, store: OwnerStore) -> Outcome:
    unit = next((one for one in _homes(store) if one.id == choice.number_at(request, 2)), None)
    asked = request.awaiting or {}
    if unit is None or asked.get("kind") != "away_unit":
        raise Mistake("common.no_such_button")
    return _announced(request, store, unit, str(asked["text"]), (str(asked["turn"]),))


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """The end that was asked for, the days, or the home; None for words that are no answer to that."""
    asked = request.awaiting or {}
    if asked["kind"] == "away_unit":
        named = _named(request, store)
        if not isinstance(named, Unit):
            return None
        return _announced(request, store, named, str(asked["text"]), (str(asked["turn"]),))
    days = absence_days.read(request, request.text, answers=asked["kind"] == "away_until")
    if days.said_nothing or any(one.intent in _OF_THEIR_OWN for one in _plain_matters(request)):
        return None
    return _days_answered(request, store, asked, days)


def _days_answered(
    request: Request, store: OwnerStore, asked: dict[str, Any], days: absence_days.Days
) -> Outcome | None:
    if asked["kind"] == "away_until":
        known = store.absences.by_id(int(asked["absence"]))
        return steps.change(request, store, known, days) if known else None
    unit = next((one for one in _homes(store) if one.id == asked["unit"]), None)
    told = steps.Told(unit, days, str(asked["note"]), tuple(asked["turns"])) if unit else None
    return steps.announce(request, store, told) if told else None


def _spoken_of(request: Request) -> bool:
    """Whether the chat was about an absence a short while ago: then "no, the 14th" is about it too."""
    at = request.memory.get("absence_at")
    return at is not None and request.now - datetime.fromisoformat(at) <= _TALK


def _plain_matters(request: Request) -> list[Matter]:
    """What was said surely; a bare length ("two weeks") reads like a complaint about waiting."""
    return [one for one in request.meaning.matters if one.confidence >= 0.9 and len(request.text) > 20]


def _homes(store: OwnerStore) -> list[Unit]:
    """The homes they live in: whoever only works in one neither hears nor says when it is empty."""
    lived_in = {home.unit_id for home in store.scope.lived_in}
    return [unit for unit in store.own_units() if unit.id in lived_in]


def _standing(store: OwnerStore) -> list[Absence]:
    return [one for unit in _homes(store) for one in store.absences.of_unit(unit.id)]


def _only(request: Request, text: str) -> Outcome:
    return Outcome(replies=(Reply(text=text),), awaiting=request.awaiting)


CAPABILITY = Capability(
    name="away", intents=("away",), said=said, buttons=("away",), pressed=pressed,
    awaits=("away_until", "away_days", "away_unit"), answered=answered,
)  # fmt: skip
