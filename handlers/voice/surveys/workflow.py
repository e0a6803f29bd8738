"""The fixed steps of a survey, each once and in this order: drawn, running, closed, reported; headquarters' alone (I10, I19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.base import Mistake
from handlers.staff.request import StaffRequest
from handlers.voice.surveys import drawing
from handlers.voice.surveys.ending import close_all
from handlers.voice.surveys.planning import require_headquarters
from handlers.voice.surveys.survey_rules import SurveyRules
from storage.staff_store import StaffStore
from storage.store import Store
from storage.survey_pool import Candidate
from storage.surveys import WITHDRAWN, Survey


@dataclass(frozen=True, slots=True)
class Again:
    """A draw done once more: the pool is the same (`same_pool`), and so is the sample (`same_sample`, where the pool is)."""

    count: int
    same_pool: bool
    same_sample: bool


def survey_in_scope(store: StaffStore, survey_id: int) -> Survey:
    """Raises Mistake for one that is not there, or not this person's to see: the two look alike."""
    found = store.surveys.by_id(survey_id)
    if found is None:
        raise Mistake("surveys.wrong.none")
    return found


def draw(request: StaffRequest, store: StaffStore, survey_id: int) -> Survey:
    """Draws the sample by the seed; households that were asked for the same stage within the window are left out (I08).

    Raises Mistake where nobody is left to be drawn, and for a step out of order.
    """
    survey = _at(store, survey_id, "draft")
    store.surveys.lock(survey)
    today = request.now.astimezone(request.tz).date()
    left, before = _pool(store, survey, today, request.settings.voice.surveys)
    drawn = drawing.draw(survey.seed, left, drawing.wanted(len(left), survey.size, survey.share))
    if not drawn.homes:
        raise Mistake("surveys.wrong.nobody", before=before)
    pool = {
        "count": len(left), "hash": drawing.pool_hash(left), "day": today.isoformat(), "asked_before": before,
        "strata": [list(one) for one in drawn.strata],
    }  # fmt: skip
    after = _moved(request, store, survey, "drawn", pool=pool)
    store.survey_invitations.keep(after, drawn.homes)
    return after


def draw_again(store: StaffStore, survey: Survey, rules: SurveyRules) -> Again | None:
    """The draw once more from the homes as they are now, on the day of the first; None before it was drawn."""
    if not survey.pool:
        return None
    left, _ = _pool(store, survey, date.fromisoformat(survey.pool["day"]), rules)
    kept = store.survey_invitations.of(survey)
    found = drawing.draw(survey.seed, left, sum(one[3] for one in survey.pool["strata"]))
    same = {(home, rank) for _, rank, home in found.homes} == {(one.unit_id, one.rank) for one in kept}
    return Again(len(left), drawing.pool_hash(left) == survey.pool["hash"], same)


def _pool(store: Store, survey: Survey, day: date, rules: SurveyRules) -> tuple[list[Candidate], int]:
    """The homes that may be drawn, and how many were left out since they were asked for the same stage within the window."""
    every = store.surveys.pool(survey, day)
    asked = store.survey_invitations.asked_near(survey, timedelta(days=rules.window_days))
    left = [one for one in every if (one.unit_id, one.stage) not in asked]
    return left, len(every) - len(left)


def start(request: StaffRequest, store: StaffStore, survey_id: int) -> Survey:
    """From its first moment on its households are asked, a few at a time, by the line and nobody else."""
    survey = _at(store, survey_id, "drawn")
    if survey.closes_at <= request.now:
        raise Mistake("surveys.wrong.over")
    after = _moved(request, store, survey, "running")
    store.survey_invitations.start(after, max(after.opens_at, request.now))
    return after


def close(request: StaffRequest, store: StaffStore, survey_id: int) -> Survey:
    """Nobody is asked any more, and what was said so far counts; its sheets are sealed."""
    survey = _at(store, survey_id, "running")
    return close_all(request, store.as_line(), survey, request.who.id)


def report(request: StaffRequest, store: StaffStore, survey_id: int) -> Survey:
    """Its figures are told: every estate sees its own (L09)."""
    return _moved(request, store, _at(store, survey_id, "closed"), "reported")


def withdraw(request: StaffRequest, store: StaffStore, survey_id: int) -> Survey:
    """Not this survey after all, before anybody was asked: its households may be drawn for another one."""
    survey = survey_in_scope(store, survey_id)
    require_headquarters(store)
    if survey.state not in ("draft", "drawn"):
        raise Mistake("surveys.wrong.order")
    return _moved(request, store, survey, WITHDRAWN)


def _at(store: StaffStore, survey_id: int, state: str) -> Survey:
    """Raises Mistake for a step out of order."""
    require_headquarters(store)
    survey = survey_in_scope(store, survey_id)
    if survey.state != state:
        raise Mistake("surveys.wrong.order")
    return survey


def _moved(request: StaffRequest, store: StaffStore, survey: Survey, to: str, **values: object) -> Survey:
    after = store.surveys.step(survey, to, staff_id=request.who.id, at=request.now, **values)
    if after is None:
        raise Mistake("surveys.wrong.order")
    return after
