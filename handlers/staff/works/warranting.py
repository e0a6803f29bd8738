"""Staff confirm or correct how the warranty looks: component, material, outcome, who answers for it; and the home's dates (E01, E07, A12).

Until then what the owner heard is the line's own look at the dates, and says so.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date

from handlers.base import Mistake, Reply
from handlers.staff.changing import changed, record, redrawn
from handlers.staff.owner_side import owner_side
from handlers.staff.request import StaffRequest
from handlers.tickets.works import reaching, warranty, warranty_terms, warranty_told
from handlers.voice import planning
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: What a person may find.
OUTCOMES = ("within", "after", "not_covered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a person found: words of the lists, and perhaps the firm."""

    component: str
    outcome: str
    responsible: str
    material: str = ""
    party_id: int | None = None


def confirm(request: StaffRequest, store: StaffStore, ticket: Ticket, found: Found) -> tuple[Reply, ...]:
    """What a person found, for the file; the owner of a home hears it. Raises Mistake for what is not on the lists."""
    _must_be_listed(store, ticket, found)
    owner = owner_side(request, store, ticket)
    acting = replace(request, tz=owner.tz)
    verdict = warranty_told.verdict_of(acting, store, ticket, component=found.component)
    after = changed(store, ticket, stage=ticket.stage)
    store.warranty.keep(
        after, component=found.component, material=found.material or None, outcome=found.outcome, ends_on=verdict.end,
        responsible=found.responsible, party_id=found.party_id, staff_id=request.who.id, at=request.now,
    )  # fmt: skip
    looked = {"outcome": verdict.outcome, "ends_on": str(verdict.end or "")}
    record(request, store, after, "warranty_confirmed", found=asdict(found), looked=looked)
    if (ticket.code or "").startswith("home.") and found.outcome != "not_covered":
        reaching.tell_owner(
            acting, store, after, f"warranty.confirmed.{found.outcome}", person=owner.person(request.who),
            date=reaching.day(owner.language, verdict.end) if verdict.end else owner.say("warranty.not_known"),
            component=owner.say(f"warranty.component.{found.component}"),
        )  # fmt: skip
    return (redrawn(request, store, after),)


def _must_be_listed(store: StaffStore, ticket: Ticket, found: Found) -> None:
    known = warranty_terms.table()
    listed = (
        found.component in known.components
        and found.outcome in OUTCOMES
        and found.responsible in warranty.PARTIES
        and (not found.material or found.material in known.materials)
    )
    if not listed:
        raise Mistake("warranty.not_listed")
    if found.party_id is not None and store.parties.one(ticket, found.party_id) is None:
        raise Mistake("works.no_party")


def confirm_dates(
    request: StaffRequest, store: StaffStore, ticket: Ticket, delivered: str, accepted: str
) -> tuple[Reply, ...]:
    """The home's two dates, as a person has checked them; only now the register knows them (B12).

    Raises Mistake: no home, neither date, one that is no day, or lies ahead.
    """
    unit = store.unit(ticket.unit_id) if ticket.unit_id else None
    if unit is None:
        raise Mistake("warranty.no_home", number=ticket.number)
    today = request.now.astimezone(owner_side(request, store, ticket).tz).date()
    days = {"delivered_on": _day(delivered, today), "accepted_on": _day(accepted, today)}
    if not any(days.values()):
        raise Mistake("warranty.no_day")
    store.confirm_dates(unit, **days)
    if days["delivered_on"]:
        planning.on_handed_over(request, store, unit, days["delivered_on"])
    told = {name: str(day or "") for name, day in days.items()}
    before = {"delivered_on": str(unit.delivered_on or ""), "accepted_on": str(unit.accepted_on or "")}
    record(request, store, ticket, "dates_confirmed", unit.label, shown=False, now=told, before=before)
    return ()


def _day(text: str, today: date) -> date | None:
    """A typed day; None for an empty field."""
    if not text.strip():
        return None
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise Mistake("warranty.no_day") from None
    if not found.year >= 1900 or found > today:
        raise Mistake("warranty.no_day")
    return found
