"""How complete staff's entries are (L10): of the facts that an entry should hold, the share that is there; pure.

What is not written down cannot be learnt from. The measure asks nothing of owners: a fact that they did not give (an account that
does not exist) lowers it too, so it is read beside others of the same work, not as a mark out of a hundred.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from handlers.reports.intervals import wilson
from storage.entry_facts import Entry

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """`filled` of `asked` facts in so many `entries`; `by_fact` the same for each fact, (filled, asked)."""

    entries: int
    asked: int
    filled: int
    by_fact: Mapping[str, tuple[int, int]]

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where nothing was to be entered."""
        return self.filled / self.asked if self.asked else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval of the share; None as for the share."""
        return wilson(self.filled, self.asked)


def completeness(entries: Iterable[Entry]) -> Completeness:
    """The measure over any entries."""
    asked, filled, count = Counter[str](), Counter[str](), 0
    for entry in entries:
        count += 1
        asked.update(name for name, _ in entry.facts)
        filled.update(name for name, there in entry.facts if there)
    return Completeness(
        entries=count, asked=asked.total(), filled=filled.total(),
        by_fact={name: (filled[name], asked[name]) for name in asked},
    )  # fmt: skip


def split(entries: Iterable[Entry], by: Callable[[Entry], K]) -> dict[K, Completeness]:
    """The measure of each part: by estate, by person, by kind of entry."""
    parts: defaultdict[K, list[Entry]] = defaultdict(list)
    for entry in entries:
        parts[by(entry)].append(entry)
    return {key: completeness(found) for key, found in parts.items()}
