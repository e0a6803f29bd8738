"""What strangers, former staff and other groups try: forged buttons, staff commands, codes guessed from many chats."""

from __future__ import annotations

import pytest

from handlers import registry
from storage import binding_codes as codes
from storage import contacts, staff
from storage.db import Database
from storage.scope import LineScope
from storage.tickets import Tickets
from tests.conversations.acting import _arrange as arranged
from tests.conversations.acting import put_aside
from tests.support.house import GROUP, House

EVERY_STEP = (
    "claim",
    "resolve",
    "give_back",
    "accept",
    "next",
    "ask",
    "transfer",
    "escalate",
    "handover_yes",
    "handover_no",
)

#: What a forger puts behind a button's word.
HOSTILE = ("", "x", "-1", "0", "9" * 15, "9" * 40, "²", "1:1", "1:" + "9" * 15, "1:x", "1:" + "9" * 40, "1' or '1'='1", "1:::")  # fmt: skip


@pytest.fixture
async def house(sqlite_url: str, now, plain_log) -> House:
    house = House(Database(sqlite_url), now)
    await house.says("1", "The tap in the kitchen keeps dripping")
    house.heard("1")
    return house


def stage(house: House) -> str:
    with house.database.reading() as connection:
        found = Tickets(connection, LineScope()).numbered("LH-1001")
    assert found
    return found.stage


def dismissed(house: House, telegram_id: str = "900") -> None:
    with house.database.transaction() as connection:
        who = staff.by_telegram(connection, telegram_id)
        assert who
        staff.change(connection, who.id, active=False)


@pytest.mark.parametrize("step", EVERY_STEP)
@pytest.mark.parametrize("who", ["1", "3", "77"])
async def test_nobody_but_staff_presses_a_step_of_staff(house: House, who: str, step: str) -> None:
    answers = await house.presses(who, f"desk:{step}:{house.ticket_id('LH-1001')}")
    assert len(answers) == 1
    assert "LH-1001" not in answers[0].text
    assert house.told_staff() == ""
    assert stage(house) == "received"


@pytest.mark.parametrize("text", ["/notice Water off", "/tickets", "/notice@ownerline_bot Water off"])
async def test_a_command_of_staff_is_no_command_in_a_private_chat(house: House, text: str) -> None:
    for who in ("77", "3", "900"):
        answers = await house.says(who, text)
        assert all("LH-1001" not in one.text and not one.keys for one in answers)


@pytest.mark.parametrize("data", ["notice:to:1:0", "notice:send:1:0", "notice:cancel"])
async def test_a_notice_goes_out_from_the_staff_group_alone(house: House, data: str) -> None:
    for who in ("77", "900"):
        await house.presses(who, data)
        assert house.heard("1") == []


async def test_another_group_with_the_bot_is_not_listened_to(house: House) -> None:
    for sender in ("900", "77"):
        for values in (
            {"text": "/tickets"},
            {"text": "/notice Water off"},
            {"kind": "button", "button": f"desk:resolve:{house.ticket_id('LH-1001')}"},
            {"kind": "start", "start": "AB12-ABCDEFGHJKMNPQRSTVWXYZ0123"},
        ):
            await house.give(
                house.message("-100666", values.pop("text", ""), sender=sender, private=False, **values)
            )
    assert house.heard("-100666") == []
    assert house.all_to("1")[1:] == []
    assert stage(house) == "received"
    with house.database.reading() as connection:
        assert staff.by_telegram(connection, "77") is None


async def test_whoever_was_dismissed_does_nothing_any_more(house: House) -> None:
    dismissed(house)
    data = f"desk:claim:{house.ticket_id('LH-1001')}"
    await house.presses("900", data)
    await house.give(house.message(GROUP, "", kind="button", sender="900", private=False, button=data))
    await house.give(house.message(GROUP, "/tickets", sender="900", private=False))
    assert stage(house) == "received"
    assert house.heard(GROUP) == []
    assert put_aside(house) == []


@pytest.mark.parametrize("arguments", HOSTILE)
async def test_no_forged_button_of_an_owner_opens_anything_or_breaks_a_turn(
    house: House, arguments: str
) -> None:
    for word in (*registry._BUTTONS, "desk", "notice", "\u202e", ""):
        answers = await house.presses("3", f"{word}:{arguments}")
        assert all("LH-1001" not in one.text for one in answers)
    assert put_aside(house) == []
    assert stage(house) == "received"


@pytest.mark.parametrize("arguments", HOSTILE)
async def test_no_forged_button_of_staff_breaks_a_turn(house: House, arguments: str) -> None:
    for step in (*EVERY_STEP, "", "fly"):
        data = f"desk:{step}:{arguments}"
        await house.give(house.message(GROUP, "", kind="button", sender="900", private=False, button=data))
    for step in ("to", "send", "fly"):
        await house.give(house.message(GROUP, "/notice Water off", sender="900", private=False))
        data = f"notice:{step}:{arguments}"
        await house.give(house.message(GROUP, "", kind="button", sender="900", private=False, button=data))
    assert put_aside(house) == []


async def test_cat_opens_nothing_of_anns_whatever_number_she_presses(house: House) -> None:
    ann = house.ticket_id("LH-1001")
    for word in registry._BUTTONS:
        answers = await house.presses("3", f"{word}:{ann}")
        assert all("LH-1001" not in one.text and "dripping" not in one.text for one in answers), word
    assert stage(house) == "received"
    assert "dripping" not in str(await house.says("3", "how is LH-1001"))


async def test_many_chats_together_get_five_tries_at_a_homes_code_and_no_more(house: House) -> None:
    """5 tries of 40 bits: less than one chance in 200,000,000,000 for each code, however many accounts try."""
    arranged(house, {"code": "AB12-CD34-EF56", "unit": "3-2-1503"})
    for account in range(20):
        await house.says(f"5{account:02}", f"AB12-ZZ99-Z{account:03}")
    await house.says("77", "AB12-CD34-EF56")
    with house.database.reading() as connection:
        code = codes.by_selector(connection, "AB12")
        contact = contacts.at(connection, "telegram", "77")
    assert code
    assert code.used_at is None
    assert contact
    assert contact.person_id is None


async def test_a_link_that_was_used_opens_nothing_to_the_next_and_nothing_again_after_moving_out(
    house: House,
) -> None:
    link = "ABCDEFGHJKMNPQRSTVWXYZ0123"
    arranged(house, {"code": "AB12-CD34-EF56", "unit": "3-2-1503", "link": link})
    start = {"kind": "start", "start": f"AB12-{link}"}
    await house.says("77", "", **start)
    assert "3-2-1503" not in str(await house.says("78", "", **start))
    with house.database.reading() as connection:
        bound, late = contacts.at(connection, "telegram", "77"), contacts.at(connection, "telegram", "78")
    assert bound
    assert bound.person_id is not None
    assert late
    assert late.person_id is None
    await house.says("77", "绑定")
    await house.taps("77", "解绑")
    await house.taps("77", "确定")
    assert "3-2-1503" not in str(await house.says("77", "", **start))
