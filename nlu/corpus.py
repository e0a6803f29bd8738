"""Reads training phrases: Rasa NLU YAML 3.1, one file an intent or code family and language.

A broken file is refused whole, with file, line and reason. Called by train and by the command line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from nlu.meaning import CODES, INTENTS
from nlu.normalise import DATA

SEVERAL = "several"
"""The intent under which messages with marked matters stand; no message is ever read as it."""
_MARK = re.compile(r"\[(?P<words>[^\[\]]+)\]\((?P<label>[a-z_./]+)\)")


class CorpusError(ValueError):
    """A training file has a mistake; the message names file, line and reason."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One labelled phrase; `label` is `intent/code` or the intent alone, `language` the folder it came from."""

    text: str
    label: str
    language: str


@dataclass(frozen=True, slots=True)
class Marked:
    """One message whose matters are marked: `spans` are (start, end, label) in the order said, a place in `text` each."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    language: str


def own_files() -> list[Path]:
    """The shipped training files, in a fixed order."""
    return sorted(path for folder in ("zh_Hans", "zh_Hant", "en") for path in (DATA / folder).glob("*.yml"))


def own_phrases() -> list[Phrase]:
    """All shipped training phrases; a label that the contract does not know is refused."""
    found = [phrase for path in own_files() for phrase in read(path, known=True)]
    return list({(phrase.text, phrase.label): phrase for phrase in found}.values())


def own_marked() -> list[Marked]:
    """All shipped messages whose matters are marked."""
    return [message for path in own_files() for message in read_marked(path)]


def read(path: Path, *, known: bool = False) -> list[Phrase]:
    """The phrases of one Rasa NLU file. With `known`, labels must be of the contract. Raises CorpusError."""
    return [phrase for entry in _entries(path) for phrase in _phrases(path, entry, known=known)]


def read_marked(path: Path) -> list[Marked]:
    """The messages under the intent `several`: `[words](label)` marks a matter. Raises CorpusError, also for labels not of the contract."""
    return [message for entry in _entries(path) for message in _messages(path, entry)]


def _entries(path: Path) -> list[yaml.Node]:
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
    return list(entries.value)


def _pairs(path: Path, node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise CorpusError(f"{path}:{node.start_mark.line + 1 if node else 1}: a mapping is expected here")
    for key, value in node.value:
        yield str(key.value), value


def _phrases(path: Path, node: yaml.Node, *, known: bool) -> Iterator[Phrase]:
    label = _intent(path, node)
    if label is None or (known and label == SEVERAL):
        return
    if known:
        _check_label(path, node.start_mark.line + 1, label)
    for _, example in _examples(path, node, label):
        yield Phrase(example, label, path.parent.name)


def _messages(path: Path, node: yaml.Node) -> Iterator[Marked]:
    if _intent(path, node) != SEVERAL:
        return
    for line, example in _examples(path, node, SEVERAL):
        text, end = "", 0
        spans: list[tuple[int, int, str]] = []
        for hit in _MARK.finditer(example):
            _check_label(path, line, hit["label"])
            text += example[end : hit.start()]
            spans.append((len(text), len(text) + len(hit["words"]), hit["label"]))
            text, end = text + hit["words"], hit.end()
        if not spans:
            raise CorpusError(f"{path}:{line}: no matter is marked as [words](label): {example[:40]!r}")
        yield Marked(text + example[end:], tuple(spans), path.parent.name)


def _intent(path: Path, node: yaml.Node) -> str | None:
    """The entry's intent; None for synonyms, expressions and look-up tables, which Rasa keeps in the same files."""
    fields = dict(_pairs(path, node))
    if "intent" in fields:
        return str(fields["intent"].value)
    if {"synonym", "regex", "lookup"} & set(fields):
        return None
    raise CorpusError(f"{path}:{node.start_mark.line + 1}: an entry without 'intent'")


def _examples(path: Path, node: yaml.Node, label: str) -> Iterator[tuple[int, str]]:
    """The examples of an entry, each with its line; a line break inside one is written as \\n."""
    examples = dict(_pairs(path, node)).get("examples")
    if not isinstance(examples, yaml.ScalarNode):
        raise CorpusError(f"{path}:{node.start_mark.line + 1}: intent '{label}' has no block of 'examples'")
    first = examples.start_mark.line + 2
    for at, line in enumerate(str(examples.value).splitlines(), start=first):
        if not line.strip():
            continue
        if not line.lstrip().startswith("- "):
            raise CorpusError(f"{path}:{at}: an example must start with '- ': {line.strip()[:40]!r}")
        yield at, line.lstrip()[2:].strip().replace("\\n", "\n")


def _check_label(path: Path, line: int, label: str) -> None:
    intent, _, code = label.partition("/")
    if intent not in INTENTS:
        raise CorpusError(f"{path}:{line}: no such intent: '{label}'")
    if (intent in CODES and code not in CODES[intent]) or (intent not in CODES and code):
        raise CorpusError(f"{path}:{line}: no such code: '{label}'")
