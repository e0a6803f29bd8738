"""Words of like meaning under one name, in all languages: the knowledge that no few thousand phrases hold.

`nlu/data/lexicons/concepts.yml` lists, for each concept, folded Chinese words and English stems (`leak*`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from nlu.normalise import lexicon, trie_pattern

_WORDS = re.compile(r"[a-z']+")


def concepts(folded: str) -> set[str]:
    """Names of the concepts that occur in a folded text."""
    pattern, chinese, english, phrases = _tables()
    found: set[str] = set()
    for hit in pattern.findall(folded):
        found.update(chinese.get(hit, ()))
    for word in _WORDS.findall(folded):
        found.update(_of_word(word))
    if english:
        for name, phrase in phrases:
            if phrase.search(folded):
                found.add(name)
    return found


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[str, ...]:
    english = _tables()[2]
    names: list[str] = list(english.get(word, ()))
    for size in range(len(word), 2, -1):
        names += english.get(word[:size] + "*", ())
    return tuple(names)


@lru_cache(maxsize=1)
def _tables() -> tuple[
    re.Pattern[str], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], list[tuple[str, re.Pattern[str]]]
]:
    chinese: dict[str, tuple[str, ...]] = {}
    english: dict[str, tuple[str, ...]] = {}
    phrases: list[tuple[str, re.Pattern[str]]] = []
    for name, words in lexicon("concepts.yml").items():
        tag = f"@{name}"
        for word in str(words.get("zh", "")).split():
            chinese[word] = (*chinese.get(word, ()), tag)
        several = []
        for word in str(words.get("en", "")).split():
            if "_" in word:
                several.append(re.escape(word.replace("_", " ")).replace(r"\*", "[a-z]*"))
            else:
                english[word] = (*english.get(word, ()), tag)
        if several:
            phrases.append((tag, re.compile(r"\b(?:" + "|".join(several) + r")\b")))
    return trie_pattern(chinese), chinese, english, phrases
