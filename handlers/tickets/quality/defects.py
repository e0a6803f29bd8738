"""What follows from defects: whether a fault came back, how often it shows in a hundred homes, and whose department hears of it.

Pure: values in, values out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nlu.normalise import simplified
from storage.ticket_rows import Ticket

#: The work that produced a defect (F04), and the department that learns of it (F13).
DEPARTMENT_OF_STEP = {
    "design": "design", "build": "construction", "accept": "construction", "sell": "sales", "serve": "operations",
}  # fmt: skip
WORK_STEPS = tuple(DEPARTMENT_OF_STEP)

#: Complaint domains (A02) and their departments, where nobody has said which work it was.
_DEPARTMENT_OF_DOMAIN = {
    "design": "design", "construction": "construction", "promise": "sales", "service": "operations",
    "community": "operations",
}  # fmt: skip
DEPARTMENTS = ("design", "construction", "sales", "operations")

#: Whom a decision is fed back to (C23), as the departments here; suppliers hear of decisions alone.
DEPARTMENT_OF_FEEDBACK = {
    "design": "design", "engineering": "construction", "sales": "sales", "service": "operations", "security": "operations",
    "cleaning": "operations", "suppliers": "suppliers",
}  # fmt: skip

#: The feeds that defects come from (F08).
FOUND_BY = ("follow_up", "complaint", "touchpoint", "inspection", "repair")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How defects and measures are judged.

    `recurrence_days`: the same fault in the same home within so many days has come back. `least_jobs`: a partner has no score
    below so many finished jobs. `effect_days`: how long after an action is done its effect is looked at. `labour_hour`: what an hour
    of staff costs in `labour_currency` (ISO 4217); 0: minutes have no price. All are ours.
    """

    recurrence_days: int = 365
    least_jobs: int = 5
    effect_days: int = 90
    labour_hour: float = 0
    labour_currency: str = "HKD"

    def __post_init__(self) -> None:
        if not 1 <= self.recurrence_days <= 3650:
            raise ValueError("recurrence_days must be from 1 to 3650")
        if self.least_jobs < 1:
            raise ValueError("least_jobs must be 1 or more")
        if not 1 <= self.effect_days <= 730:
            raise ValueError("effect_days must be from 1 to 730")
        if not 0 <= self.labour_hour <= 1_000_000:
            raise ValueError("labour_hour must be from 0 to 1000000")
        if not (
            len(self.labour_currency) == 3
            and self.labour_currency.isascii()
            and self.labour_currency.isupper()
        ):
            raise ValueError("labour_currency must be three letters like HKD")


@dataclass(frozen=True, slots=True)
class Found:
    """A fault of a component in a home at a moment; `unit_id` None: of no home."""

    unit_id: int | None
    code: str
    component: str
    at: datetime


def came_back(found: Sequence[Found], within: timedelta) -> tuple[bool, ...]:
    """For each, whether the same fault of the same component was found in the same home before, at most so long ago (F01).

    `found` is in the order of time. What belongs to no home cannot come back to one.
    """
    last: dict[tuple[int, str, str], datetime] = {}
    told = []
    for one in found:
        if one.unit_id is None:
            told.append(False)
            continue
        same = (one.unit_id, one.code, one.component)
        told.append(same in last and one.at - last[same] <= within)
        last[same] = one.at
    return tuple(told)


def per_hundred(count: int, homes: int) -> float | None:
    """How many in a hundred homes; None where there is no home."""
    return 100 * count / homes if homes else None


def department_of(code: str, work_step: str) -> str | None:
    """Who learns of a defect: by the work that produced it, else by the complaint's domain; None: nobody has said yet."""
    return DEPARTMENT_OF_STEP.get(work_step) or _DEPARTMENT_OF_DOMAIN.get(code.partition(".")[0])


def feed_of(ticket: Ticket) -> str:
    """The feed that a ticket's defect came from, until somebody says otherwise."""
    return "complaint" if ticket.complaint else "repair"


def name_key(name: str) -> str:
    """A partner's name as it is matched: one script, one case, without spaces and signs. Empty for no name."""
    same = simplified(unicodedata.normalize("NFKC", name)).casefold()
    return "".join(char for char in same if char.isalnum())[:120]
