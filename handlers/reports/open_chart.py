"""The picture of a morning: what is open, by stage or, where somebody serves several estates, by estate; how much of it is late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.reports.chart import Chart, Series
from handlers.wording import say
from storage.open_now import Standing, State

#: Stages in the order in which a case goes.
STAGES = ("received", "assessed", "assigned", "in_progress", "waiting_owner", "decided", "resolved")

#: Late first: what presses stands at the left, where bars are compared best.
_ORDER: tuple[State, ...] = ("late", "soon", "in_time", "resting")

#: How many estates one picture shows: those with the most late ones; the others stand together.
_SHOWN = 12


def open_chart(language: str, by_estate: dict[str, list[Standing]], now: datetime, zone: ZoneInfo) -> Chart:
    """A bar for each estate, or where it is one for each stage of it, in parts by how it stands."""
    several = len(by_estate) > 1
    if several:
        found = _most_pressing(language, by_estate)
    else:
        found = _by_stage(language, [one for standings in by_estate.values() for one in standings])
    counts = [(name, _states(standings)) for name, standings in found if standings]
    return Chart(
        kind="stacked", title=say(language, "digest.chart.estate" if several else "digest.chart.stage"),
        unit_name=say(language, "reports.unit.now", at=f"{now.astimezone(zone):%Y-%m-%d %H:%M}"), categories=tuple(name for name, _ in counts),
        series=tuple(_series(language, state, counts) for state in _ORDER),
        said=" · ".join(f"{name} {count.total()}" for name, count in counts),
    )  # fmt: skip


def _series(language: str, state: State, counts: Sequence[tuple[str, Counter[str]]]) -> Series:
    """How many of each group stand so; all together stand in its name."""
    every = sum(count[state] for _, count in counts)
    name = say(language, "digest.stage", stage=say(language, f"reports.state.{state}"), count=every)
    return Series(name=name, values=tuple(float(count[state]) for _, count in counts), tone=state)


def _states(standings: Sequence[Standing]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for one in standings:
        counts[one.state] += one.count
    return counts


def _by_stage(language: str, standings: Sequence[Standing]) -> list[tuple[str, list[Standing]]]:
    others = sorted({one.stage for one in standings} - set(STAGES))
    return [
        (say(language, f"desk.stage.{stage}"), [one for one in standings if one.stage == stage])
        for stage in (*STAGES, *others)
    ]


def _most_pressing(language: str, groups: dict[str, list[Standing]]) -> list[tuple[str, list[Standing]]]:
    ranked = sorted(
        groups.items(), key=lambda one: (-_states(one[1])["late"], -_states(one[1]).total(), one[0])
    )
    if len(ranked) <= _SHOWN:
        return ranked
    rest = [one for _, standings in ranked[_SHOWN - 1 :] for one in standings]
    return [
        *ranked[: _SHOWN - 1],
        (say(language, "digest.other_estates", count=len(ranked) - _SHOWN + 1), rest),
    ]
