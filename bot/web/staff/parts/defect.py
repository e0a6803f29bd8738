"""The defect of a ticket: what went wrong with which part, and what it goes back to (F01-F06); every version stays to be read."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.staff.parts.part import Form, Looking, Part
from bot.web.staff.quality import defect_forms
from bot.web.staff.quality.defect_forms import Choices
from handlers.base import Reply
from handlers.staff.quality import defect_steps
from handlers.staff.request import StaffRequest
from handlers.tickets.quality import components
from handlers.tickets.quality.defects import feed_of
from handlers.wording import moment, say
from storage.defects import Defect
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: What can be a defect's ticket.
_INTENTS = ("repair", "complaint", "dispute", "emergency")


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectView:
    """The form with what is known, and the versions, the newest first. `now` empty: none is recorded yet."""

    now: str
    values: dict[str, str]
    components: Choices
    materials: Choices
    steps: Choices
    feeds: Choices
    names: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]


def _view(store: StaffStore, ticket: Ticket, looking: Looking) -> DefectView | None:
    versions = store.defects.versions(ticket)
    if not versions and ticket.intent not in _INTENTS:
        return None
    language = looking.language
    current = next((one for one in versions if one.replaced_at is None), None)
    return DefectView(
        now=_line(language, current) if current else "", values=_values(ticket, current),
        components=defect_forms.component_choices(language, ticket.code), materials=defect_forms.materials(language),
        steps=defect_forms.steps(language), feeds=defect_forms.feeds(language), names=store.defects.names(),
        versions=tuple(
            (moment(language, one.kept_at, looking.tz, looking.now), _line(language, one)) for one in versions
        ),
    )  # fmt: skip


def _values(ticket: Ticket, current: Defect | None) -> dict[str, str]:
    """What the form begins with: the latest version, else what the ticket itself tells."""
    if current is None:
        likely = components.for_code(ticket.code)
        return {
            "component": likely[0].code if likely else "", "place": ticket.place or "", "found_by": feed_of(ticket),
            "material": "", "work_step": "", "contractor": "", "supplier": "", "cause": "",
        }  # fmt: skip
    names = ("component", "material", "place", "work_step", "contractor", "supplier", "found_by", "cause")
    return {name: getattr(current, name) for name in names}


def _line(language: str, one: Defect) -> str:
    parts = [
        components.named(language, one.component),
        components.material_named(language, one.material) if one.material else "",
        say(language, f"quality.step.{one.work_step or 'unknown'}"),
        one.contractor, one.supplier, one.cause,
    ]  # fmt: skip
    return " · ".join(part for part in parts if part)


def _keep(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    return defect_steps.record_defect(request, store, ticket, defect_forms.told_of(form))


PART = Part(name="defect", view=_view, actions={"defect": _keep}, place="inner")
