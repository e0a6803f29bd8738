"""What follows a failed attempt to send: a pure function of the error and of how often it was tried, tested as a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.channels.base import SendError

#: A message that could not be sent for this long is given up: its words are no longer news, and staff were told.
GIVE_UP = timedelta(hours=24)

#: The longest pause between two attempts.
LONGEST = timedelta(seconds=60)

#: The longest pause between two attempts to send what may save a life.
LONGEST_URGENT = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Next:
    """`again` at a moment, `give_up`, `move` to the chat's new address, or `flatten`: send it outside the lost topic."""

    kind: Literal["again", "give_up", "move", "flatten"]
    at: datetime | None = None


def next_attempt(
    error: SendError,
    *,
    attempts: int,
    created_at: datetime,
    now: datetime,
    urgent: bool = False,
    once: bool = False,
) -> Next:
    """`attempts` counts those made, this one included. A stated waiting time is kept to the letter.

    `once`: better lost than doubled, so that what may have arrived is not tried again.
    """
    if error.moved_to:
        return Next("move")
    if error.thread_gone:
        return Next("flatten")
    if error.permanent or error.gone or (once and error.doubtful):
        return Next("give_up")
    if error.retry_after is not None:
        return Next("again", now + timedelta(seconds=error.retry_after))
    if now - created_at >= GIVE_UP:
        return Next("give_up")
    longest = LONGEST_URGENT if urgent else LONGEST
    return Next("again", now + min(longest, timedelta(seconds=2 ** min(attempts - 1, 6))))
