"""Corrections of readings become training phrases for review: Rasa NLU YAML 3.1, identities removed, one entry a label.

Pure: what was corrected and what the estates know come in, the text of a file and counts go out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from nlu.anonymise import Known, anonymised
from nlu.corpus import Phrase
from nlu.names import WORD
from nlu.normalise import fold, simplified

#: Hidden from the rest of the home, and from everybody else.
_NEVER = frozenset({"emergency/violence", "emergency/self_harm"})

_HEAD = """\
# Phrases that the line misread, with what people say they really are. Identities are replaced by stand-ins; read every line all
# the same before it goes into nlu/data: a name that nobody registered is not known as one.
"""
_UNNAMED = "# Alarms that their owners took back; nobody has said what they are. Give each its label, or leave it out:\n"


@dataclass(frozen=True, slots=True)
class Misread:
    """Words that were read as `read_as` (empty: not understood), by which version, how surely; `label` is what they are
    (empty: not what was read, and nobody has said what). `source`: staff or owner.
    """

    words: str
    read_as: str
    label: str
    version: str
    confidence: float
    source: str


@dataclass(frozen=True, slots=True)
class Harvest:
    """A file's text, empty where there is nothing; how many phrases and labels it holds, and how many were left out why."""

    text: str
    phrases: int
    labels: int
    unnamed: int
    doubtful: int
    held: int


def everyday(phrases: Iterable[Phrase]) -> frozenset[str]:
    """The everyday words that names are told from: lower-case words, and pairs of simplified characters."""
    found: set[str] = set()
    for text in {phrase.text for phrase in phrases}:
        found.update(word for word in WORD.findall(text) if word.islower())
        plain = simplified(text)
        found.update(plain[at : at + 2] for at in range(len(plain) - 1))
    return frozenset(found)


def harvest(corrections: Iterable[tuple[Misread, Known]], corpus: Iterable[Phrase]) -> Harvest:
    """The phrases for review, each with what its own estate knows; without what the corpus holds, or an earlier one said."""
    held = {fold(phrase.text) for phrase in corpus}
    told: set[tuple[str, str]] = set()
    kept: list[tuple[str, str, Misread]] = []
    doubtful = doubles = 0
    for one, known in corrections:
        text = None if _NEVER & {one.label, one.read_as} else anonymised(one.words, known)
        if text is None:
            doubtful += 1
        elif fold(text) in held or (one.label, fold(text)) in told:
            doubles += 1
        else:
            told.add((one.label, fold(text)))
            kept.append((one.label, text, one))
    kept.sort(key=lambda one: one[:2])
    named = [one for one in kept if one[0]]
    return Harvest(
        text=_written(kept), phrases=len(named), labels=len({label for label, *_ in named}),
        unnamed=len(kept) - len(named), doubtful=doubtful, held=doubles,
    )  # fmt: skip


def _written(kept: list[tuple[str, str, Misread]]) -> str:
    """The file: the entries, with a remark on each phrase before its entry; phrases without a label are remarks alone."""
    if not kept:
        return ""
    unnamed = [f"#   - {text}\n" for label, text, _ in kept if not label]
    lines = [_HEAD, *([_UNNAMED, *unnamed] if unnamed else []), 'version: "3.1"\n']
    entries = [one for one in kept if one[0]]
    lines.append("nlu:\n" if entries else "nlu: []\n")
    for label, group in groupby(entries, key=lambda one: one[0]):
        phrases = list(group)
        lines += [f"# {at}: {_remark(one)}\n" for at, (_, _, one) in enumerate(phrases, start=1)]
        lines.append(f"- intent: {label}\n  examples: |\n")
        lines += [f"    - {text}\n" for _, text, _ in phrases]
    return "".join(lines)


def _remark(one: Misread) -> str:
    read = f"read as {one.read_as}" if one.read_as else "not understood"
    return f"{read}, {one.confidence:.2f}, reader {one.version or 'unknown'}, put right by {one.source}"
