"""A touch-point is asked about once a household and node, when it is due and the household may be asked; else it is withheld, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest

from bot.due import voice
from handlers.base import ConversationSettings, LineAct, ToContact
from handlers.voice import asking, planning
from handlers.voice.rules import VoiceRules
from handlers.voice.touch_points import REGISTER, TOUCH_POINTS, RatingRules, named
from handlers.wording import LANGUAGES, say
from storage import contacts, ratings
from storage.ratings import Rating
from storage.store import LineStore
from storage.ticket_rows import Ticket
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House

EVERY = replace(SETTINGS, voice=VoiceRules(ratings=RatingRules(shares={})))


def act(hours: float = 0, settings: ConversationSettings = EVERY) -> LineAct:
    return LineAct(now=NOW + timedelta(hours=hours), tz=TZ, settings=settings)


def planned(
    house: House, ticket: Ticket, key: str = "visit", what: str = "visit 1", **values: Any
) -> Rating | None:
    with house.db.transaction() as connection:
        node = replace(planning.Node.of_ticket(key, ticket, what), **values)
        return planning.plan(act(), LineStore(connection), node)


def swept(house: House, hours: float, settings: ConversationSettings = EVERY) -> list[Any]:
    """What the sweep asks at that hour."""
    acting = act(hours, settings)
    with house.db.transaction() as connection:
        for _, _, do in voice.SWEEPS[0].claim(connection, acting.now, settings):
            do(acting, LineStore(connection))
    return acting.told


def state(house: House, rating: Rating | None) -> tuple[str, str]:
    assert rating
    with house.db.reading() as connection:
        found = LineStore(connection).ratings.by_id(rating.id)
    assert found
    return found.state, found.reason


def test_a_visit_is_asked_about_some_hours_later_in_the_owners_language(house: House) -> None:
    rating = planned(house, house.open("Ann"))
    assert swept(house, 2) == []
    (told,) = swept(house, 3)
    assert told.to == ToContact(house.contacts["Ann"])
    assert told.text == "GV-1001 (The tap leaks)\nHow was the visit? (1 poor, 5 very good)"
    assert [key.text for key in told.buttons[0]] == ["1 ★", "2 ★", "3 ★", "4 ★", "5 ★"]
    assert told.buttons[1][0].text == "🔕 Do not ask me again"
    assert state(house, rating) == ("sent", "")
    assert swept(house, 3) == [], "once"


def test_one_node_is_asked_about_once_whatever_level_asks(house: House) -> None:
    ticket = house.open("Ann")
    assert planned(house, ticket)
    assert planned(house, ticket) is None
    assert planned(house, ticket, contact_id=house.contacts["Bob"]) is None, "it is the household's node"
    assert planned(house, ticket, what="visit 2")


@pytest.mark.parametrize(
    ("happened", "reason"),
    [
        ({"stage": "withdrawn"}, "withdrawn"),
        ({"urgency": "E0"}, "emergency"),
        ({"intent": "emergency"}, "emergency"),
        ({"complaint": True}, "complaint"),
    ],
)
def test_what_happened_meanwhile_decides_when_it_is_due(
    house: House, happened: dict[str, Any], reason: str
) -> None:
    ticket = house.open("Ann")
    rating = planned(house, ticket)
    with house.db.transaction() as connection:
        LineStore(connection).tickets.change(ticket, **happened)
    assert swept(house, 3) == []
    assert state(house, rating) == ("withheld", reason)


@pytest.mark.parametrize("key", ["repair", "answer"])
@pytest.mark.parametrize("again", [False, True])
def test_how_a_matter_ended_is_not_asked_while_it_is_open_again(house: House, key: str, again: bool) -> None:
    """Settled at night, the question waits for the morning; by then it leaks again."""
    ticket = house.open("Ann", stage="closed")
    rating = planned(house, ticket, key, "resolved 0", again=again)
    with house.db.transaction() as connection:
        LineStore(connection).tickets.change(ticket, stage="reopened")
    assert swept(house, 3) == []
    assert state(house, rating) == ("withheld", "reopened")


def test_nobody_else_of_the_home_is_asked_about_what_somebody_reported(house: House) -> None:
    rating = planned(house, house.open("Ann", private=True))
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts["Ann"], state="blocked")
    assert swept(house, 3) == []
    assert state(house, rating) == ("withheld", "nobody")


def test_two_questions_stand_two_days_apart(house: House) -> None:
    first, second = house.open("Ann"), house.open("Ann", summary="The lamp is dark")
    planned(house, first)
    rating = planned(house, second)
    assert len(swept(house, 3)) == 1
    assert Counter(state(house, one) for one in (rating,)) == {("withheld", "recent"): 1}


def test_the_question_waits_for_the_morning(house: House) -> None:
    rating = planned(house, house.open("Ann"))
    assert swept(house, 5) == [], "23:00 in Hong Kong"
    assert state(house, rating) == ("waiting", "")
    assert len(swept(house, 14)) == 1, "08:00"


def test_what_nobody_answers_ends_quietly(house: House) -> None:
    rating = planned(house, house.open("Ann"))
    swept(house, 3)
    assert swept(house, 3 + 72) == []
    assert state(house, rating) == ("expired", "")


def test_a_home_handed_over_is_asked_as_a_household(house: House) -> None:
    ticket = house.open("Ann")
    with house.db.transaction() as connection:
        store = LineStore(connection)
        unit = store.unit_of(ticket)
        assert unit
        planning.on_handed_over(act(), store, unit, date(2026, 11, 22))
    (told,) = swept(house, 24)
    assert "handing over of your home" in told.text


@pytest.mark.parametrize(
    ("days", "asked"),
    [
        ([date(2026, 11, 20), date(2026, 11, 19)], 1),  # put right on the next day
        ([date(2026, 10, 23)], 1),
        ([date(2026, 10, 22)], 0),
        ([date(2015, 6, 30)], 0),  # looked up for a question about the warranty
    ],
)
def test_a_handing_over_is_asked_about_once_and_while_it_is_fresh(
    house: House, days: list[date], asked: int
) -> None:
    ticket = house.open("Ann")
    with house.db.transaction() as connection:
        store = LineStore(connection)
        unit = store.unit_of(ticket)
        assert unit
        for day in days:
            planning.on_handed_over(act(), store, unit, day)
    assert len(swept(house, 24) + swept(house, 24 * 4)) == asked


def test_what_is_not_in_the_register_or_not_switched_on(house: House) -> None:
    ticket = house.open("Ann")
    with pytest.raises(ValueError, match="“teatime” is no touch-point: they are report_received, visit"):
        planned(house, ticket, key="teatime")
    off = replace(SETTINGS, voice=VoiceRules(ratings=RatingRules(touch_points=("repair",))))
    with house.db.transaction() as connection:
        node = planning.Node.of_ticket("visit", ticket, "visit 1")
        assert planning.plan(act(settings=off), LineStore(connection), node) is None


def test_the_sample_is_drawn_by_the_node_itself_and_can_be_drawn_again(house: House) -> None:
    ticket = house.open("Ann")
    made = [planned(house, ticket, what=f"visit {n}") for n in range(40)]
    drawn = [one.occasion for one in made if one and planning.drawn(one, 0.2)]
    assert drawn == [one.occasion for one in made if one and planning.drawn(one, 0.2)]
    assert 0 < len(drawn) < 20
    share = sum(planning.drawn(replace(made[0], occasion=f"visit {n}"), 0.2) for n in range(5_000)) / 5_000  # type: ignore[type-var]
    assert share == pytest.approx(0.2, abs=0.02)


def test_an_account_without_a_home_has_the_budget_of_a_home(house: House) -> None:
    tickets = [house.open("Ann", unit_id=None, summary=f"{n}") for n in range(6)]
    with house.db.transaction() as connection:
        for n, ticket in enumerate(tickets):
            node = planning.Node.of_ticket("repair", ticket, "resolved 0")
            rating = planning.plan(act(n), LineStore(connection), node)
            assert rating
            asked = asking.ask(act(), LineStore(connection), rating)
            assert (asked is not None) == (n < 4)


@pytest.mark.parametrize(
    ("happened", "reason"),
    [
        ({"urgency": "E0"}, "emergency"),
        ({"intent": "emergency", "stage": "resolved"}, "emergency"),
        ({"complaint": True}, "complaint"),
    ],
)
@pytest.mark.parametrize("home", [True, False])
def test_nor_is_it_asked_in_an_emergency_of_which_no_home_is_known(
    house: House, happened: dict[str, Any], reason: str, home: bool
) -> None:
    """Whoever cried for help before the line knew where they live is in the same fire."""
    values: dict[str, Any] = {} if home else {"unit_id": None}
    rating = planned(house, house.open("Ann", **values))
    house.open("Ann", unit_id=None, **happened)
    swept(house, 3)
    assert state(house, rating) == ("withheld", reason)


def test_an_account_that_blocked_us_is_not_written_to_where_no_home_is_known(house: House) -> None:
    rating = planned(house, house.open("Ann", unit_id=None))
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts["Ann"], state="blocked")
    assert swept(house, 3) == []
    assert state(house, rating) == ("withheld", "nobody")


#: What each version of each question says, by the beginning of the SHA-256 of its three texts. Another text is another question.
WORDINGS = {
    ("report_received", 1): "c75c65e66732",
    ("visit", 1): "58d27c36d207",
    ("repair", 1): "3ffc7c2fcdf8",
    ("complaint_closed", 1): "7ef060e90c65",
    ("answer", 1): "1c2415f83f56",
    ("handover_step", 1): "27cd5c92de8a",
    ("event", 1): "9aad98a4932a",
}


@pytest.mark.parametrize("key", [one.key for one in TOUCH_POINTS])
def test_a_question_worded_anew_gets_another_version(key: str) -> None:
    texts = "\n".join(say(language, f"voice.ask.{key}") for language in LANGUAGES)
    assert sha256(texts.encode()).hexdigest()[:12] == WORDINGS[key, named(key).version]


def test_every_touch_point_has_words_in_every_language() -> None:
    for key in REGISTER:
        assert all(say(language, f"voice.touch_point.{key}") for language in LANGUAGES)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"touch_points": ("tea",)}, "“tea” is no touch-point"),
        ({"touch_points": ("event",)}, "has a question of its own"),
        ({"shares": {"visit": 2}}, "the share of “visit” is 0 to 1"),
        ({"expire_hours": 0}, "expire_hours is 1 to 720"),
        ({"apart_hours": -1}, "apart_hours is 0 to 720"),
    ],
)
def test_settings_that_cannot_be_are_refused_in_plain_words(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        RatingRules(**wrong)


def test_the_columns_of_a_rating_name_no_member_of_staff() -> None:
    """What is not there cannot be counted by person (I03)."""
    assert not [
        fk for column in ratings.ratings.c for fk in column.foreign_keys if fk.column.table.name == "staff"
    ]
