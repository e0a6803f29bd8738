"""The measures of complaint handling (ISO 10002, clause 8): what each counts, its target, its figure, and the cases behind it.

A share is shown with how many of how many, and Wilson's 95 % interval; where there is no case it says so and shows no figure.
Nothing here is by person: touch-point ratings are for improving the work, never for appraisal (I03).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.reports.intervals import percent, wilson
from handlers.staff.quality.spent_words import money
from handlers.tickets.quality import components
from handlers.wording import has, say
from storage.groups import SPLITS
from storage.measure_questions import Cohort
from storage.measures import Amount, Share
from storage.staff_store import StaffStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A share. `counts` are the questions it adds up; `target` is met by a share above it, or equal where it is 1."""

    name: str
    counts: tuple[str, ...]
    target: float | None = None


#: D05, D06, D07, D08, C48, F01 and L13. "timeliness" counts every clock and every promise.
MEASURES: tuple[Measure, ...] = (
    Measure(name="timeliness", counts=("clocked", "promised"), target=1.0),
    Measure(name="closed", counts=("closed",), target=0.95),
    Measure(name="followed_up", counts=("followed_up",), target=0.95),
    Measure(name="satisfied", counts=("satisfied",), target=0.95),
    Measure(name="managed", counts=("managed",)),
    Measure(name="managed_serious", counts=("managed_serious",), target=1.0),
    Measure(name="recurred", counts=("recurred",)),
    Measure(name="tasks", counts=("tasks",), target=1.0),
)

#: What is a mean or a sum over the efforts of the period.
AMOUNTS = ("minutes", "intake", "cost")

#: What nothing here measures yet: the line has no telephone exchange, so nobody hangs up on it (D04).
NOT_MEASURED = ("abandoned",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. `figure` and `between` are in words and empty where there is no case; `reached` None: no target, or no case.

    `group` is what a part of a split is called, `key` the word that narrows to it; both empty for all together.
    """

    name: str
    group: str
    figure: str
    between: str
    met: int
    all: int
    reached: bool | None
    key: str = ""
    low: float | None = None
    high: float | None = None


def figures(store: StaffStore, language: str, cohort: Cohort, split: str = "") -> list[Figure]:
    """Every measure's figure, or one for each group of a split; a measure without a case has one figure that says so."""
    label = labels(store, language, split)
    found: list[Figure] = []
    for measure in MEASURES:
        groups = list(by_group(store, measure, cohort, split).values())
        shares = groups or [Share("", 0, 0)]
        found += [_figure(measure, label(share.group) if groups else "", share) for share in shares]
    return found + _amounts(store.measures.amounts(cohort, split), language, label)


def by_group(store: StaffStore, measure: Measure, cohort: Cohort, split: str) -> dict[str, Share]:
    """A measure's shares by group; groups without a case are left out."""
    found = [one for count in measure.counts for one in store.measures.shares(count, cohort, split)]
    return {one.group: one for one in _added(found)}


def counted(store: StaffStore, measure: Measure, cohort: Cohort) -> Share:
    """A measure's share of all together."""
    return by_group(store, measure, cohort, "").get("", Share("", 0, 0))


def course(store: StaffStore, measure: Measure, cohort: Cohort, ends: Sequence[datetime]) -> list[Share]:
    """A measure's share in each part of the period; the parts lie before `ends`."""
    found = [store.measures.course(count, cohort, ends) for count in measure.counts]
    return [
        Share(parts[0].group, sum(one.met for one in parts), sum(one.all for one in parts))
        for parts in zip(*found, strict=True)
    ]


def reached(share: Share, target: float | None) -> bool | None:
    """Whether a target is met: all of them where it is 1, more than it otherwise ("> 95 %")."""
    if target is None or not share.all:
        return None
    return share.met == share.all if target == 1 else share.met > target * share.all


def _figure(measure: Measure, group: str, share: Share) -> Figure:
    interval = wilson(share.met, share.all)
    return Figure(
        name=measure.name, group=group, key=share.group, met=share.met, all=share.all, reached=reached(share, measure.target),
        figure=percent(share.met / share.all) if share.all else "",
        between=f"{percent(interval[0])} – {percent(interval[1])}" if interval else "",
        low=interval[0] if interval else None, high=interval[1] if interval else None,
    )  # fmt: skip


def _added(shares: Sequence[Share]) -> list[Share]:
    """Shares of several questions as one for each group."""
    groups = sorted({share.group for share in shares})
    return [
        Share(
            group,
            sum(s.met for s in shares if s.group == group),
            sum(s.all for s in shares if s.group == group),
        )
        for group in groups
    ]


def _amounts(amounts: Sequence[Amount], language: str, label: Callable[[str], str]) -> list[Figure]:
    """Minutes a ticket, the part of them that receiving took, and money a ticket by currency."""
    found: list[Figure] = []
    minutes = {one.group: one for one in amounts if one.unit == "min"}
    intake = {one.group: one.amount for one in amounts if one.unit == "intake"}
    for group, one in minutes.items():
        mean = say(language, "quality.minutes", minutes=f"{one.amount / one.tickets:.1f}")
        found.append(_plain("minutes", label(group), mean, one))
        received = intake.get(group, 0)
        found.append(_plain("intake", label(group), percent(received / one.amount), one, met=received))
    found += [
        _plain("cost", label(one.group), money(one.unit, round(one.amount / one.tickets)), one)
        for one in amounts
        if one.unit not in ("min", "intake")
    ]
    told = {one.name for one in found}
    return found + [_plain(name, "", "", Amount("", "", 0, 0)) for name in AMOUNTS if name not in told]


def _plain(name: str, group: str, figure: str, amount: Amount, met: int | None = None) -> Figure:
    counted = amount.amount if met is not None else amount.tickets
    return Figure(
        name=name, group=group, key=amount.group, figure=figure, between="", met=amount.amount if met is None else met, all=counted, reached=None
    )  # fmt: skip


def labels(store: StaffStore, language: str, split: str) -> Callable[[str], str]:
    """How the groups of a split are called."""
    estates = {str(one.id): one.name for one in store.estates()} if split == "estate" else {}
    partners = store.measures.contractors() if split == "contractor" else {}

    def label(group: str) -> str:
        if split not in SPLITS:
            return ""
        if not group:
            return say(language, "quality.not_recorded")
        if split == "component":
            return components.named(language, group)
        key = {
            "intent": f"codes.intent.{group}",
            "domain": f"quality.domain.{group}",
            "channel": f"quality.channel.{group}",
        }
        named = key.get(split, "")
        return say(language, named) if has(named) else estates.get(group, partners.get(group, group))

    return label
