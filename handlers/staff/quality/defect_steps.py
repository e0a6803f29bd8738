"""Recording a defect: of a ticket, or found without one by an inspection, a call after service, or at a touch-point (F08).

What is not known stays empty; a correction is a new version.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handlers.base import Mistake, Reply
from handlers.staff.changing import record
from handlers.staff.request import StaffRequest
from handlers.tickets.quality import components
from handlers.tickets.quality.defects import FOUND_BY, WORK_STEPS, name_key
from nlu.meaning import COMPLAINT_CODES, REPAIR_CODES
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: The longest place, name of a partner, and cause, in characters.
_LONGEST = {"place": 200, "contractor": 120, "supplier": 120, "cause": 2_000}

#: What a ticket without a code of its own is recorded under.
_ANY_CODE = "home.other"

#: The codes that a defect can have.
CODES = (*REPAIR_CODES, *(code for code in COMPLAINT_CODES if code.startswith(("design.", "construction."))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody says of a defect, as typed; only the component is needed."""

    component: str
    material: str = ""
    place: str = ""
    work_step: str = ""
    contractor: str = ""
    supplier: str = ""
    found_by: str = "repair"
    cause: str = ""


def record_defect(request: StaffRequest, store: StaffStore, ticket: Ticket, told: Told) -> tuple[Reply, ...]:
    """Keeps a ticket's defect, or its next version; colleagues see it in the file. Raises Mistake for what does not fit."""
    values = _checked(told)
    code = ticket.code or _ANY_CODE
    kept = store.defects.keep(ticket, code=code, staff_id=request.who.id, kept_at=request.now, **values)
    text = " · ".join(part for part in (values["cause"], values["contractor"]) if part)
    data = {"component": kept.component, "version": kept.version}
    record(request, store, ticket, "defect", text, shown=False, **data)
    return ()


def add_found(
    request: StaffRequest,
    store: StaffStore,
    told: Told,
    *,
    estate_id: int,
    code: str,
    unit: str,
    at: datetime,
) -> None:
    """Keeps a defect that no ticket told of. Raises Mistake for an estate, unit or code that is not there, or a day to come."""
    estate = next((one for one in store.estates() if one.id == estate_id), None)
    if estate is None:
        raise Mistake("quality.wrong.estate")
    if code not in CODES:
        raise Mistake("quality.wrong.code")
    if at > request.now:
        raise Mistake("quality.wrong.day")
    label = unit.strip()
    home = next((one for one in store.units() if one.estate_id == estate_id and one.label == label), None)
    if label and home is None:
        raise Mistake("quality.wrong.unit", unit=label)
    store.defects.add(
        estate_id, form_key=f"{request.who.id}:{request.form}", code=code, unit_id=home.id if home else None, at=at,
        staff_id=request.who.id, kept_at=request.now, **_checked(told),
    )  # fmt: skip


def _checked(told: Told) -> dict[str, str]:
    """The columns of a defect. Raises Mistake for a word that is none of ours, or too many words."""
    if told.component not in components.every():
        raise Mistake("quality.wrong.component")
    if told.material and told.material not in components.materials():
        raise Mistake("quality.wrong.material")
    if told.work_step and told.work_step not in WORK_STEPS:
        raise Mistake("quality.wrong.step")
    if told.found_by not in FOUND_BY:
        raise Mistake("quality.wrong.feed")
    words = {name: " ".join(getattr(told, name).split()) for name in ("place", "contractor", "supplier")}
    words["cause"] = told.cause.strip()
    for name, most in _LONGEST.items():
        if len(words[name]) > most:
            raise Mistake("quality.wrong.long", most=most)
    return words | {
        "component": told.component, "material": told.material, "work_step": told.work_step, "found_by": told.found_by,
        "contractor_key": name_key(words["contractor"]), "supplier_key": name_key(words["supplier"]),
    }  # fmt: skip
