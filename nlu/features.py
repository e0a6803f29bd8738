"""What the classifier looks at in a folded text: tokens and their neighbours, spelling, sound, and concepts.

A token is a Han character or a Latin word, so that Chinese needs no word segmenter and mixed text no special case.
The same function serves training and reading. Groups are weighed apart: each is scaled to length one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from nlu.concepts import concepts
from nlu.normalise import DATA, HAN

GROUPS = ("words", "spelling", "concepts", "cues", "pairs")
_TOKEN = re.compile(rf"[a-z']+|[0-9]+|[{HAN}]|[?!]")
_MOST_PAIRED = 40
"""Different words whose pairs are looked at."""
_MOST_TOKENS = 400
"""Tokens read of one segment: no honest matter is longer, and the time limit holds for any string."""


def tokens(folded: str) -> list[str]:
    """Han characters and Latin words; every number is `0`."""
    found: list[str] = _TOKEN.findall(folded)
    return ["0" if token[0].isdigit() else token for token in found[:_MOST_TOKENS]]


def features(folded: str, *, pairs: bool = False) -> tuple[list[str], ...]:
    """Names of the features of each group, with repetitions removed. `pairs` of words far apart only where they are wanted."""
    words = tokens(folded)
    found = concepts(folded)
    return (
        list(dict.fromkeys(_neighbours(words))),
        list(dict.fromkeys(_spelling(words))),
        _concepts(sorted(name for name in found if name[0] == "@"), len(words)),
        sorted(name for name in found if name[0] == "!"),
        _pairs(words) if pairs else [],
    )


def _neighbours(words: list[str]) -> list[str]:
    padded = ["^", *words, "$"]
    found = list(words)
    found += [f"{a} {b}" for a, b in pairwise(padded)]
    found += [f"{a} {b} {c}" for a, b, c in zip(padded, padded[1:], padded[2:], strict=False)]
    return found


def _spelling(words: list[str]) -> list[str]:
    sounds = sound_table()
    found: list[str] = []
    syllables: list[str] = []
    for word in words:
        sound = sounds.get(word)
        if sound is not None:
            syllables.append(sound)
            continue
        if len(word) > 1:
            found += _pieces(f"<{word}>")
    found += [f"{a}.{b}" for a, b in pairwise(syllables)]
    found += [f"{a}.{b}.{c}" for a, b, c in zip(syllables, syllables[1:], syllables[2:], strict=False)]
    return found


def _pairs(words: list[str]) -> list[str]:
    own = sorted(set(words))[:_MOST_PAIRED]
    return [f"{a}|{b}" for at, a in enumerate(own) for b in own[at + 1 :]]


def _pieces(word: str) -> list[str]:
    size = len(word)
    return [word[at : at + width] for width in (3, 4, 5) for at in range(size - width + 1)]


def _concepts(found: list[str], size: int) -> list[str]:
    pairs = [f"{a}&{b}" for at, a in enumerate(found) for b in found[at + 1 :]]
    return [*found, *pairs, f"#{min(size // 4, 8)}"]


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
