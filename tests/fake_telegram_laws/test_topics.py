"""Topics of a staff forum, as the library and a scripted member see them."""

from __future__ import annotations

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from tests.fake_telegram import FakeTelegram, tiny_photo


async def test_a_ticket_lives_in_its_topic(fake_telegram: FakeTelegram, bot: Bot) -> None:
    bob = fake_telegram.user("Bob")
    staff = fake_telegram.forum("Staff", members=(bob,))
    made = await bot.create_forum_topic(staff.id, "A-1 lift", icon_color=16766590)
    thread = made.message_thread_id
    card = await bot.send_message(
        staff.id,
        "The lift stands still",
        message_thread_id=thread,
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Claim", callback_data="claim:1")]]),
    )
    assert card.is_topic_message
    assert card.reply_to_message is not None
    assert card.reply_to_message.forum_topic_created is not None
    topic = staff.topic("A-1")
    shown = await staff.hears("stands still", topic=topic)
    await bob.say_in(staff, topic, "plain note")
    await bob.say_in(staff, topic, "we come at ten", reply_to=shown)
    await bob.photo_in(staff, topic, tiny_photo(), "the motor")
    await bob.tap("Claim", shown)
    note, answer, photo, press = await bot.get_updates(timeout=1)
    assert note.message.reply_to_message.forum_topic_created.name == "A-1 lift"
    assert note.message.message_thread_id == thread
    assert answer.message.reply_to_message.message_id == card.message_id
    assert photo.message.caption == "the motor"
    assert press.callback_query.message.message_thread_id == thread
    assert press.callback_query.from_user.id == bob.id
    assert [message.text for message in staff.messages(topic)] == [
        "The lift stands still",
        "plain note",
        "we come at ten",
        "the motor",
    ]


async def test_topics_are_renamed_closed_and_deleted(fake_telegram: FakeTelegram, bot: Bot) -> None:
    staff = fake_telegram.forum("Staff")
    thread = (await bot.create_forum_topic(staff.id, "A-1")).message_thread_id
    assert await bot.edit_forum_topic(staff.id, thread, name="A-1 done")
    with pytest.raises(BadRequest, match="Topic_not_modified"):
        await bot.edit_forum_topic(staff.id, thread, name="A-1 done")
    assert await bot.close_forum_topic(staff.id, thread)
    with pytest.raises(BadRequest, match="Topic_not_modified"):
        await bot.close_forum_topic(staff.id, thread)
    assert staff.topic("done").closed
    assert await bot.reopen_forum_topic(staff.id, thread)
    assert await bot.delete_forum_topic(staff.id, thread)
    assert staff.topics == []
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(staff.id, "x", message_thread_id=thread)


async def test_topics_need_a_forum_and_the_general_one_has_no_number(
    fake_telegram: FakeTelegram, bot: Bot
) -> None:
    staff = fake_telegram.forum("Staff")
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(staff.id, "x", message_thread_id=1)
    await staff.turns_topics(on=False)
    with pytest.raises(BadRequest, match="The chat is not a forum"):
        await bot.create_forum_topic(staff.id, "A-1")
    with pytest.raises(BadRequest, match="The chat is not a forum"):
        await bot.send_message(staff.id, "x", message_thread_id=7)


async def test_the_bot_learns_that_it_was_removed(fake_telegram: FakeTelegram, bot: Bot) -> None:
    bob = fake_telegram.user("Bob")
    staff = fake_telegram.forum("Staff", members=(bob,))
    await staff.removes_bot(bob)
    await staff.adds_bot(bob)
    updates = await bot.get_updates(timeout=1)
    assert [update.my_chat_member.new_chat_member.status for update in updates] == ["kicked", "administrator"]
