"""How fast a bot may send: 30 a second overall, 1 a second to a private chat with a small burst, 20 a minute to a group.
What is sent as a paid broadcast counts apart, 1000 a second.

Going over is told `retry_after` (whole seconds, at least 1) and blocks that scope until then; a request to a blocked scope
before its deadline prolongs the block and is a violation. Edits count per chat; answers to button presses are free.
The windows are `slack` seconds shorter than the law, so that a client keeping it exactly is not failed by the wire's jitter.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from .clock import Clock
from .errors import too_many_requests
from .ledger import Ledger

OVERALL, PAID = "all", "paid"


@dataclass
class LimitSettings:
    on: bool = True
    scale: float = 1.0  # 10 lets ten times as much through
    overall_per_second: int = 30
    paid_per_second: int = 1000
    private_burst: int = 3
    group_per_minute: int = 20
    slack: float = 0.05
    penalty: float = 1.0  # seconds added to the block by a request that came too early


@dataclass
class Window:
    """At most `count` within any `seconds`."""

    count: int
    seconds: float
    taken: deque[float] = field(default_factory=deque)

    def wait(self, now: float, cost: int) -> float:
        while self.taken and self.taken[0] <= now - self.seconds:
            self.taken.popleft()
        excess = len(self.taken) + min(cost, self.count) - self.count
        return self.taken[excess - 1] + self.seconds - now if excess > 0 else 0.0

    def take(self, now: float, cost: int) -> None:
        self.taken.extend([now] * cost)


@dataclass
class Bucket:
    """Refills one token each `1 / rate` seconds up to `capacity`."""

    rate: float
    capacity: float
    tokens: float
    at: float

    def wait(self, now: float, cost: int) -> float:
        self.tokens = min(self.capacity, self.tokens + (now - self.at) * self.rate)
        self.at = now
        missing = min(float(cost), self.capacity) - self.tokens
        return missing / self.rate if missing > 1e-9 else 0.0

    def take(self, _now: float, cost: int) -> None:
        self.tokens -= cost


class Limits:
    def __init__(self, clock: Clock, ledger: Ledger, settings: LimitSettings | None = None) -> None:
        self.settings = settings or LimitSettings()
        self._clock = clock
        self._ledger = ledger
        self._meters: dict[str, Window | Bucket] = {}
        self._blocked: dict[str, float] = {}

    def block(self, scope: str, seconds: float) -> None:
        """Close a scope (a chat's id or "all"), as a flood answer does."""
        self._blocked[scope] = max(self._blocked.get(scope, 0.0), self._clock.monotonic() + seconds)

    def charge(
        self, chat_id: int, *, private: bool, cost: int = 1, overall: bool = True, paid: bool = False
    ) -> None:
        """Count a request that is about to be accepted, or refuse it with 429; edits do not count overall."""
        scopes = [str(chat_id), PAID if paid else OVERALL]
        now = self._clock.monotonic()
        self._refuse_if_blocked(scopes, now)
        if not self.settings.on:
            return
        if not overall:
            scopes.pop()
        meters = [self._meter(scope, private=private, now=now) for scope in scopes]
        for scope, meter in zip(scopes, meters, strict=True):
            seconds = meter.wait(now, cost)
            if seconds > 0:
                retry_after = max(1, math.ceil(seconds))
                self.block(scope, retry_after)
                raise too_many_requests(retry_after)
        for meter in meters:
            meter.take(now, cost)

    def _refuse_if_blocked(self, scopes: list[str], now: float) -> None:
        for scope in scopes:
            deadline = self._blocked.get(scope, 0.0)
            if deadline <= now:
                self._blocked.pop(scope, None)
                continue
            early = deadline - now
            self._ledger.violate(now, "before its deadline", scope, f"{early:.3f} s early")
            self._blocked[scope] = deadline + self.settings.penalty
            raise too_many_requests(max(1, math.ceil(self._blocked[scope] - now)))

    def _meter(self, scope: str, *, private: bool, now: float) -> Window | Bucket:
        if scope not in self._meters:
            self._meters[scope] = self._new_meter(scope, private=private, now=now)
        return self._meters[scope]

    def _new_meter(self, scope: str, *, private: bool, now: float) -> Window | Bucket:
        chosen = self.settings
        if scope in (OVERALL, PAID):
            count = chosen.paid_per_second if scope == PAID else chosen.overall_per_second
            return Window(count, (1.0 - chosen.slack) / chosen.scale)
        if private:
            return Bucket(chosen.scale, chosen.private_burst, chosen.private_burst, now)
        return Window(chosen.group_per_minute, (60.0 - chosen.slack) / chosen.scale)
