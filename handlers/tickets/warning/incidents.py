"""Like reports of several households become one incident with one manager (C47, G09); further ones join it while it is open.

An owner learns that a matter is known, what is done and when they hear more: never how many others, or who.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.base import Acting, Reply, Request, ToRoom, ToStaff, Urgency
from handlers.tickets import languages
from handlers.tickets.warning import clusters
from handlers.wording import has, moment, say, speak
from storage.incidents import Incident, Report
from storage.owner_store import OwnerStore
from storage.staff import Staff
from storage.store import Store
from storage.ticket_rows import Ticket

#: How many reports one message to the manager lists; the page lists all.
_LISTED = 10

#: Stages of an incident that owners are told of.
KNOWN = ("confirmed", "fixed")


def notice(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """Follows from "received": one question finds like reports; a private or guarded ticket is counted with none."""
    if ticket.private or ticket.guard or ticket.urgency == "E0" or ticket.incident_id:
        return ticket
    for family in clusters.families_of(ticket.code, ticket.urgency, ticket.words):
        if _joined(acting, store, ticket, family) or _suspected(acting, store, ticket, family):
            return store.tickets.by_id(ticket.id) or ticket
    return ticket


def _joined(acting: Acting, store: Store, ticket: Ticket, family: str) -> bool:
    standing = store.incidents.standing(ticket, family)
    report = store.incidents.report(ticket) if standing else None
    for incident in standing:
        if report and clusters.belongs(family, report, store.incidents.of_incident(ticket, incident)):
            store.incidents.join(ticket, incident, acting.now)
            _tell(acting, store, ticket, incident, "incidents.joined", [report])
            return True
    return False


def _suspected(acting: Acting, store: Store, ticket: Ticket, family: str) -> bool:
    rules = acting.settings.tickets.clusters
    found = store.incidents.like(ticket, clusters.codes_of(family), rules.since(family, acting.now))
    report = next((one for one in found if one.ticket_id == ticket.id), None)
    members = clusters.cluster(family, report, found, rules, acting.now) if report else ()
    if not members:
        return False
    manager = _accountable(store, ticket)
    incident = store.incidents.suspect(
        ticket, members, at=acting.now, family=family, code=_code(ticket, members), urgency=ticket.urgency,
        place=clusters.title_place(family, members), manager_id=manager.id if manager else None,
    )  # fmt: skip
    _tell(acting, store, ticket, incident, "incidents.suspected", members)
    return True


def _code(ticket: Ticket, members: Sequence[Report]) -> str:
    """What the incident is called by: the code that most reports have, but no question."""
    codes = [one.code for one in members if one.code and not one.code.startswith("enquiry.")]
    return max(codes, key=codes.count) if codes else ticket.code or ""


def _accountable(store: Store, ticket: Ticket) -> Staff | None:
    """One person answers for an incident: a manager of the estate, else who holds the first report, else who serves it."""
    serving = store.serving(ticket)
    managers = [one for one in serving if one.role == "manager"]
    holders = [one for one in serving if one.id == ticket.holder_id]
    return next(iter((*managers, *holders, *serving)), None)


def _tell(
    acting: Acting, store: Store, ticket: Ticket, incident: Incident, key: str, reports: Sequence[Report]
) -> None:
    """The manager in private, and the staff group: what, where, which reports."""
    urgency: Urgency = "urgent" if incident.urgency == "E1" else "interactive"
    listed = [f"{one.number} · {one.label or one.place or '–'}" for one in reports[:_LISTED]]
    more = [f"+ {len(reports) - _LISTED}"] if len(reports) > _LISTED else []
    manager = next((one for one in store.serving(ticket) if one.id == incident.manager_id), None)
    room = languages.of_staff(store, ticket)

    def text(language: str) -> str:
        return say(
            language, key, id=incident.id, what=name(language, incident), place=incident.place,
            reports="\n".join([*listed, *more]), manager=manager.name if manager else "–",
        )  # fmt: skip

    if manager:
        acting.told.append(
            Reply(to=ToStaff(manager.id), text=text(speak(manager.language, "en")), urgency=urgency)
        )
    acting.told.append(Reply(to=ToRoom(ticket.estate_id), text=text(room), urgency=urgency))


def name(language: str, incident: Incident) -> str:
    """What an incident is about, in people's words."""
    family, code = f"incidents.family.{incident.family}", f"codes.{incident.code}"
    if has(family):
        return say(language, family)
    return say(language, code) if has(code) else incident.code


def known(request: Request, store: OwnerStore, ticket: Ticket) -> str:
    """What the owner of a report hears at once of an incident that a manager has confirmed; empty for every other ticket."""
    incident = store.incidents.of(ticket)
    if incident is None or incident.stage not in KNOWN:
        return ""
    return told(request, incident)


def told(request: Request, incident: Incident) -> str:
    """That it is known, what is done, and when they hear more, or that this is not known yet."""
    language = request.language
    head = say(language, f"incidents.known_{incident.stage}", what=name(language, incident))
    next_at = incident.next_at if incident.next_at and incident.next_at > request.now else None
    when = moment(language, next_at, request.tz, request.now) if next_at else ""
    last = (
        say(language, "incidents.next", when=when)
        if when
        else say(language, "incidents.no_next", phone=request.estate.phone)
    )
    return "\n".join(filter(None, [head, incident.told, last]))
