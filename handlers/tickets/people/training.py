"""Who may be given which work: nobody before the modules that it needs are passed and not expired (L05); pure.

Which modules a kind of work needs, an installation says; without a word it needs none. A case is never left to nobody for want of
training: where nobody trained can hold it, the gate falls away, and the file says so. What presses waits for nobody off duty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from handlers.tickets.holders.assignment import Candidate, covers

Ranked = list[tuple[Candidate, tuple[str, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """The modules that work needs: by a kind of authority (security, emergency, hard, complaint, ordinary), an intent, or the
    beginning of a code ("public.lift")."""

    required: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for work, modules in self.required.items():
            if not work.strip() or not modules or not all(one.strip() for one in modules):
                raise ValueError(f"required: {work!r} needs a name and at least one module with a name")

    def needed(self, kinds: Iterable[str], intent: str, code: str | None) -> frozenset[str]:
        """Every module that a matter asks of its holder."""
        known = set(kinds)
        found = (
            modules for work, modules in self.required.items() if work in known or covers(work, intent, code)
        )
        return frozenset(module for modules in found for module in modules)


@dataclass(frozen=True, slots=True)
class Gate:
    """What a ticket needs, and who has passed all of it, by id."""

    modules: frozenset[str]
    passed: frozenset[int]

    def opens(self, staff_id: int) -> bool:
        return not self.modules or staff_id in self.passed

    def through(self, ranked: Ranked, *, pressing: bool) -> Ranked:
        """Those of a ranking who may be given it; in an emergency everybody, where nobody trained is there and somebody else is."""
        fit = [one for one in ranked if self.opens(one[0].id)]
        if not pressing or any(one.on_duty for one, _ in fit):
            return fit
        return ranked if any(one.on_duty for one, _ in ranked) or not fit else fit
