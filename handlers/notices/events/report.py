"""What an event did: who was invited, heard of it, remembers it, said yes, came; and what each of that cost (H15, H16, H17).

Noticing and remembering stand beside attendance. Shares of a sample carry their 95 % interval; nothing is blended into one figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.reports.intervals import wilson
from storage.event_pulses import Pulse
from storage.events import Event
from storage.rsvps import Counts


@dataclass(frozen=True, slots=True)
class Share:
    """`met` of `every` that answered; from `low` to `high` of all, None where nobody answered."""

    met: int
    every: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`heard` and `remembers` are of homes that did not come; `heard_homes` is how many of all invited homes noticed it, those that
    came among them: the least and the most that the sample allows. Costs are in the currency's smallest unit.
    """

    counts: Counts
    no_show: int
    heard: Share
    remembers: Share
    liked: Share
    scores: tuple[int, int, int]
    asked: int
    skipped: dict[str, int]
    heard_homes: tuple[int, int] | None
    cost: int | None
    per_home_that_came: int | None
    per_home_that_heard: tuple[int, int] | None


def share(met: int, every: int) -> Share:
    low, high = wilson(met, every) or (None, None)
    return Share(met, every, low, high)


def report(event: Event, counts: Counts, pulses: Sequence[Pulse], no_show: int) -> Report:
    """The report of an event as it stands now."""
    away, there = [one for one in pulses if not one.came], [one for one in pulses if one.came]
    said = [one for one in away if one.heard is not None]
    recall = [one for one in said if one.remembers is not None]
    heard = share(sum(bool(one.heard) for one in said), len(said))
    scored = [one.score for one in there if one.score is not None]
    homes = _heard_homes(counts, heard)
    cost = event.cost_actual if event.cost_actual is not None else event.cost_planned
    return Report(
        counts=counts, no_show=no_show, heard=heard,
        remembers=share(sum(bool(one.remembers) for one in recall), len(recall)),
        liked=share(scored.count(3), len(scored)),
        scores=(scored.count(3), scored.count(2), scored.count(1)),
        asked=sum(one.asked_at is not None for one in pulses),
        skipped=_reasons(pulses), heard_homes=homes, cost=cost,
        per_home_that_came=_each(cost, counts.came),
        per_home_that_heard=_between(cost, homes),
    )  # fmt: skip


def _heard_homes(counts: Counts, heard: Share) -> tuple[int, int] | None:
    """Homes that came noticed it; of the others the sample tells between which numbers."""
    if heard.low is None or heard.high is None:
        return None
    others = counts.invited - counts.came
    return counts.came + round(heard.low * others), counts.came + round(heard.high * others)


def _each(cost: int | None, homes: int) -> int | None:
    return round(cost / homes) if cost is not None and homes else None


def _between(cost: int | None, homes: tuple[int, int] | None) -> tuple[int, int] | None:
    """The cost of each home that heard: the most homes make the least cost."""
    if homes is None or not homes[0]:
        return None
    least, most = _each(cost, homes[1]), _each(cost, homes[0])
    return (least, most) if least is not None and most is not None else None


def _reasons(pulses: Sequence[Pulse]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in pulses:
        if one.skipped:
            found[one.skipped] = found.get(one.skipped, 0) + 1
    return found
