"""What staff do with an incident: say that it is one or that it is none, tell the homes, say that it is fixed, close it (C46, C47).

One manager answers for an incident; those above may act too. Each step raises Mistake for what the person can put right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from handlers.base import Mistake, Reply, ToOwner
from handlers.notices.asking import ask_homes
from handlers.staff.changing import checked
from handlers.staff.request import StaffRequest
from handlers.tickets.warning import clusters, spots
from storage.incident_book import Home
from storage.incidents import Incident
from storage.scope import SENIOR
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: Stages in which a report of an incident asks for nothing more of us.
HANDLED = (*ENDED, "resolved", "decided")


def may_lead(who: Staff, incident: Incident) -> bool:
    """Whoever answers for the incident, and those above."""
    return who.id == incident.manager_id or who.role in SENIOR


def in_scope(store: StaffStore, incident_id: int) -> Incident:
    """The incident. Raises Mistake for one outside the scope, in the same words as for none."""
    found = store.incident_book.by_id(incident_id)
    if found is None:
        raise Mistake("incidents.none")
    return found


def confirm(
    request: StaffRequest, store: StaffStore, incident: Incident, *, told: str, next_at: datetime | None
) -> tuple[Reply, ...]:
    """It is one: `told` is what owners hear at once when they report it, `next_at` when they hear more.

    The neighbours whom the same cause may reach are listed with it.
    """
    _lead(request, incident, "suspected")
    if next_at and next_at <= request.now:
        raise Mistake("incidents.past")
    values = {"stage": "confirmed", "confirmed_at": request.now, "told": checked(told), "next_at": next_at}
    after = _changed(request, store, incident, "confirmed", told.strip(), **values)
    store.incident_book.reach(after, neighbours(store, after))
    _written(request, store, after, "incident_known")
    return ()


def neighbours(store: StaffStore, incident: Incident) -> tuple[int, ...]:
    """The homes of the estate that the cause may reach, by where its reports come from."""
    reports = [store.incidents.report(ticket) for ticket in store.incident_book.tickets(incident)]
    reported = [clusters.spot(one) for one in reports if one]
    names = {one.id: one.name for one in store.buildings()}
    homes = [
        clusters.Home(one.id, spots.spot_of(one.label, names.get(one.building_id), one.floor))
        for one in store.units()
        if one.estate_id == incident.estate_id
    ]
    return clusters.neighbours(incident.family, reported, homes)


def dismiss(request: StaffRequest, store: StaffStore, incident: Incident, reason: str) -> tuple[Reply, ...]:
    """It is none, and why; each report goes on by itself."""
    _lead(request, incident, "suspected")
    words = checked(reason)
    values = {"stage": "dismissed", "closed_at": request.now, "reason": words}
    _changed(request, store, incident, "dismissed", words, **values)
    return ()


def fix(
    request: StaffRequest, store: StaffStore, incident: Incident, *, cause: str, actions: str
) -> tuple[Reply, ...]:
    """It is fixed, says the manager: the cause and what was done are kept; now the households are asked."""
    _lead(request, incident, "confirmed")
    values = {
        "cause": checked(cause),
        "actions": checked(actions),
        "fixed_at": request.now,
        "stage": "fixed",
        "next_at": None,
    }
    after = _changed(request, store, incident, "fixed", actions.strip(), **values)
    _written(request, store, after, "incident_fixed")
    return ()


def again(request: StaffRequest, store: StaffStore, incident: Incident, reason: str) -> tuple[Reply, ...]:
    """It is not fixed after all."""
    _lead(request, incident, "fixed")
    _changed(request, store, incident, "again", checked(reason), stage="confirmed", fixed_at=None)
    return ()


def tell(request: StaffRequest, store: StaffStore, incident: Incident, text: str) -> tuple[Reply, ...]:
    """One notice to every home that it reaches, asking whether they are affected, or, once fixed, whether it is fixed at theirs.

    Each account hears it once, and one text goes out once for an incident. Owners who reported it from no known home hear it
    under their ticket.
    """
    _lead(request, incident, "confirmed", "fixed")
    words = checked(text)
    estate = next(one for one in store.estates() if one.id == incident.estate_id)
    asks = "fixed" if incident.stage == "fixed" else "affected"
    homes = store.incident_book.homes(incident)
    key = f"incident:{incident.id}:{asks}:{sha256(words.encode()).hexdigest()[:32]}"
    question = f"{'cured' if asks == 'fixed' else 'hit'}:{incident.id}"
    sent = ask_homes(
        request, store, estate, tuple(one.unit_id for one in homes), words, question=question, form_key=key
    )
    if sent is None:
        raise Mistake("incidents.told_before")
    notice, replies = sent
    store.incident_book.told(incident, notice.id, asks, request.now)
    store.incident_book.note(incident, request.now, f"asked_{asks}", words, request.who.id)
    _promise(request, store, incident)
    return (*replies, *_homeless(store, incident, words))


def _homeless(store: StaffStore, incident: Incident, words: str) -> tuple[Reply, ...]:
    """Reports that no home is known of, one for each account."""
    alone = [one for one in _open(store, incident) if one.unit_id is None and one.contact_id is not None]
    first = {one.contact_id: one for one in reversed(alone)}
    return tuple(Reply(to=ToOwner(one.id), text=words) for one in first.values())


def _promise(request: StaffRequest, store: StaffStore, incident: Incident) -> None:
    """The time that the owners were told is a promise of each report, with its own clock (C30)."""
    if incident.next_at is None or incident.next_at <= request.now:
        return
    for ticket in _open(store, incident):
        after = store.tickets.change(ticket, next_contact_at=incident.next_at)
        if after:
            store.tickets.promise(
                after, kind="contact", due_at=incident.next_at, made_at=request.now, staff_id=request.who.id
            )


def say_next(
    request: StaffRequest, store: StaffStore, incident: Incident, *, told: str, next_at: datetime | None
) -> tuple[Reply, ...]:
    """New words for owners, and a new time; those who were told hear of it by a further notice."""
    _lead(request, incident, "confirmed")
    if next_at and next_at <= request.now:
        raise Mistake("incidents.past")
    _changed(request, store, incident, "said", told.strip(), told=checked(told), next_at=next_at)
    return ()


def close(
    request: StaffRequest, store: StaffStore, incident: Incident, *, recovery: str, reason: str
) -> tuple[Reply, ...]:
    """It is over, with what was done to make up for it.

    While reports are open, or a home says that it is still broken, a reason is needed.
    """
    _lead(request, incident, "fixed")
    waiting, broken = len(_open(store, incident)), len(still_broken(store.incident_book.homes(incident)))
    if (waiting or broken) and not reason.strip():
        raise Mistake("incidents.not_over", reports=waiting, homes=broken)
    values = {
        "recovery": checked(recovery),
        "reason": reason.strip(),
        "stage": "closed",
        "closed_at": request.now,
    }
    _changed(request, store, incident, "closed", reason.strip() or recovery.strip(), **values)
    return ()


def still_broken(homes: list[Home]) -> list[Home]:
    """The homes whose last word is that it is not fixed."""
    return [one for one in homes if one.fixed is False]


@dataclass(frozen=True, slots=True)
class Counts:
    """The households' answers."""

    homes: int
    affected: int
    not_affected: int
    fixed: int
    broken: int


