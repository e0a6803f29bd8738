"""What the forms of defects offer, and what a sent one says."""

from __future__ import annotations

from handlers.reports.digests import code_named
from handlers.staff.quality import defect_steps
from handlers.staff.quality.defect_steps import Told
from handlers.tickets.quality import components
from handlers.tickets.quality.defects import FOUND_BY, WORK_STEPS
from handlers.wording import say

#: Choices as (value, words).
Choices = tuple[tuple[str, str], ...]


def told_of(form: dict[str, str]) -> Told:
    """What a form says of a defect, as typed."""
    return Told(
        component=form.get("component", ""), material=form.get("material", ""), place=form.get("place", ""),
        work_step=form.get("work_step", ""), contractor=form.get("contractor", ""), supplier=form.get("supplier", ""),
        found_by=form.get("found_by", "") or "repair", cause=form.get("cause", ""),
    )  # fmt: skip


def codes(language: str) -> Choices:
    return tuple((code, code_named(language, code)) for code in defect_steps.CODES)


def component_choices(language: str, code: str | None = None) -> Choices:
    """Every component; those that a code leads to come first."""
    likely = components.for_code(code)
    others = (one for one in components.every().values() if one not in likely)
    return tuple((one.code, one.name[language]) for one in (*likely, *others))


def materials(language: str) -> Choices:
    return tuple((code, names[language]) for code, names in components.materials().items())


def steps(language: str) -> Choices:
    return tuple((one, say(language, f"quality.step.{one}")) for one in WORK_STEPS)


def feeds(language: str) -> Choices:
    return tuple((one, say(language, f"quality.feed.{one}")) for one in FOUND_BY)
