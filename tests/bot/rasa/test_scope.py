"""Ann owns it, Bob shares her home, Cat must never see it: by words, by slots and by buttons, whichever action she runs."""

from __future__ import annotations

import pytest

from bot.rasa.names import ACTIONS
from tests.bot.rasa.calling import Rasa, call, recorded

_WITH_WORDS = [
    name.removeprefix("action_ownerline_") for name, stated in ACTIONS.items() if stated is not None
]


def _as_if_missing(text: str, number: str) -> str:
    return text.replace(number, "LH-…")


@pytest.mark.parametrize("action", _WITH_WORDS)
async def test_cat_hears_of_anns_ticket_what_she_hears_of_one_that_does_not_exist(
    rasa: Rasa, action: str
) -> None:
    await rasa.text(recorded("calls/open_by_ann"))
    anns = await rasa.does(action, "cat", "please have a look", slots={"ownerline_ticket": "LH-1001"})
    before = rasa.ticket("LH-1001")
    nobodys = await rasa.does(action, "dan", "please have a look", slots={"ownerline_ticket": "LH-9999"})
    assert "dripping" not in anns
    assert before
    assert (before.stage, before.chased, before.words) == (
        "received",
        0,
        "the kitchen tap is dripping all day",
    )
    if action not in ("open", "say"):  # those two open a matter of her own, whatever the slot says
        assert _as_if_missing(anns, "LH-1001") == _as_if_missing(nobodys, "LH-9999")


async def test_cat_hears_nothing_by_words_either(rasa: Rasa) -> None:
    await rasa.text(recorded("calls/open_by_ann"))
    assert "cannot find LH-1001" in await rasa.text(recorded("calls/say_of_anns_ticket_by_cat"))


async def test_cat_presses_anns_button_and_nothing_moves(rasa: Rasa) -> None:
    await rasa.text(recorded("calls/open_by_ann"))
    anns, nobodys = recorded("calls/press_anns_button_by_cat"), recorded("calls/press_anns_button_by_cat")
    nobodys["tracker"]["latest_message"] |= {"message_id": "another"}
    nobodys["tracker"]["latest_message"]["entities"][0]["value"] = "withdraw:999"
    assert await rasa.text(anns) == await rasa.text(nobodys)
    ticket = rasa.ticket("LH-1001")
    assert ticket
    assert ticket.stage == "received"


async def test_bob_sees_and_may_withdraw_what_his_home_shares(rasa: Rasa) -> None:
    await rasa.text(recorded("calls/open_by_ann"))
    assert "received" in await rasa.does("follow_up", "bob", "how is LH-1001?")
    assert "withdrawn" in await rasa.does("withdraw", "bob", "", slots={"ownerline_ticket": "LH-1001"})


async def test_the_slots_we_set_never_name_somebody_elses_ticket(rasa: Rasa) -> None:
    await rasa.text(recorded("calls/open_by_ann"))
    _, answer = await rasa.post(call("follow_up", "cat", "how is LH-1001?"))
    assert {"event": "slot", "timestamp": None, "name": "ownerline_last_ticket", "value": None} in answer[
        "events"
    ]


async def test_no_rasa_user_is_staff_whatever_name_rasa_gives_them(rasa: Rasa) -> None:
    """900 is the Telegram account of the housekeeper."""
    await rasa.does("say", "900", "there is a fire in my kitchen")
    pressed = [{"entity": "press", "value": "desk:accept:1"}]
    heard = await rasa.does("say", "900", "/ownerline", entities=pressed)
    ticket = rasa.ticket("LH-1001")
    assert ticket
    assert ticket.stage == "received"
    assert "LH-1001" not in heard
