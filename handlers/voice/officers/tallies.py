"""The officers' scores, question by question: a data set of its own, by touch-point and by line of work (I05, J06).

A question that fewer officers answered than the settings say has no figure: one could tell who said it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers.voice.formulas import Result, Tally, result
from handlers.voice.officers import templates
from storage.officer_missions import Answers
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerTally:
    """One question of one wording. `tally` is None where too few different officers answered; `few` says so."""

    template: str
    question: str
    touch_point: str
    line: str
    version: int
    tally: Tally | None

    @property
    def few(self) -> bool:
        return self.tally is None

    @property
    def result(self) -> Result | None:
        return result(self.tally) if self.tally else None


def officer_tallies(
    store: Store, estate_id: int, since: datetime, until: datetime, *, least: int = 3
) -> tuple[OfficerTally, ...]:
    """Every question of the missions that were sent from `since` until before `until`; nothing for local staff."""
    asked = store.officer_missions.asked(estate_id, since, until)
    answered = {
        (one.template, one.version, one.question): one
        for one in store.officer_missions.answers(estate_id, since, until)
    }
    found = []
    for (key, version), (touch_point, line, times) in sorted(asked.items()):
        for question, scale in _questions(key, version, answered):
            one = answered.get((key, version, question))
            few = one is None or one.officers < least
            tally = None if few or one is None else Tally(
                data_set="officer", question=f"{key}.{question}", scale=scale, version=version, asked=times, counts=one.counts
            )  # fmt: skip
            found.append(
                OfficerTally(template=key, question=question, touch_point=touch_point, line=line, version=version, tally=tally)
            )  # fmt: skip
    return tuple(found)


def _questions(
    key: str, version: int, answered: Mapping[tuple[str, int, str], Answers]
) -> list[tuple[str, str]]:
    """The questions of a wording: of today's template, and those of an older one that somebody answered."""
    template = templates.by_key(key)
    if template and template.version == version:
        return [(one.key, one.scale) for one in template.questions]
    return sorted(
        (name, one.scale) for (of, then, name), one in answered.items() if (of, then) == (key, version)
    )  # fmt: skip
