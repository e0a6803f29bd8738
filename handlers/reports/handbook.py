"""The handbook of defect feedback and prevention (F02, F03, F14): what goes wrong with each component, why, and what helps.

Gathered from the defects of a period. Examples are owners' words without identities; those that are private, guarded, or doubtful
are left out. The period and the size of the sample stand in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from handlers.reports.digests import Digest, code_named, digests
from handlers.tickets.quality import components
from handlers.tickets.quality.defects import Found, came_back, per_hundred
from handlers.wording import say
from nlu.anonymise import Known, anonymised
from nlu.corpus import own_phrases
from nlu.harvest import everyday
from storage.corrective_actions import CorrectiveAction
from storage.defects import Case, Defect
from storage.store import Store

#: How many examples, causes and partners a fault or a component shows.
_EXAMPLES, _MOST = 2, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A case without identities: what was said, why it was (may be empty), what was done (may be empty)."""

    said: str
    cause: str
    done: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault of a component: how often, in a hundred homes (None: no homes known), how often it had come back."""

    name: str
    count: int
    per_hundred: float | None
    came_back: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One component. Causes, steps and partners come with how often they were named."""

    component: str
    name: str
    count: int
    faults: tuple[Fault, ...]
    causes: tuple[tuple[str, int], ...]
    steps: tuple[tuple[str, int], ...]
    partners: tuple[tuple[str, int], ...]
    actions: tuple[str, ...]
    check: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handbook:
    """`place`: the estates it is about. `count` defects were found in `homes` homes from `since` until before `until`."""

    place: str
    since: str
    until: str
    count: int
    homes: int
    feeds: tuple[tuple[str, int], ...]
    chapters: tuple[Chapter, ...]
    digests: tuple[Digest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Of which estate (None: all that the scope holds), called what, over which time, in which language."""

    estate_id: int | None
    place: str
    since: datetime
    until: datetime
    language: str
    recurrence: timedelta = timedelta(days=365)


def gather(store: Store, wanted: Wanted) -> Handbook:
    """The handbook as the scope of the store may know it."""
    before = store.defects.between(wanted.since - wanted.recurrence, wanted.until, wanted.estate_id)
    back = came_back(
        [Found(one.unit_id, one.code, one.component, one.at) for one in before], wanted.recurrence
    )
    found = [(one, again) for one, again in zip(before, back, strict=True) if one.at >= wanted.since]
    homes = store.defects.homes()
    sample = sum(count for estate, count in homes.items() if wanted.estate_id in (None, estate))
    chapters = _Chapters(store, wanted, sample)
    defects = [one for one, _ in found]
    lessons = store.decisions.lessons(wanted.since, wanted.until, wanted.estate_id)
    by_component = Counter(one.component for one in defects)
    return Handbook(
        place=wanted.place, since=wanted.since.date().isoformat(), until=(wanted.until - timedelta(seconds=1)).date().isoformat(),
        count=len(found), homes=sample,
        feeds=_named(lambda one: say(wanted.language, f"quality.feed.{one}"), Counter(one.found_by for one in defects)),
        chapters=tuple(
            chapters.of(component, [pair for pair in found if pair[0].component == component])
            for component, _ in by_component.most_common()
        ),
        digests=digests(wanted.language, defects, lessons, chapters.told),
    )  # fmt: skip


class _Chapters:
    """What every chapter of one handbook shares."""

    def __init__(self, store: Store, wanted: Wanted, homes: int) -> None:
        self._store, self._language, self._homes = store, wanted.language, homes
        self._estate_id = wanted.estate_id
        self._known: dict[int, Known] = {}

    def of(self, component: str, found: Sequence[tuple[Defect, bool]]) -> Chapter:
        defects, language = [one for one, _ in found], self._language
        partners = Counter(name for one in defects for name in {one.contractor, one.supplier} if name)
        return Chapter(
            component=component, name=components.named(language, component), count=len(found),
            faults=tuple(self._fault(code, found) for code, _ in Counter(one.code for one in defects).most_common()),
            causes=self._causes(defects),
            steps=_named(lambda one: say(language, f"quality.step.{one}"), Counter(one.work_step or "unknown" for one in defects)),
            partners=tuple(partners.most_common(_MOST)),
            actions=tuple(self._actions(component, defects)),
            check=components.check_item(language, component),
        )  # fmt: skip

    def _fault(self, code: str, found: Sequence[tuple[Defect, bool]]) -> Fault:
        mine = [(one, again) for one, again in found if one.code == code]
        return Fault(
            name=code_named(self._language, code), count=len(mine), per_hundred=per_hundred(len(mine), self._homes),
            came_back=sum(again for _, again in mine), examples=tuple(self._examples([one for one, _ in mine])),
        )  # fmt: skip

    def _examples(self, defects: Sequence[Defect]) -> Iterable[Example]:
        """The latest cases that can be told; a few more are asked for than shown, for doubtful ones are left out."""
        latest = [one.id for one in defects if one.ticket_id][-5 * _EXAMPLES :]
        told = [said for case in self._store.defects.examples(latest) if (said := self._example(case))]
        return told[:_EXAMPLES]

    def _example(self, case: Case) -> Example | None:
        assert case.ticket is not None
        said = self.told(case.ticket.summary, case.defect.estate_id)
        if said is None:
            return None
        cause, done = (
            self.told(text, case.defect.estate_id) or "" for text in (case.defect.cause, case.done)
        )
        return Example(said=said, cause=cause, done=done)

    def told(self, text: str, estate_id: int) -> str | None:
        """Words without identities, or None where they are doubtful."""
        if estate_id not in self._known:
            own = self._store.defects.identities(estate_id)
            self._known[estate_id] = Known(own.names, own.units, own.phones, ordinary())
        return anonymised(text, self._known[estate_id]) if text else None

    def _causes(self, defects: Sequence[Defect]) -> tuple[tuple[str, int], ...]:
        told = (self.told(one.cause, one.estate_id) for one in defects)
        return tuple(Counter(cause for cause in told if cause).most_common(_MOST))

    def _actions(self, component: str, defects: Sequence[Defect]) -> Iterable[str]:
        """What was done against the component's faults, and whether it worked."""
        seen: dict[int, CorrectiveAction] = {}
        for code in {one.code for one in defects}:
            seen |= {one.id: one for one in self._store.corrective_actions.against(code, component)}
        for action in sorted(seen.values(), key=lambda one: one.id):
            if self._estate_id in (None, action.estate_id) and (
                what := self.told(action.what, action.estate_id)
            ):
                yield f"{what} ({state_named(self._language, action)})"


def state_named(language: str, action: CorrectiveAction) -> str:
    """How an action stands: open, done, or what its check found."""
    return say(language, f"quality.state.{action.result or action.state}")


def _named(name: Callable[[str], str], counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple((name(one), count) for one, count in counted.most_common())


@cache
def ordinary() -> frozenset[str]:
    """The everyday words that names are told from; read once, it takes half a second."""
    return everyday(own_phrases())
