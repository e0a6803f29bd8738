"""What Rasa 3.6.21 really sent, in the order in which it was sent, and what became of the tickets."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from storage.ticket_rows import tickets
from tests.bot.rasa.calling import Rasa, recorded


async def test_an_assistant_opens_a_ticket_and_it_is_in_the_database(rasa: Rasa) -> None:
    heard = await rasa.text(recorded("calls/open_by_ann"))
    ticket = rasa.ticket("LH-1001")
    assert "LH-1001" in heard
    assert ticket
    assert (ticket.channel, ticket.intent, ticket.code) == ("rasa", "repair", "home.leak")
    assert ticket.words == "the kitchen tap is dripping all day"
    assert ticket.reading["version"] == "rasa:7f5c57b23e2a4392a2fff79daed777dd"


async def test_it_follows_up_and_withdraws(rasa: Rasa) -> None:
    await rasa.text(recorded("calls/open_by_ann"))
    assert "received" in await rasa.text(recorded("calls/follow_up_by_ann"))
    assert "withdrawn" in await rasa.text(recorded("calls/withdraw_by_ann"))
    ticket = rasa.ticket("LH-1001")
    assert ticket
    assert (ticket.stage, ticket.chased) == ("withdrawn", 1)


async def test_it_corrects_and_rates(rasa: Rasa) -> None:
    await rasa.text(recorded("calls/open_by_bob"))
    assert "master bedroom" in await rasa.text(recorded("calls/correct_by_bob"))
    with rasa.line.database.transaction() as connection:
        connection.execute(update(tickets).values(stage="resolved"))
    assert "5" in await rasa.text(recorded("calls/rate_by_bob"))
    ticket = rasa.ticket("LH-1001")
    assert ticket
    assert (ticket.stage, ticket.place) == ("closed", "master bedroom")


async def test_it_hands_over_to_people_who_then_hear_every_word(rasa: Rasa) -> None:
    status, answer = await rasa.post(recorded("calls/hand_off_by_ann"))
    set_to = {event["name"]: event["value"] for event in answer["events"]}
    assert status == 200
    assert "LH-1001" in answer["responses"][0]["text"]
    assert set_to["ownerline_with_people"] is True
    assert set_to["ownerline_last_ticket"] == "LH-1001"
    assert await rasa.hears(recorded("calls/say_while_people_talk")) == []


async def test_a_strangers_emergency_is_answered_at_once_whatever_the_assistant_took_it_for(
    rasa: Rasa,
) -> None:
    heard = await rasa.text(recorded("calls/say_fire_by_a_stranger"))
    ticket = rasa.ticket("LH-1001")
    assert heard.startswith("Get out now")
    assert ticket
    assert (ticket.intent, ticket.code, ticket.urgency) == ("emergency", "fire", "E0")


async def test_a_button_of_ours_comes_back_and_is_pressed(rasa: Rasa) -> None:
    (told,) = await rasa.hears(recorded("calls/open_by_ann"))
    assert told["buttons"][0] == {"title": "Change it", "payload": '/ownerline{"press": "fix:1"}'}
    assert "LH-1001" in await rasa.text(recorded("calls/press_by_ann"))


async def test_a_call_with_the_whole_domain_and_one_without_are_the_same_to_us(rasa: Rasa) -> None:
    whole = recorded("calls/say_with_the_whole_domain")
    assert whole["domain"]["actions"]
    assert "LH-1001" in await rasa.text(whole)
    assert "domain" not in recorded("calls/open_by_ann")
    assert "LH-1002" in await rasa.text(recorded("calls/open_by_ann"))


@pytest.mark.parametrize(
    "domain", [{"domain": None}, {"domain": {}}, {"domain_digest": "1f9a"}, {"domain": None, "domain_digest": "1f9a"}],
    ids=str,
)  # fmt: skip
async def test_a_domain_that_is_null_empty_or_a_digest_keeps_nobody_from_an_answer(
    rasa: Rasa, domain: dict
) -> None:
    assert "LH-1001" in await rasa.text(recorded("calls/open_by_ann") | domain)
