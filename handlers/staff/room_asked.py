"""The open questions of a staff group: one for each member of staff, so that two who are asked do not answer for each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """`all` is what the group's conversation awaits: {"kind": "staff", "of": {staff id: question}}, or None."""

    all: dict[str, Any] | None
    staff_id: int

    @property
    def mine(self) -> dict[str, Any] | None:
        """What this member of staff was asked last."""
        found = self._of.get(str(self.staff_id))
        return dict(found) if found else None

    @property
    def _of(self) -> dict[str, Any]:
        return dict((self.all or {}).get("of", {}))

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """What is awaited once this member of staff is asked something."""
        return {"kind": "staff", "of": self._of | {str(self.staff_id): question}}

    def answered(self) -> dict[str, Any] | None:
        """What is still awaited once this member of staff has answered."""
        others = {key: value for key, value in self._of.items() if key != str(self.staff_id)}
        return {"kind": "staff", "of": others} if others else None
