"""What households noticed of what is promised, and what staff ticked of it: two layers side by side, each with its sample (I14, J06).

Only counts of whole estates come in, so nothing here can be about a person. A result with few answers shows no figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.reports.intervals import wilson
from storage.perception_rows import Noticed
from storage.self_checks import Ticked


@dataclass(frozen=True, slots=True, kw_only=True)
class Perceived:
    """The share of the homes that answered which noticed an item in one wording, with its 95 % interval.

    "Did not notice" counts among the answers, not among those who noticed. `figure`, `low` and `high` are None with too few answers, and
    then the single answers are not told either.
    """

    touch_point: str
    item: str
    version: int
    asked: int
    answered: int
    yes: int = 0
    no: int = 0
    unseen: int = 0
    figure: float | None = None
    low: float | None = None
    high: float | None = None


def perceived(counted: Noticed, least: int) -> Perceived:
    """The result of one item; `least`: fewer answers than this show no figure."""
    answered = counted.yes + counted.no + counted.unseen
    bare = Perceived(
        touch_point=counted.touch_point, item=counted.item, version=counted.version, asked=counted.asked,
        answered=answered,
    )  # fmt: skip
    between = wilson(counted.yes, answered)
    if answered < least or between is None:
        return bare
    return Perceived(
        touch_point=counted.touch_point, item=counted.item, version=counted.version, asked=counted.asked,
        answered=answered, yes=counted.yes, no=counted.no, unseen=counted.unseen,
        figure=counted.yes / answered, low=between[0], high=between[1],
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """Both layers of one item in one wording; None where nothing was ticked, or nobody was asked."""

    version: int
    by_self: Ticked | None
    noticed: Perceived | None


def layers(
    touch_point: str, item: str, ticked: Iterable[Ticked], noticed: Iterable[Perceived]
) -> tuple[Layers, ...]:
    """The layers of an item, the newest wording first."""
    own = {one.version: one for one in ticked if (one.touch_point, one.item) == (touch_point, item)}
    homes = {one.version: one for one in noticed if (one.touch_point, one.item) == (touch_point, item)}
    return tuple(
        Layers(version=version, by_self=own.get(version), noticed=homes.get(version))
        for version in sorted({*own, *homes}, reverse=True)
    )
