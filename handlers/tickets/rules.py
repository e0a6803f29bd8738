"""The rules that an installation may set for its tickets, with the defaults of the documents: `tickets:` in config.yaml.

Each group is a frozen value in the module of its rule; the settings are read straight into these values, and what does not fit
stops the start with the key's name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.tickets.clocks import Limits
from handlers.tickets.price_rules import Prices
from handlers.tickets.warranty import Warranty
from handlers.tickets.work_rules import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All of `tickets:`."""

    limits: Limits = field(default_factory=Limits)
    warranty: Warranty = field(default_factory=Warranty)
    prices: Prices = field(default_factory=Prices)
    work: Work = field(default_factory=Work)
