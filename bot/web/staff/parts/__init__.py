"""The parts of a ticket's page that one rule each brings along: what it knows of the ticket, and the forms it offers.

A part is a module here, its template under pages/ticket/, and its line in PARTS; the page draws them in this order,
each in its place.
"""

from __future__ import annotations

from bot.web.staff.parts import (
    abuse,
    assessment,
    checklist,
    clocks,
    decision,
    defect,
    effort,
    escalation,
    handover,
    home,
    known,
    outside,
    praise,
    risk,
    self_check,
    subjects,
    warnings,
    warranty,
    work,
)
from bot.web.staff.parts.part import Part

PARTS: tuple[Part, ...] = (
    warnings.PART,
    praise.PART,
    handover.PART,
    clocks.PART,
    checklist.PART,
    warranty.PART,
    work.PART,
    escalation.PART,
    decision.PART,
    assessment.PART,
    abuse.PART,
    known.PART,
    subjects.PART,
    outside.PART,
    defect.PART,
    effort.PART,
    self_check.PART,
    home.PART,
    risk.PART,
)
