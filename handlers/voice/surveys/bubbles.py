"""A question of a survey as a bubble: its words, a button for each answer, and the ways out."""

from __future__ import annotations

from handlers.base import Button, Reply
from handlers.voice.surveys.bank import BANK
from handlers.wording import say
from storage.survey_invitations import Invitation
from storage.surveys import Survey

Row = tuple[Button, ...]

#: Buttons in one row.
_WIDE = 6


def opening(language: str, survey: Survey, invitation: Invitation, estate: str) -> Reply:
    """The first bubble: who asks and why, how many questions, that nobody can tell who said what; and the first question."""
    key, version = survey.questions[0]
    intro = say(language, "survey.opening", estate=estate, count=len(survey.questions))
    words = say(language, f"survey.question.{key}.{version}")
    return Reply(
        text=f"{intro}\n\n{words}", buttons=_buttons(language, survey, invitation, 0), urgency="bulk"
    )


def asked(language: str, survey: Survey, invitation: Invitation, place: int) -> Reply:
    """One question, with how many there are."""
    key, version = survey.questions[place]
    words = say(language, f"survey.question.{key}.{version}")
    told = say(language, "survey.place", place=place + 1, count=len(survey.questions))
    return Reply(text=f"{words}\n{told}", buttons=_buttons(language, survey, invitation, place))


def _buttons(language: str, survey: Survey, invitation: Invitation, place: int) -> tuple[Row, ...]:
    question = BANK[survey.questions[place][0]]
    ask = f"survey:{invitation.id}:{place}"
    if question.scale in ("yes_no", "course"):
        rows: tuple[Row, ...] = tuple(
            (Button(say(language, f"survey.{question.scale}.{score}"), f"{ask}:{score}"),)
            for score in reversed(question.scores)
        )
    else:
        keys = [Button(str(score), f"{ask}:{score}") for score in question.scores]
        rows = tuple(tuple(keys[at : at + _WIDE]) for at in range(0, len(keys), _WIDE))
    out = (
        Button(say(language, "survey.skip"), f"{ask}:skip"),
        Button(say(language, "survey.stop"), f"{ask}:stop"),
    )
    never = (Button(say(language, "survey.never"), f"{ask}:never"),)
    return (*rows, out, never)


def next_place(survey: Survey, draft: dict[str, object]) -> int | None:
    """The first question that was neither answered nor skipped; None when all were."""
    left = (place for place, (key, _) in enumerate(survey.questions) if key not in draft)
    return next(left, None)
