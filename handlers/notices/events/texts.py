"""A text that exists in one language or several, in the language of whoever reads."""

from __future__ import annotations

from collections.abc import Mapping


def said_in(texts: Mapping[str, str], language: str, otherwise: str) -> str:
    """The text in the reader's language, else in the estate's, else in the one it was written in; "" where there is none."""
    chosen = texts.get(language) or texts.get(otherwise)
    return chosen or next((text for text in texts.values() if text), "")
