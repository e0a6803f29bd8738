"""Layers of checking beside each other: what we say of ourselves, what the survey says, what the officers say (J06, I06).

Each layer keeps its own questions, sample and interval. Nothing is added up over layers: where they differ, that is the finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from handlers.reports.intervals import wilson
from handlers.voice.formulas import SCALES, Result, Tally, result
from handlers.voice.officers.tallies import officer_tallies
from handlers.voice.surveys.bank import BANK
from storage.store import Store
from storage.survey_reports import Counted

#: The layers, from the nearest to the work to the farthest from it.
LAYERS = ("self", "survey", "officer")

#: The touch-point of a survey's question; the others ask about the estate as a whole.
_OF_SURVEY = {"overall": "living_here"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One question of a layer at a touch-point; `result` None: too few answered for a figure.

    `name` is the key of the sentence that asks it; `owner` new or existing, where the layer tells them apart (I16).
    """

    touch_point: str
    name: str
    version: int
    result: Result | None
    owner: str = ""


#: What a layer measures in an estate from one moment until another.
Source = Callable[[Store, int, datetime, datetime], Sequence[Cell]]


def own(store: Store, estate_id: int, since: datetime, until: datetime) -> Sequence[Cell]:
    """Our own layer: of everything on the list of a touch-point that was looked at, how much was done as it stands there."""
    jobs: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for one in store.self_checks.ticked(estate_id, since, until):
        jobs[one.touch_point] += one.jobs
        done[one.touch_point] += one.done
    return [_ticked(touch_point, done[touch_point], every) for touch_point, every in jobs.items()]


def _ticked(touch_point: str, done: int, every: int) -> Cell:
    low, high = wilson(done, every) or (None, None)
    share = Result(
        measure="ticked", figure=done / every, low=low, high=high, answered=every, asked=every, response=1.0
    )
    return Cell(touch_point=touch_point, name="officers.layer.own_list", version=1, result=share)


def officers(store: Store, estate_id: int, since: datetime, until: datetime, least: int) -> Sequence[Cell]:
    """The officers' layer."""
    return [
        Cell(
            touch_point=one.touch_point, name=f"officers.mission.{one.template}.{one.question}", version=one.version,
            result=result(one.tally) if one.tally else None,
        )
        for one in officer_tallies(store, estate_id, since, until, least=least)
    ]  # fmt: skip


def survey(store: Store, estate_id: int, since: datetime, until: datetime, least: int) -> Sequence[Cell]:
    """The survey's layer: each question of the newest reported wave of the period, new and existing owners apart."""
    newest: dict[tuple[str, int, str], Counted] = {}
    for one in store.survey_reports.counts([key for key, asked in BANK.items() if asked.scale in SCALES]):
        if one.estate_id == estate_id and since <= one.closes_at < until:
            newest[one.question, one.version, one.owner] = one
    return [_of_survey(one, least) for _, one in sorted(newest.items())]


def _of_survey(one: Counted, least: int) -> Cell:
    tally = Tally(
        data_set="survey", question=one.question, scale=BANK[one.question].scale, version=one.version, asked=one.asked,
        counts=one.counts,
    )  # fmt: skip
    return Cell(
        touch_point=_OF_SURVEY.get(one.question, "estate"), name=f"survey.question.{one.question}.{one.version}", version=one.version,
        result=result(tally) if tally.answered >= least else None, owner=one.owner,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A touch-point with what each layer measured there, in the order of LAYERS; an empty cell was not measured."""

    touch_point: str
    cells: tuple[tuple[Cell, ...], ...]


def sources(least: int, least_answers: int) -> dict[str, Source]:
    """The layers that measure something, with their smallest groups; those that are not here have measured nothing yet."""
    return {
        "self": own,
        "survey": partial(survey, least=least_answers),
        "officer": partial(officers, least=least),
    }


def beside(measured: dict[str, Sequence[Cell]]) -> tuple[Row, ...]:
    """The touch-points of all layers, each with its cells by layer."""
    every = sorted({cell.touch_point for cells in measured.values() for cell in cells})
    return tuple(
        Row(
            touch_point=one,
            cells=tuple(
                tuple(cell for cell in measured.get(layer, ()) if cell.touch_point == one) for layer in LAYERS
            ),
        )
        for one in every
    )
