"""What is asked of the homes of an estate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from storage.audience import Audience
from storage.estates import Unit
from tests.handlers.staff.house import NOW


def home(seen: Any) -> Unit:
    """Ann's home, as somebody who guessed its number would name it."""
    known = {
        "id": seen.ticket.unit_id,
        "estate_id": seen.ticket.estate_id,
        "building_id": 1,
        "label": "1-101",
        "floor": "1",
    }
    return Unit(
        **known,
        line="01",
        stair="",
        delivered_on=None,
        accepted_on=None,
        housekeeper_id=None,
        tier=None,
        stage=None,
    )


ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "choices": lambda s, x: s.choices(x.ticket.estate_id),
    "labelled": lambda s, x: s.labelled(x.ticket.estate_id, ["1-101"]),
    "labels": lambda s, x: s.labels([x.ticket.unit_id]),
    "example": lambda s, x: s.example(x.ticket.estate_id),
    "count": lambda s, x: s.count(x.ticket.estate_id, Audience(), NOW.date()),
    "set_attribute": lambda s, x: s.set_attribute(home(x), "alarm", NOW),
    "attributes": lambda s, x: s.attributes(home(x)),
    "clear_attribute": lambda s, x: s.clear_attribute(home(x), "alarm"),
    "set_tier": lambda s, x: s.set_tier(home(x), "gold"),
}
