"""Long polling by a loop of our own: the offset moves only past updates that the intake has stored.

python-telegram-bot's Updater acknowledges from memory, and would lose what a dying process had fetched. Whatever Telegram
or the network does, the loop goes on; a state of affairs is said once when it begins and once when it ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, TelegramError

from bot import clock
from bot.channels.base import Refused
from bot.channels.telegram_transport import SlowDown
from bot.channels.telegram_updates import update_number

log = structlog.get_logger()
T = TypeVar("T")

#: Seconds: the longest wait between tries, and the wait after a fault of our own.
LONGEST_WAIT, AFTER_A_FAULT = 30.0, 2.0


_CONFLICT = "telegram_conflict"


class Patience:
    """How long to wait before trying again: `first` seconds, then twice that, up to 30; what Telegram names goes before."""

    def __init__(self, first: float = 1.0) -> None:
        self._first = first
        self._failures = 0

    def after(self, error: Exception) -> float:
        self._failures += 1
        if isinstance(error, SlowDown):
            return error.seconds
        if isinstance(error, InvalidToken):
            return LONGEST_WAIT
        return min(LONGEST_WAIT, self._first * 2.0 ** min(self._failures - 1, 5))

    def succeeded(self) -> None:
        self._failures = 0


class Trouble:
    """Says in plain words what keeps Telegram away, once for each kind, and when it is over.

    Two programs that fetch by turns succeed now and then: a conflict is over only after several successes in a row.
    """

    def __init__(self) -> None:
        self._said: str | None = None
        self._successes = 0

    def began(self, error: Exception) -> None:
        sentence, action = _told(error)
        self._successes = 0
        if self._said != action:
            self._said = action
            log.warning(sentence, action=action, why=str(error))

    def ended(self) -> None:
        self._successes += 1
        if self._said is not None and self._successes >= (3 if self._said == _CONFLICT else 1):
            self._said = None
            log.info("Telegram can be reached again.", action="telegram_back")


def _told(error: Exception) -> tuple[str, str]:
    match error:
        case Conflict():
            return (
                "Another program is fetching this bot's messages; only one may. Stop the other one.",
                _CONFLICT,
            )
        case InvalidToken():
            return (
                "Telegram does not know the bot's token; please check telegram.token.",
                "telegram_bad_token",
            )
        case Refused():
            return "Messages cannot be stored now; Telegram keeps them meanwhile.", "telegram_not_stored"
        case BadRequest():
            return "Telegram refuses what the line asks; it is tried again.", "telegram_refused"
        case SlowDown():
            return "Telegram asks to slow down.", "telegram_slow_down"
        case _:
            return "Telegram cannot be reached; it is tried again until it can.", "telegram_away"


class Stopping:
    """Lets a wait, or a request, be given up when the channel stops."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def stop(self) -> None:
        self._event.set()

    @property
    def stopped(self) -> bool:
        return self._event.is_set()

    async def unless(self, work: Awaitable[T]) -> T | None:
        """The result of the work; None when the channel stopped first."""
        task, stop = asyncio.ensure_future(work), asyncio.ensure_future(self._event.wait())
        try:
            await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            for one in (task, stop):
                one.cancel()
            await asyncio.gather(task, stop, return_exceptions=True)

    async def tries(self, work: Callable[[], Awaitable[None]], patience: Patience) -> None:
        """Does the work until it succeeds or the channel stops."""
        trouble = Trouble()
        while not self.stopped:
            try:
                await self.unless(work())
            except TelegramError as error:
                trouble.began(error)
                await self.unless(clock.sleep(patience.after(error)))
            else:
                trouble.ended()
                return


class Polling:
    """Fetches updates and hands them on, until stopped.

    `fetch(offset)` asks Telegram for updates from an offset on (None: the oldest it has); `store` keeps them durably and
    raises Refused when it cannot.
    """

    def __init__(
        self,
        fetch: Callable[[int | None], Awaitable[Any]],
        store: Callable[[list[dict[str, Any]]], Awaitable[None]],
        stopping: Stopping,
    ) -> None:
        self._fetch = fetch
        self._store = store
        self._stopping = stopping
        self._offset: int | None = None

    async def run(self, patience: Patience) -> None:
        trouble = Trouble()
        while not self._stopping.stopped:
            try:
                await self._once()
            except (TelegramError, Refused) as error:
                trouble.began(error)
                await self._stopping.unless(clock.sleep(patience.after(error)))
            else:
                patience.succeeded()
                trouble.ended()

    async def _once(self) -> None:
        """One fetch. What was fetched is stored even if the channel stops meanwhile; only then the offset moves."""
        found = await self._stopping.unless(self._fetch(self._offset))
        found = found if found is not None else []
        updates = [raw for raw in found if update_number(raw) is not None]
        if len(updates) < len(found):
            log.warning("Telegram sent something that is no update.", action="telegram_no_update")
        if found and not updates:
            raise NetworkError("The answer holds no updates")
        if updates:
            await self._store(updates)
            self._offset = 1 + max(update_number(raw) or 0 for raw in updates)
