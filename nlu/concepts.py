"""Words of like meaning under one name, in all languages: the knowledge that no few thousand phrases hold.

`concepts.yml` lists words for each concept (@water), `cues.yml` words that speak for a label (!home.leak): folded Chinese
words, English words, stems (`leak*`) and phrases (`coming_through`). Called by features.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from nlu.normalise import fold, lexicon
from nlu.wordlist import WordList

_WORDS = re.compile(r"[a-z']+")


def concepts(folded: str) -> set[str]:
    """Names of the concepts (@) and cues (!) that occur in a folded text; a cue that occurs twice or more also as `!!`."""
    hits = [*_of_chinese(folded), *_of_english(_WORDS.findall(folded))]
    found = set(hits)
    if len(found) < len(hits):
        seen: set[str] = set()
        for name in hits:
            if name in seen and name[0] == "!":
                found.add(f"!{name}")
            seen.add(name)
    return found


def _of_chinese(folded: str) -> Iterator[str]:
    known, chinese = _chinese()
    for word in {word for _, word in known.find(folded)}:
        yield from chinese[word]


def _of_english(words: list[str]) -> Iterator[str]:
    _, phrases, openers = _english()
    for word in set(words):
        yield from _of_word(word)
    for at, word in enumerate(words):
        for size in openers.get(word, ()):
            yield from phrases.get(" ".join(words[at : at + size]), ())


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[str, ...]:
    single = _english()[0]
    names: list[str] = list(single.get(word, ()))
    for size in range(len(word), 2, -1):
        names += single.get(word[:size] + "*", ())
    return tuple(names)


def _entries() -> Iterator[tuple[str, str, str]]:
    for mark, name in (("@", "concepts.yml"), ("!", "cues.yml")):
        for label, words in lexicon(name).items():
            yield f"{mark}{label}", str(words.get("zh", "")), str(words.get("en", ""))


@lru_cache(maxsize=1)
def _chinese() -> tuple[WordList, dict[str, tuple[str, ...]]]:
    """All words; of words that start at one place the longest is found, and speaks for its beginnings too."""
    own: dict[str, list[str]] = {}
    for tag, chinese, _ in _entries():
        for word in chinese.split():
            own.setdefault(word, []).append(tag)
    full = {
        word: tuple(dict.fromkeys(tag for part in _parts(word) for tag in own.get(part, ()))) for word in own
    }
    return WordList(full), full


def _parts(word: str) -> list[str]:
    return [word[start:end] for start in range(len(word)) for end in range(len(word), start, -1)]


@lru_cache(maxsize=1)
def _english() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], dict[str, tuple[int, ...]]]:
    """Single words and stems; phrases in folded form; the lengths of the phrases that each first word opens."""
    single: dict[str, tuple[str, ...]] = {}
    phrases: dict[str, tuple[str, ...]] = {}
    openers: dict[str, tuple[int, ...]] = {}
    for tag, _, english in _entries():
        for word in english.split():
            if "_" not in word:
                single[word] = (*single.get(word, ()), tag)
                continue
            parts = _WORDS.findall(fold(word.replace("_", " ").replace("*", "")))
            if parts:
                phrases[" ".join(parts)] = (*phrases.get(" ".join(parts), ()), tag)
                openers[parts[0]] = tuple(sorted({*openers.get(parts[0], ()), len(parts)}))
    return single, phrases, openers
