"""What the owner hears of the warranty period: how it looks, from which dates, by which rule; and that a person confirms (E01, E02).

Never a ruling, never a closed door: what is after the period is taken up too, with the price first.
"""

from __future__ import annotations

from datetime import date

from handlers.base import Acting, Request
from handlers.tickets.works import warranty
from handlers.tickets.works.reaching import day
from handlers.tickets.works.warranty import Basis, Dates, Verdict, Warranty
from handlers.wording import say
from storage.owner_store import OwnerStore
from storage.store import Store
from storage.ticket_rows import Ticket

#: Urgencies in which nobody is asked about papers while water runs.
_CALM = ("N", "L")


def verdict_of(
    acting: Acting, store: Store, ticket: Ticket, *, delivered: date | None = None, component: str = ""
) -> Verdict:
    """How the ticket's fault looks today. `delivered` takes the place of the register's day, `component` that of the code's."""
    today = acting.now.astimezone(acting.tz).date()
    rules = acting.settings.tickets.warranty
    return look(store, ticket, rules, today, delivered=delivered, component=component)


def look(
    store: Store,
    ticket: Ticket,
    rules: Warranty,
    today: date,
    *,
    delivered: date | None = None,
    component: str = "",
) -> Verdict:
    """The same on a given day of the estate's calendar."""
    unit, estate = store.unit_of(ticket), store.estate_of(ticket)
    dates = Dates(unit.accepted_on if unit else None, delivered or (unit.delivered_on if unit else None))
    components = (component,) if component else warranty.components_of(ticket.code)
    return warranty.assess(components, dates, estate.jurisdiction, rules, estate.code, today)


def of_report(request: Request, store: OwnerStore, found: list[Ticket]) -> str:
    """One line for each repair in a home whose period can be told; the number stands before it where there are several."""
    lines = []
    for ticket in (one for one in found if _is_told(one)):
        line = sentence(request.language, verdict_of(request, store, ticket))
        lines.append(f"{ticket.number}: {line}" if line and len(found) > 1 else line)
    return "\n".join(filter(None, lines))


def to_ask(request: Request, store: OwnerStore, found: list[Ticket]) -> Ticket | None:
    """The ticket for which the day of the handing over would help; None where it is known, or was asked in this chat before."""
    if request.memory.get("handover_asked"):
        return None
    calm = [
        one
        for one in found
        if _is_told(one) and one.urgency in _CALM and one.unit_id and _reached(store, one)
    ]
    unknown = (
        one
        for one in calm
        if verdict_of(request, store, one).outcome == "unknown_dates" and _undated(store, one)
    )
    return next(unknown, None)


def _reached(store: OwnerStore, ticket: Ticket) -> bool:
    return any(unit.id == ticket.unit_id for unit in store.own_units())


def _undated(store: OwnerStore, ticket: Ticket) -> bool:
    unit = store.unit_of(ticket)
    return unit is not None and unit.delivered_on is None


def _is_told(ticket: Ticket) -> bool:
    """Owners hear of their homes; what it costs in common parts is not theirs to ask about."""
    return ticket.intent == "repair" and (ticket.code or "").startswith("home.")


def sentence(language: str, verdict: Verdict) -> str:
    """How it looks, in one sentence; nothing where no period is known, or no date."""
    decisive = verdict.decisive
    if verdict.outcome not in ("within", "after") or decisive is None:
        return ""
    if verdict.depends:
        return say(language, "warranty.depends", ends=_ends(language, verdict))
    return say(
        language,
        f"warranty.{verdict.outcome}",
        date=day(language, verdict.end or date.max),
        basis=basis(language, decisive),
    )


def _ends(language: str, verdict: Verdict) -> str:
    """Each candidate with the day to which its period reaches."""
    return say(language, "warranty.comma").join(
        say(
            language,
            "warranty.until",
            component=say(language, f"warranty.component.{one}"),
            date=day(language, end),
        )
        for one in verdict.components
        if (end := verdict.end_of(one))
    )


def basis(language: str, line: Basis) -> str:
    """A rule and the day it is counted from: "Regulation on …, Art. 40, from completion acceptance on 2 July 2024"."""
    return say(
        language,
        f"warranty.from_{line.runs_from}",
        source=say(language, f"warranty.source.{line.source}"),
        date=day(language, line.since) if line.since else say(language, "warranty.not_known"),
    )


def of_home(request: Request, store: OwnerStore, ticket: Ticket) -> str:
    """The periods of a home's usual parts, for whoever asks about the warranty as such."""
    verdict = verdict_of(request, store, ticket)
    unit = store.unit_of(ticket)
    if unit is None or verdict.decisive is None:
        return ""
    return say(request.language, "warranty.of_home", unit=unit.label, ends=_ends(request.language, verdict))