def counts(homes: list[Home]) -> Counts:
    return Counts(
        homes=len(homes),
        affected=sum(one.affected is True or one.how == "reported" for one in homes),
        not_affected=sum(one.affected is False for one in homes),
        fixed=sum(one.fixed is True for one in homes),
        broken=len(still_broken(homes)),
    )


def _open(store: StaffStore, incident: Incident) -> list[Ticket]:
    return [one for one in store.incident_book.tickets(incident) if one.stage not in HANDLED]


def _lead(request: StaffRequest, incident: Incident, *stages: str) -> None:
    if not may_lead(request.who, incident):
        raise Mistake("incidents.not_yours")
    if incident.stage not in stages:
        raise Mistake("incidents.moved_on")


def _changed(
    request: StaffRequest, store: StaffStore, incident: Incident, kind: str, text: str, **values: Any
) -> Incident:
    after = store.incident_book.change(incident, **values)
    if after is None:
        raise Mistake("incidents.moved_on")
    store.incident_book.note(after, request.now, kind, text, request.who.id)
    return after


def _written(request: StaffRequest, store: StaffStore, incident: Incident, kind: str) -> None:
    """A line in the file of every report: its owner's history shows it."""
    for ticket in store.incident_book.tickets(incident):
        store.tickets.record(
            ticket,
            at=request.now,
            kind=kind,
            actor="staff",
            staff_id=request.who.id,
            data={"incident": incident.id},
        )


def zone_of(store: StaffStore, incident: Incident) -> ZoneInfo:
    return ZoneInfo(next(one.timezone for one in store.estates() if one.id == incident.estate_id))
