"""What an import came to: how many of each kind were new, changed, or as they were."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

NEW, CHANGED, SAME = "new", "changed", "unchanged"


@dataclass(slots=True)
class Summary:
    """Counts by kind and outcome; `notes` are things to know that are no mistakes."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def count(self, kind: str, outcome: str) -> None:
        self.counts[kind, outcome] += 1

    def of(self, outcome: str) -> int:
        """How many rows had this outcome, all kinds together."""
        return sum(number for (_kind, one), number in self.counts.items() if one == outcome)

    def __str__(self) -> str:
        kinds = [
            kind
            for kind in ("estates", "staff", "units", "people", "parties")
            if any(kind == one for one, _ in self.counts)
        ]
        return "\n".join(f"{kind:8}{self._told(kind)}" for kind in kinds) or "Nothing to import."

    def _told(self, kind: str) -> str:
        return ", ".join(f"{self.counts[kind, outcome]} {outcome}" for outcome in (NEW, CHANGED, SAME))
