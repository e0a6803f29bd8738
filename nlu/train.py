"""Training: phrases in, served weights out. Deterministic. What is fitted stands in fitting.py and learn_cuts.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from nlu import danger, fitting, learn_cuts
from nlu import model as served
from nlu.arrays import Floats, Integers
from nlu.corpus import Marked, Phrase, own_marked, own_phrases
from nlu.features import GROUPS, Features
from nlu.heard import Heard
from nlu.lessons import Message, examples, of_marked, of_phrase
from nlu.meaning import INTENTS
from nlu.model import Model

LEAST = (2, 2, 2)
"""How often a feature of each group must occur to be kept; three words in a row once more, for they are most of the memory."""
OWN_GROUPS = (1.0, 0.8, 0.0)
"""Length of each group's part of the vector: words, spelling, pairs. Chosen on messages by other hands."""
FOREIGN_GROUPS = (1.0, 1.0, 1.0)
"""The same for other people's intents. Chosen on a held-out part of BANKING77's training data."""

Progress = Callable[[str, float], None]


def train_own(progress: Progress | None = None) -> Model:
    """The model of the shipped phrases, with the shipped version."""
    return train(own_phrases(), own_marked(), version=served.version(), progress=progress)


def train(
    phrases: Sequence[Phrase],
    marked: Sequence[Marked] = (),
    *,
    version: str,
    progress: Progress | None = None,
) -> Model:
    """A model of any labelled phrases. The same phrases give the same model. Raises ValueError for fewer than two labels."""
    say = progress or (lambda _step, _share: None)
    labels = sorted({phrase.label for phrase in phrases})
    if len(labels) < 2:
        raise ValueError("training needs phrases of at least two labels")
    own = {label.partition("/")[0] for label in labels} <= set(INTENTS)
    say("reading", 0.0)
    messages = [of_phrase(phrase, whole=not own) for phrase in phrases]
    messages += [message for message in map(of_marked, marked) if message]
    return _taught(messages, labels, OWN_GROUPS if own else FOREIGN_GROUPS, version, say)


def _taught(
    messages: Sequence[Message], labels: Sequence[str], groups: tuple[float, ...], version: str, say: Progress
) -> Model:
    seen = list(examples(messages, pairs=groups[-1] > 0))
    vocabulary, weight = _vocabulary(seen)
    matters = [(at, *matter) for at, message in enumerate(messages) for matter in message.matters]
    wanted = np.array([labels.index(label) for *_, label in matters])
    matrix = _matrix([seen[at][start:end] for at, start, end, _ in matters], vocabulary, weight, groups)
    home = _folds(messages)
    folds = home[[at for at, *_ in matters]]
    say("fitting", 0.2)
    fits = fitting.fits(matrix, wanted, labels, folds)
    partial = [next(fits) for _ in range(fitting.FOLDS)]
    unseen = np.zeros((len(wanted), len(labels) + 1), np.float32)
    for at, (coefficients, bias) in enumerate(partial):
        unseen[folds == at] = matrix[folds == at] @ coefficients + bias
    say("weighing", 0.7)
    built = Model(
        labels=tuple(labels), vocabulary=tuple(vocabulary), groups=np.array(groups, np.float32), weight=weight,
        grain=weight, table=np.zeros((0, 0), np.int8), bias=np.zeros(0, np.float32), danger=np.zeros(danger.WIDTH, np.float32),
        sharpness=fitting.sharpness(unseen, wanted), cut=learn_cuts.nothing(len(weight)),
        english=_english(messages, seen), version=version,
    )  # fmt: skip
    told = [" ".join(messages[at].folded[start:end]) for at, start, end, _ in matters]
    built = replace(built, danger=fitting.opinions(unseen, wanted, told, built))
    say("splitting", 0.8)
    strangers = [_with(built, fit) for fit in partial]
    cut = learn_cuts.learn(_lessons(messages, home, strangers), len(weight))
    built = replace(_with(built, next(fits)), cut=cut)
    say("done", 1.0)
    return built


def _with(built: Model, fit: fitting.Fit) -> Model:
    table, grain = served.quantised(fit[0], built.weight)
    return replace(built, table=table, grain=grain, bias=fit[1])


def _lessons(
    messages: Sequence[Message], home: Integers, strangers: Sequence[Model]
) -> Iterator[learn_cuts.Lesson]:
    for at, message in enumerate(messages):
        needless = not message.marked and at % learn_cuts.ALONE
        if len(message.found) > 1 and not needless:
            stranger = strangers[home[at]]
            starts = frozenset(start for start, _, _ in message.matters)
            yield learn_cuts.Lesson(message.found, Heard(message.folded, stranger), starts, stranger)


def _vocabulary(seen: Sequence[Sequence[Features]]) -> tuple[list[dict[str, int]], Floats]:
    """The features kept, numbered through all groups, and the weight of each: the rarer the heavier."""
    vocabulary: list[dict[str, int]] = []
    weights: list[Floats] = []
    first = 0
    for group in range(len(GROUPS)):
        counts = Counter(name for message in seen for clause in message for name in clause[group])
        names = sorted(
            name for name, count in counts.items() if count >= LEAST[group] + (name.count(" ") > 1)
        )
        vocabulary.append({name: first + at for at, name in enumerate(names)})
        weights.append(
            np.log(1 + len(seen) / np.array([counts[name] for name in names], np.float32)).astype(np.float32)
        )
        first += len(names)
    return vocabulary, np.concatenate(weights)


def _matrix(
    matters: Sequence[Sequence[Features]],
    vocabulary: list[dict[str, int]],
    weight: Floats,
    groups: tuple[float, ...],
) -> Any:
    from scipy.sparse import csr_matrix

    columns: list[Integers] = []
    values: list[Floats] = []
    ends = [0]
    for clauses in matters:
        size = 0
        for group, known in enumerate(vocabulary):
            rows = [known[name] for clause in clauses for name in clause[group] if name in known]
            if rows:
                part = weight[rows]
                columns.append(np.array(rows))
                values.append((part * (groups[group] / np.sqrt(part @ part))).astype(np.float32))
                size += len(rows)
        ends.append(ends[-1] + size)
    shape = (len(matters), len(weight))
    matrix = csr_matrix((np.concatenate(values), np.concatenate(columns), np.array(ends)), shape=shape)
    matrix.sum_duplicates()
    return matrix


def _folds(messages: Sequence[Message]) -> Integers:
    """A fold for each message, the labels spread evenly; neighbours in a file, often alike, stay together."""
    kinds = np.array([message.matters[0][2] if len(message.matters) == 1 else "" for message in messages])
    folds = np.zeros(len(messages), np.int64)
    for kind in np.unique(kinds):
        rows = np.flatnonzero(kinds == kind)
        folds[rows] = np.arange(len(rows)) * fitting.FOLDS // len(rows)
    return folds


def _english(messages: Sequence[Message], seen: Sequence[Sequence[Features]]) -> frozenset[str]:
    """Words of the English phrases: the evidence that a Latin text is English."""
    counts = Counter(
        name
        for message, clauses in zip(messages, seen, strict=True)
        if message.language == "en"
        for clause in clauses
        for name in clause[0]
        if " " not in name and name.isascii() and name.isalpha()
    )
    return frozenset(name for name, count in counts.items() if count >= 2 and len(name) > 1)
