"""From phrases and marked messages to what the classifier is taught: clauses, features, labels. Called by train."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlu.clauses import Clause, clauses, without_courtesy
from nlu.corpus import Marked, Phrase
from nlu.features import Features, features
from nlu.normalise import clean, fold


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the training data in clauses. `matters` are (first clause, clause behind the last, label)."""

    language: str
    found: tuple[Clause, ...]
    folded: tuple[str, ...]
    matters: tuple[tuple[int, int, str], ...]
    marked: bool = False


def of_phrase(phrase: Phrase, *, whole: bool) -> Message:
    """A phrase is one matter from end to end; with `whole` it is one clause too."""
    text = clean(phrase.text) if whole else without_courtesy(clean(phrase.text))
    found = () if whole else tuple(clauses(text))
    if not found:
        found = (Clause(0, len(text), "sentence"),)
    folded = tuple(fold(text[clause.start : clause.end]) for clause in found)
    return Message(phrase.language, found, folded, ((0, len(found), phrase.label),))


def of_marked(marked: Marked) -> Message | None:
    """A marked message, or None where two matters stand in one clause: nothing can be learned from it."""
    kept = without_courtesy(marked.text)
    shift = marked.text.index(kept)
    found = tuple(clauses(kept))
    spans = [(start - shift, end - shift, label) for start, end, label in marked.spans]
    owners = [_owner(clause, spans) for clause in found]
    starts: list[int] = []
    for at in range(len(spans)):
        mine = [clause for clause, owner in enumerate(owners) if owner == at]
        if not mine:
            return None
        starts.append(mine[0])
    if starts != sorted(set(starts)):
        return None
    starts[0] = 0
    ends = [*starts[1:], len(found)]
    matters = tuple((start, end, span[2]) for start, end, span in zip(starts, ends, spans, strict=True))
    return Message(
        marked.language, found, tuple(fold(kept[c.start : c.end]) for c in found), matters, marked=True
    )


def _owner(clause: Clause, spans: Sequence[tuple[int, int, str]]) -> int | None:
    """The matter of which the clause holds most; None for greetings and the like."""
    shared = [min(clause.end, end) - max(clause.start, start) for start, end, _ in spans]
    best = max(range(len(shared)), key=shared.__getitem__)
    return best if shared[best] > 0 else None


def examples(messages: Sequence[Message], *, pairs: bool) -> Iterator[list[Features]]:
    """The features of each clause of each message."""
    for message in messages:
        yield [features(folded, pairs=pairs) for folded in message.folded]
