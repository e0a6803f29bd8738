"""Headquarters plan a survey: of whom, when, how and what is asked, within what a household may be asked (I08 - I12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.base import Mistake
from handlers.staff.request import StaffRequest
from handlers.voice.surveys.bank import BANK
from storage.life_stages import STAGES
from storage.staff_store import StaffStore
from storage.surveys import MODES, Survey

#: The longest name, in characters; the longest time that a survey is open, and how far ahead it may be planned.
_LONGEST_NAME = 80
_LONGEST, _FARTHEST = timedelta(days=92), timedelta(days=400)

#: The largest sample that is taken as typed.
_LARGEST = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A survey as somebody at headquarters plans it. `size` households, or `share` in percent, never both; `questions` in the order in
    which they are asked.
    """

    name: str
    estate_ids: Sequence[int]
    stages: Sequence[str]
    mode: str
    questions: Sequence[str]
    opens_at: datetime
    closes_at: datetime
    size: int | None = None
    share: int | None = None


def require_headquarters(store: StaffStore) -> None:
    """Raises Mistake for everybody else: who works at an estate neither starts nor changes a survey of it (I10)."""
    if not store.scope.is_headquarters:
        raise Mistake("surveys.wrong.not_yours")


def plan(request: StaffRequest, store: StaffStore, draft: Draft, *, form_key: str, seed: str) -> Survey:
    """Keeps a survey as a draft. `seed` is chance from outside; it is kept, and the same form sent again gives nothing new.

    Raises Mistake for what does not fit.
    """
    require_headquarters(store)
    _check_what(request, draft)
    _check_when(request, draft)
    _check_whom(store, draft)
    made = store.surveys.plan(
        draft.estate_ids, form_key=form_key, at=request.now, staff_id=request.who.id, name=draft.name.strip(),
        mode=draft.mode, questions=[[key, BANK[key].version] for key in draft.questions],
        stages=[one for one in STAGES if one in draft.stages], size=draft.size, share=draft.share, opens_at=draft.opens_at,
        closes_at=draft.closes_at, seed=seed,
    )  # fmt: skip
    if made is None:
        raise Mistake("surveys.wrong.twice")
    return made


def _check_what(request: StaffRequest, draft: Draft) -> None:
    if not draft.name.strip() or len(draft.name.strip()) > _LONGEST_NAME:
        raise Mistake("surveys.wrong.name", most=_LONGEST_NAME)
    if draft.mode not in MODES:
        raise Mistake("surveys.wrong.mode")
    asked = tuple(draft.questions)
    if not asked or not set(asked) <= set(BANK) or len(set(asked)) < len(asked):
        raise Mistake("surveys.wrong.questions")
    most = request.settings.voice.surveys.most(draft.mode)
    if len(asked) > most:
        raise Mistake(f"surveys.wrong.many_{draft.mode}", chosen=len(asked), most=most)


def _check_when(request: StaffRequest, draft: Draft) -> None:
    if draft.closes_at <= draft.opens_at or draft.closes_at <= request.now:
        raise Mistake("surveys.wrong.ends_before")
    if draft.closes_at - draft.opens_at > _LONGEST or draft.opens_at > request.now + _FARTHEST:
        raise Mistake("surveys.wrong.long", days=_LONGEST.days)


def _check_whom(store: StaffStore, draft: Draft) -> None:
    if not draft.estate_ids or not set(draft.estate_ids) <= set(store.scope.estate_ids):
        raise Mistake("surveys.wrong.estates")
    if not draft.stages or not set(draft.stages) <= set(STAGES):
        raise Mistake("surveys.wrong.stages")
    sized = draft.size is not None and 1 <= draft.size <= _LARGEST
    shared = draft.share is not None and 1 <= draft.share <= 100
    if sized == shared:
        raise Mistake("surveys.wrong.sample", most=_LARGEST)
