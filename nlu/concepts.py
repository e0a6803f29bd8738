"""Words of like meaning under one name, in all languages: the knowledge that no few thousand phrases hold.

`concepts.yml` lists words for each concept (@water), `cues.yml` words that speak for a label (!home.leak): folded Chinese
words, English words, stems (`leak*`) and phrases (`coming_through`). Called by features.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from nlu.normalise import fold, lexicon, trie_pattern

_WORDS = re.compile(r"[a-z']+")


def concepts(folded: str) -> set[str]:
    """Names of the concepts (@) and cues (!) that occur in a folded text; a cue that occurs twice or more also as `!!`."""
    pattern, chinese = _chinese()
    hits: Counter[str] = Counter()
    for word in set(pattern.findall(folded)):
        hits.update(chinese.get(word, ()))
    words = _WORDS.findall(folded)
    _, phrases, openers = _english()
    for word in set(words):
        hits.update(_of_word(word))
    for at, word in enumerate(words):
        if word in openers:
            for size in openers[word]:
                hits.update(phrases.get(" ".join(words[at : at + size]), ()))
    twice = {f"!{name}" for name, count in hits.items() if count > 1 and name[0] == "!"}
    return set(hits) | twice


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
def _chinese() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """All words in one pattern; of words that start at one place the longest is found, and speaks for its beginnings too."""
    own: dict[str, list[str]] = {}
    for tag, chinese, _ in _entries():
        for word in chinese.split():
            own.setdefault(word, []).append(tag)
    full = {
        word: tuple(dict.fromkeys(tag for part in _parts(word) for tag in own.get(part, ()))) for word in own
    }
    return trie_pattern(full), full


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
