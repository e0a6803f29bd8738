"""What staff do with events: plan one, approve or refuse an owner's, change it, call it off, invite, check in, keep its costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handlers.base import Mistake, Reply, ToContact
from handlers.notices.drafting import may_announce
from handlers.notices.events import announcing, answering, inviting, itip, telling
from handlers.staff.request import StaffRequest
from handlers.voice import begging
from handlers.voice.points import causes
from handlers.wording import say
from storage.events import KINDS, Event
from storage.rsvps import Rsvp
from storage.staff import Staff
from storage.staff_store import StaffStore

#: The longest title and place, and the longest description, in characters: they stand in a message and on a phone.
LONGEST_LINE, LONGEST_TEXT = 120, 1_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an event is: texts by language, moments, and places (None: no limit)."""

    title: dict[str, str]
    description: dict[str, str]
    place: dict[str, str]
    starts: datetime
    ends: datetime
    rsvp_until: datetime
    capacity: int | None


def may_plan(who: Staff) -> bool:
    """Whoever may speak to an estate may invite it."""
    return may_announce(who)


def in_scope(store: StaffStore, event_id: int) -> Event:
    """Raises Mistake for an event of elsewhere, as for one that does not exist."""
    found = store.events.by_id(event_id)
    if found is None:
        raise Mistake("events.none")
    return found


def plan(
    request: StaffRequest,
    store: StaffStore,
    estate_id: int,
    kind: str,
    facts: Facts,
    *,
    form: str,
    token: str,
) -> Event | None:
    """A new event of the company, or the year's brand event (H19). The same form sent again plans nothing, and gives None."""
    _must_plan(request)
    estate = next((one for one in store.estates() if one.id == estate_id), None)
    if estate is None or kind not in KINDS or kind == "owner":
        raise Mistake("events.none")
    begging.require_none(request, estate_id, "event", *_texts(facts))
    if kind == "brand" and _has_brand(store, estate_id, facts.starts):
        raise Mistake("events.one_brand", year=facts.starts.year)
    _check(facts, request.now)
    currency = request.settings.tickets.prices.currency(estate.jurisdiction)
    return store.events.add(
        estate_id=estate_id, uid=f"{form}@ownerline", kind=kind, **_columns(facts), status="CONFIRMED", reason="",
        staff_id=request.who.id, token=token, currency=currency, minutes=0, effect="", made_at=request.now,
        changed_at=request.now, closing_at=facts.rsvp_until, pulse_at=facts.ends + _after(request),
    )  # fmt: skip


def _has_brand(store: StaffStore, estate_id: int, starts: datetime) -> bool:
    """Whether the estate has its brand event of that year: one, done thoroughly."""
    return any(
        one.estate_id == estate_id and one.kind == "brand" and one.status != "CANCELLED" and one.starts.year == starts.year
        for one in store.events.newest()
    )  # fmt: skip


def approve(
    request: StaffRequest, store: StaffStore, event: Event, facts: Facts, *, token: str
) -> tuple[Reply, ...]:
    """An owner's proposal takes place, with the title, time and place as staff settled them with the owner (H18)."""
    _must_plan(request)
    _check(facts, request.now)
    values = itip.confirmed(event, request.now, _after(request))
    if values is None:
        raise Mistake("events.moved_on")
    after_facts = _columns(facts) | {"closing_at": facts.rsvp_until, "pulse_at": facts.ends + _after(request)}
    after = _changed(store, event, values | after_facts | {"token": token, "staff_id": request.who.id})
    return _to_proposer(request, store, after, "events.approved")


def refuse(request: StaffRequest, store: StaffStore, event: Event, reason: str) -> tuple[Reply, ...]:
    """An owner's proposal is not taken up, and they hear why."""
    _must_plan(request)
    if event.status != "TENTATIVE":
        raise Mistake("events.moved_on")
    words = _words(reason, "events.reason_needed", LONGEST_TEXT)
    after = _changed(
        store, event, {"status": "CANCELLED", "reason": words, "changed_at": request.now, "staff_id": request.who.id}
    )  # fmt: skip
    return _to_proposer(request, store, after, "events.refused")


def change(
    request: StaffRequest, store: StaffStore, event: Event, facts: Facts, *, drawn: int | None = None
) -> tuple[Reply, ...]:
    """Other facts. Another time or place asks everybody anew; fewer places than are given are refused; more let people move up.
    `drawn` is the sequence that the form showed: one of an earlier time or place is refused.
    """
    _must_plan(request)
    fresh = _locked(store, event)
    if drawn is not None and itip.is_stale(fresh, drawn):
        raise Mistake("events.moved_on")
    columns = _columns(facts)
    _check_words(facts)
    begging.require_none(request, event.estate_id, "event", *_texts(facts))
    if itip.is_elsewhere(fresh, columns) or facts.rsvp_until != fresh.rsvp_until:
        itip.checked(facts.starts, facts.ends, facts.rsvp_until, request.now)
    moves = itip.is_elsewhere(fresh, columns)
    taken = store.rsvps.taken(fresh)
    if not moves and facts.capacity is not None and facts.capacity < taken:
        raise Mistake("events.places_given", taken=taken)
    values = itip.moved(fresh, columns, request.now, _after(request))
    if values is None:
        raise Mistake("events.over")
    after = _changed(store, fresh, values)
    if moves:
        store.rsvps.tell_all(after, "changed", request.now, **itip.ASKED_ANEW, sequence=after.sequence)
        announcing.end_waiting(request, store, after)
        announcing.follow(request, store, after, "Update")
        return _to_proposer(request, store, after, "events.moved")
    answering.settle(request, store, after)
    return ()


