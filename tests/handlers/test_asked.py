"""What a program states in the place of what was guessed, as a table; danger in the words is heard whatever it states."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.asked import Asked, as_asked
from nlu.meaning import Meaning
from nlu.parse import parse


def stated(text: str, **what: object) -> Meaning:
    now = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
    return as_asked(parse(text, now=now, tz=ZoneInfo("Asia/Shanghai")), Asked(**what), text)


@pytest.mark.parametrize("intent", ["follow_up", "correction", "cancel", "rating", "handoff"])
def test_the_stated_intent_is_the_matter_however_the_words_read(intent: str) -> None:
    meaning = stated("the pipe under the sink leaks", intent=intent)
    assert [(one.intent, one.confidence) for one in meaning.matters] == [(intent, 1.0)]
    assert meaning.understood


@pytest.mark.parametrize("intent", ["report", "follow_up", "cancel", "rating", "handoff"])
def test_danger_comes_first_whatever_is_stated(intent: str) -> None:
    meaning = stated("there is a fire in my kitchen", intent=intent, label="praise")
    assert (meaning.hazard, meaning.matters[0].intent) == ("fire", "emergency")


@pytest.mark.parametrize(
    ("text", "label", "read"),
    [
        ("the pipe under the sink leaks", None, ["repair/home.leak"]),
        ("the pipe under the sink leaks", "repair/home.sanitary", ["repair/home.sanitary"]),
        ("the pipe under the sink leaks", "follow_up", ["repair/home.leak"]),
        ("what is the capital of France", None, ["repair/home.other"]),
        (
            "the pipe under the sink leaks. also the corridor lights on my floor are broken",
            "repair/home.leak",
            None,
        ),
        ("  ", "repair/home.leak", []),
    ],
)
def test_what_a_report_is_about(text: str, label: str | None, read: list[str] | None) -> None:
    meaning = stated(text, intent="report", label=label, version="rasa:0a1b")
    found = [f"{one.intent}/{one.code}" for one in meaning.matters]
    assert found == read if read is not None else len(found) == 2
    assert meaning.understood == bool(found)
    assert (meaning.model_version == "rasa:0a1b") == (found == [label])


def test_a_number_in_the_words_comes_before_one_that_was_filled_in() -> None:
    assert stated("how is LH-1001?", intent="follow_up", ticket="LH-2002").slots.ticket == "LH-1001"
    assert stated("how is it?", intent="follow_up", ticket="LH-2002").slots.ticket == "LH-2002"


def test_a_stated_score_is_on_our_scale() -> None:
    score = stated("great", intent="rating", score=4).slots.score
    assert score
    assert (score.value, score.of) == (4, 5)
