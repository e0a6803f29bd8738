"""What an officer answers: a score a question, then one sentence or a photo; what is low, or was said, is a finding (J03, J05).

The data set is "officer": each score is kept with its question, its scale and the wording it was asked in, and never with another
set's. Who said it stays with headquarters.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.base import Acting, Mistake
from handlers.voice.formulas import SCALES
from handlers.voice.officers import templates
from handlers.voice.officers.templates import Question, Template
from storage.officer_rows import Mission
from storage.owner_store import OwnerStore

#: The lowest scores, which are a finding without a word.
_LOW = {"csat": 2, "yes_no": 0}

#: The longest sentence that is kept, in characters.
_LONGEST = 2_000


def still_open(acting: Acting, store: OwnerStore, mission: Mission) -> bool:
    """Whether a mission may be answered, or its answer changed: in its time, and by whoever is in office."""
    officer = store.officers.by_id(mission.officer_id)
    if officer is None or officer.state != "active" or mission.state not in ("sent", "answered"):
        return False
    return mission.expires_at is not None and acting.now < mission.expires_at


def template_of(mission: Mission) -> Template | None:
    """The template, where its wording is still the one the mission was asked in."""
    found = templates.by_key(mission.template)
    return found if found and found.version == mission.version else None


def open_question(store: OwnerStore, mission: Mission) -> Question | None:
    """The first question without a score; None where all are answered."""
    template, known = template_of(mission), store.officer_missions.scores_of(mission)
    return next((one for one in template.questions if one.key not in known), None) if template else None


def score(acting: Acting, store: OwnerStore, mission: Mission, asked: Question, value: int) -> Mission:
    """Keeps a score; the last one counts. Raises Mistake for one that is not on the scale, and then keeps nothing."""
    low, high = SCALES[asked.scale]
    if not low <= value <= high:
        raise Mistake("officers.off_scale", low=low, high=high)
    store.officer_missions.score(mission, asked.key, scale=asked.scale, score=value, at=acting.now)
    if open_question(store, mission) is not None:
        return mission
    answered = mission
    if mission.state == "sent":
        changed = store.officer_missions.change(
            mission, state="answered", answered_at=acting.now, due_at=None
        )
        answered = changed or mission
    return _found(acting, store, answered, low=_is_low(store, answered))


def add(
    acting: Acting, store: OwnerStore, mission: Mission, words: str, photos: Sequence[int] = ()
) -> Mission:
    """One more sentence, and photos as evidence; both are a finding."""
    text = "\n".join(part for part in (mission.words, words.strip()) if part)[:_LONGEST]
    kept = store.officer_missions.change(mission, words=text) or mission
    kept = store.officer_missions.keep_photos(photos, kept) or kept
    return _found(acting, store, kept, low=bool(kept.words or kept.photos))


def _is_low(store: OwnerStore, mission: Mission) -> bool:
    template, known = template_of(mission), store.officer_missions.scores_of(mission)
    return template is not None and any(
        known.get(one.key, high) <= _LOW[one.scale]
        for one in template.questions
        for high in (SCALES[one.scale][1],)
    )


def _found(acting: Acting, store: OwnerStore, mission: Mission, *, low: bool) -> Mission:
    """There is something to improve: headquarters hears of it where it stays without an improvement for too long."""
    if not low or mission.finding:
        return mission
    days = acting.settings.voice.officers.finding_days
    return (
        store.officer_missions.change(mission, finding=True, list_at=acting.now + timedelta(days=days))
        or mission
    )
