"""The guide says the installation's own times, in three languages, and promises nothing soft."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.staff.reply_check import findings
from handlers.tickets.fairness.guide import POLICY, duration, guide
from handlers.tickets.rules import Rules
from handlers.tickets.timing.clocks import Limits
from handlers.wording import LANGUAGES
from tests.handlers.staff.house import SETTINGS
from tests.handlers.tickets.fairness.test_bodies import estate


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_whole_in_every_language(language: str) -> None:
    told = guide(language, estate("HK"), SETTINGS, "telegram")
    assert (len(told.steps), len(told.policy)) == (6, len(POLICY))
    assert findings("\n".join((told.short, told.policy_text))) == []


def test_the_times_are_those_of_the_settings() -> None:
    rules = Rules(limits=Limits(fix_hours={"complaint": 120}, next_contact_hours={"complaint": 24}))
    told = guide(
        "en", estate("CN"), replace(SETTINGS, tickets=rules, respond_hours={"telegram": 4}), "telegram"
    )
    assert [
        "within 4 hours" in told.steps[1],
        "every 24 hours" in told.steps[2],
        "within 5 days" in told.steps[3],
    ] == [True] * 3


@pytest.mark.parametrize(("hours", "said"), [(0.5, "30 minutes"), (1, "1 hours"), (8, "8 hours"), (24, "24 hours"), (48, "2 days"), (60, "60 hours"), (240, "10 days")])  # fmt: skip
def test_hours_are_said_as_people_say_them(hours: float, said: str) -> None:
    assert duration("en", hours) == said
