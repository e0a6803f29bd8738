"""Training: phrases in, served weights out. Deterministic; the only file that imports scikit-learn.

One linear classifier (one label against the rest, squared hinge) over the features of a segment; its margins become
probabilities by one number, fitted on phrases that the classifier had not seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu import cuts, learn_cuts
from nlu import model as served
from nlu.corpus import Phrase, own_phrases
from nlu.features import GROUPS, features
from nlu.meaning import INTENTS
from nlu.model import Floats, Model, softmax
from nlu.normalise import fold

FOLDS = 3
COST = 1.0
"""Penalty of the classifier; flat between 0.3 and 1 in cross-validation."""
LEAST = (1, 2, 1, 1, 2)
"""How often a feature of each group must occur to be kept."""
OWN_GROUPS = (1.0, 0.6, 0.3, 0.2, 0.0)
"""Length of each group's part of the vector: words, spelling, concepts, cues, pairs. Chosen on held-out phrases of ours."""
FOREIGN_GROUPS = (1.0, 1.0, 0.01, 0.01, 1.0)
"""The same for other people's intents, which our lexicons know nothing of. Chosen on a held-out part of BANKING77's training data."""
_SEED = 7

Features = tuple[list[str], ...]
Progress = Callable[[str, float], None]


def train_own(progress: Progress | None = None) -> Model:
    """The model of the shipped phrases, with the shipped version."""
    return train(own_phrases(), version=served.version(), progress=progress)


def train(phrases: Sequence[Phrase], *, version: str, progress: Progress | None = None) -> Model:
    """A model of any labelled phrases. The same phrases give the same model. Raises ValueError for fewer than two labels."""
    say = progress or (lambda _step, _share: None)
    labels = sorted({phrase.label for phrase in phrases})
    if len(labels) < 2:
        raise ValueError("training needs phrases of at least two labels")
    say("reading", 0.0)
    groups = OWN_GROUPS if {label.partition("/")[0] for label in labels} <= set(INTENTS) else FOREIGN_GROUPS
    seen = [features(fold(phrase.text), pairs=groups[-1] > 0) for phrase in phrases]
    wanted = np.array([labels.index(phrase.label) for phrase in phrases])
    say("fitting", 0.2)
    vocabulary, weight = _vocabulary(seen)
    matrix = _matrix(seen, vocabulary, weight, groups)
    unseen = np.zeros((len(phrases), len(labels) + 1), np.float32)
    folds = _folds(wanted)
    for at in range(FOLDS):
        inside = folds != at
        coefficients, bias = _fit(matrix[inside], wanted[inside], labels)
        unseen[~inside] = matrix[~inside] @ coefficients + bias
        say("checking", 0.2 + 0.15 * (at + 1))
    stranger = (
        coefficients,
        bias,
        [phrase for phrase, fold_at in zip(phrases, folds, strict=True) if fold_at == FOLDS - 1],
    )
    coefficients, bias = _fit(matrix, wanted, labels)
    say("splitting", 0.85)
    built = Model(
        labels=tuple(labels),
        vocabulary=tuple(vocabulary),
        groups=groups,
        weight=weight,
        table=_rounded(coefficients),
        bias=bias,
        danger=np.zeros(3, np.float32),
        sharpness=_sharpness(unseen[:, :-1], wanted),
        cut=np.zeros(cuts.COUNT, np.float32),
        english=_english(phrases, seen),
        version=version,
    )
    built = replace(built, danger=_danger(unseen, wanted, built))
    apart = replace(built, table=_rounded(stranger[0]), bias=stranger[1])
    built = replace(built, cut=learn_cuts.learn(stranger[2], apart))
    say("done", 1.0)
    return built


def _rounded(coefficients: Floats) -> Floats:
    """As the file keeps them, so that a model reads the same before and after it is saved."""
    return coefficients.astype(np.float16).astype(np.float32)


def _vocabulary(seen: Sequence[Features]) -> tuple[list[dict[str, int]], Floats]:
    vocabulary: list[dict[str, int]] = []
    weights: list[Floats] = []
    first = 0
    for group in range(len(GROUPS)):
        counts = Counter(name for row in seen for name in row[group])
        names = sorted(
            name for name, count in counts.items() if count >= LEAST[group] and _worth(name, count)
        )
        vocabulary.append({name: first + at for at, name in enumerate(names)})
        weights.append(
            np.log(1 + len(seen) / np.array([counts[name] for name in names], np.float32)).astype(np.float32)
        )
        first += len(names)
    return vocabulary, np.concatenate(weights)


