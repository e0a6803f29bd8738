"""Layers of checking beside each other: what we say of ourselves, what the survey says, what the officers say (J06, I06).

Each layer keeps its own questions, sample and interval. Nothing is added up over layers: where they differ, that is the finding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from handlers.voice.formulas import Result, result
from handlers.voice.officers.tallies import officer_tallies
from storage.store import Store

#: The layers, from the nearest to the work to the farthest from it.
LAYERS = ("self", "survey", "officer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One question of a layer at a touch-point; `result` None: too few answered for a figure.

    `name` is the key of the sentence that asks it.
    """

    touch_point: str
    name: str
    version: int
    result: Result | None


#: What a layer measures in an estate from one moment until another.
Source = Callable[[Store, int, datetime, datetime], Sequence[Cell]]


def officers(store: Store, estate_id: int, since: datetime, until: datetime, least: int) -> Sequence[Cell]:
    """The officers' layer."""
    return [
        Cell(
            touch_point=one.touch_point, name=f"officers.mission.{one.template}.{one.question}", version=one.version,
            result=result(one.tally) if one.tally else None,
        )
        for one in officer_tallies(store, estate_id, since, until, least=least)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A touch-point with what each layer measured there, in the order of LAYERS; an empty cell was not measured."""

    touch_point: str
    cells: tuple[tuple[Cell, ...], ...]


def sources(least: int) -> dict[str, Source]:
    """The layers that measure something; those that are not here have measured nothing yet."""
    return {"officer": partial(officers, least=least)}


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
