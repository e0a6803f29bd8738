"""The one file that reads the world: the time, waiting, identities and chance. Everything below takes them as arguments."""

from __future__ import annotations

import asyncio
import secrets
import time
import uuid
from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """The present moment, aware, UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds on a clock that never jumps; for measuring, never for dates."""
    return time.monotonic()


_BEGAN, _BEGAN_AT = datetime.now(UTC), time.monotonic()


def steady() -> datetime:
    """The moment by a clock that was set once, when the process began, and never jumps: for waiting, never for records."""
    return _BEGAN + timedelta(seconds=time.monotonic() - _BEGAN_AT)


async def sleep(seconds: float) -> None:
    await asyncio.sleep(max(0.0, seconds))


def turn_id() -> str:
    """A short name for one turn, to find it in the log by."""
    return uuid.uuid4().hex[:12]


def token(size: int = 32) -> str:
    """An unguessable word of `size` random bytes, safe in addresses and cookies."""
    return secrets.token_urlsafe(size)


def crockford(length: int) -> str:
    """Random characters of Crockford's base 32 (5 bits each): none of I, L, O, U, which people misread."""
    return "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(length))
