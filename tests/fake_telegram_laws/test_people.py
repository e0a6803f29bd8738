"""Scripted people: what they do reaches the bot, what the bot does they hear; also from another process."""

from __future__ import annotations

import asyncio
import base64

import aiohttp
import pytest
from telegram import Bot, KeyboardButton, ReplyKeyboardMarkup

from tests.fake_telegram import FakeTelegram, tiny_photo


async def test_everything_a_person_can_send(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann = fake_telegram.user("Ann", language_code="zh-hans", last_name="Li")
    await ann.start("code-7")
    said = await ann.say("电梯坏了")
    await ann.edit(said, "电梯又坏了")
    await ann.reply(said, "B座")
    await ann.voice()
    await ann.video(caption="look")
    await ann.document(name="plan.pdf")
    await ann.location(22.3, 114.2)
    await ann.contact()
    await ann.sticker()
    updates = await bot.get_updates(timeout=1)
    messages = [update.effective_message for update in updates]
    assert messages[0].text == "/start code-7"
    assert messages[0].entities[0].type == "bot_command"
    assert messages[0].from_user.language_code == "zh-hans"
    assert updates[2].edited_message.text == "电梯又坏了"
    assert messages[3].reply_to_message.message_id == said.id
    assert messages[4].voice
    assert messages[5].caption == "look"
    assert messages[6].document.file_name == "plan.pdf"
    assert messages[7].location
    assert messages[8].contact.user_id == ann.id
    assert messages[9].sticker
    assert len(updates) == 10


async def test_an_album_arrives_in_parts(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann = fake_telegram.user("Ann")
    sending = asyncio.ensure_future(ann.album([tiny_photo()] * 3, gap=0.2, caption="the wall"))
    first = await bot.get_updates(timeout=5)
    assert len(first) == 1
    await sending
    await asyncio.sleep(0.6)  # the same offset earlier than that would get one update only
    updates = await bot.get_updates(offset=first[0].update_id, timeout=5)
    assert len({update.message.media_group_id for update in updates}) == 1
    assert [update.message.caption for update in updates] == ["the wall", None, None]


async def test_each_message_and_each_edit_is_heard_once_in_any_order(
    fake_telegram: FakeTelegram, bot: Bot
) -> None:
    ann = fake_telegram.user("Ann", met=True)
    first = await bot.send_message(ann.id, "A-1 open")
    await bot.send_message(ann.id, "A-2 open")
    await ann.hears("A-2")
    assert (await ann.hears(lambda message: "A-1" in message.text)).id == first.message_id
    await ann.hears_nothing(0.01)
    await bot.edit_message_text("A-1 done", ann.id, first.message_id)
    await ann.hears("A-1 done")
    with pytest.raises(AssertionError, match=r"not heard within 0\.01 s: 'A-3'; the bot said"):
        await ann.hears("A-3", within=0.01)
    await bot.delete_message(ann.id, first.message_id)
    assert [message.text for message in ann.inbox] == ["A-2 open"]


async def test_hearing_waits_for_what_comes_later(fake_telegram: FakeTelegram, bot: Bot) -> None:
    people = [fake_telegram.user(f"P{number}", met=True) for number in range(5)]
    listening = [asyncio.ensure_future(person.hears("hello")) for person in people]
    await asyncio.gather(*(bot.send_message(person.id, f"hello {person.name}") for person in people))
    assert [message.text for message in await asyncio.gather(*listening)] == [f"hello P{n}" for n in range(5)]


async def test_a_key_of_a_reply_keyboard_is_said(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann = fake_telegram.user("Ann", met=True)
    await bot.send_message(ann.id, "choose", reply_markup=ReplyKeyboardMarkup([[KeyboardButton("Repair")]]))
    await ann.tap("Repair")
    (update,) = await bot.get_updates(timeout=1)
    assert update.message.text == "Repair"


async def test_another_process_can_script_and_read(
    fake_telegram: FakeTelegram, bot: Bot, session: aiohttp.ClientSession
) -> None:
    async def control(path: str, **body: object) -> dict:
        async with session.post(f"{fake_telegram.url}/control/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    ann = await control("users", first_name="Ann")
    staff = await control("forums", title="Staff", members=[ann["id"]])
    said = await control("act", who=ann["id"], do="say", args=["hello"])
    assert said["text"] == "hello"
    photo = {"base64": base64.b64encode(tiny_photo()).decode()}
    await control("act", who=ann["id"], do="photo", args=[photo], kwargs={"caption": "x"})
    await control("act", **{"who": ann["id"], "do": "say_in", "in": staff["id"], "args": ["note"]})
    assert len(await bot.get_updates(timeout=1)) == 3
    await control("condition", chat=staff["id"], condition="kicked")
    await control("limits", scale=2.0)
    await control("fault", kind="delay", seconds=0.0)
    await bot.send_message(ann["id"], "yes")
    async with session.get(f"{fake_telegram.url}/control/ledger?after=0") as answer:
        ledger = await answer.json()
    assert [(entry["seq"], entry["payload"]["text"]) for entry in ledger["entries"]] == [(1, "yes")]
    async with session.get(f"{fake_telegram.url}/control/inbox/{ann['id']}") as answer:
        assert [message["text"] for message in await answer.json()] == ["yes"]
