"""Another reader's answers beside ours, as a table: what is asked, what is taken over, what stays ours whatever is answered."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nlu.borrowed import Lent, Told, merged, parts
from nlu.meaning import Meaning
from nlu.parse import parse

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
VERSION = "rasa:0a1b"


def own(text: str, awaiting: str | None = None) -> Meaning:
    return parse(text, now=NOW, tz=ZONE, awaiting=awaiting)


def lent(
    text: str, label: str | None, confidence: float = 0.9, ranking: tuple[tuple[str, float], ...] = ()
) -> Meaning:
    """The message with every part read as one label."""
    meaning = own(text)
    told = {part: Told(label, confidence, ranking) for part in parts(meaning, text, None)}
    return merged(meaning, Lent(VERSION, told), text, now=NOW, tz=ZONE, awaiting=None, units=())


@pytest.mark.parametrize(
    ("text", "awaiting", "asked"),
    [
        ("the kitchen tap drips", None, ("the kitchen tap drips",)),
        ("there is a fire in my kitchen", None, ()),
        ("there is a fire in my kitchen. also the tap drips", None, ()),
        ("5", "rating", ()),
        ("yes", "confirm", ()),
        ("yes", None, ("yes",)),
        ("", None, ()),
        ("?!", None, ()),
        ("x" * 5000, None, ()),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_another_reader_is_asked_about(text: str, awaiting: str | None, asked: tuple[str, ...]) -> None:
    assert parts(own(text, awaiting), text, awaiting) == asked


def test_every_matter_is_asked_about_by_itself() -> None:
    text = "the kitchen tap drips. also the corridor lights on my floor are broken"
    assert len(parts(own(text), text, None)) == 2


def test_intent_code_and_version_are_theirs_and_urgency_slots_and_language_ours() -> None:
    meaning = lent(
        "LH-1001: water runs down my kitchen wall, 12345 will hear of it", "complaint/service.response_delay"
    )
    (matter,) = meaning.matters
    assert (matter.intent, matter.code, matter.confidence) == ("complaint", "service.response_delay", 0.9)
    assert (meaning.model_version, meaning.slots.ticket, meaning.language) == (VERSION, "LH-1001", "en")
    assert "authority" in meaning.risks
    assert lent("a leak is still running into my flat", "repair/home.leak").matters[0].urgency == "E1"


def test_a_score_is_read_where_the_other_reader_hears_a_rating() -> None:
    score = lent("5 stars, very good", "rating").slots.score
    assert score
    assert (score.value, score.of) == (5, 5)


def test_a_danger_that_only_the_other_reader_hears_counts() -> None:
    meaning = lent("the kitchen tap drips", "emergency/flood")
    assert (meaning.hazard, meaning.matters[0].urgency, meaning.understood) == ("flood", "E0", True)


@pytest.mark.parametrize(
    ("text", "hazard"),
    [("it is not a gas leak, the meter just runs fast", "gas"), ("the fire is out since yesterday", "fire")],
)
def test_a_danger_that_our_net_took_out_stays_out(text: str, hazard: str) -> None:
    assert own(text).hazard is None
    assert lent(text, f"emergency/{hazard}").hazard is None


def test_a_danger_that_our_net_hears_stays_whatever_is_answered() -> None:
    text = "there is a fire in my kitchen"
    mine = own(text)
    told = Lent(VERSION, {text: Told("praise", 1.0)})
    assert merged(mine, told, text, now=NOW, tz=ZONE, awaiting=None, units=()) == mine


@pytest.mark.parametrize(("label", "confidence"), [(None, 0.9), ("repair/home.leak", 0.1)])
def test_an_unsure_reader_makes_the_line_ask_and_offer_its_ranking(
    label: str | None, confidence: float
) -> None:
    ranking = (("repair/public.lift", 0.2), ("repair/home.leak", 0.1))
    meaning = lent("something about that thing over there", label, confidence, ranking)
    assert not meaning.understood
    assert [(one.intent, one.code) for one in meaning.candidates] == [
        ("repair", "public.lift"),
        ("repair", "home.leak"),
    ]


def test_an_unsure_reader_raises_no_alarm() -> None:
    meaning = lent("something about that thing", None, 0.4, (("emergency/fire", 0.3),))
    assert (meaning.hazard, meaning.understood) == (None, False)


def test_where_one_answer_is_missing_the_whole_message_is_ours() -> None:
    text = "the kitchen tap drips. also the corridor lights on my floor are broken"
    mine = own(text)
    told = Lent(VERSION, {mine.matters[0].text: Told("praise", 1.0)})
    assert merged(mine, told, text, now=NOW, tz=ZONE, awaiting=None, units=()) == mine


def test_two_things_broken_stay_two_and_two_questions_of_one_kind_are_one() -> None:
    text = "the kitchen tap drips. also the corridor lights on my floor are broken"
    assert len(lent(text, "repair/home.leak").matters) == 2
    assert len(lent(text, "enquiry/enquiry.fees").matters) == 1
