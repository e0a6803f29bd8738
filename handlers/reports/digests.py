"""What each department hears (F13): the faults that go back to its work, and the complaints that were upheld and fed back to it (C23)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from handlers.tickets.quality import components
from handlers.tickets.quality.defects import DEPARTMENT_OF_FEEDBACK, DEPARTMENTS, department_of
from handlers.wording import has, say
from storage.decision_rows import Lesson
from storage.defects import Defect

#: How many reasons of one kind of complaint are told.
_MOST = 8

#: Words without identities, of an estate; None where they are doubtful.
Told = Callable[[str, int], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Complaints upheld, in full or in part, in one sentence with their count; `why` they are fed back, without identities."""

    said: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one department hears: its faults, the most frequent first, as (component, fault, count, of them complaints)."""

    name: str
    lines: tuple[tuple[str, str, int, int], ...]
    decided: tuple[Decided, ...] = ()


def digests(
    language: str, defects: Sequence[Defect], lessons: Sequence[Lesson], told: Told
) -> tuple[Digest, ...]:
    """Every department that something goes back to; the faults of which nobody has said whose they are stand last."""
    found = []
    for department in (*DEPARTMENTS, "suppliers", None):
        mine = [one for one in defects if department_of(one.code, one.work_step) == department]
        learnt = [
            one for one in lessons if department and DEPARTMENT_OF_FEEDBACK[one.department] == department
        ]
        if mine or learnt:
            name = say(language, f"quality.department.{department or 'unknown'}")
            decided = tuple(_decided(language, learnt, told))
            found.append(Digest(name=name, lines=tuple(_faults(language, mine)), decided=decided))
    return tuple(found)


def code_named(language: str, code: str) -> str:
    return say(language, f"codes.{code}") if has(f"codes.{code}") else code


def _faults(language: str, mine: Sequence[Defect]) -> Iterator[tuple[str, str, int, int]]:
    complaints = Counter((one.component, one.code) for one in mine if one.found_by == "complaint")
    for (component, code), count in Counter((one.component, one.code) for one in mine).most_common():
        many = complaints[component, code]
        yield components.named(language, component), code_named(language, code), count, many


def _decided(language: str, learnt: Sequence[Lesson], told: Told) -> Iterator[Decided]:
    for (outcome, code), count in Counter((one.outcome, one.code) for one in learnt).most_common():
        same = [one for one in learnt if (one.outcome, one.code) == (outcome, code) and one.open_words]
        why = Counter(words for one in same if (words := told(one.why, one.estate_id)))
        what = code_named(language, code) if code else say(language, "quality.not_recorded")
        named = say(language, f"decision.outcome.{outcome}")
        yield Decided(
            said=say(language, "quality.handbook.decided", outcome=named, what=what, count=count),
            why=tuple(words for words, _ in why.most_common(_MOST)),
        )
