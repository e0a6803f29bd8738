"""A household's turn in a survey has come: it is asked, later, or not at all; or its time to answer is over (I10).

The line asks, in the order of the draw, a few at a time; nobody at the estate starts, stops or sees it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.base import Acting, ToContact
from handlers.voice.courtesy import courtesy, spend
from handlers.voice.surveys import bubbles
from handlers.wording import speak
from storage.contacts import Contact
from storage.estates import Estate
from storage.store import LineStore
from storage.survey_invitations import Invitation
from storage.surveys import Survey


def due(invitation: Invitation, acting: Acting, store: LineStore) -> None:
    """Asks a household that waits, or ends one that was asked and did not answer in time."""
    survey = store.surveys.by_id(invitation.survey_id)
    estate = store.estate(invitation.estate_id)
    if survey is None or estate is None or survey.state != "running":
        return
    if invitation.state == "asked":
        store.survey_invitations.end(invitation, "expired")
        return
    by_phone = survey.mode == "phone"
    found = courtesy(acting, store, invitation.estate_id, invitation.unit_id, by_phone=by_phone)
    if found.reason == "quiet" and found.until and not by_phone:
        store.survey_invitations.later(invitation, found.until)
        return
    if found.reason not in ("", "quiet"):
        store.survey_invitations.leave_out(invitation, found.reason)
        return
    _ask(acting, store, survey, invitation, estate, found.account)


def _ask(
    acting: Acting, store: LineStore, survey: Survey, invitation: Invitation, estate: Estate, account: Contact | None
) -> None:  # fmt: skip
    """Spends the household's contact and puts the first question; on the telephone it comes on the interviewers' list."""
    if not spend(acting, store, invitation.estate_id, invitation.unit_id, kind="survey"):
        store.survey_invitations.leave_out(invitation, "budget")
        return
    days = timedelta(days=acting.settings.voice.surveys.answer_days)
    until = survey.closes_at if survey.mode == "phone" else min(survey.closes_at, acting.now + days)
    asked = store.survey_invitations.asked(
        invitation, contact_id=account.id if account else None, until=until
    )
    if asked and account and survey.mode == "chat":
        language = speak(account.language, estate.language)
        acting.told.append(
            replace(bubbles.opening(language, survey, invitation, estate.name), to=ToContact(account.id))
        )
