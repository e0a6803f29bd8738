"""What the fake accepted and what was done against the laws: append-only, the oracle of every delivery test.

An entry is written when a request takes effect, before the answer leaves; `answered` then says whether the answer
reached the client (None: still on its way).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Accepted:
    seq: int
    at: float  # monotonic seconds of the fake's clock
    time: float  # seconds since 1970 of the fake's clock
    method: str
    chat_id: int | None
    thread_id: int | None
    payload: dict[str, Any]
    message_ids: tuple[int, ...]
    answered: bool | None = None

    @property
    def message_id(self) -> int | None:
        return self.message_ids[0] if self.message_ids else None

    @property
    def text(self) -> str:
        """The words of it: text or caption as they were sent, markup included."""
        return str(self.payload.get("text") or self.payload.get("caption") or "")


@dataclass(frozen=True)
class Violation:
    at: float
    kind: str
    scope: str
    detail: str


@dataclass(frozen=True)
class Request:
    """Every request, accepted or not, with what it was told."""

    at: float
    method: str
    chat_id: int | None
    code: int
    description: str


@dataclass
class Ledger:
    entries: list[Accepted] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def accept(
        self,
        method: str,
        payload: dict[str, Any],
        *,
        at: float,
        time: float,
        chat_id: int | None = None,
        thread_id: int | None = None,
        message_ids: tuple[int, ...] = (),
    ) -> Accepted:
        entry = Accepted(len(self.entries) + 1, at, time, method, chat_id, thread_id, payload, message_ids)
        self.entries.append(entry)
        return entry

    def violate(self, at: float, kind: str, scope: str, detail: str) -> None:
        self.violations.append(Violation(at, kind, scope, detail))

    def after(self, seq: int) -> list[dict[str, Any]]:
        """Entries with a higher number, as JSON can carry them."""
        return [asdict(entry) for entry in self.entries[max(0, seq) :]]

    def select(
        self, chat_id: int | None, method: str | None, thread_id: int | None, containing: str | None
    ) -> list[Accepted]:
        return [
            entry
            for entry in self.entries
            if (chat_id is None or entry.chat_id == chat_id)
            and (method is None or entry.method.lower() == method.lower())
            and (thread_id is None or entry.thread_id == thread_id)
            and (containing is None or containing in entry.text)
        ]
