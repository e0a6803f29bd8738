"""How well messages are read: scores by language and the pairs that are mistaken for each other. Called by the command line.

A message counts as right when the set of its intents is exactly right; codes are compared where the message has some.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import yaml

from nlu.corpus import CorpusError, Phrase, read
from nlu.heard import Heard, familiarity
from nlu.meaning import CODES, HAZARDS, INTENTS, LANGUAGES, Meaning
from nlu.model import Model
from nlu.normalise import fold
from nlu.parse import parse
from nlu.train import train

_TZ = ZoneInfo("Asia/Hong_Kong")
_NOW = datetime(2026, 7, 6, 10, 0, tzinfo=_TZ)
"""A Monday morning: evaluation must not depend on the day it is run."""
KEPT = 0.95
"""Share of in-scope messages that must stay accepted when out-of-scope recall is measured."""


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled message. `matters` are `intent/code` or the intent alone, in any order."""

    text: str
    language: str
    matters: tuple[str, ...]
    hazard: str | None
    awaiting: str | None
    hard: bool
    source: str


def cases(folder: Path) -> list[Case]:
    """The labelled messages of a folder of YAML files. Raises CorpusError naming file and entry."""
    return [case for path in sorted(folder.glob("*.yml")) for case in cases_of(path)]


def cases_of(path: Path) -> list[Case]:
    """The labelled messages of one YAML file. Raises CorpusError naming file and entry."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [_case(path, at, entry) for at, entry in enumerate(entries or (), start=1)]


def _case(path: Path, at: int, entry: dict[str, Any]) -> Case:
    wanted = entry["matters"]
    matters = tuple(wanted.split(" + ") if isinstance(wanted, str) else wanted or ())
    hazards = [name.partition("/")[2] for name in matters if name.startswith("emergency/")]
    for name in matters:
        intent, _, code = name.partition("/")
        if (
            intent not in INTENTS
            or (intent in CODES and code not in CODES[intent])
            or (intent not in CODES and code)
        ):
            raise CorpusError(f"{path}: entry {at}: no such label: '{name}'")
    if entry["language"] not in LANGUAGES:
        raise CorpusError(f"{path}: entry {at}: no such language: '{entry['language']}'")
    return Case(
        str(entry["text"]),
        entry["language"],
        matters,
        min(hazards, key=HAZARDS.index) if hazards else None,
        entry.get("awaiting"),
        bool(entry.get("hard")),
        f"{path.name}:{at}",
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case beside its reading."""

    case: Case
    meaning: Meaning

    @property
    def labels(self) -> list[str]:
        """What was read, as `intent/code`."""
        return [matter.intent + (f"/{matter.code}" if matter.code else "") for matter in self.meaning.matters]

    @property
    def intents_right(self) -> bool:
        """The set of intents is exactly right."""
        return {name.partition("/")[0] for name in self.labels} == {
            name.partition("/")[0] for name in self.case.matters
        }

    @property
    def first_right(self) -> bool:
        """The intent said first was read first; nothing wanted, nothing read."""
        wanted, got = self.case.matters, self.labels
        return (wanted[0].partition("/")[0] if wanted else "") == (got[0].partition("/")[0] if got else "")


def outcomes(given: Iterable[Case]) -> list[Outcome]:
    """Every case read as the bot would read it."""
    return [Outcome(case, parse(case.text, now=_NOW, tz=_TZ, awaiting=case.awaiting)) for case in given]


def scores(read_cases: Sequence[Outcome]) -> dict[str, Any]:
    """Shares between 0 and 1, in all and by language."""
    by_language: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in read_cases:
        by_language[outcome.case.language].append(outcome)
    return {"all": _scores(read_cases), **{name: _scores(some) for name, some in sorted(by_language.items())}}


def _scores(some: Sequence[Outcome]) -> dict[str, float | int | None]:
    several = [o for o in some if len(o.case.matters) > 1]
    coded = [
        (o, name)
        for o in some
        for name in o.case.matters
        if "/" in name and not name.startswith("emergency/")
    ]
    danger = [o for o in some if o.case.hazard]
    calm = [o for o in some if not o.case.hazard]
    return {
        "messages": len(some),
        "intents": _share(o.intents_right for o in some),
        "first_intent": _share(o.first_right for o in some),
        "code": _share(name in o.labels for o, name in coded),
        "language": _share(o.meaning.language == o.case.language for o in some),
        "hazard_recall": _share(o.meaning.hazard is not None for o in danger),
        "hazard_code": _share(o.meaning.hazard == o.case.hazard for o in danger),
        "false_alarms": _share(o.meaning.hazard is not None for o in calm if not o.case.hard),
        "false_alarms_hard": _share(o.meaning.hazard is not None for o in calm if o.case.hard),
        "matters_count": _share(len(o.labels) == len(o.case.matters) for o in several),
        "understood": _share(o.meaning.understood for o in some),
    }


def _share(hits: Iterable[bool]) -> float | None:
    found = list(hits)
    return round(sum(found) / len(found), 4) if found else None


def confusions(read_cases: Sequence[Outcome]) -> list[tuple[str, str, int]]:
    """Wanted label, label read instead, and how often; the most frequent first."""
    pairs: Counter[tuple[str, str]] = Counter()
    for outcome in read_cases:
        missing = list((Counter(outcome.case.matters) - Counter(outcome.labels)).elements())
        extra = list((Counter(outcome.labels) - Counter(outcome.case.matters)).elements())
        for at in range(max(len(missing), len(extra))):
            pairs[
                missing[at] if at < len(missing) else "(nothing)",
                extra[at] if at < len(extra) else "(nothing)",
            ] += 1
    return [(wanted, got, count) for (wanted, got), count in pairs.most_common()]


def foreign(train_file: Path, test_file: Path, oos_file: Path | None) -> dict[str, Any]:
    """Train and test on other people's Rasa files, by the code path of our own model."""
    model = train(read(train_file), version="foreign")
    tests = read(test_file)
    sure, right = _tested(model, tests)
    result: dict[str, Any] = {
        "train": train_file.name,
        "test": test_file.name,
        "messages": len(tests),
        "accuracy": round(float(right.mean()), 4),
    }
    if oos_file:
        limit = float(np.quantile(sure, 1 - KEPT))
        outside, _ = _tested(model, read(oos_file))
        result |= {
            "oos": oos_file.name,
            "oos_messages": len(outside),
            "in_scope_rejected": round(float((sure < limit).mean()), 4),
            "oos_recall": round(float((outside < limit).mean()), 4),
        }
    return result


def _tested(model: Model, phrases: Sequence[Phrase]) -> tuple[np.ndarray, np.ndarray]:
    sure, right = [], []
    for phrase in phrases:
        folded = fold(phrase.text)
        margins = Heard([folded], model).whole()
        best = int(np.argmax(margins[:-1]))
        sure.append(model.confidence(margins, familiarity(folded, model)))
        right.append(model.labels[best] == phrase.label)
    return np.array(sure), np.array(right)
