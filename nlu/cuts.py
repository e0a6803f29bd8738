"""Whether a message changes its subject between two clauses: what the classifier makes of both sides, how the next clause opens.

The weights are learned from messages whose matters are marked, read by a classifier that had seen none of them.
Called by split and by learn_cuts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.arrays import Floats, Integers
from nlu.clauses import KINDS

_LEAST = 1e-4
_CLEAR = 0.9
_ADDING = KINDS.index("item")


@dataclass(frozen=True, eq=False)
class Cut:
    """Weights of a cut: of the numbers of `dense`, and of the features of the clause before and of the clause behind."""

    dense: Floats
    before: Floats
    behind: Floats


@dataclass(frozen=True, eq=False)
class Sides:
    """Which runs of clauses stand around each possible cut: the matter so far, the next clause, both together, all that follows."""

    left: Integers
    right: Integers
    joined: Integers
    rest: Integers


@dataclass(frozen=True, eq=False)
class Runs:
    """What every run of clauses is heard as: shares of the labels, chance of a danger; `member` says which label has which intent."""

    shares: Floats
    dangers: Floats
    member: Floats


def dense(runs: Runs, sides: Sides, kinds: Integers, sizes: Floats) -> Floats:
    """The numbers of each possible cut, one row a cut. `kinds` number clauses.KINDS, `sizes` are the characters before and behind."""
    shares, dangers = runs.shares, runs.dangers
    logs = np.log(np.maximum(shares, _LEAST))
    told = shares @ runs.member
    tops, intents, roots, told_roots = shares.argmax(1), told.argmax(1), np.sqrt(shares), np.sqrt(told)
    left, right, joined, rest = sides.left, sides.right, sides.joined, sides.rest
    one, two, three = tops[left], tops[right], tops[rest]
    sure = np.minimum(shares[left, one], shares[right, two])
    single = [
        logs[left, one], logs[right, two], logs[left, two], logs[right, one], logs[joined, one], logs[joined, two],
        logs[joined, tops[joined]], logs[rest, three], logs[left, three], logs[rest, one], logs[joined, three],
        one == two, one == three, intents[left] == intents[right], intents[left] == intents[rest],
        _shared(roots, left, right), _shared(told_roots, left, right), _shared(told_roots, left, rest),
        sure * (one != two), sure * (kinds == 0), np.ones(len(kinds)),
        dangers[left], dangers[right], dangers[rest], dangers[right] * (1 - dangers[left]), dangers[rest] * (1 - dangers[left]),
        dangers[left] * (1 - dangers[rest]),
    ]  # fmt: skip
    columns = [
        np.array(single, np.float32).T,
        _ONE_OF[kinds],
        np.log1p(sizes),
        told[left],
        told[right],
        told[rest],
    ]
    return np.concatenate(columns, axis=1, dtype=np.float32, casting="unsafe")


def announced(shares: Floats, sides: Sides, kinds: Integers) -> NDArray[np.bool_]:
    """Cuts before a word that adds, where both sides surely are different things: what was said to be added is."""
    left, right = shares[sides.left], shares[sides.right]
    sure = np.minimum(left.max(1), right.max(1)) >= _CLEAR
    return np.asarray(sure & (left.argmax(1) != right.argmax(1)) & (kinds <= _ADDING), np.bool_)


def _shared(roots: Floats, one: Integers, two: Integers) -> Floats:
    """How alike two runs are told, 0..1 (Bhattacharyya)."""
    return np.asarray((roots[one] * roots[two]).sum(1), np.float32)


_ONE_OF = np.eye(len(KINDS), dtype=np.float32)


def edges(rows: Sequence[Sequence[int]], cut: Cut) -> Floats:
    """What the words of the clauses around each possible cut say for it; `rows` are the features of each clause."""
    before = [_told(cut.before, clause) for clause in rows[:-1]]
    behind = [_told(cut.behind, clause) for clause in rows[1:]]
    return np.add(before, behind, dtype=np.float32)


def _told(weights: Floats, rows: Sequence[int]) -> float:
    return float(weights.take(rows).sum()) / len(rows) ** 0.5 if len(rows) else 0.0
