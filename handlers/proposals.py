"""Owners propose events of their own: what, when, where, for how many; one short question at a time (H18, A14).

Nothing is kept before the last answer. A matter of its own in between is answered, and the proposal dropped.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request
from handlers.notices.events import heads, inviting, proposal
from handlers.notices.events.desk import LONGEST_LINE
from handlers.notices.events.proposal import Proposed
from handlers.wording import say
from nlu.meaning import Matter
from storage.events import Event
from storage.owner_store import OwnerStore

#: The code of /event, which no reader gives.
CODE = "event.propose"

#: Intents whose words are no answer to a question about an event, where they were read surely.
_OWN_MATTERS = frozenset({"repair", "complaint", "handoff", "dispute", "follow_up", "privacy"})
_SURE = 0.9


def said(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    """/event: how the owner's own events stand, or the first question."""
    _must_live_here(store)
    own = [one for one in store.events.proposed(store.scope.contact_id) if _is_live(one, request)]
    if not own:
        return _ask(request, "event_what", {})
    text = "\n".join(_standing(request, store, one) for one in own)
    again = Button(say(request.language, "proposals.another"), "event:start")
    return Outcome(replies=(Reply(text=text, buttons=((again,),)),))


def _is_live(event: Event, request: Request) -> bool:
    return event.status != "CANCELLED" and event.ends > request.now


def _standing(request: Request, store: OwnerStore, event: Event) -> str:
    """How many come, as numbers: who they are is theirs to say."""
    counts = store.rsvps.counts(event)
    return say(
        request.language, f"proposals.standing_{event.status.lower()}", when=inviting.when(request.language, event, request.tz),
        title=inviting.title(request.language, event, request.estate.language), homes=counts.accepted, people=counts.people,
        waiting=counts.waiting, maybe=counts.tentative,
    )  # fmt: skip


def on_words(request: Request, store: OwnerStore) -> Outcome | None:
    """ "I'd like to run a book club": the wish alone, by an owner who was asked nothing."""
    if request.button or request.pictures or request.awaiting or not proposal.is_wish(request.text):
        return None
    if not store.scope.lived_in or len(request.meaning.matters) > 1 or _is_own_matter(request):
        return None
    return _ask(request, "event_when", {"what": proposal.named(request.text)})


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """Another proposal; as many as like; or leaving it."""
    what = request.button[1] if len(request.button) > 1 else ""
    if what == "leave":
        return Outcome(replies=(Reply(text=say(request.language, "proposals.left")),))
    if what == "start":
        _must_live_here(store)
        return _ask(request, "event_what", {})
    asked = request.awaiting or {}
    if what == "any" and asked.get("kind") == "event_many":
        return _finish(request, store, asked, None)
    raise Mistake("common.no_such_button")


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """An answer leads to the next question; None for a matter of its own. What cannot be read is asked again."""
    asked, text = request.awaiting or {}, request.text.strip()
    if not text or text.startswith("/") or _is_own_matter(request):
        return None
    if {matter.intent for matter in request.meaning.matters} == {"cancel"}:
        return Outcome(replies=(Reply(text=say(request.language, "proposals.left")),))
    try:
        return _STEPS[asked["kind"]](request, store, asked, text)
    except Mistake as mistake:
        reply = Reply(
            text=say(request.language, mistake.key, **mistake.values),
            buttons=_ways_out(request, asked["kind"]),
        )
        return Outcome(replies=(reply,), awaiting=_without_time(asked))


def _what(request: Request, store: OwnerStore, asked: dict[str, Any], text: str) -> Outcome:
    return _ask(request, "event_when", {"what": text[:LONGEST_LINE]})


def _when(request: Request, store: OwnerStore, asked: dict[str, Any], text: str) -> Outcome:
    starts, ends = proposal.times(request.meaning.slots.when, request.now)
    return _ask(
        request, "event_where", _told(asked) | {"starts": starts.isoformat(), "ends": ends.isoformat()}
    )


def _where(request: Request, store: OwnerStore, asked: dict[str, Any], text: str) -> Outcome:
    return _ask(request, "event_many", _told(asked) | {"where": text[:LONGEST_LINE]})


def _many(request: Request, store: OwnerStore, asked: dict[str, Any], text: str) -> Outcome:
    people = heads.bare(text) or heads.counted(text, request.meaning)
    if (
        not people
        and say(request.language, "proposals.no_limit").lower() not in text.lower()
        and "不限" not in text
    ):
        raise Mistake("proposals.no_number")
    return _finish(request, store, asked, people or None)


_STEPS = {"event_what": _what, "event_when": _when, "event_where": _where, "event_many": _many}


def _finish(request: Request, store: OwnerStore, asked: dict[str, Any], many: int | None) -> Outcome:
    starts, ends = (datetime.fromisoformat(asked[name]) for name in ("starts", "ends"))
    event = proposal.keep(request, store, Proposed(asked["what"], starts, ends, asked["where"], many))
    text = say(
        request.language, "proposals.kept", title=asked["what"], when=inviting.when(request.language, event, request.tz),
        place=asked["where"], many=proposal.many(request.language, many), phone=request.estate.phone,
    )  # fmt: skip
    return Outcome(replies=(Reply(text=text),))


def _ask(request: Request, kind: str, told: dict[str, Any]) -> Outcome:
    text = say(request.language, f"proposals.ask_{kind.removeprefix('event_')}", what=told.get("what", ""))
    reply = Reply(text=text, buttons=_ways_out(request, kind))
    return Outcome(replies=(reply,), awaiting={"kind": kind, **told})


def _ways_out(request: Request, kind: str) -> tuple[tuple[Button, ...], ...]:
    leave = (Button(say(request.language, "proposals.leave"), "event:leave"),)
    free = (Button(say(request.language, "proposals.no_limit"), "event:any"),)
    return (free, leave) if kind == "event_many" else (leave,)


def _told(asked: dict[str, Any]) -> dict[str, Any]:
    """What was said so far, without the question and its hour."""
    return {name: value for name, value in asked.items() if name not in ("kind", "at")}


def _without_time(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if name != "at"}


def _is_own_matter(request: Request) -> bool:
    return request.meaning.understood and any(
        matter.intent in _OWN_MATTERS and matter.confidence >= _SURE for matter in request.meaning.matters
    )


def _must_live_here(store: OwnerStore) -> None:
    if not store.scope.lived_in:
        raise Mistake("proposals.owners_only")


CAPABILITY = Capability(
    name="proposals", codes=(CODE,), said=said, buttons=("event",), pressed=pressed, awaits=tuple(_STEPS), answered=answered
)  # fmt: skip
