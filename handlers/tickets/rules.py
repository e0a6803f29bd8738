"""The rules that an installation may set for its tickets, with the defaults of the documents: `tickets:` in config.yaml.

Each group is a frozen value in the module of its rule; the settings are read straight into these values, and what does not fit
stops the start with the key's name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.tickets.clocks import Limits
from handlers.tickets.defects import Quality


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All of `tickets:`."""

    limits: Limits = field(default_factory=Limits)
    quality: Quality = field(default_factory=Quality)
