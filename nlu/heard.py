"""A message as the classifier hears it: each clause's features looked up once, any run of clauses judged by sums.

Every group of features of a run is scaled to length one, so that a run's margins follow from the sums and squared lengths of
its clauses. Called by split, classify and training.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nlu.arrays import Floats, Integers
from nlu.features import GROUPS, features
from nlu.model import Model

_NOUGHT = 1e-12


class Heard:
    """The clauses of one message under one model. `rows` are the features found in each clause, by their number in the model."""

    def __init__(self, clauses: Sequence[str], model: Model) -> None:
        self.rows: list[list[int]] = []
        starts: list[int] = []
        cells: list[int] = []
        flat: list[int] = []
        for at, clause in enumerate(clauses):
            first = len(flat)
            for group, names in enumerate(features(clause, pairs=bool(model.groups[-1]))):
                start = len(flat)
                flat += [row for row in map(model.vocabulary[group].get, names) if row is not None]
                if len(flat) > start:
                    starts.append(start)
                    cells.append(at * len(GROUPS) + group)
            self.rows.append(flat[first:])
        self._model = model
        self._sums, self._lengths = _summed(len(clauses), flat, starts, cells, model)

    def margins(self, starts: Integers, ends: Integers) -> Floats:
        """How far each run of clauses lies on each label's side: a row a run; the judge of danger is the last column."""
        sums = self._sums[ends] - self._sums[starts]
        lengths = self._lengths[ends] - self._lengths[starts]
        scale = self._model.groups / np.sqrt(lengths + _NOUGHT)
        return np.asarray((scale[:, None, :] @ sums)[:, 0, :] + self._model.bias, np.float32)

    def whole(self) -> Floats:
        """The margins of all clauses together."""
        scale = self._model.groups / np.sqrt(self._lengths[-1] + _NOUGHT)
        return np.asarray(scale @ self._sums[-1] + self._model.bias, np.float32)


def familiarity(clause: str, model: Model) -> float:
    """Which part of a clause's words, and of their runs, the phrases had too: 0..1, the rarer the more it counts."""
    rows = [model.vocabulary[0].get(name) for name in features(clause)[0]]
    known = sum(float(model.weight[row]) for row in rows if row is not None)
    unknown = rows.count(None) * float(model.weight.max())
    return known / max(known + unknown, _NOUGHT)


def _summed(
    count: int, flat: list[int], starts: list[int], cells: list[int], model: Model
) -> tuple[Floats, Floats]:
    """For each clause and group the sum of weighted rows and of squared weights, added up from the first clause on."""
    width = model.table.shape[1]
    sums = np.zeros((count + 1, len(GROUPS), width), np.float32)
    lengths = np.zeros((count + 1, len(GROUPS)), np.float32)
    if flat:
        at = np.array(flat)
        weights = model.weight.take(at)
        values = model.table.take(at, axis=0) * model.grain.take(at)[:, None]
        sums[1:].reshape(-1, width)[cells] = np.add.reduceat(values, starts)
        lengths[1:].reshape(-1)[cells] = np.add.reduceat(weights * weights, starts)
    if count > 1:
        np.cumsum(sums, axis=0, out=sums)
        np.cumsum(lengths, axis=0, out=lengths)
    return sums, lengths
