"""Fits the classifier and the numbers around it. With learn_cuts the only file that uses scikit-learn. Called by train.

One linear judge a label (that label against the rest, squared hinge) and one that knows nothing but danger; a factor that turns
margins into probabilities; the weights of opinions on danger. All but the first are learned from what the judges had not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from nlu import danger, hazards
from nlu import model as served
from nlu.arrays import Floats, Integers
from nlu.model import Model, softmax

FOLDS = 2
COST = 1.0
"""Penalty of the judges; flat between 0.5 and 2 on messages by other hands."""
TOLERANCE = 0.3
"""Where fitting stops: far short of the usual precision, which changes no score and takes half the time."""
_SEED = 7
_LOUD = 0.02
"""Share of all hazards below which the net is not asked, neither here nor when messages are read."""

Fit = tuple[Floats, Floats]
"""Coefficients (a row a feature, a column a label, danger the last) and biases."""


def fits(matrix: Any, wanted: Integers, labels: Sequence[str], folds: Integers) -> Iterator[Fit]:
    """What is learned without each fold in turn, and as the last from all. Two at a time, for each takes one core; what comes
    first can be used while the last is still being fitted."""
    from joblib import Parallel, delayed

    chosen = [folds != at for at in range(FOLDS)] + [np.full(len(wanted), True)]
    jobs = (delayed(_fit)(matrix[rows], wanted[rows], labels) for rows in chosen)
    found: Iterator[Fit] = Parallel(n_jobs=2, return_as="generator")(jobs)
    return found


def _fit(matrix: Any, wanted: Integers, labels: Sequence[str]) -> Fit:
    coefficients = np.zeros((matrix.shape[1], len(labels) + 1), np.float32)
    bias = np.full(len(labels) + 1, -2.0, np.float32)
    classes, found, intercepts = _fitted(matrix, wanted)
    coefficients[:, classes] = found
    bias[classes] = intercepts
    dangers = served.emergencies(tuple(labels))[wanted]
    if dangers.any() and not dangers.all():
        _, found, intercepts = _fitted(matrix, dangers.astype(np.int64))
        coefficients[:, -1] = found[:, 1]
        bias[-1] = intercepts[1]
    return coefficients, bias


def _fitted(matrix: Any, wanted: Integers) -> tuple[Integers, Floats, Floats]:
    from sklearn.svm import LinearSVC

    fitted = LinearSVC(C=COST, tol=TOLERANCE, random_state=_SEED).fit(matrix, wanted)
    if len(fitted.classes_) == 2:
        one, offset = fitted.coef_[0], float(fitted.intercept_[0])
        return fitted.classes_, np.stack([-one, one], axis=1), np.array([-offset, offset], np.float32)
    return fitted.classes_, fitted.coef_.T, fitted.intercept_


def sharpness(unseen: Floats, wanted: Integers) -> float:
    """The factor under which the unseen phrases are least surprising (temperature scaling, Guo et al. 2017)."""
    rows = np.arange(len(wanted))

    def surprise(factor: float) -> float:
        shares = softmax(unseen[:, :-1] * np.float32(factor))[rows, wanted]
        return float(-np.log(np.maximum(shares, 1e-9)).mean())

    return min((float(factor) for factor in np.arange(1.0, 12.0, 0.5)), key=surprise)


def opinions(unseen: Floats, wanted: Integers, told: Sequence[str], model: Model) -> Floats:
    """The weights of `danger.numbers`; `told` is the folded text of each row. Noughts where the labels know no emergency."""
    from sklearn.linear_model import LogisticRegression

    member = served.emergencies(model.labels)
    if not member.any():
        return np.zeros(danger.WIDTH, np.float32)
    shares = softmax(unseen[:, :-1] * model.sharpness)[:, member].sum(axis=1)
    numbers = [
        danger.numbers(float(margin), float(share), hazards.alarms(folded) if share > _LOUD else ())
        for margin, share, folded in zip(unseen[:, -1], shares, told, strict=True)
    ]
    fitted = LogisticRegression(C=1.0, max_iter=1000, fit_intercept=False)
    return np.asarray(fitted.fit(np.array(numbers), member[wanted]).coef_[0], np.float32)
