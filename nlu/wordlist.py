"""Finds the words of a list in a text that has no spaces between words: from left to right, the longest at each place.

A look-up for each character that opens a word of the list; a regular expression of thousands of words is slower.
Called by normalise and concepts.
"""

from __future__ import annotations

from collections.abc import Iterable


class WordList:
    """The words of a list, by the character that opens them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        sizes: dict[str, set[int]] = {}
        for word in self._words:
            sizes.setdefault(word[0], set()).add(len(word))
        self._sizes = {char: tuple(sorted(found, reverse=True)) for char, found in sizes.items()}

    def find(self, text: str) -> list[tuple[int, str]]:
        """Where each word starts, and the word; none overlaps another."""
        found: list[tuple[int, str]] = []
        words, sizes = self._words, self._sizes
        if sizes.keys().isdisjoint(text):
            return found
        free = 0
        for at, char in enumerate(text):
            if char in sizes and at >= free:
                for size in sizes[char]:
                    word = text[at : at + size]
                    if word in words:
                        found.append((at, word))
                        free = at + size
                        break
        return found
