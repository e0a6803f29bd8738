"""What is asked under a notice: "got it" alone, or a question with a button for each answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers.base import Button
from handlers.notices.events import inviting
from handlers.wording import say
from storage.deliveries import Recipient
from storage.notices import Notice

Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a question goes to: the delivery, its language, and the homes (unit, label) of the account; `about` is what follows the
    colon of the notice's question, `choices` what a poll offers.
    """

    recipient: Recipient
    language: str
    homes: Sequence[tuple[int, str]]
    about: str
    choices: Sequence[str] = ()


def got_it(asked: Asked) -> Buttons:
    return ((Button(say(asked.language, "notices.got_it"), f"read:{asked.recipient.delivery_id}"),),)


def _answers(question: str, answers: Sequence[str]) -> Callable[[Asked], Buttons]:
    """A button for each answer, one below the other."""

    def ask(asked: Asked) -> Buttons:
        number = asked.recipient.delivery_id
        return tuple(
            (Button(say(asked.language, f"notices.answer.{question}.{one}"), f"told:{number}:{one}"),)
            for one in answers
        )

    return ask


#: How many homes can be answered for with buttons under one message.
MOST_HOMES = 8


def _of_incident(step: str, words: tuple[str, str]) -> Callable[[Asked], Buttons]:
    """Two choices for each home; with several homes each names its own."""

    def ask(asked: Asked) -> Buttons:
        rows = []
        for unit_id, label in asked.homes[:MOST_HOMES]:
            at = f" · {label}" if len(asked.homes) > 1 else ""
            rows.append(
                tuple(
                    Button(
                        f"{say(asked.language, f'incidents.{word}')}{at}",
                        f"{step}:{asked.about}:{unit_id}:{answer}",
                    )
                    for word, answer in zip(words, "yn", strict=True)
                )
            )
        return tuple(rows)

    return ask


def _invitation(asked: Asked) -> Buttons:
    """Coming, not coming, maybe: one answer for the household, whichever of its accounts gives it."""
    return inviting.answers(asked.language, asked.about)


#: The answers to a question, the good one first.
ANSWERS = {"safe": ("safe", "help"), "fixed": ("fixed", "broken")}

#: How many options a poll has, and how long one may be in characters: a button that nobody can read is no choice.
FEWEST_OPTIONS, MOST_OPTIONS, LONGEST_OPTION = 2, 6, 64


def _poll(asked: Asked) -> Buttons:
    """A button for each option, numbered as in the text above it."""
    number = asked.recipient.delivery_id
    return tuple(
        (Button(f"{place}. {words}", f"told:{number}:{place}"),)
        for place, words in enumerate(asked.choices, 1)
    )


QUESTIONS: dict[str, Callable[[Asked], Buttons]] = {
    "": got_it,
    "hit": _of_incident("hit", ("affected_too", "not_me")),
    "cured": _of_incident("cured", ("fixed_here", "still_broken")),
    "rsvp": _invitation,
    **{name: _answers(name, answers) for name, answers in ANSWERS.items()},
    "poll": _poll,
}

#: The way out under what nobody has to know, in one tap: its sentence and what the button does.
_WAYS_OUT = {
    "announcement": ("notices.fewer", "mute:on"),
    "invitation": ("notices.fewer", "mute:on"),
    "offer": ("notices.no_offers", "offers:off"),
}


def answers(question: str, choices: Sequence[str] = ()) -> tuple[str, ...]:
    """What may be answered by a button of a question; nothing where it has buttons of another kind."""
    if question == "poll":
        return tuple(str(place) for place in range(1, len(choices) + 1))
    return ANSWERS.get(question, ())


def buttons(notice: Notice, asked: Asked) -> Buttons:
    """The buttons under a notice. Raises KeyError for a question that nobody can ask."""
    under = QUESTIONS[notice.question.partition(":")[0]](asked)
    out = _WAYS_OUT.get(notice.kind)
    return (*under, (Button(say(asked.language, out[0]), out[1]),)) if out else under
