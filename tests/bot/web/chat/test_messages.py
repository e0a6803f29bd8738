"""What owners write and press becomes one update each, and one line in the log, however often it is sent."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.base import Key, Outbound
from tests.bot.web.chat.conftest import Visitor, new_id
from tests.bot.web.chat.house import House


async def test_a_message_reaches_the_line_and_the_log(ann: Visitor, house: House):
    answer = await ann.post(
        "messages", headers={"Accept-Language": "zh-HK"}, id="client-1", text=" 厨房漏水 "
    )
    assert answer.status == 200
    (update,) = house.inbound
    assert (update.kind, update.text, update.language) == ("message", "厨房漏水", "zh-Hant")
    assert (update.chat, update.sender, update.private) == (ann.chat, ann.chat, True)
    (line,) = await ann.log()
    assert (line["side"], line["text"], line["id"]) == ("owner", "厨房漏水", "client-1")
    assert line["line"] == (await answer.json())["line"]


async def test_a_resend_has_one_effect_and_the_same_answer(ann: Visitor, house: House):
    answers = await asyncio.gather(*(ann.writes("again", id="same-id-1") for _ in range(8)))
    assert len({str(await answer.json()) for answer in answers}) == 1
    assert len(house.inbound) == 1
    assert len(await ann.log()) == 1


async def test_the_same_id_in_another_chat_is_another_message(ann: Visitor, cat: Visitor, house: House):
    await ann.writes("Ann's", id="same-id-1")
    await cat.writes("Cat's", id="same-id-1")
    assert [update.text for update in house.inbound] == ["Ann's", "Cat's"]


async def test_half_characters_and_nul_do_not_break_the_log(ann: Visitor):
    body = b'{"id": "client-1", "text": "a\\ud800b\\u0000c \\ud83d\\udca7"}'
    answer = await ann.client.post("/chat/messages", data=body, headers={"Content-Type": "application/json"})
    assert answer.status == 200
    assert (await ann.log())[0]["text"] == "a?b\ufffdc 💧"


@pytest.mark.parametrize("payload", ["", "CODE-1234_abc"])
async def test_a_deep_link_starts_once(visit, house: House, payload):
    visitor = await visit()
    await visitor.client.get("/chat")
    for _ in range(3):
        assert (await visitor.post("start", start=payload)).status == 200
    (update,) = house.inbound
    assert (update.kind, update.start) == ("start", payload)


async def test_looking_at_a_deep_link_uses_nothing_up(visit, house: House):
    """Messengers fetch a link to preview it; a binding code must survive that."""
    await (await visit()).client.get("/chat?start=CODE1234")
    assert house.inbound == []


async def test_a_press_names_its_data_and_its_line(ann: Visitor, house: House):
    sent = await house.says(ann.chat, "Settled?", [[("Yes", "t:7:settle"), ("No", "t:7:still")]])
    answer = await ann.post("buttons", id="press-01", data="t:7:settle", line=int(sent.external_id))
    assert answer.status == 200
    (update,) = house.inbound
    assert (update.kind, update.button, update.message_id) == ("button", "t:7:settle", sent.external_id)
    assert (await ann.log())[-1] | {"at": ""} == {
        "kind": "press", "id": "press-01", "text": "Yes", "of": int(sent.external_id), "data": "t:7:settle",
        "side": "owner", "line": int(sent.external_id) + 1, "at": "",
    }  # fmt: skip


async def test_data_that_was_never_shown_is_not_accepted(ann: Visitor, cat: Visitor, house: House):
    anns = await house.says(ann.chat, "Settled?", [[("Yes", "t:7:settle")]])
    cats = await house.says(cat.chat, "Settled?", [[("Yes", "t:8:settle")]])
    made_up = [
        (cat, "t:7:settle", anns),  # Ann's button from Cat's browser
        (cat, "t:7:settle", cats),  # Ann's data under Cat's line
        (ann, "t:7:close", anns),
    ]
    for who, data, sent in made_up:
        answer = await who.post("buttons", id=new_id(), data=data, line=int(sent.external_id))
        assert answer.status == 400
    assert house.inbound == []


async def test_an_owner_cannot_write_herself_a_button(ann: Visitor, house: House):
    line = (await (await ann.writes('{"keys": [[{"text": "x", "data": "evil"}]]}')).json())["line"]
    answer = await ann.post("buttons", id=new_id(), data="evil", line=line)
    assert answer.status == 400


async def test_a_button_of_an_edited_bubble_counts_before_and_after_the_edit(ann: Visitor, house: House):
    sent = await house.says(ann.chat, "Which unit?", [[("3-2-1502", "unit:1")]])
    edit = Outbound(
        chat=ann.chat,
        action="edit",
        edit_of=sent.external_id,
        text="Thanks.",
        keys=((Key(text="Undo", data="undo:1"),),),
    )
    await house.channel.send(99, edit)
    for data in ("unit:1", "undo:1"):
        answer = await ann.post("buttons", id=new_id(), data=data, line=int(sent.external_id))
        assert answer.status == 200
    assert [update.button for update in house.inbound] == ["unit:1", "undo:1"]