def cancel(request: StaffRequest, store: StaffStore, event: Event, reason: str) -> tuple[Reply, ...]:
    """It is off; whoever meant to come is told, with the reason."""
    _must_plan(request)
    words = _words(reason, "events.reason_needed", LONGEST_TEXT)
    fresh = _locked(store, event)
    values = itip.cancelled(fresh, words, request.now)
    if values is None:
        raise Mistake("events.over")
    after = _changed(store, fresh, values)
    store.rsvps.tell_all(after, "cancelled", request.now)
    announcing.end_waiting(request, store, after)
    announcing.follow(request, store, after, "Cancel")
    return _to_proposer(request, store, after, "events.called_off")


def account(
    request: StaffRequest,
    store: StaffStore,
    event: Event,
    *,
    planned: int | None,
    actual: int | None,
    minutes: int,
    effect: str,
) -> None:
    """What it costs, what it took and what it did (H17)."""
    _must_plan(request)
    _changed(
        store, event, {"cost_planned": planned, "cost_actual": actual, "minutes": minutes, "effect": effect.strip()[:LONGEST_TEXT]}
    )  # fmt: skip


def check_in(request: StaffRequest, store: StaffStore, event: Event, rsvp: Rsvp, people: int) -> None:
    """So many of a household are there; 0 takes a slip of the finger back. Any colleague may stand at the door."""
    most = request.settings.tickets.events.most_people
    if not 0 <= people <= most:
        raise Mistake("invitations.too_many", most=most)
    if event.status != "CONFIRMED":
        raise Mistake("invitations.off")
    came: dict[str, Any] = {"came": None, "came_at": None, "points_at": None}
    if people:
        came = {"came": people, "came_at": request.now, "points_at": causes.after_event(request, event)}
    store.rsvps.change(event, rsvp, **came)


def check_in_home(request: StaffRequest, store: StaffStore, event: Event, label: str, people: int) -> None:
    """Somebody who was not on the list is there all the same."""
    unit = next(
        (one for one in store.units() if one.label == label.strip() and one.estate_id == event.estate_id),
        None,
    )
    if unit is None:
        raise Mistake("events.no_such_home", label=label.strip()[:40])
    store.rsvps.invite(event, (unit.id,), request.now)
    rsvp = store.rsvps.at_home(event, unit.id)
    assert rsvp is not None
    check_in(request, store, event, rsvp, people)


def _locked(store: StaffStore, event: Event) -> Event:
    fresh = store.events.lock(event)
    if fresh is None or (fresh.sequence, fresh.changed_at) != (event.sequence, event.changed_at):
        raise Mistake("events.moved_on")
    return fresh


def _changed(store: StaffStore, event: Event, values: dict[str, Any]) -> Event:
    after = store.events.change(event, **values)
    if after is None:
        raise Mistake("events.moved_on")
    return after


def _must_plan(request: StaffRequest) -> None:
    if not may_plan(request.who):
        raise Mistake("events.not_yours")


def _check(facts: Facts, now: datetime) -> None:
    _check_words(facts)
    itip.checked(facts.starts, facts.ends, facts.rsvp_until, now)


def _texts(facts: Facts) -> tuple[str, ...]:
    """Everything that is written of an event, for what must not stand in it (I11)."""
    return (*facts.title.values(), *facts.place.values(), *facts.description.values())


def _check_words(facts: Facts) -> None:
    if not any(text.strip() for text in facts.title.values()):
        raise Mistake("events.title_needed")
    for texts, longest in (
        (facts.title, LONGEST_LINE),
        (facts.place, LONGEST_LINE),
        (facts.description, LONGEST_TEXT),
    ):
        if any(len(text) > longest for text in texts.values()):
            raise Mistake("events.too_long", most=longest)
    if facts.capacity is not None and not 1 <= facts.capacity <= 100_000:
        raise Mistake("events.capacity_wrong")


def _columns(facts: Facts) -> dict[str, Any]:
    return {
        "title": facts.title, "description": facts.description, "place": facts.place, "starts": facts.starts,
        "ends": facts.ends, "rsvp_until": facts.rsvp_until, "capacity": facts.capacity,
    }  # fmt: skip


def _words(text: str, missing: str, longest: int) -> str:
    if not text.strip():
        raise Mistake(missing)
    return text.strip()[:longest]


def _after(request: StaffRequest) -> timedelta:
    return timedelta(hours=request.settings.tickets.events.pulse_hours)


def _to_proposer(request: StaffRequest, store: StaffStore, event: Event, key: str) -> tuple[Reply, ...]:
    """The owner who runs it hears what became of it."""
    proposer, estate = store.rsvps.proposer(event), store.events.estate_of(event)
    if proposer is None or estate is None:
        return ()
    language = telling.of_proposer(proposer, event, estate)
    text = say(
        language, key, title=inviting.title(language, event, estate.language), reason=event.reason,
        when=inviting.when(language, event, request.tz), place=inviting.place(language, event, estate.language),
    )  # fmt: skip
    return (Reply(to=ToContact(proposer.id), text=text),)
