"""Learns where messages change their subject, from messages whose matters are marked. Called by train alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nlu.arrays import Floats
from nlu.clauses import Clause
from nlu.cuts import Cut
from nlu.heard import Heard
from nlu.model import Model
from nlu.split import boundaries, every_run

COST = 1.0
"""Penalty of the linear judge; flat between 0.3 and 3 on messages by other hands."""
EDGES = 2.0
"""How much louder the words around a cut speak than what the classifier makes of its sides; chosen there too."""
ALONE = 6
"""Of the phrases of one matter that have several clauses every sixth is a lesson: among owners' messages of several clauses
those with several matters are far more frequent than in the training data."""
LEAST = 10
"""How often a feature must stand beside a possible cut to be weighed."""
_SEED = 7


@dataclass(frozen=True, slots=True)
class Lesson:
    """A message of several clauses, heard by a model that had not seen it; `starts` are the clauses that begin a matter."""

    found: Sequence[Clause]
    heard: Heard
    starts: frozenset[int]
    stranger: Model


def nothing(features: int) -> Cut:
    """Weights that say nothing, before anything is learned."""
    return Cut(np.zeros(0, np.float32), np.zeros(features, np.float32), np.zeros(features, np.float32))


def learn(lessons: Iterable[Lesson], features: int) -> Cut:
    """The weights of a cut; where the lessons hold no cut, or nothing else, weights that say nothing."""
    numbers: list[Floats] = []
    wanted: list[bool] = []
    before: list[list[int]] = []
    behind: list[list[int]] = []
    for lesson in lessons:
        for end, row in _rows(lesson):
            numbers.append(row)
            wanted.append(end in lesson.starts)
            before.append(lesson.heard.rows[end - 1])
            behind.append(lesson.heard.rows[end])
    if len(set(wanted)) < 2:
        return nothing(features)
    return _fitted(np.array(numbers), _sparse(before, features), _sparse(behind, features), wanted)


def _rows(lesson: Lesson) -> Iterator[tuple[int, Floats]]:
    """The possible cuts under the true start of the matter before each."""
    margins = every_run(lesson.heard)
    found = boundaries(lesson.found, margins, lesson.stranger.shares(margins), lesson.stranger)
    for start, end, row in zip(found.starts.tolist(), found.ends.tolist(), found.numbers, strict=True):
        if start == max(at for at in lesson.starts | {0} if at < end):
            yield end, row


def _fitted(numbers: Floats, before: Any, behind: Any, wanted: list[bool]) -> Cut:
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    spread = np.maximum(numbers.std(axis=0), 1e-3)
    edges = hstack([before, behind]).tocsc()
    known = np.flatnonzero(np.diff(edges.indptr) >= LEAST)
    matrix = hstack([csr_matrix(numbers / spread), edges[:, known] * EDGES]).tocsr()
    judge = LogisticRegression(C=COST, solver="liblinear", fit_intercept=False, random_state=_SEED)
    weights = judge.fit(matrix, wanted).coef_[0].astype(np.float32)
    width = numbers.shape[1]
    words = np.zeros(edges.shape[1], np.float32)
    words[known] = weights[width:] * np.float32(EDGES)
    return Cut((weights[:width] / spread).astype(np.float32), *words.reshape(2, -1))


def _sparse(rows: list[list[int]], features: int) -> Any:
    from scipy.sparse import csr_matrix

    ends = np.cumsum([0, *map(len, rows)])
    values = np.concatenate([np.full(len(row), max(len(row), 1) ** -0.5, np.float32) for row in rows])
    flat = np.concatenate([np.array(row, np.int64) for row in rows])
    return csr_matrix((values, flat, ends), shape=(len(rows), features))
