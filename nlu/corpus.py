"""Reads training phrases: Rasa NLU YAML 3.1, one file an intent or code family and language.

A broken file is refused whole, with file, line and reason. Called by train and by the command line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from nlu.meaning import CODES, INTENTS
from nlu.normalise import DATA


class CorpusError(ValueError):
    """A training file has a mistake; the message names file, line and reason."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One labelled phrase; `label` is `intent/code` or the intent alone, `language` the folder it came from."""

    text: str
    label: str
    language: str


def own_files() -> list[Path]:
    """The shipped training files, in a fixed order."""
    return sorted(path for folder in ("zh_Hans", "zh_Hant", "en") for path in (DATA / folder).glob("*.yml"))


def own_phrases() -> list[Phrase]:
    """All shipped training phrases; a label that the contract does not know is refused."""
    found = [phrase for path in own_files() for phrase in read(path, known=True)]
    return list({(phrase.text, phrase.label): phrase for phrase in found}.values())


def read(path: Path, *, known: bool = False) -> list[Phrase]:
    """The phrases of one Rasa NLU file. With `known`, labels must be of the contract. Raises CorpusError."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}:1: not UTF-8 ({error.reason})") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CorpusError(f"{path}:{line}: not YAML ({error.problem})") from error
    except yaml.YAMLError as error:
        raise CorpusError(f"{path}:1: not YAML ({error})") from error
    entries = dict(_pairs(path, root)).get("nlu")
    if not isinstance(entries, yaml.SequenceNode):
        raise CorpusError(f"{path}:1: no list under 'nlu'")
    return [phrase for entry in entries.value for phrase in _entry(path, entry, known=known)]


def _pairs(path: Path, node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise CorpusError(f"{path}:{node.start_mark.line + 1 if node else 1}: a mapping is expected here")
    for key, value in node.value:
        yield str(key.value), value


def _entry(path: Path, node: yaml.Node, *, known: bool) -> Iterator[Phrase]:
    fields = dict(_pairs(path, node))
    line = node.start_mark.line + 1
    if "intent" not in fields:
        if {"synonym", "regex", "lookup"} & set(fields):
            return
        raise CorpusError(f"{path}:{line}: an entry without 'intent'")
    label = str(fields["intent"].value)
    if known:
        _check_label(path, line, label)
    examples = fields.get("examples")
    if not isinstance(examples, yaml.ScalarNode):
        raise CorpusError(f"{path}:{line}: intent '{label}' has no block of 'examples'")
    yield from _examples(path, examples, label)


def _examples(path: Path, node: yaml.ScalarNode, label: str) -> Iterator[Phrase]:
    first = node.start_mark.line + 2
    for at, line in enumerate(str(node.value).splitlines()):
        if not line.strip():
            continue
        if not line.lstrip().startswith("- "):
            raise CorpusError(f"{path}:{first + at}: an example must start with '- ': {line.strip()[:40]!r}")
        yield Phrase(line.lstrip()[2:].strip(), label, path.parent.name)


def _check_label(path: Path, line: int, label: str) -> None:
    intent, _, code = label.partition("/")
    if intent not in INTENTS:
        raise CorpusError(f"{path}:{line}: no such intent: '{label}'")
    if (intent in CODES and code not in CODES[intent]) or (intent not in CODES and code):
        raise CorpusError(f"{path}:{line}: no such code: '{label}'")
