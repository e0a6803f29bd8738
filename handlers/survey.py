"""Answers to a short survey: a tap or a word a question, a way out at each, and then nobody can tell who said what (I09 - I18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.base import Capability, Mistake, Outcome, Reply, Request
from handlers.tickets import choice
from handlers.voice.surveys import bubbles, reading_answers
from handlers.voice.surveys.bank import BANK, Question
from handlers.wording import say
from storage.owner_store import OwnerStore
from storage.survey_invitations import Invitation
from storage.surveys import Survey

KIND = "survey"

#: How long after the first question a bare number answers it although this chat was asked nothing.
_FRESH = timedelta(hours=24)

#: What is written instead of a score.
_OUT = ("skip", "stop", "never")


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """A tap. While the household is not done the last one counts; after that the answers are no longer theirs to change."""
    store.survey_words.forget(request.turn, request.now)
    invitation = store.survey_invitations.by_id(choice.number_at(request, 1) or 0)
    if invitation is None:
        raise Mistake("common.no_such_button")
    found = _still_open(request, store, invitation.id)
    if found is None:
        ended = "expired" if invitation.state == "asked" else invitation.state
        return _told(request, f"survey.over.{ended}")
    invitation, survey = found
    place = choice.number_at(request, 2)
    said = request.button[3] if len(request.button) > 3 else ""
    if place is None or place >= len(survey.questions):
        raise Mistake("common.no_such_button")
    question = BANK[survey.questions[place][0]]
    if said in _OUT:
        return _out(request, store, survey, invitation, question, said)
    score = choice.number_at(request, 3)
    if score is None or score not in question.scores:
        raise Mistake("common.no_such_button")
    return _answered(request, store, survey, invitation, question, score)


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """Words while a question of a survey is open; None for words that are something else. A picture goes on no sheet: what came with
    one, or was edited, is for people.
    """
    if request.edited or request.pictures:
        return None
    asked = request.awaiting or {}
    found = _still_open(request, store, int(asked.get("invitation", 0)))
    if found is None:
        return None
    invitation, survey = found
    place = bubbles.next_place(survey, invitation.draft)
    return None if place is None else _said(request, store, survey, invitation, place)


def on_edit(request: Request, store: OwnerStore) -> Outcome | None:
    """An answer that is edited stays as it was, and what it says now is taken away too: it must lead to nobody. None for every other edit."""
    if not request.edits_answer:
        return None
    store.survey_words.forget(request.turn, request.now)
    return _told(request, "survey.edited")


def on_words(request: Request, store: OwnerStore) -> Outcome | None:
    """A bare number soon after the first question, in a chat that was asked nothing else; None for all other words."""
    if (
        request.button
        or request.edited
        or request.awaiting
        or request.pictures
        or choice.resolved(request, store)
    ):
        return None
    digits = request.text.strip()
    if not (digits.isdecimal() and len(digits) <= 2):
        return None
    for one in store.survey_invitations.open_ones():
        survey = store.survey_invitations.survey_of(one)
        rules = request.settings.voice.surveys
        fresh = one.due_at and request.now < one.due_at - timedelta(days=rules.answer_days) + _FRESH
        if survey and fresh and not one.draft and one.contact_id == request.household.contact.id:
            return _said(request, store, survey, one, 0)
    return None


def _said(
    request: Request, store: OwnerStore, survey: Survey, invitation: Invitation, place: int
) -> Outcome | None:
    question = BANK[survey.questions[place][0]]
    for out, is_meant in (("stop", reading_answers.stops), ("skip", reading_answers.skips)):
        if is_meant(request.text):
            return _out(request, store, survey, invitation, question, out)
    found = reading_answers.read(question, request.text)
    if found.again:
        store.survey_words.forget(request.turn, request.now)
        again = bubbles.asked(request.language, survey, invitation, place)
        return Outcome(replies=(again,), awaiting={"kind": KIND, "invitation": invitation.id})
    if found.answer is None:
        return None
    store.survey_words.forget(request.turn, request.now)
    done = _answered(request, store, survey, invitation, question, found.answer)
    beside = (Reply(text=say(request.language, "survey.beside")),) if found.beside else ()
    return replace(done, replies=(*beside, *done.replies))


def _still_open(request: Request, store: OwnerStore, invitation_id: int) -> tuple[Invitation, Survey] | None:
    """What a home is asked in the chat, while it may answer."""
    invitation = store.survey_invitations.by_id(invitation_id)
    survey = store.survey_invitations.survey_of(invitation) if invitation else None
    if invitation is None or survey is None or invitation.state != "asked" or survey.mode != "chat":
        return None
    over = invitation.due_at is not None and request.now >= invitation.due_at
    return None if over else (invitation, survey)


def _told(request: Request, key: str) -> Outcome:
    return Outcome(replies=(Reply(text=say(request.language, key)),), awaiting=request.awaiting)


def _answered(
    request: Request, store: OwnerStore, survey: Survey, invitation: Invitation, question: Question, answer: int | str | None
) -> Outcome:  # fmt: skip
    """Keeps an answer, or that there is none, and asks what comes next. Whoever began answers for the household."""
    after = store.survey_invitations.answer(invitation, question.key, answer)
    if after is None:
        return _told(request, "survey.somebody_else")
    place = bubbles.next_place(survey, after.draft)
    if place is not None:
        reply = bubbles.asked(request.language, survey, after, place)
        return Outcome(replies=(reply,), awaiting={"kind": KIND, "invitation": after.id})
    return _done(request, store, after)


def _done(request: Request, store: OwnerStore, invitation: Invitation) -> Outcome:
    said = any(value is not None for value in invitation.draft.values())
    store.survey_invitations.end(invitation, "finished" if said else "declined")
    wrote = bool(invitation.draft.get("sentence"))
    text = say(
        request.language, "survey.thanks_words" if wrote else "survey.thanks" if said else "survey.none"
    )
    return Outcome(replies=(Reply(text=text),))


def _out(
    request: Request, store: OwnerStore, survey: Survey, invitation: Invitation, question: Question, how: str
) -> Outcome:
    """Leaves one question out; ends it with what was said so far; or ends it with nothing said, and for good."""
    if how == "skip":
        return _answered(request, store, survey, invitation, question, None)
    mine = not invitation.draft or invitation.contact_id == request.household.contact.id
    if how == "never":
        store.set_asks(False)
        if mine:
            store.survey_invitations.end(invitation, "declined", keeps_answers=False)
        return Outcome(replies=(Reply(text=say(request.language, "survey.never_again")),))
    if not mine:
        return _told(request, "survey.somebody_else")
    return _done(request, store, invitation)


CAPABILITY = Capability(
    name="survey", buttons=("survey",), pressed=pressed, awaits=(KIND,), answered=answered
)
