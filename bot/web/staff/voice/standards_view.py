"""The page of standards as it is drawn: each touch-point's standard, lists, measured figure, and the two layers of looking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.web.staff.lists import Choice, Option
from handlers.reports import measures
from handlers.reports.intervals import percent, wilson
from handlers.reports.perceived import Layers, Perceived, layers, perceived
from handlers.staff.standards import may_edit
from handlers.tickets.rules import Rules
from handlers.voice import standards
from handlers.voice.standards import SIDES, Item, Standard
from handlers.wording import say
from storage.estates import Estate
from storage.measure_questions import Cohort
from storage.measures import Share
from storage.self_checks import Ticked
from storage.staff import Staff
from storage.staff_store import StaffStore

#: Days that figures look back.
DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What the line measured of a standard: in words, "" without a case; `reached` None: no case, or no target."""

    text: str
    of: str
    between: str
    reached: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One wording of an item with both layers in words; `before` is that wording where it is not today's."""

    before: str
    by_self: str
    noticed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An item with its words and what was looked at."""

    item: Item
    text: str
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One touch-point. `figure` None: the line does not measure its standard. `off`: what the estate switched off."""

    key: str
    title: str
    moment: bool
    standard: str
    source: str
    figure: Figure | None
    do: tuple[Line, ...]
    dont: tuple[Line, ...]
    off: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The page for one estate. `estates` is empty where somebody serves one alone."""

    estate: Estate
    estates: Choice
    may_edit: bool
    sections: tuple[Section, ...]
    days: int = DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What was counted for an estate, and every wording there ever was."""

    ticked: tuple[Ticked, ...]
    noticed: tuple[Perceived, ...]
    wordings: dict[tuple[str, str, int], str]


def view(
    store: StaffStore, who: Staff, language: str, wanted: str, now: datetime, rules: Rules, least: int
) -> View | None:
    """The page of the estate wanted, else of the first one served; None for an estate outside the scope, or where there is none."""
    served = store.estates()
    estate = (
        next((one for one in served if str(one.id) == wanted), None) if wanted else next(iter(served), None)
    )
    if estate is None:
        return None
    since, until = now - timedelta(days=DAYS), now + timedelta(seconds=1)
    looked = _Looked(
        ticked=tuple(store.self_checks.ticked(estate.id, since, until)), wordings=store.standards.wordings(estate.id),
        noticed=tuple(perceived(one, least) for one in store.perception.noticed(estate.id, since, until)),
    )  # fmt: skip
    cohort = Cohort(since=since, until=until, now=now, estate_id=estate.id)
    every = standards.of_estate(store.standards.of(estate.id)).values()
    return View(
        estate=estate, estates=_estates(language, served, estate), may_edit=may_edit(who),
        sections=tuple(_section(store, language, one, cohort, rules, looked) for one in every),
    )  # fmt: skip


def _estates(language: str, served: list[Estate], chosen: Estate) -> Choice:
    options = [Option(value=str(one.id), text=one.name, chosen=one.id == chosen.id) for one in served]
    return Choice(
        name="estate",
        label=say(language, "standards.estate"),
        options=tuple(options if len(served) > 1 else ()),
    )


def _section(
    store: StaffStore, language: str, standard: Standard, cohort: Cohort, rules: Rules, looked: _Looked
) -> Section:
    key = standard.touch_point
    hours = rules.limits.fix_hours
    do, dont = (tuple(_line(language, key, one, looked) for one in standard.side(side)) for side in SIDES)
    return Section(
        key=key, title=say(language, f"standards.of.{key}"), moment=standard.moment, do=do, dont=dont,
        standard=say(language, f"standards.standard.{key}", urgent=_plain(hours["E1"]), normal=_plain(hours["N"])),
        source=say(language, "standards.source", codes=", ".join(standard.sources)),
        figure=_figure(store, standard, cohort),
        off=tuple(_line(language, key, one, looked) for one in standard.items if not one.on),
    )  # fmt: skip


def _plain(hours: float) -> str:
    return f"{hours:g}"


def _figure(store: StaffStore, standard: Standard, cohort: Cohort) -> Figure | None:
    """The figure of a standard that the line measures, by the same question as the page of measures."""
    if not standard.measure:
        return None
    share = next(iter(store.measures.shares(standard.measure, cohort)), Share("", 0, 0))
    between = wilson(share.met, share.all)
    return Figure(
        text=percent(share.met / share.all) if share.all else "", of=f"{share.met} / {share.all}",
        between=_between(between) if between else "", reached=measures.reached(share, standard.target),
    )  # fmt: skip


def _between(interval: tuple[float, float]) -> str:
    return f"{percent(interval[0])} – {percent(interval[1])}"


def _line(language: str, touch_point: str, item: Item, looked: _Looked) -> Line:
    found = layers(touch_point, item.key, looked.ticked, looked.noticed)
    return Line(
        item=item, text=standards.words(language, item),
        layers=tuple(_layer(language, touch_point, item, one, looked) for one in found),
    )  # fmt: skip


def _layer(language: str, touch_point: str, item: Item, one: Layers, looked: _Looked) -> Layer:
    before = looked.wordings.get((touch_point, item.key, one.version), f"v{one.version}")
    ticked = one.by_self
    return Layer(
        before="" if one.version == item.version else say(language, "standards.earlier_words", item=before),
        by_self=say(language, "standards.self_figure", done=ticked.done, jobs=ticked.jobs) if ticked else "",
        noticed=_noticed(language, one.noticed) if one.noticed else "",
    )  # fmt: skip


def _noticed(language: str, one: Perceived) -> str:
    if one.figure is None or one.low is None or one.high is None:
        return say(language, "standards.few", asked=one.asked, answered=one.answered)
    return say(
        language, "standards.noticed_figure", figure=percent(one.figure), yes=one.yes, no=one.no,
        unseen=one.unseen, answered=one.answered, asked=one.asked, interval=_between((one.low, one.high)),
    )  # fmt: skip
