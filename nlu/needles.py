"""Spares a heavy regular expression a text that cannot match it: one of its needles must stand in whatever it matches.

A needle is one character or three letters in a row, found by walking the parsed expression; where none can be
named, the expression is always tried. Called by hazards and stance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_RUN = 3
_COMMON = 40
"""Letters, digits and marks stand in nearly every text: as a needle each costs as much as this many better ones."""
_FREQUENT = frozenset(
    [*"了我不一人在有没上楼来都下水门天电还家里", *["the", " th", "is ", "in ", " no", "on ", "not", "it "]]
)
_OFTEN = 8
"""What one of these costs."""


class Guarded:
    """An expression with its needles, compiled when first a text holds one; `needles` is None where nothing is certain."""

    def __init__(self, expression: str) -> None:
        self._expression = expression
        parsed = _parser.parse(expression)
        self.needles = None if parsed.state.flags & re.IGNORECASE else _of_sequence(parsed)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled."""
        return re.compile(self._expression)

    def can_match(self, shingles: frozenset[str]) -> bool:
        """False only where the expression matches nowhere in the text of these shingles."""
        return self.needles is None or not self.needles.isdisjoint(shingles)


def shingles(text: str) -> frozenset[str]:
    """Every character of a text and every three in a row."""
    return frozenset([*text, *(text[at : at + _RUN] for at in range(len(text) - _RUN + 1))])


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The cheapest needles of a sequence, all of whose items must match."""
    choices: list[frozenset[str]] = []
    run = ""
    for operation, value in items:
        run = run + chr(value) if str(operation) == "LITERAL" else ""
        needles = _of_item(str(operation), value)
        choices += [needles] if needles else []
        choices += [frozenset([run[-_RUN:]])] if len(run) >= _RUN else []
    return min(choices, key=_cost, default=None)


def _of_item(operation: str, value: Any) -> frozenset[str] | None:
    match operation:
        case "LITERAL":
            return frozenset([chr(value)])
        case "IN":
            return _of_class(value)
        case "BRANCH":
            return _of_branches(value[1])
        case "SUBPATTERN":
            return _of_sequence(value[-1]) if not value[1] else None
        case "MAX_REPEAT" | "MIN_REPEAT":
            return _of_sequence(value[2]) if value[0] else None
    return None


def _of_class(members: Sequence[tuple[Any, Any]]) -> frozenset[str] | None:
    if any(str(operation) != "LITERAL" for operation, _ in members):
        return None
    return frozenset(chr(value) for _, value in members)


def _of_branches(branches: Iterable[Any]) -> frozenset[str] | None:
    found = [_of_sequence(branch) for branch in branches]
    return None if None in found else frozenset().union(*(needles for needles in found if needles))


def _cost(needles: frozenset[str]) -> int:
    return sum(
        _COMMON if len(needle) == 1 and needle.isascii() else _OFTEN if needle in _FREQUENT else 1
        for needle in needles
    )
