"""The officers' figures: by line of work, and beside what else checks a touch-point; never added up (I05, J06)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.web.staff.quality import choosing
from bot.web.staff.quality.choosing import Chosen
from bot.web.staff.quality.defect_forms import Choices
from handlers.base import Mistake
from handlers.voice.formulas import Result
from handlers.voice.officers import layers, templates
from handlers.voice.officers.layers import LAYERS, Cell
from handlers.voice.officers.tallies import officer_tallies
from handlers.voice.rules import VoiceRules
from handlers.wording import has, say
from storage.staff_store import StaffStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A question with its figure in words, or why there is none."""

    question: str
    figure: str
    rests_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The figures of one line, or of one touch-point by layer: (name of the layer, its figures)."""

    name: str
    columns: tuple[tuple[str, tuple[Figure, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A page of figures; `wrong` says why there are none."""

    chosen: Chosen
    estates: Choices
    estate: str
    groups: tuple[Group, ...] = ()
    wrong: str = ""


def lines(
    store: StaffStore, language: str, now: datetime, query: Mapping[str, str], rules: VoiceRules
) -> Seen:
    """The officers' scores by line of work, question by question."""
    chosen, estate_id, since, until = _meant(store, now, query)
    least = rules.officers.least
    found = officer_tallies(store, estate_id, since, until, least=least)
    groups = []
    for line in templates.LINES:
        own = [one for one in found if one.line == line]
        figures = tuple(
            _figure(language, f"officers.mission.{one.template}.{one.question}", one.version, one.result, least)
            for one in own
        )  # fmt: skip
        if figures:
            groups.append(Group(name=say(language, f"officers.line.{line}"), columns=(("", figures),)))
    return _seen(store, chosen, estate_id, tuple(groups))


def beside(
    store: StaffStore, language: str, now: datetime, query: Mapping[str, str], rules: VoiceRules
) -> Seen:
    """Every touch-point with what each layer of checking says of it, column by column."""
    chosen, estate_id, since, until = _meant(store, now, query)
    sources = layers.sources(rules.officers.least, rules.surveys.least_answers)
    measured: dict[str, Sequence[Cell]] = {
        name: source(store, estate_id, since, until) for name, source in sources.items()
    }
    groups = tuple(
        Group(
            name=touch_point(language, row.touch_point),
            columns=tuple(
                (say(language, f"officers.layer.{name}"), tuple(_cell(language, one, rules) for one in cells))
                for name, cells in zip(LAYERS, row.cells, strict=True)
            ),
        )
        for row in layers.beside(measured)
    )
    return _seen(store, chosen, estate_id, groups)


def _cell(language: str, cell: Cell, rules: VoiceRules) -> Figure:
    least = rules.surveys.least_answers if cell.owner else rules.officers.least
    figure = _figure(language, cell.name, cell.version, cell.result, least)
    owner = f"{say(language, f'surveys.owner.{cell.owner}')}: " if cell.owner else ""
    return replace(figure, question=f"{owner}{figure.question}")


def _figure(language: str, key: str, version: int, found: Result | None, least: int) -> Figure:
    question = say(language, key) if has(key) else key
    if found is None or found.figure is None:
        return Figure(
            question=question, figure="", rests_on=say(language, "officers.page.too_few", least=least)
        )
    between = (
        f"{100 * found.low:.0f} – {100 * found.high:.0f} %"
        if found.low is not None and found.high is not None
        else ""
    )
    rests_on = say(
        language, "officers.page.rests_on", answered=found.answered, asked=found.asked, between=between,
        measure=say(language, f"officers.measure.{found.measure}"), version=version,
    )  # fmt: skip
    return Figure(question=question, figure=f"{100 * found.figure:.0f} %", rests_on=rests_on)


def touch_point(language: str, name: str) -> str:
    """A touch-point in words; one of another part's register as it is called there."""
    keys = (f"officers.touch_point.{name}", f"voice.touch_point.{name}")
    return next((say(language, key) for key in keys if has(key)), name.replace("_", " "))


def _meant(
    store: StaffStore, now: datetime, query: Mapping[str, str]
) -> tuple[Chosen, int, datetime, datetime]:
    """The estate and the period. Raises Mistake for a day that is none, a period that ends before it begins, a foreign estate."""
    chosen, zone = choosing.chosen(query, store, now), choosing.zone_of(store)
    since, until = choosing.day(chosen.since, zone), choosing.day(chosen.until, zone) + timedelta(days=1)
    if until <= since:
        raise Mistake("quality.wrong.period")
    known = {str(one.id): one.id for one in store.estates()}
    wanted = chosen.values.get("estate") or next(iter(known), "")
    if wanted not in known:
        raise Mistake("quality.wrong.estate")
    return chosen, known[wanted], since, until


def nothing(store: StaffStore, now: datetime, query: Mapping[str, str], wrong: str) -> Seen:
    """The page after a mistake: what was chosen, and what is wrong."""
    return Seen(
        chosen=choosing.chosen(query, store, now), estates=_estates(store), estate=query.get("estate", "")[:20], wrong=wrong
    )  # fmt: skip


def _seen(store: StaffStore, chosen: Chosen, estate_id: int, groups: tuple[Group, ...]) -> Seen:
    return Seen(chosen=chosen, estates=_estates(store), estate=str(estate_id), groups=groups)


def _estates(store: StaffStore) -> Choices:
    return tuple((str(one.id), one.name) for one in store.estates())
