"""The trained weights as they are served: numpy alone, no scikit-learn, no pickle.

The file `nlu/data/model.npz` is built from the data by a command or, where it is missing or was built from other data or
code, when it is first needed. Its version is a hash of both, so that a reading can name exactly what read it.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu import hazards
from nlu.features import GROUPS, features
from nlu.normalise import DATA

MODEL_FILE = DATA / "model.npz"
_CODE = (
    "features.py",
    "normalise.py",
    "concepts.py",
    "wordlist.py",
    "train.py",
    "corpus.py",
    "model.py",
    "cuts.py",
    "split.py",
    "learn_cuts.py",
)
Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Model:
    """Weights and the numbers that turn them into probabilities. `labels` are `intent/code` or the intent alone."""

    labels: tuple[str, ...]
    vocabulary: tuple[dict[str, int], ...]
    groups: tuple[float, ...]
    weight: Floats
    table: Floats
    bias: Floats
    danger: Floats
    sharpness: float
    cut: Floats
    english: frozenset[str]
    version: str

    def margins(self, folded: str) -> Floats:
        """How far the text lies on each label's side: unbounded, one number a label, and the danger's as the last."""
        rows: list[int] = []
        starts: list[int] = []
        lengths: list[float] = []
        for group, names in enumerate(features(folded, pairs=self.groups[-1] > 0)):
            start = len(rows)
            rows += [row for row in map(self.vocabulary[group].get, names) if row is not None]
            if len(rows) > start:
                starts.append(start)
                lengths.append(self.groups[group])
        if not rows:
            return self.bias.copy()
        at = np.array(rows)
        values = self.weight.take(at)
        scale = np.array(lengths, np.float32) / np.sqrt(np.add.reduceat(values * values, starts))
        ends = [*starts[1:], len(rows)]
        values *= scale.repeat([end - start for start, end in zip(starts, ends, strict=True)])
        return np.asarray(values @ self.table.take(at, axis=0) + self.bias, np.float32)

    def read(self, folded: str) -> tuple[Floats, float]:
        """Calibrated probability of each label, summing to one; and that of an emergency of any kind, from a second judge."""
        total = self.margins(folded)
        shares = softmax(total[:-1] * self.sharpness)
        return shares, second_opinion(shares, float(total[-1]), self)

    def confidence(self, margins: Floats) -> float:
        """How sure the best label is, for telling what is in scope from what is not; unbounded, comparable within a model."""
        second, first = np.sort(margins[:-1])[-2:]
        return float(first + 0.5 * (first - second))


def second_opinion(shares: Floats, margin: float, model: Model) -> float:
    """Probability of an emergency, from the labels' shares and the margin of the judge that knows nothing but danger."""
    share = float(shares[emergencies(model.labels)].sum())
    if not share:
        return 0.0
    told = model.danger @ np.array([margin, math.log(max(share, 1e-4)), 1.0])
    return 1 / (1 + math.exp(-float(told)))


@lru_cache(maxsize=4)
def emergencies(labels: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which labels are emergencies."""
    return np.array([label.startswith("emergency/") for label in labels])


def softmax(values: Floats) -> Floats:
    """Shares that sum to one."""
    raised = np.exp(values - values.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)


@lru_cache(maxsize=1)
def version() -> str:
    """Hash of the training data, the lexicons and the code that reads them: 12 hexadecimal digits."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    files = (
        [folder / name for name in _CODE] + sorted(DATA.glob("*/*.yml")) + sorted(DATA.glob("lexicons/*.txt"))
    )
    for path in files:
        if path.exists():
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=2)
def load(path: Path | None = None) -> Model:
    """The model of the file. The default file, when missing or of another version, is trained and saved anew.

    Lexicons and rules are read with it, so that the first message need not wait for them.

    A path that is named must hold a model of this version: otherwise ValueError.
    """
    stored = read(path or MODEL_FILE)
    if stored is not None and stored.version == version():
        hazards.prepare()
        stored.margins("漏水 leak")
        return stored
    if path is not None:
        found = stored.version if stored else "none that can be read"
        raise ValueError(f"{path}: model version {version()} is expected, the file holds {found}")
    from nlu.train import train_own

    model = train_own()
    with contextlib.suppress(OSError):
        save(model, MODEL_FILE)
    return model


def save(model: Model, path: Path) -> None:
    """Write the model so that a reader sees the old file or the new one, never half of it."""
    arrays: dict[str, Any] = {
        "labels": _packed(model.labels),
        "english": _packed(sorted(model.english)),
        "table": model.table.astype(np.float16),
        "bias": model.bias,
        "danger": model.danger,
        "groups": np.array(model.groups, np.float32),
        "weight": model.weight,
        "cut": model.cut,
        "sharpness": np.float32(model.sharpness),
        "version": _packed([model.version]),
    }
    for at, group in enumerate(GROUPS):
        arrays[f"names_{group}"] = _packed(list(model.vocabulary[at]))
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("wb") as file:
        np.savez(file, **arrays)
    beside.replace(path)


def read(path: Path) -> Model | None:
    """The model in the file, or None where there is none that this code can read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return _unpack(arrays)
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None


def _unpack(arrays: Any) -> Model:
    vocabulary = []
    first = 0
    for group in GROUPS:
        names = _names(arrays[f"names_{group}"])
        vocabulary.append({name: first + at for at, name in enumerate(names)})
        first += len(names)
    return Model(
        labels=tuple(_names(arrays["labels"])),
        vocabulary=tuple(vocabulary),
        groups=tuple(arrays["groups"].tolist()),
        weight=arrays["weight"],
        table=arrays["table"].astype(np.float32),
        bias=arrays["bias"],
        danger=arrays["danger"],
        sharpness=float(arrays["sharpness"]),
        cut=arrays["cut"],
        english=frozenset(_names(arrays["english"])),
        version=_names(arrays["version"])[0],
    )


def _packed(names: Any) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8)


def _names(packed: Any) -> list[str]:
    text = bytes(packed).decode("utf-8")
    return text.split("\n") if text else []
