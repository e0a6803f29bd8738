"""The warranty of a ticket's fault on its page: how it looks, the whole basis, and what a person says about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.web.ids import is_id
from bot.web.staff.parts.part import Form, Looking, Part
from handlers.base import Mistake, Reply
from handlers.staff.request import StaffRequest
from handlers.staff.works import warranting
from handlers.tickets.works import warranty, warranty_terms, warranty_told
from handlers.tickets.works.life_stage import life_stage
from handlers.tickets.works.reaching import day
from handlers.wording import say
from storage.parties import Party
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket
from storage.warranty_findings import Finding


@dataclass(frozen=True, slots=True)
class Line:
    """One term that was looked at: of what, by which rule, until when; `reaches` tells that this one counts."""

    component: str
    basis: str
    end: str
    reaches: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What the template draws; choices are (value, words)."""

    life_stage: str
    looks: str
    depends: bool
    lines: tuple[Line, ...]
    said: tuple[str, str]
    delivered: str
    accepted: str
    has_home: bool
    found: str
    components: tuple[tuple[str, str], ...]
    materials: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    responsible: tuple[tuple[str, str], ...]
    parties: tuple[Party, ...]
    chosen: dict[str, str]


def _view(store: StaffStore, ticket: Ticket, looking: Looking) -> Own | None:
    candidates = warranty.components_of(ticket.code)
    if not candidates or ticket.code == "enquiry.warranty":
        return None
    rules = looking.rules.warranty
    today = looking.now.astimezone(looking.tz).date()
    verdict = warranty_told.look(store, ticket, rules, today)
    unit, finding, language = store.unit_of(ticket), store.warranty.of(ticket), looking.language
    overrides = rules.of(store.estate_of(ticket).code).responsible
    looked = {
        "component": candidates[0], "outcome": verdict.outcome, "material": "", "party_id": "",
        "responsible": warranty.responsible(verdict.outcome, ticket.code, overrides),
    }  # fmt: skip
    stage = life_stage(ticket.code, unit.delivered_on if unit else None, today)
    return Own(
        life_stage=say(language, f"warranty.life.{stage}"),
        looks=say(language, f"warranty.page.looks.{verdict.outcome}", date=_day(language, verdict.end)),
        depends=verdict.depends,
        lines=_lines(language, verdict),
        said=_said(store, ticket),
        delivered=str(unit.delivered_on or "") if unit else "",
        accepted=str(unit.accepted_on or "") if unit else "",
        has_home=unit is not None,
        found=_found(store, language, finding),
        components=_choices(language, "component", warranty_terms.table().components),
        materials=_choices(language, "material", warranty_terms.table().materials),
        outcomes=_choices(language, "outcome", warranting.OUTCOMES),
        responsible=_choices(language, "responsible", warranty.PARTIES),
        parties=tuple(store.parties.serving(ticket)),
        chosen=_chosen(finding) if finding else looked,
    )


def _lines(language: str, verdict: warranty.Verdict) -> tuple[Line, ...]:
    return tuple(
        Line(
            say(language, f"warranty.component.{one.component}"), warranty_told.basis(language, one),
            _day(language, one.end), one == verdict.decisive,
        )
        for one in verdict.basis
    )  # fmt: skip


def _day(language: str, on: date | None) -> str:
    return day(language, on) if on else say(language, "warranty.not_known")


def _said(store: StaffStore, ticket: Ticket) -> tuple[str, str]:
    """The owner's own words about the handing over, and the day they were read as; the latest counts."""
    told = [one for one in store.tickets.timeline(ticket) if one.kind == "handover_said"]
    return (told[-1].text, str(told[-1].data.get("date", ""))) if told else ("", "")


def _found(store: StaffStore, language: str, finding: Finding | None) -> str:
    if finding is None:
        return ""
    colleague = store.colleague(finding.staff_id)
    return say(
        language, "warranty.page.found", name=colleague.name if colleague else "?",
        component=say(language, f"warranty.component.{finding.component}"),
        outcome=say(language, f"warranty.outcome.{finding.outcome}"),
        responsible=say(language, f"warranty.responsible.{finding.responsible}"),
    )  # fmt: skip


def _chosen(finding: Finding) -> dict[str, str]:
    names = ("component", "outcome", "material", "responsible", "party_id")
    return {name: str(getattr(finding, name) or "") for name in names}


def _choices(language: str, kind: str, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((value, say(language, f"warranty.{kind}.{value}")) for value in values)


def _confirm(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    fields = {name: form.get(name, "") for name in ("component", "outcome", "material", "responsible")}
    found = warranting.Found(**fields, party_id=number_of(form, "party_id"))
    return warranting.confirm(request, store, ticket, found)


def _dates(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return warranting.confirm_dates(
        request, store, ticket, form.get("delivered", ""), form.get("accepted", "")
    )


def number_of(form: Form, name: str) -> int | None:
    """A number that a page of ours offered; None for an empty choice. Raises Mistake for what no page offers."""
    text = form.get(name, "")
    if not text:
        return None
    if not is_id(text):
        raise Mistake("works.no_party")
    return int(text)


PART = Part(name="warranty", view=_view, actions={"warranty": _confirm, "dates": _dates}, place="work")
