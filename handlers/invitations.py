"""The owner's answer to an invitation: yes with a head-count, no, maybe; by button or in words; and "we are here" on the day.

One answer counts for a household: whoever of it answers later changes it, and hears what was said before.
"""

from __future__ import annotations

import re

from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request
from handlers.notices.events import answering, arriving, heads, inviting, itip
from handlers.notices.events.answering import Kept
from handlers.notices.events.heads import Said
from handlers.tickets import choice
from handlers.wording import say
from nlu.meaning import Matter
from storage.events import Event
from storage.owner_store import OwnerStore
from storage.rsvps import Rsvp

#: Words that say "not coming" beside "cancel it": they are about an invitation, not about a ticket.
_NOT_COMING = re.compile(
    r"不去|不来|不來|唔去|唔嚟|去不了|来不了|來不了|不参加|不參加|\b(?:not coming|can'?t (?:come|make it)|won'?t (?:come|make it))\b",
    re.IGNORECASE,
)
#: The longest message that is taken for a maybe as a whole.
_SHORT = 40


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """A button under an invitation. An old one shows the invitation as it is now."""
    event = store.events.by_id(choice.number_at(request, 1) or 0)
    rsvp = store.rsvps.own(event) if event else None
    sequence, answer = choice.number_at(request, 2), request.button[3] if len(request.button) > 3 else ""
    if event is None or rsvp is None or sequence is None:
        raise Mistake("common.no_such_button")
    if itip.is_stale(event, sequence) and event.status == "CONFIRMED":
        return _shown_again(request, store, event)
    if answer == "here":
        return arriving.arrived(request, store, event, rsvp)
    if answer.isascii() and answer.isdecimal() and len(answer) < 4:
        return _kept(request, store, event, Said("yes", int(answer)))
    if answer not in ("yes", "no", "maybe"):
        raise Mistake("common.no_such_button")
    return _kept(request, store, event, Said(answer, 0 if answer == "no" else None))  # type: ignore[arg-type]


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """How many of you, after it was asked for; None for a matter of its own."""
    asked = request.awaiting or {}
    event = store.events.by_id(int(asked["event"]))
    if event is None or not request.text.strip():
        return None
    number = heads.bare(request.text)
    intents = {matter.intent for matter in request.meaning.matters}
    if number is None and not heads.is_maybe(request.text) and intents != {"rsvp"}:
        return None
    said = (
        Said("yes" if number else "no", number)
        if number is not None
        else heads.said(request.text, request.meaning)
    )
    if itip.is_stale(event, int(asked["sequence"])) and event.status == "CONFIRMED":
        return _shown_again(request, store, event)
    return _kept(request, store, event, said)


def on_words(request: Request, store: OwnerStore) -> Outcome | None:
    """A maybe and nothing else, while an invitation waits for an answer."""
    if request.button or request.pictures or len(request.text) > _SHORT or not heads.is_maybe(request.text):
        return None
    if request.awaiting or len(request.meaning.matters) > 1:
        return None
    waiting = [event for event in open_ones(request, store) if not _is_coming(store, event)]
    return _kept(request, store, waiting[0], Said("maybe", None)) if len(waiting) == 1 else None


def on_matter(request: Request, store: OwnerStore, matter: Matter) -> Outcome | None:
    """A matter that may answer an invitation which this household got; None where none is open, or it is about a ticket."""
    found = open_ones(request, store)
    said = Said("no", 0) if matter.intent == "cancel" else heads.said(matter.text, request.meaning)
    if matter.intent == "cancel":
        found = [event for event in found if _is_coming(store, event)]
        if request.meaning.slots.ticket or (
            store.tickets.open_ones(1) and not _NOT_COMING.search(request.text)
        ):
            return None
    if not found:
        return None
    meant = _meant(request, store, found, said)
    return _kept(request, store, meant, said) if meant else _which(request, found, said)


def open_ones(request: Request, store: OwnerStore) -> list[Event]:
    """The invitations of this household that are still to begin, the next first."""
    return [
        event for event in store.events.live(request.now) if event.starts > request.now and store.rsvps.own(event)
    ]  # fmt: skip


def _meant(request: Request, store: OwnerStore, found: list[Event], said: Said) -> Event | None:
    """Which of several: the one that is named, else the only one to which this answer is news."""
    if len(found) == 1:
        return found[0]
    named = [
        event for event in found if any(text and text.lower() in request.text.lower() for text in event.title.values())
    ]  # fmt: skip
    news = [event for event in found if _is_coming(store, event) == (said.answer == "no")]
    return next((some[0] for some in (named, news) if len(some) == 1), None)


