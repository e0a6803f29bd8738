"""Reads one segment: which intent and code, how sure. Called by split and parse; the weights are in model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nlu.meaning import Candidate
from nlu.model import Floats, Model, emergencies

_FEW = 3
_HEARD = 0.01
"""Below this nobody asks which hazard it would be."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A segment's reading. `share` is the probability of the intent, `code_share` that of the label itself, both 0..1;
    `danger` the probability that it is an emergency of any kind; `hazard` the likeliest of those."""

    intent: str
    code: str | None
    share: float
    code_share: float
    danger: float
    hazard: str
    shares: Floats


def classify(folded: str, model: Model) -> Reading:
    """The most probable intent, and within it the most probable code."""
    return _remembered(folded, model)


@lru_cache(maxsize=64)
def _remembered(folded: str, model: Model) -> Reading:
    """One message asks for the same stretch several times."""
    shares, danger = model.read(folded)
    return judge(shares, danger, model)


def judge(shares: Floats, danger: float, model: Model, *, calm: bool = False) -> Reading:
    """The reading of given probabilities. With `calm`, emergencies are out of the question."""
    if calm:
        shares = np.where(emergencies(model.labels), 0, shares)
        shares = shares / max(float(shares.sum()), 1e-9)
    names, member, rows = _table(model.labels)
    sums = shares @ member
    at = int(sums.argmax())
    code, code_share = _best(shares, model, rows[names[at]])
    danger = 0.0 if calm else danger
    hazard = _best(shares, model, rows["emergency"])[0] if danger > _HEARD else None
    return Reading(names[at], code, float(sums[at]), code_share, danger, hazard or "fire", shares)


def candidates(shares: Floats, model: Model) -> tuple[Candidate, ...]:
    """The best three labels, the best first."""
    found = []
    for at in np.argsort(-shares)[:_FEW]:
        intent, _, code = model.labels[at].partition("/")
        found.append(Candidate(intent, code or None, float(shares[at])))
    return tuple(found)


def _best(shares: Floats, model: Model, rows: NDArray[np.int64]) -> tuple[str | None, float]:
    at = rows[int(shares[rows].argmax())]
    return (model.labels[at].partition("/")[2] or None), float(shares[at])


@lru_cache(maxsize=4)
def _table(labels: tuple[str, ...]) -> tuple[tuple[str, ...], Floats, dict[str, NDArray[np.int64]]]:
    """Intents, which label belongs to which of them, and the labels of each."""
    owner = [label.partition("/")[0] for label in labels]
    names = tuple(dict.fromkeys(owner))
    member = np.zeros((len(owner), len(names)), np.float32)
    member[np.arange(len(owner)), [names.index(name) for name in owner]] = 1
    return names, member, {name: np.flatnonzero(member[:, at]) for at, name in enumerate(names)}
