"""A survey ends: whoever has not finished is done, what they said so far goes into the box, and the box is sealed."""

from __future__ import annotations

from handlers.base import Acting, Mistake
from handlers.voice.surveys.grouping import coarse
from storage.store import LineStore
from storage.surveys import Survey


def close_all(acting: Acting, store: LineStore, survey: Survey, staff_id: int) -> Survey:
    """Closes a survey that runs before its time. Raises Mistake where somebody was faster."""
    after = store.surveys.step(survey, "closed", staff_id=staff_id, at=acting.now)
    if after is None:
        raise Mistake("surveys.wrong.order")
    return _sealed(acting, store, after)


def _sealed(acting: Acting, store: LineStore, after: Survey) -> Survey:
    for one in store.survey_invitations.of(after, "waiting"):
        store.survey_invitations.leave_out(one, "closed")
    for one in store.survey_invitations.of(after, "asked"):
        store.survey_invitations.end(one, "expired")
    groups = coarse(store.survey_sheets.groups(after), acting.settings.voice.surveys.least_answers)
    store.survey_sheets.seal(after, groups)
    return after


def due(survey: Survey, acting: Acting, store: LineStore) -> None:
    """The clock closes it; nothing where headquarters, or the clock of another process, did so meanwhile."""
    current = store.surveys.by_id(survey.id)
    if current and current.state == "running":
        after = store.surveys.step(current, "closed", staff_id=None, at=acting.now)
        if after:
            _sealed(acting, store, after)
