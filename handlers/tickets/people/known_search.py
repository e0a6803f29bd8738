"""Which known answers fit words (L04); pure. Words of letters count whole, Chinese by pairs of characters in either writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from nlu.normalise import HAN, clean, simplified
from storage.known_answers import KnownAnswer

_WORD = re.compile(r"[a-z0-9][a-z0-9'’-]+")
_RUN = re.compile(f"[{HAN}]+")

#: English words that tell nothing apart.
_EMPTY = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "it",
        "its",
        "this",
        "that",
        "my",
        "our",
        "your",
        "we",
        "you",
        "they",
        "he",
        "she",
        "i",
        "do",
        "does",
        "did",
        "how",
        "what",
        "when",
        "where",
        "why",
        "who",
        "can",
        "could",
        "would",
        "will",
        "please",
        "with",
        "from",
        "not",
        "no",
        "have",
        "has",
        "had",
        "me",
        "us",
    ]
)

#: What a hit is worth: in the question, in the answer; the same category, the same family of it.
_QUESTION, _ANSWER, _SAME, _FAMILY = 2, 1, 4, 1

T = TypeVar("T")


def tokens(text: str) -> frozenset[str]:
    """What a text is found by."""
    plain = simplified(clean(text)).casefold()
    words = {word for word in _WORD.findall(plain) if word not in _EMPTY}
    pairs = {run[at : at + 2] for run in _RUN.findall(plain) for at in range(max(1, len(run) - 1))}
    return frozenset(words | pairs)


def found(
    answers: Iterable[KnownAnswer], words: str, *, code: str = "", limit: int = 20
) -> list[KnownAnswer]:
    """The answers that fit best, the best first. A category alone finds nothing: some word must be the same, unless none was given."""
    wanted = tokens(words)
    scored = [(_score(one, wanted, code), one) for one in answers]
    fitting = [(score, one) for score, one in scored if score > 0 or not wanted]
    return [one for _, one in sorted(fitting, key=lambda pair: (-pair[0], -pair[1].id))][:limit]


def _score(answer: KnownAnswer, wanted: frozenset[str], code: str) -> int:
    asked = tokens(" ".join(text[0] for text in answer.texts.values()))
    said = tokens(" ".join(text[1] for text in answer.texts.values()))
    hits = _QUESTION * len(wanted & asked) + _ANSWER * len(wanted & said - asked)
    if hits == 0 and wanted:
        return 0
    near = code and answer.code and code.split(".", maxsplit=1)[0] == answer.code.split(".")[0]
    return hits + (_SAME if code and code == answer.code else _FAMILY if near else 0)


def spoken(texts: dict[str, Sequence[T]], language: str) -> tuple[str, Sequence[T]]:
    """The text in a language; else in the other writing of it, else the first there is; with the language it is in."""
    order = [language, *(one for one in texts if one[:2] == language[:2]), *texts]
    best = next(one for one in order if one in texts)
    return best, texts[best]
