"""Names and labels as people see them: nothing hidden, nothing that turns the line around.

A name such as "Ann(U+202E)…" would rewrite the rest of the line it stands in; one with a zero-width space
looks like another's (Unicode UTS 39, 36).
"""

from __future__ import annotations

import unicodedata

#: Format characters (directions, zero widths), half characters, characters of private use.
_HIDDEN = ("Cf", "Cs", "Co")
_BREAKS = ("Cc", "Zl", "Zp")


def visible(text: str) -> str:
    """Without what cannot be seen; line breaks and other controls stay."""
    return text if text.isascii() else "".join(c for c in text if unicodedata.category(c) not in _HIDDEN)


def one_line(text: str) -> str:
    """What can be seen, on one line, with single spaces."""
    return " ".join("".join(" " if unicodedata.category(c) in _BREAKS else c for c in visible(text)).split())
