"""The rules that an installation may set for its tickets, with the defaults of the documents: `tickets:` in config.yaml.

Each group is a frozen value in the module of its rule; the settings are read straight into these values, and what does not fit
stops the start with the key's name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.tickets.clocks import Limits
from handlers.tickets.clusters import Clusters
from handlers.tickets.repeats import Repeats
from handlers.tickets.risk_signals import Risks


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All of `tickets:`."""

    limits: Limits = field(default_factory=Limits)
    repeats: Repeats = field(default_factory=Repeats)
    clusters: Clusters = field(default_factory=Clusters)
    risks: Risks = field(default_factory=Risks)