def _worth(name: str, count: int) -> bool:
    """Runs of tokens are kept from the second time on: they are most of the vocabulary and least of its use."""
    return count > 1 or " " not in name


def _matrix(
    seen: Sequence[Features], vocabulary: list[dict[str, int]], weight: Floats, groups: tuple[float, ...]
) -> Any:
    from scipy.sparse import csr_matrix

    columns: list[NDArray[np.int32]] = []
    values: list[Floats] = []
    ends = [0]
    for row in seen:
        size = 0
        for group, names in enumerate(row):
            known = vocabulary[group]
            at = np.array([known[name] for name in names if name in known], np.int32)
            if len(at):
                part = weight[at]
                columns.append(at)
                values.append((part * (groups[group] / np.sqrt(part @ part))).astype(np.float32))
                size += len(at)
        ends.append(ends[-1] + size)
    width = sum(len(known) for known in vocabulary)
    return csr_matrix(
        (np.concatenate(values), np.concatenate(columns), np.array(ends)), shape=(len(seen), width)
    )


def _fit(matrix: Any, wanted: NDArray[np.int64], labels: list[str]) -> tuple[Floats, Floats]:
    """Coefficients and bias of each label, and as a last column those of danger against everything else."""
    coefficients = np.zeros((matrix.shape[1], len(labels) + 1), np.float32)
    bias = np.full(len(labels) + 1, -2.0, np.float32)
    classes, found, intercepts = _fitted(matrix, wanted)
    coefficients[:, classes] = found
    bias[classes] = intercepts
    danger = served.emergencies(tuple(labels))[wanted]
    if danger.any() and not danger.all():
        _, found, intercepts = _fitted(matrix, danger.astype(np.int64))
        coefficients[:, -1] = found[:, 1]
        bias[-1] = intercepts[1]
    return coefficients, bias


def _fitted(matrix: Any, wanted: NDArray[np.int64]) -> tuple[NDArray[np.int64], Floats, Floats]:
    from sklearn.svm import LinearSVC

    fitted = LinearSVC(C=COST, random_state=_SEED).fit(matrix, wanted)
    if len(fitted.classes_) == 2:
        one, offset = fitted.coef_[0], float(fitted.intercept_[0])
        return fitted.classes_, np.stack([-one, one], axis=1), np.array([-offset, offset], np.float32)
    return fitted.classes_, fitted.coef_.T, fitted.intercept_


def _danger(unseen: Floats, wanted: NDArray[np.int64], model: Model) -> Floats:
    """How the two opinions on danger are weighed: learned from phrases that neither judge had seen."""
    from sklearn.linear_model import LogisticRegression

    member = served.emergencies(model.labels)
    if not member.any():
        return np.zeros(3, np.float32)
    shares = np.array([softmax(row[:-1] * model.sharpness)[member].sum() for row in unseen])
    opinions = np.stack([unseen[:, -1], np.log(np.maximum(shares, 1e-4))], axis=1)
    fitted = LogisticRegression(C=10.0).fit(opinions, member[wanted])
    return np.array([*fitted.coef_[0], fitted.intercept_[0]], np.float32)


def _folds(wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """A fold for each phrase, the labels spread evenly; neighbours in a file, often alike, stay together."""
    folds = np.zeros(len(wanted), np.int64)
    for label in np.unique(wanted):
        rows = np.flatnonzero(wanted == label)
        folds[rows] = np.arange(len(rows)) * FOLDS // len(rows)
    return folds


def _sharpness(margins: Floats, wanted: NDArray[np.int64]) -> float:
    """The factor under which the unseen phrases are least surprising (temperature scaling, Guo et al. 2017)."""

    def surprise(factor: float) -> float:
        shares = np.array([softmax(row * factor)[label] for row, label in zip(margins, wanted, strict=True)])
        return float(-np.log(np.maximum(shares, 1e-9)).mean())

    return min((float(factor) for factor in np.arange(1.0, 12.0, 0.5)), key=surprise)


def _english(phrases: Sequence[Phrase], seen: Sequence[Features]) -> frozenset[str]:
    """Words of the English phrases: the evidence that a Latin text is English."""
    counts = Counter(
        name
        for phrase, row in zip(phrases, seen, strict=True)
        if phrase.language == "en"
        for name in row[0]
        if " " not in name and name.isascii() and name.isalpha()
    )
    return frozenset(name for name, count in counts.items() if count >= 2 and len(name) > 1)
