"""What the classifier looks at in a folded text: tokens and their neighbours, spelling, sound.

A token is a Han character or a Latin word, so that Chinese needs no word segmenter and mixed text no special case.
The same function serves training and reading. Groups are weighed apart: each is scaled to length one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from nlu.normalise import DATA, HAN

GROUPS = ("words", "spelling", "pairs")
_TOKEN = re.compile(rf"[a-z']+|[0-9]+|[{HAN}]|[?!]")
_DIGIT = re.compile("[0-9]")
_MOST_PAIRED = 40
"""Different words whose pairs are looked at."""
_MOST_TOKENS = 400
"""Tokens read of one segment: no honest matter is longer, and the time limit holds for any string."""


def tokens(folded: str) -> list[str]:
    """Han characters and Latin words; every number is `0`."""
    found: list[str] = _TOKEN.findall(folded)[:_MOST_TOKENS]
    if not _DIGIT.search(folded):
        return found
    return ["0" if token[0].isdigit() else token for token in found]


Features = tuple[list[str], ...]
"""The names of the features of each group."""


def features(folded: str, *, pairs: bool = False) -> Features:
    """Names of the features of each group, with repetitions removed. `pairs` of words far apart only where they are wanted."""
    words = tokens(folded)
    return (
        list(dict.fromkeys(_neighbours(words))),
        list(dict.fromkeys(_spelling(words))),
        _pairs(words) if pairs else [],
    )


def _neighbours(words: list[str]) -> list[str]:
    padded = ["^", *words, "$"]
    triples = zip(padded, padded[1:], padded[2:], strict=False)
    return [*words, *map(" ".join, pairwise(padded)), *map(" ".join, triples)]


def _spelling(words: list[str]) -> list[str]:
    sounds = sound_table()
    syllables = [sounds[word] for word in words if word in sounds]
    found = [piece for word in words if len(word) > 1 and word not in sounds for piece in _pieces(word)]
    triples = zip(syllables, syllables[1:], syllables[2:], strict=False)
    return [*found, *map(".".join, pairwise(syllables)), *map(".".join, triples)]


def _pairs(words: list[str]) -> list[str]:
    own = sorted(set(words))[:_MOST_PAIRED]
    return [f"{a}|{b}" for at, a in enumerate(own) for b in own[at + 1 :]]


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    """Three, four and five letters in a row, the edges of the word counted as letters."""
    edged = f"<{word}>"
    return tuple(edged[at : at + width] for width in (3, 4, 5) for at in range(len(edged) - width + 1))


@lru_cache(maxsize=1)
def sound_table() -> dict[str, str]:
    """Syllable of each common character, with the southern mergers (zh/z, ch/c, sh/s, n/l, ng/n) levelled."""
    table: dict[str, str] = {}
    for line in (DATA / "lexicons" / "sounds.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            syllable, characters = line.split(" ", 1)
            sound = re.sub(r"^([zcs])h", r"\1", syllable)
            sound = re.sub(r"^n(?=.)", "l", sound)
            sound = re.sub(r"ng$", "n", sound)
            table.update(dict.fromkeys(characters, sound))
    return table
