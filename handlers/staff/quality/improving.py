"""What is learnt from a figure or a finding becomes an improvement: who does what until when (J05, M09).

Reports, ratings, surveys, officers' findings and suggestions all end here, so that there is one list of what is being improved.
"""

from __future__ import annotations

from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from handlers.staff.quality import action_steps
from handlers.staff.quality.action_steps import Draft
from handlers.staff.request import StaffRequest
from storage.corrective_actions import CorrectiveAction
from storage.staff_store import StaffStore


class Improvement(TypedDict):
    """What is to be done and why; a colleague of the estate who owns it, or a `department` (DEPARTMENTS), and until when.

    `source` is one of SOURCES and `source_ref` its number or key, at most 80 characters. `form_key`: kept once. `check_at`: when
    somebody looks what came of it; left out, as long after the due day as the settings say.
    """

    what: str
    why: str
    owner_id: int | None
    due_at: datetime
    source: str
    source_ref: str
    form_key: str
    department: NotRequired[str]
    check_at: NotRequired[datetime | None]


def improve(
    request: StaffRequest, store: StaffStore, estate_id: int, **wanted: Unpack[Improvement]
) -> CorrectiveAction | None:
    """Begins an improvement and tells its owner; None where this `form_key` was kept before.

    Raises Mistake for what does not fit: no words, an owner from elsewhere, a day gone by, a source that does not exist.
    """
    owner_id, department = wanted["owner_id"], wanted.get("department", "")
    draft = Draft(
        estate_id=estate_id, kind="improvement", what=wanted["what"], why=wanted["why"], code="", component="",
        owner=f"staff:{owner_id}" if owner_id else f"department:{department}", due_at=wanted["due_at"],
        check_at=wanted.get("check_at"), source=wanted["source"], source_ref=wanted["source_ref"],
    )  # fmt: skip
    made = action_steps.keep(request, store, draft, wanted["form_key"])
    if made:
        request.told.extend(action_steps.told(request, store, made))
    return made
