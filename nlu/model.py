"""The trained weights as they are served: numpy alone, no scikit-learn, no pickle.

The file `nlu/data/model.npz` is built from the data by a command or, where it is missing or was built from other data or
code, when it is first needed. Its version is a hash of both, so that a reading can name exactly what read it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu import hazards
from nlu.arrays import Floats
from nlu.cuts import Cut
from nlu.features import GROUPS, features
from nlu.normalise import DATA

MODEL_FILE = DATA / "model.npz"
_CODE = (
    "features.py",
    "normalise.py",
    "wordlist.py",
    "train.py",
    "fitting.py",
    "corpus.py",
    "model.py",
    "arrays.py",
    "clauses.py",
    "danger.py",
    "hazards.py",
    "lessons.py",
    "heard.py",
    "cuts.py",
    "split.py",
    "learn_cuts.py",
)


@dataclass(frozen=True, eq=False)
class Model:
    """Weights and the numbers that turn them into probabilities. `labels` are `intent/code` or the intent alone.

    A feature's row of `table` times its `grain` is its weight (`weight`, the rarer the heavier) times its coefficients.
    """

    labels: tuple[str, ...]
    vocabulary: tuple[dict[str, int], ...]
    groups: Floats
    weight: Floats
    grain: Floats
    table: NDArray[np.int8]
    bias: Floats
    danger: Floats
    sharpness: float
    cut: Cut
    english: frozenset[str]
    version: str

    def shares(self, margins: Floats) -> Floats:
        """Calibrated probability of each label, summing to one; of one row of margins or of many."""
        return softmax(margins[..., :-1] * self.sharpness)

    def confidence(self, margins: Floats, familiar: float) -> float:
        """How sure the best label is, for telling what is in scope from what is not; unbounded, comparable within a model.

        `familiar` is heard.familiarity: words that no phrase had speak against every label. Chosen on CLINC150's validation
        part, flat between 1 and 3.
        """
        return float(margins[:-1].max()) + _FAMILIAR * familiar


_FAMILIAR = 1.5


def quantised(coefficients: Floats, weight: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Coefficients in whole numbers of -127..127, and what one of them is worth in each row, the row's weight included."""
    grain = np.maximum(np.abs(coefficients).max(axis=1), 1e-9) / 127
    table = np.rint(coefficients / grain[:, None]).astype(np.int8)
    return table, np.asarray(grain * weight, np.float32)


@lru_cache(maxsize=4)
def emergencies(labels: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which labels are emergencies."""
    return np.array([label.startswith("emergency/") for label in labels])


def softmax(values: Floats) -> Floats:
    """Shares that sum to one."""
    raised = np.exp(values - values.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


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
        features("漏水 leak")
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
        "table": model.table,
        "grain": model.grain,
        "bias": model.bias,
        "danger": model.danger,
        "groups": model.groups,
        "weight": model.weight,
        "cut_dense": model.cut.dense,
        "cut_before": model.cut.before,
        "cut_behind": model.cut.behind,
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
        groups=arrays["groups"],
        weight=arrays["weight"],
        grain=arrays["grain"],
        table=arrays["table"],
        bias=arrays["bias"],
        danger=arrays["danger"],
        sharpness=float(arrays["sharpness"]),
        cut=Cut(arrays["cut_dense"], arrays["cut_before"], arrays["cut_behind"]),
        english=frozenset(_names(arrays["english"])),
        version=_names(arrays["version"])[0],
    )


def _packed(names: Any) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8)


def _names(packed: Any) -> list[str]:
    text = bytes(packed).decode("utf-8")
    return text.split("\n") if text else []
