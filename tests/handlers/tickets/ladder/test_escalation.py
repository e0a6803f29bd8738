"""How far a ticket goes up, as tables: from where, who is there, where it lands; and ladders that cannot be climbed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from handlers.tickets.ladder import escalation
from handlers.tickets.ladder.escalation import Escalation, Level, landing
from storage.ticket_rows import Event

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "occupied", "at_least", "lands"),
    [
        pytest.param(0, (1, 2, 3), None, 1, id="to the first level"),
        pytest.param(1, (1, 2, 3), None, 2, id="one higher"),
        pytest.param(0, (2, 3), None, 2, id="a level with nobody is passed over"),
        pytest.param(1, (1, 3), None, 3, id="… in the middle too"),
        pytest.param(3, (1, 2, 3), None, 4, id="above the last: outside"),
        pytest.param(1, (1,), None, 4, id="nobody left above: outside"),
        pytest.param(4, (1, 2, 3), None, None, id="outside there is nothing more"),
        pytest.param(0, (), None, None, id="nobody on the ladder at all"),
        pytest.param(0, (1, 2, 3), 2, 2, id="to the level asked for"),
        pytest.param(2, (1, 2, 3), 1, 2, id="never down: it stays, and its people are called again"),
        pytest.param(0, (1, 3), 2, 3, id="asked for one with nobody: the next"),
        pytest.param(0, (1,), 3, 1, id="nobody so high: the highest there is"),
        pytest.param(0, (), 2, None, id="asked for, and nobody"),
    ],
)
def test_where_a_ticket_lands(
    now: int, occupied: tuple[int, ...], at_least: int | None, lands: int | None
) -> None:
    assert landing(now, 3, occupied, at_least) == lands


MANAGER = Level(name="manager", roles=("manager",))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: Escalation(ladder=()), "the ladder has no level"),
        (lambda: Escalation(ladder=(MANAGER, MANAGER)), "the level manager stands twice"),
        (lambda: Escalation(ladder=(MANAGER, Level(name="boss", roles=("manager",)))), "the role manager stands twice"),
        (lambda: Escalation(estates={"GV": ()}), "GV: the ladder has no level"),
        (lambda: Escalation(chases=0), "at least 1"),
        (lambda: Escalation(unaccepted_minutes={"E0": 0}), "minutes above 0"),
        (lambda: Escalation(unaccepted_minutes={"E9": 1}), "minutes above 0"),
        (lambda: Escalation(accepted_by={"fire": 0}), "at least one person"),
        (lambda: Escalation(accepted_by={"boredom": 1}), "there is no danger boredom"),
        (lambda: Level(name="", roles=("manager",)), "needs a name"),
        (lambda: Level(name="x", roles=()), "nobody could be called"),
        (lambda: Level(name="x", roles=("chef",)), "there is no role chef"),
        (lambda: Level(name="x", roles=("manager",), accept=0), "at least one person"),
        (lambda: Level(name="x", roles=("manager",), accept_minutes=0), "more than 0"),
        (lambda: Level(name="x", roles=("manager",), decide_hours=-1), "more than 0"),
    ],
)  # fmt: skip
def test_a_ladder_that_cannot_be_climbed_is_refused_in_plain_words(made: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        made()  # type: ignore[operator]


def test_an_estate_may_have_a_ladder_of_its_own() -> None:
    rules = Escalation(estates={"GV": (MANAGER,)})
    assert [level.name for level in rules.of("GV")] == ["manager"]
    assert [level.name for level in rules.of("SB")] == ["manager", "director", "executive"]


def test_an_emergency_needs_as_many_as_its_danger_says() -> None:
    rules = Escalation(accepted_by={"fire": 2})
    assert (rules.needed("fire"), rules.needed("gas"), rules.needed(None)) == (2, 1, 1)


def events(*kinds: str) -> list[Event]:
    return [
        Event(i, 1, NOW, kind, "owner", None, True, "", {}, i, "v", None) for i, kind in enumerate(kinds, 1)
    ]


@pytest.mark.parametrize(
    ("kinds", "count", "first"),
    [
        ((), 0, 0),
        (("received", "chased", "chased"), 2, 2),
        (("received", "chased", "replied", "chased"), 1, 4),
        (("chased", "chased", "noted", "chased"), 3, 1),
        (("chased", "asked"), 0, 0),
    ],
)
def test_chases_count_since_a_person_last_answered(kinds: tuple[str, ...], count: int, first: int) -> None:
    assert escalation.unanswered_chases(events(*kinds)) == (count, first)


@pytest.mark.parametrize(
    "text",
    [
        "I want to speak to your manager", "get me a SUPERVISOR", "let me talk to somebody higher", "我要找你们经理", "叫你哋經理覆我",
        "让你们领导给我打电话", "我要搵上頭", "找上级", "你哋主管喺邊", "找你们老板",
    ],
)  # fmt: skip
def test_an_owner_asks_for_somebody_higher(text: str) -> None:
    assert escalation.asks_higher(text)


@pytest.mark.parametrize(
    "text", ["转人工", "I want a person", "搵真人", "the managerial tap leaks", "upstairs is leaking"]
)
def test_a_person_is_no_level(text: str) -> None:
    assert not escalation.asks_higher(text)


def test_a_level_called_just_now_has_its_time() -> None:
    assert escalation.has_its_time(NOW, 30, NOW + timedelta(minutes=29))
    assert not escalation.has_its_time(NOW, 30, NOW + timedelta(minutes=30))
