"""Every intent, button and awaited answer leads to exactly one capability."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from handlers import registry
from handlers.base import Capability
from nlu.meaning import AWAITABLE, INTENTS

ROOT = Path(__file__).parents[2]


def test_every_intent_but_the_emergency_is_answered_by_one_capability() -> None:
    claimed = [intent for one in registry.CAPABILITIES for intent in one.intents]
    assert sorted(claimed) == sorted(set(INTENTS) - {"emergency"})


@pytest.mark.parametrize("words", ["intents", "buttons", "awaits"])
def test_two_capabilities_that_claim_the_same_stop_the_start(words: str) -> None:
    twins = [Capability(name="one", **{words: ("same",)}), Capability(name="two", **{words: ("same",)})]
    with pytest.raises(ValueError, match="two and one both answer"):
        registry.index(twins, words)


def test_an_intent_that_nobody_answers_stops_the_start() -> None:
    with pytest.raises(ValueError, match="rsvp"):
        registry.without_gaps(
            {"rsvp", "away"}, registry.index([Capability(name="one", intents=("away",))], "intents")
        )


def test_whatever_leads_to_a_capability_has_somebody_to_answer_it() -> None:
    lame = [
        one.name
        for one in registry.CAPABILITIES
        if (one.intents and not one.said)
        or (one.buttons and not one.pressed)
        or (one.awaits and not one.answered)
    ]
    assert lame == []


def test_what_the_reader_can_await_is_awaited_by_somebody() -> None:
    awaited = {kind for one in registry.CAPABILITIES for kind in one.awaits}
    assert set(AWAITABLE) <= awaited


def test_every_capability_stands_in_the_contract_that_keeps_them_apart() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    apart = next(set(one["modules"]) for one in contracts if one["type"] == "independence")
    assert apart == {f"handlers.{one.name}" for one in registry.CAPABILITIES}
