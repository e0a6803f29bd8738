"""The shape of a one-time code for a unit, and what is kept of it.

A code is SELECTOR-SECRET in Crockford's base 32. The selector finds the row; the typed secret has 8 characters (40 bits),
the one in a link 26 (130 bits). Only SHA-256 hashes are kept. A wrong secret counts against the chat and the unit's code.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass

SELECTOR, TYPED, LINKED = 4, 8, 26

_CODE = re.compile(r"^\W*([0-9A-Z]{4})[\s-]?([0-9A-Z]{4})[\s-]?([0-9A-Z]{4})\W*$")
_LINK = re.compile(r"^([0-9A-Z]{4})-([0-9A-Z]{26})$")

#: Characters that people write for those that Crockford's alphabet leaves out.
_MISREAD = str.maketrans("ILO", "110")


@dataclass(frozen=True, slots=True)
class Given:
    """A code as somebody gave it: its selector, the hash of its secret, and whether it came by a link."""

    selector: str
    secret_hash: str
    linked: bool

    def opens(self, code_hash: str, link_hash: str) -> bool:
        """Compares in constant time."""
        return hmac.compare_digest(self.secret_hash, link_hash if self.linked else code_hash)


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def typed(text: str) -> Given | None:
    """A code typed or dictated: 12 characters, spaces, hyphens and case as it comes. None for any other text.

    Twelve plain letters are a word, and twelve plain digits are a number of something else: a code has hyphens, or both.
    """
    found = _CODE.match(text.strip().upper())
    if not found:
        return None
    bare = "".join(found.groups())
    if "-" not in text and (bare.isalpha() or bare.isdigit()):
        return None
    parts = [part.translate(_MISREAD) for part in found.groups()]
    return Given(parts[0], hashed(parts[1] + parts[2]), linked=False)


def linked(payload: str) -> Given | None:
    """The payload of a deep link; None for any other payload."""
    found = _LINK.match(payload)
    return Given(found[1], hashed(found[2]), linked=True) if found else None


def printed(selector: str, secret: str) -> str:
    """A code as it stands in a letter: three groups of four."""
    return f"{selector}-{secret[:4]}-{secret[4:]}"
