"""How far a notice has come, and how long it still takes. Pure: counts come in, a value goes out; pages, chat and command line show it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from storage.delivery_rows import FAILED, QUEUED, SENT, STOPPED, UNKNOWN, WAITING

#: The time over which the speed is looked at: long enough to be steady, short enough to show a halt.
WINDOW = timedelta(minutes=1)

#: So many in the window tell more than what the channel promises.
_ENOUGH = 30

_ENDED = (SENT, UNKNOWN, FAILED, STOPPED)


@dataclass(frozen=True, slots=True)
class Pace:
    """What is known of the speed: `per_second` as the channel takes messages (None: not known), and how many `ended` within
    `seconds` before now.
    """

    per_second: float | None = None
    ended: int = 0
    seconds: float = WINDOW.total_seconds()


@dataclass(frozen=True, slots=True)
class Progress:
    """Accounts: `all` that get a message, `done` of which it is known how it ended, `left`. `time_left` is None where it is not
    known: nothing moves, or nobody can say how fast.
    """

    all: int
    done: int
    left: int
    time_left: timedelta | None

    @property
    def share(self) -> float:
        """From 0 to 1; 1 where nobody was to get one."""
        return self.done / self.all if self.all else 1.0

    @property
    def percent(self) -> int:
        """Whole percents; 100 only when nothing is left."""
        return math.floor(self.share * 100)


def progress(counts: Mapping[str, int], pace: Pace, *, moving: bool) -> Progress:
    """How far it is by its accounts' states. `moving`: it is being sent, and neither held nor kept back by quiet hours."""
    done = sum(counts.get(state, 0) for state in _ENDED)
    left = counts.get(WAITING, 0) + counts.get(QUEUED, 0)
    speed = _speed(pace)
    time_left = None
    if not left:
        time_left = timedelta()
    elif moving and speed:
        time_left = timedelta(seconds=math.ceil(left / speed))
    return Progress(all=done + left, done=done, left=left, time_left=time_left)


def _speed(pace: Pace) -> float | None:
    """Messages a second: as seen, once enough were; until then as the channel takes them."""
    if pace.ended >= _ENOUGH and pace.seconds > 0:
        return pace.ended / pace.seconds
    return pace.per_second or None
