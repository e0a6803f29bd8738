"""A moment typed into a form, in the estate's own time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.web.staff.steps import date_of


def typed(form: dict[str, str], name: str, zone: ZoneInfo) -> datetime | None:
    """The moment of a field; None where it was left empty. Raises Mistake for what is no moment."""
    said = form.get(name, "").strip()
    return date_of({"at": said}, zone) if said else None
