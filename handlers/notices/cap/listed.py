"""Several values in one element, as CAP 1.2 writes addresses and incidents: a space between them, quotes around what has one."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ONE = re.compile(r'"([^"]*)"|([^\s"]+)')


def split(text: str) -> tuple[str, ...]:
    """The values of an element."""
    return tuple(found for quoted, bare in _ONE.findall(text) if (found := quoted.strip() or bare))


def joined(values: Iterable[str]) -> str:
    """The element of some values."""
    return " ".join(f'"{one}"' if re.search(r"\s", one) else one for one in values)


def can_be_listed(value: str) -> bool:
    """Whether a value comes back as it was: not empty, and without a quotation mark."""
    return bool(value) and '"' not in value
