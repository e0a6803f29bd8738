"""What a part of a ticket's page is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.base import Reply
from handlers.staff.request import StaffRequest
from handlers.tickets.rules import Rules
from storage.staff import Staff
from storage.store import StaffStore
from storage.ticket_rows import Ticket

Form = dict[str, str]
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
    by the last word of their address."""

    name: str
    view: Callable[[StaffStore, Ticket, Looking], Any]
    actions: Mapping[str, Action] = field(default_factory=dict)

    @property
    def template(self) -> str:
        return f"ticket/{self.name}.html"
