"""The form at the end of a report that begins an improvement: it knows which report it stands under (M09)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.staff.quality import action_forms
from bot.web.staff.quality.action_forms import Offer
from handlers.reports.boards import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Improving:
    """What the form offers; `source_ref` leads back to the report, and `estate` is the one that it is about, empty for several."""

    offer: Offer
    source_ref: str
    estate: str


def improving(board: str, about: Asked) -> Improving:
    period = about.period
    return Improving(
        offer=action_forms.offer(about.store, about.language, about.now),
        source_ref=f"{board}.{period.first.isoformat()}.{period.last.isoformat()}", estate=str(about.estate_id or ""),
    )  # fmt: skip
