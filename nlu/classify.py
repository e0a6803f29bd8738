"""Reads a run of clauses: which intent and code, how sure. Called by split and matters; the weights are in model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nlu.arrays import Floats, Integers
from nlu.danger import chance
from nlu.meaning import Candidate
from nlu.model import Model, emergencies

_FEW = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch's reading. `share` is the probability of the intent, `code_share` that of the label itself, both 0..1;
    `danger` the probability that it is an emergency of any kind, as long as the net of rules was not asked."""

    intent: str
    code: str | None
    share: float
    code_share: float
    danger: float
    margin: float
    shares: Floats


def of_shares(shares: Floats, margin: float, model: Model) -> Reading:
    """The reading of a run of clauses, from its shares of the labels and the margin of the judge of danger."""
    intent, code, share, code_share = _best(shares, model)
    return Reading(intent, code, share, code_share, chance(margin, shares, (), model), margin, shares)


def calm(reading: Reading, model: Model) -> Reading:
    """The same reading where emergencies are out of the question."""
    rest = np.where(emergencies(model.labels), 0, reading.shares)
    shares = np.asarray(rest / max(float(rest.sum()), 1e-9), np.float32)
    intent, code, share, code_share = _best(shares, model)
    return Reading(intent, code, share, code_share, 0.0, reading.margin, shares)


def _best(shares: Floats, model: Model) -> tuple[str, str | None, float, float]:
    """The likeliest intent and its likeliest code, with the share of each."""
    names, member, rows = table(model.labels)
    sums = shares @ member
    at = int(sums.argmax())
    label = rows[names[at]][int(shares[rows[names[at]]].argmax())]
    return names[at], model.labels[label].partition("/")[2] or None, float(sums[at]), float(shares[label])


def candidates(shares: Floats, model: Model) -> tuple[Candidate, ...]:
    """The best three labels, the best first."""
    found = []
    for at in np.argsort(-shares)[:_FEW]:
        intent, _, code = model.labels[at].partition("/")
        found.append(Candidate(intent, code or None, float(shares[at])))
    return tuple(found)


@lru_cache(maxsize=4)
def table(labels: tuple[str, ...]) -> tuple[tuple[str, ...], Floats, dict[str, Integers]]:
    """Intents, which label belongs to which of them, and the labels of each."""
    owner = [label.partition("/")[0] for label in labels]
    names = tuple(dict.fromkeys(owner))
    member = np.zeros((len(owner), len(names)), np.float32)
    member[np.arange(len(owner)), [names.index(name) for name in owner]] = 1
    return names, member, {name: np.flatnonzero(member[:, at]) for at, name in enumerate(names)}
