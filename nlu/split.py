"""Cuts a message into its matters: of all ways to cut it between clauses, the likeliest by learned weights. Called by parse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nlu import cuts
from nlu.arrays import Floats, Integers
from nlu.classify import Reading, of_shares, table
from nlu.clauses import KINDS, Clause, clauses, without_courtesy
from nlu.danger import chances
from nlu.heard import Heard
from nlu.model import Model
from nlu.normalise import fold

_ANNOUNCED = 2.0
"""Log-odds that a cut gains where a word that adds stands between two things that surely are different."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the message with its reading: the clauses from `start` up to but without `end`; `cut` says what stands before
    it: one of clauses.KINDS."""

    text: str
    folded: str
    reading: Reading
    cut: str
    start: int
    end: int


class Spoken:
    """A message in clauses, every run of them heard."""

    def __init__(self, text: str, model: Model) -> None:
        self._text = without_courtesy(text)
        self._model = model
        self.found = clauses(self._text)
        self._folded = [fold(self._text[clause.start : clause.end]) for clause in self.found]
        self.heard = Heard(self._folded, model)
        self.margins = (
            every_run(self.heard) if self.found else np.zeros((0, len(model.labels) + 1), np.float32)
        )
        self.shares = model.shares(self.margins) if self.found else self.margins[:, :-1]

    def segment(self, start: int, end: int) -> Segment:
        """The clauses from `start` up to but without `end`, with what they say together."""
        kept = self._text[self.found[start].start : self.found[end - 1].end].strip()
        run = _index(len(self.found))[start, end]
        reading = of_shares(self.shares[run], float(self.margins[run, -1]), self._model)
        return Segment(kept, " ".join(self._folded[start:end]), reading, self.found[start].cut, start, end)

    def loudest(self, start: int, end: int) -> Segment:
        """Of all runs within these clauses the one that tells of the greatest danger."""
        run = _index(len(self.found))
        inner = [(first, last) for first in range(start, end) for last in range(first + 1, end + 1)]
        runs = [run[pair] for pair in inner]
        told = chances(self.margins[runs, -1], self.shares[runs], self._model)
        return self.segment(*inner[int(told.argmax())])


@dataclass(frozen=True, slots=True)
class Split:
    """The segments in the order said, none where there is nothing to read; `spoken` is the message they were cut from."""

    segments: tuple[Segment, ...]
    spoken: Spoken


def split(text: str, model: Model) -> Split:
    """A cleaned message cut into its matters."""
    spoken = Spoken(text, model)
    count = len(spoken.found)
    if count < 2:
        return Split(tuple(spoken.segment(at, at + 1) for at in range(count)), spoken)
    starts = _starts(boundaries(spoken.found, spoken.margins, spoken.shares, model), spoken.heard, model)
    ends = [*starts[1:], count]
    return Split(tuple(spoken.segment(start, end) for start, end in zip(starts, ends, strict=True)), spoken)


@dataclass(frozen=True, eq=False)
class Boundaries:
    """Every possible cut of a message, before clause `ends`, under every possible start of the matter before it: a row each."""

    starts: Integers
    ends: Integers
    numbers: Floats
    announced: NDArray[np.bool_]


def boundaries(found: Sequence[Clause], margins: Floats, shares: Floats, model: Model) -> Boundaries:
    """The possible cuts of a message of two clauses at least; `margins` and `shares` are those of every run of clauses."""
    starts, ends, sides = _pairs(len(found))
    places = np.array([[clause.start, clause.end] for clause in found], np.float32)
    sizes = np.stack([places[ends - 1, 1] - places[starts, 0], places[ends, 1] - places[ends, 0]], axis=1)
    kinds = np.array([KINDS.index(clause.cut) for clause in found])
    runs = cuts.Runs(shares, chances(margins[:, -1], shares, model), table(model.labels)[1])
    numbers = cuts.dense(runs, sides, kinds[ends], sizes)
    return Boundaries(starts, ends, numbers, cuts.announced(shares, sides, kinds[ends]))


def every_run(heard: Heard) -> Floats:
    """The margins of every run of clauses."""
    return heard.margins(*_runs(len(heard.rows)))


@lru_cache(maxsize=16)
def _runs(count: int) -> tuple[Integers, Integers]:
    """The first clause of every run of clauses, and the clause behind its last."""
    pairs = [(start, end) for start in range(count) for end in range(start + 1, count + 1)]
    return np.array([start for start, _ in pairs]), np.array([end for _, end in pairs])


@lru_cache(maxsize=16)
def _index(count: int) -> Integers:
    """The number of each run, by its first clause and the clause behind its last."""
    table = np.zeros((count, count + 1), np.int64)
    starts, ends = _runs(count)
    table[starts, ends] = np.arange(len(starts))
    return table


@lru_cache(maxsize=16)
def _pairs(count: int) -> tuple[Integers, Integers, cuts.Sides]:
    pairs = [(start, end) for end in range(1, count) for start in range(end)]
    starts, ends = np.array([start for start, _ in pairs]), np.array([end for _, end in pairs])
    run = _index(count)
    last = np.full(len(ends), count)
    return (
        starts,
        ends,
        cuts.Sides(run[starts, ends], run[ends, ends + 1], run[starts, ends + 1], run[ends, last]),
    )


def _starts(found: Boundaries, heard: Heard, model: Model) -> list[int]:
    """Where the matters begin in the likeliest way to cut the message."""
    told = found.numbers @ model.cut.dense + cuts.edges(heard.rows, model.cut)[found.ends - 1]
    told = told + _ANNOUNCED * found.announced
    count = len(heard.rows)
    cut, kept = np.zeros((count, count)), np.zeros((count, count))
    cut[found.starts, found.ends], kept[found.starts, found.ends] = (
        -np.logaddexp(0, -told),
        -np.logaddexp(0, told),
    )
    best: list[tuple[float, list[int]]] = [(0.0, [0])]
    for start in range(1, count):
        ways = [
            (chance + kept[before, before + 1 : start].sum() + cut[before, start], path)
            for before, (chance, path) in enumerate(best)
        ]
        chance, path = max(ways, key=lambda way: way[0])
        best.append((chance, [*path, start]))
    closed = [(chance + kept[start, start + 1 :].sum(), path) for start, (chance, path) in enumerate(best)]
    return max(closed, key=lambda way: way[0])[1]
