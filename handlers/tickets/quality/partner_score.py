"""The score of a contractor or supplier (F05, F11): a formula whose parts are shown, and none where too little is known.

The score is 100 times the mean of the parts that are known: 1 / (1 + defects per finished job), the share of jobs without a fault
that came back, the share of dates kept, and the mean rating from 1 to 5 as a share of the way from 1 to 5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.tickets.quality.defects import name_key
from storage.parties import STATUSES, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a partner did. `jobs`: finished ones; `repeated`: those reopened, or whose fault came back; `on_time` of `dated`:
    dates kept of those promised; `stars`: the sum of `rated` ratings from 1 to 5."""

    jobs: int = 0
    defects: int = 0
    repeated: int = 0
    on_time: int = 0
    dated: int = 0
    stars: int = 0
    rated: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """`total` from 0 to 100, None below the least number of jobs. Parts are None where nothing is known of them."""

    total: float | None
    sample: int
    defects_per_job: float | None
    repeat_rate: float | None
    on_time_rate: float | None
    rating: float | None


def score(record: Record, least_jobs: int) -> Score:
    per_job = _ratio(record.defects, record.jobs)
    repeats = _ratio(record.repeated, record.jobs)
    on_time = _ratio(record.on_time, record.dated)
    rating = _ratio(record.stars, record.rated)
    points = [
        None if per_job is None else 1 / (1 + per_job),
        None if repeats is None else 1 - repeats,
        on_time,
        None if rating is None else (rating - 1) / 4,
    ]
    known = [one for one in points if one is not None]
    enough = record.jobs >= least_jobs
    return Score(
        total=round(100 * sum(known) / len(known), 1) if enough and known else None, sample=record.jobs,
        defects_per_job=per_job, repeat_rate=repeats, on_time_rate=on_time, rating=rating,
    )  # fmt: skip


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def standing(key: str, parties: Sequence[Party]) -> str:
    """How a partner stands on the list of parties: the strictest of those that bear its name; empty for one that is on no list."""
    found = {one.status for one in parties if name_key(one.name) == key}
    return next((status for status in reversed(STATUSES) if status in found), "")
