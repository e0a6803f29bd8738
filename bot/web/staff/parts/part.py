"""What a part of a ticket's page is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from handlers.base import Reply
from handlers.staff.request import StaffRequest
from handlers.tickets.rules import Rules
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

Form = dict[str, str]
#: Where a part stands on the page: "now" before the answer, "time" beside the next date, the others folded away under a heading.
Place = Literal["now", "time", "work", "case", "inner"]
Action = Callable[[StaffRequest, StaffStore, Ticket, Form], tuple[Reply, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """Who looks at a ticket, in which language, when, in which zone the estate lives, and by which rules."""

    who: Staff
    language: str
    now: datetime
    tz: ZoneInfo
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`view` gives the template's `own`, or None where the part has nothing to say of this ticket; `actions` are its forms,
    by the last word of their address.

    `place` is where it stands; while `calls` says of its `own` that somebody waits for the reader, it stands with what is needed now.
    """

    name: str
    view: Callable[[StaffStore, Ticket, Looking], Any]
    actions: Mapping[str, Action] = field(default_factory=dict)
    place: Place
    calls: Callable[[Any], bool] = lambda own: False

    @property
    def template(self) -> str:
        return f"ticket/{self.name}.html"
