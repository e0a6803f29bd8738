"""Headquarters' interviewers call, and fill in what they are told; people at the estate call nobody about a survey (I10, I12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers.base import Mistake
from handlers.staff.request import StaffRequest
from handlers.voice.surveys.bank import BANK
from handlers.voice.surveys.planning import require_headquarters
from handlers.voice.surveys.reading_answers import LONGEST
from storage.staff_store import StaffStore
from storage.survey_calls import Call
from storage.surveys import Survey

#: What may come of a call.
OUTCOMES = ("fill", "tried", "declined", "never")


def to_call(store: StaffStore, survey: Survey, now: datetime, today: date) -> Iterator[Call]:
    """Whom to call now, in the order of the draw. A list stands for weeks: whoever meanwhile has an emergency, waits for a complaint
    or wishes to be asked nothing is passed over for as long as that lasts, and so is an estate in a crisis (I07).
    """
    held = {one: store.unasked.held_by_crisis(one) for one in survey.estate_ids}
    for call in store.survey_calls.of(survey, today):
        unit_id = call.invitation.unit_id
        spared = (
            held.get(call.invitation.estate_id, False)
            or store.unasked.had_alarm(unit_id, now)
            or store.unasked.waits_for_a_complaint(unit_id)
            or store.perception.declined(unit_id)
            or store.unasked.wants_no_calls(unit_id, today)
        )
        if not spared:
            yield call


def called(
    request: StaffRequest, store: StaffStore, invitation_id: int, outcome: str, typed: Mapping[str, str]
) -> None:
    """Keeps what came of a call. Raises Mistake for a household that is done, and for answers off their scale or none at all."""
    require_headquarters(store)
    invitation = store.survey_invitations.by_id(invitation_id)
    survey = store.survey_invitations.survey_of(invitation) if invitation else None
    if invitation is None or survey is None or survey.mode != "phone" or survey.state != "running":
        raise Mistake("surveys.wrong.call_over")
    estate = store.estate(invitation.estate_id)
    today = request.now.astimezone(ZoneInfo(estate.timezone) if estate else request.tz).date()
    match outcome:
        case "fill":
            done = store.survey_calls.fill(invitation, answers(dict(survey.questions), typed))
        case "tried":
            done = store.survey_calls.tried(invitation)
        case "declined":
            done = store.survey_calls.declined(invitation)
        case _:
            done = store.survey_calls.never(invitation, today)
    if not done:
        raise Mistake("surveys.wrong.call_over")


def answers(questions: Mapping[str, int], typed: Mapping[str, str]) -> dict[str, int | str]:
    """The answers of an interviewer's form; a field left empty is a question that was skipped."""
    found: dict[str, int | str] = {}
    for key in questions:
        said = typed.get(f"answer-{key}", "").strip()
        if not said:
            continue
        if BANK[key].scale == "words":
            found[key] = said[:LONGEST]
        elif said.isascii() and said.isdecimal() and len(said) < 4 and int(said) in BANK[key].scores:
            found[key] = int(said)
        else:
            raise Mistake("surveys.wrong.score", said=said[:20])
    if not found:
        raise Mistake("surveys.wrong.no_answers")
    return found
