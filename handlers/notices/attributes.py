"""The names of what is so about a home: the usual ones have words in three languages, any other is kept as it was written.

Who calls it: whoever says whom a notice means, the import, the page of a home.
"""

from __future__ import annotations

import re
import unicodedata

from handlers.wording import LANGUAGES, has, say

#: The usual ones (H08, H10, H11); each has its word in audience.po.
KNOWN = ("alarm", "window_grille", "ground_floor", "elderly_alone", "pets", "rented_out", "ev_charger")

#: As long as storage keeps names and values.
LONGEST, LONGEST_VALUE = 40, 120

_NAME = re.compile(r"[^\W\d_][\w.]*")


def name_in(text: str) -> str:
    """The name that somebody writes, in any of the languages or as it is kept. Raises ValueError for what cannot be a name."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    known = next((name for name in KNOWN if plain in _words(name)), None)
    if known:
        return known
    name = re.sub(r"[\s\-]+", "_", plain)
    if not _NAME.fullmatch(name) or len(name) > LONGEST:
        raise ValueError(
            f"“{text}” is no name of an attribute; write one such as alarm or pets, at most {LONGEST} characters"
        )
    return name


def _words(name: str) -> set[str]:
    words = {say(language, f"audience.attribute.{name}").casefold() for language in LANGUAGES}
    return words | {name, name.replace("_", " ")}


def word_of(name: str, language: str) -> str:
    """An attribute as a person reads it; a free name as it was written."""
    return say(language, f"audience.attribute.{name}") if name in KNOWN else name.replace("_", " ")


def phrase(name: str, language: str, *, there: bool) -> str:
    """Homes that have it, or have it not: "with alarm", "not on the ground floor"."""
    key = f"audience.{'with' if there else 'without'}"
    own = f"{key}.{name}"
    return say(language, own) if has(own) else say(language, f"{key}.it", what=word_of(name, language))
