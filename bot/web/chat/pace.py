"""How much one chat, and one address, may send: a gentle limit against floods, which an emergency never meets.

A whole building may stand behind one public address, so an address may do what four busy chats may. Addresses that are not
public (a proxy, a container's bridge, the house's own network) say nothing about who is behind them and are not counted. A
proxy's word counts only when the proxy is not public itself, and of it only the last address, which the proxy wrote.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from aiohttp import web

from bot import clock

#: How many senders are remembered; beyond that, those who have been quiet are forgotten first.
_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` within any `seconds`."""

    most: int
    seconds: float


PER_CHAT, PER_ADDRESS, VISITORS = Limit(30, 60), Limit(120, 60), Limit(120, 3600)


class Counts:
    """Who did how much lately, under one limit."""

    def __init__(self, limit: Limit, now: Callable[[], float] = clock.monotonic) -> None:
        self._limit, self._now = limit, now
        self._times: dict[str, deque[float]] = {}

    def wait(self, who: str) -> int:
        """Seconds, rounded up, until one more is welcome; 0: now. Whoever has no name is always welcome."""
        times = self._times.get(who) if who else None
        self._forget(times)
        if not times or len(times) < self._limit.most:
            return 0
        return max(1, math.ceil(times[-self._limit.most] + self._limit.seconds - self._now()))

    def count(self, who: str) -> None:
        if not who:
            return
        times = self._times.pop(who, None) or deque(maxlen=self._limit.most)
        times.append(self._now())
        self._times[who] = times  # whoever was quiet longest stands first
        if len(self._times) > _REMEMBERED:
            del self._times[next(iter(self._times))]

    def _forget(self, times: deque[float] | None) -> None:
        while times and times[0] <= self._now() - self._limit.seconds:
            times.popleft()


class Pace:
    """The limits of the web chat."""

    def __init__(self, now: Callable[[], float] = clock.monotonic) -> None:
        self._chats, self._addresses = Counts(PER_CHAT, now), Counts(PER_ADDRESS, now)
        self._visitors = Counts(VISITORS, now)

    def message(self, request: web.Request, chat: str) -> int:
        """Counts a message, a press or photos; seconds to wait when it was one too many."""
        address = public_address(request)
        wait = max(self._chats.wait(chat), self._addresses.wait(address))
        if not wait:
            self._chats.count(chat)
            self._addresses.count(address)
        return wait

    def visitor(self, request: web.Request) -> int:
        """Counts a new conversation; seconds to wait when it was one too many."""
        address = public_address(request)
        wait = self._visitors.wait(address)
        if not wait:
            self._visitors.count(address)
        return wait


def public_address(request: web.Request) -> str:
    """The public address that a request came from, an IPv6 network of 64 bits as one; empty where nobody can tell."""
    direct = request.remote or ""
    if _public(direct):
        return _public(direct)
    told = request.headers.getall("X-Forwarded-For", [])
    return _public(told[-1].rpartition(",")[2].strip()) if told else ""


def _public(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if not address.is_global:
        return ""
    return str(address) if address.version == 4 else str(ip_network((address, 64), strict=False))
