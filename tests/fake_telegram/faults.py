"""What goes wrong on purpose: which requests are delayed, torn, answered by a broken gateway, or told to slow down.

A fault waits for its request by method, chat and count, or strikes by chance from a seed. `kind` is one of KINDS; those in
AFTER let the request take effect first, which leaves the client unable to know: the case exactly-once cannot cover.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

KINDS = ("delay", "reset_before", "reset_after", "truncated", "502", "502_after", "429", "500", "hang")
AFTER = ("reset_after", "truncated", "502_after")


@dataclass
class Fault:
    kind: str
    method: str | None = None  # None: any method that sends, see `applies`
    chat_id: int | None = None
    nth: int = 1  # strikes from the nth matching request on
    times: int = 1
    probability: float | None = None  # instead of nth and times
    seconds: float = 1.0  # of the delay
    retry_after: int = 1  # of the 429
    everywhere: bool = False  # the 429 closes all chats, not only this one
    seen: int = field(default=0, init=False)
    struck: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault is called {self.kind!r}; there are {', '.join(KINDS)}")

    @property
    def unanswered(self) -> bool:
        """A scripted fault that no request came to meet: the test did not test what it says."""
        return self.probability is None and self.struck < self.times

    def applies(self, method: str, chat_id: int | None) -> bool:
        if self.method is None:
            right_method = not method.lower().startswith("get")
        else:
            right_method = self.method.lower() == method.lower()
        return right_method and (self.chat_id is None or self.chat_id == chat_id)


class Faults:
    def __init__(self, seed: int = 1) -> None:
        self.scripted: list[Fault] = []
        self._chance = random.Random(seed)

    def add(self, fault: Fault) -> Fault:
        self.scripted.append(fault)
        return fault

    def next_for(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that strikes this request, if any; each matching fault counts the request."""
        found: Fault | None = None
        for fault in self.scripted:
            if not fault.applies(method, chat_id):
                continue
            fault.seen += 1
            if found is None and self._strikes(fault):
                fault.struck += 1
                found = fault
        return found

    def _strikes(self, fault: Fault) -> bool:
        if fault.probability is not None:
            return self._chance.random() < fault.probability
        return fault.seen >= fault.nth and fault.struck < fault.times

    @property
    def unanswered(self) -> list[Fault]:
        return [fault for fault in self.scripted if fault.unanswered]
