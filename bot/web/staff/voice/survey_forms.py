"""What the form of a new survey offers, and what a sent one means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from bot.web.staff.lists import Choice, Option
from bot.web.staff.quality import choosing
from bot.web.staff.wide_form import Values, first
from handlers.base import Mistake
from handlers.voice.surveys.bank import BANK
from handlers.voice.surveys.planning import Draft
from handlers.voice.surveys.survey_rules import SurveyRules
from handlers.wording import say
from storage.life_stages import STAGES
from storage.staff_store import StaffStore
from storage.surveys import MODES

#: Days that a survey is open, where nobody chooses.
_OPEN_DAYS = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The lists and boxes of the form, with what was chosen, and what its fields hold."""

    estates: Choice
    stages: Choice
    questions: Choice
    modes: Choice
    values: dict[str, str]


def offer(store: StaffStore, language: str, rules: SurveyRules, values: Values, now: datetime) -> Offer:
    """The form as it stands: what was typed, else the usual."""
    today = now.astimezone(choosing.zone_of(store)).date()
    usual = {
        "name": "", "opens": (today + timedelta(days=1)).isoformat(), "closes": (today + timedelta(days=_OPEN_DAYS)).isoformat(),
        "size": "100", "unit": "homes",
    }  # fmt: skip
    wordings = {key: say(language, f"survey.question.{key}.{one.version}") for key, one in BANK.items()}
    named = {one: say(language, f"surveys.mode.{one}", most=rules.most(one)) for one in MODES}
    return Offer(
        estates=_choice("estates", {str(one.id): one.name for one in store.estates()}, values),
        stages=_choice("stages", {one: say(language, f"surveys.stage.{one}") for one in STAGES}, values),
        questions=_choice(
            "questions", {key: f"{say(language, f'surveys.question.{key}')}: {text}" for key, text in wordings.items()}, values
        ),
        modes=_choice("mode", named, values),
        values={name: first(values, name, otherwise) for name, otherwise in usual.items()},
    )  # fmt: skip


def _choice(name: str, options: dict[str, str], values: Values) -> Choice:
    chosen = values.get(name, ())
    return Choice(
        name=name, label="", options=tuple(Option(value=key, text=text, chosen=key in chosen) for key, text in options.items())
    )  # fmt: skip


def draft(store: StaffStore, values: Values) -> Draft:
    """The survey that a form plans, from the beginning of its first day to the end of its last. Raises Mistake for a day that is none."""
    zone = choosing.zone_of(store)
    opens = choosing.day(first(values, "opens"), zone)
    last = choosing.day(first(values, "closes"), zone).date() + timedelta(days=1)
    size: dict[str, Any] = {
        "share" if first(values, "unit") == "share" else "size": _whole(first(values, "size"))
    }
    return Draft(
        name=first(values, "name"), estate_ids=[_whole(one) or 0 for one in values.get("estates", ())],
        stages=values.get("stages", ()), mode=first(values, "mode"), questions=_in_order(values),
        opens_at=opens, closes_at=datetime.combine(last, time(), zone) - timedelta(seconds=1), **size,
    )  # fmt: skip


def _in_order(values: Values) -> tuple[str, ...]:
    """The questions in the order of the bank; one that the bank does not know stays, and is refused."""
    chosen = values.get("questions", ())
    return (*(key for key in BANK if key in chosen), *(key for key in chosen if key not in BANK))


def _whole(typed: str) -> int | None:
    """A whole number. Raises Mistake for what is none."""
    said = typed.strip()
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise Mistake("surveys.wrong.number", said=said[:20])
    return int(said)