def _which(request: Request, found: list[Event], said: Said) -> Outcome:
    """One question: which of them."""
    answer = str(said.people) if said.people else said.answer
    buttons = tuple(
        (Button(inviting.title(request.language, one, request.estate.language)[:60], f"rsvp:{one.id}:{one.sequence}:{answer}"),)
        for one in found[:6]
    )  # fmt: skip
    return Outcome(replies=(Reply(text=say(request.language, "invitations.which"), buttons=buttons),))


def _mine(store: OwnerStore, event: Event) -> Rsvp:
    found = store.rsvps.own(event)
    assert found is not None
    return found


def _is_coming(store: OwnerStore, event: Event) -> bool:
    """Whether the household said yes, or maybe."""
    return _mine(store, event).partstat in ("ACCEPTED", "TENTATIVE")


def _kept(request: Request, store: OwnerStore, event: Event, said: Said) -> Outcome:
    """The answer is kept, or the head-count asked for. A yes again of whoever has places only asks how many."""
    before = _mine(store, event)
    asks = said.answer == "yes" and said.people is None
    if asks and before.partstat == "ACCEPTED" and event.status == "CONFIRMED":
        return _ask_heads(request, event, Kept(event, before, before, 0))
    kept = answering.keep(
        request, store, event, store.rsvps.own, said, contact_id=request.household.contact.id, language=request.language
    )  # fmt: skip
    if asks:
        return _ask_heads(request, kept.event, kept)
    key = {"DECLINED": "declined", "TENTATIVE": "tentative"}.get(
        kept.rsvp.partstat, "waits" if kept.position else "kept"
    )
    lines = (
        _said_before(request, kept),
        say(request.language, f"invitations.{key}", people=kept.rsvp.people, position=kept.position, **_about(request, kept.event)),
        inviting.calendar_line(request.language, kept.event, request.settings.address) if key == "kept" else "",
        say(request.language, "invitations.to_change"),
    )  # fmt: skip
    text = "\n".join(line for line in lines if line)
    return Outcome(replies=(Reply(text=text, buttons=_after(request, kept.event, key)),))


def _ask_heads(request: Request, event: Event, kept: Kept) -> Outcome:
    """A place is kept once the number is known: so many chairs are wanted."""
    lines = (
        _said_before(request, kept),
        say(request.language, "invitations.how_many", **_about(request, event)),
    )
    text = "\n".join(line for line in lines if line)
    awaiting = {"kind": "rsvp", "event": event.id, "sequence": event.sequence}
    buttons = inviting.heads(request.language, event)
    return Outcome(replies=(Reply(text=text, buttons=buttons),), awaiting=awaiting)


def _said_before(request: Request, kept: Kept) -> str:
    """What the household had answered, where it did, and it is not the same."""
    before = kept.before
    same = (before.partstat, before.people) == (
        kept.rsvp.partstat,
        kept.rsvp.people,
    ) and kept.rsvp is not before
    if before.answered_at is None or same or before.partstat == "NEEDS-ACTION":
        return ""
    key = {"ACCEPTED": "yes", "DECLINED": "no"}.get(before.partstat, "maybe")
    return say(request.language, f"invitations.before.{key}", people=before.people)


def _after(request: Request, event: Event, key: str) -> tuple[tuple[Button, ...], ...]:
    """How to change one's mind, under the answer."""
    names = (
        ("yes",) if key == "declined" else ("another", "no") if key in ("kept", "waits") else ("yes", "no")
    )
    return (
        tuple(
            Button(
                say(request.language, f"invitations.button.{name}"),
                f"rsvp:{event.id}:{event.sequence}:{'yes' if name == 'another' else name}",
            )
            for name in names
        ),
    )


def _shown_again(request: Request, store: OwnerStore, event: Event) -> Outcome:
    """The invitation as it is now: what was answered was an earlier time or place."""
    text = say(request.language, "invitations.stale", **_about(request, event))
    words = inviting.words(
        request.language,
        event,
        request.tz,
        room=answering.room(store, event),
        otherwise=request.estate.language,
    )
    return Outcome(replies=(Reply(text=f"{text}\n{words}", buttons=inviting.asks(request.language, event)),))


def _about(request: Request, event: Event) -> dict[str, str]:
    return {
        "title": inviting.title(request.language, event, request.estate.language),
        "when": inviting.when(request.language, event, request.tz),
    }


CAPABILITY = Capability(
    name="invitations", buttons=("rsvp",), pressed=pressed, awaits=("rsvp",), answered=answered
)
