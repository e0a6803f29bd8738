"""Whether a message is cut between two stretches: what the classifier makes of each side, and what stands between them.

The weights are learned from phrases strung together on purpose, beside phrases of one matter that happen to have
several clauses; the probabilities come from a classifier that had seen none of them. Called by split and train.
"""

from __future__ import annotations

import math

import numpy as np

from nlu.classify import Reading
from nlu.model import Floats

KINDS = ("add", "sentence", "comma", "space", "and")
COUNT = len(KINDS) + 14
_MATTERS = frozenset(
    {"repair", "complaint", "enquiry", "emergency", "suggestion", "praise", "follow_up", "account", "rsvp"}
)


def boundary(kind: str, left: Reading, right: Reading, whole: Reading, sizes: tuple[int, int]) -> Floats:
    """The features of one possible cut; `sizes` are the characters on either side."""
    one, two = int(np.argmax(left.shares)), int(np.argmax(right.shares))
    row = [float(kind == name) for name in KINDS]
    row += [
        _log(left.shares[one]),
        _log(right.shares[two]),
        _log(left.shares[two]),
        _log(right.shares[one]),
        _log(whole.shares[one]),
        _log(whole.shares[two]),
        float(one == two),
        float(left.intent == right.intent),
        float(left.intent in _MATTERS and right.intent in _MATTERS),
        math.log(1 + min(sizes)),
        math.log(1 + max(sizes)),
        min(float(left.shares[one]), float(right.shares[two])) * float(one != two),
        float(kind == "add") * min(float(left.shares[one]), float(right.shares[two])),
        1.0,
    ]
    return np.asarray(row, dtype=np.float32)


def probability(row: Floats, weights: Floats) -> float:
    """How likely the cut is, 0..1."""
    return 1 / (1 + math.exp(-float(row @ weights)))


def _log(share: float) -> float:
    return max(math.log(max(float(share), 1e-4)), -6.0)
