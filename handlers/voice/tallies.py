"""The scores of touch-points as tallies: each question in each wording by itself, with its sample and what nobody had asked for (I06)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from handlers.voice.formulas import Tally
from handlers.voice.touch_points import REGISTER
from storage.rating_counts import Count
from storage.staff_store import StaffStore
from storage.store import LineStore


def of_touch_points(
    store: StaffStore | LineStore, since: datetime, until: datetime, estate_id: int | None = None
) -> list[Tally]:
    """The tallies of a period, in the order of the register; a question worded anew is another one."""
    asked = store.rating_counts.asked(since, until, estate_id)
    beside = store.rating_counts.volunteered(since, until, estate_id)
    return tallied(asked, beside)


def tallied(asked: Iterable[Count], beside: Iterable[Count] = ()) -> list[Tally]:
    """Counts as tallies."""
    sample: dict[tuple[str, str, int], Counter[int | None]] = {}
    for one in asked:
        sample.setdefault((one.touch_point, one.scale, one.version), Counter())[one.score] += one.count
    unasked: Counter[tuple[str, str, int]] = Counter()
    for one in beside:
        unasked[one.touch_point, one.scale, one.version] += one.count
    order = list(REGISTER)
    questions = sorted({*sample, *unasked}, key=lambda key: (order.index(key[0]), key[2]))
    return [_tally(key, sample.get(key, Counter()), unasked[key]) for key in questions]


def _tally(key: tuple[str, str, int], scores: Counter[int | None], volunteered: int) -> Tally:
    point, scale, version = key
    given = dict(sorted((s, n) for s, n in scores.items() if s is not None))
    return Tally(
        data_set="touch_point", question=point, scale=scale, version=version, asked=scores.total(), counts=given,
        volunteered=volunteered,
    )  # fmt: skip
