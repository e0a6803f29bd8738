"""The catalogue of what can be wrong with a chat, as the library meets it."""

from __future__ import annotations

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from tests.fake_telegram import FakeTelegram

CATALOGUE = [
    ("blocked", Forbidden, "bot was blocked by the user"),
    ("deactivated", Forbidden, "user is deactivated"),
    ("kicked", Forbidden, "bot was kicked from the supergroup chat"),
    ("not_member", Forbidden, "bot is not a member of the supergroup chat"),
    ("group_deleted", Forbidden, "the group chat was deleted"),
    ("not_found", BadRequest, "Chat not found"),
    ("no_rights", BadRequest, "Not enough rights to send text messages to the chat"),
]


@pytest.mark.parametrize(("condition", "kind", "words"), CATALOGUE)
async def test_each_condition_is_told_as_telegram_tells_it(
    fake_telegram: FakeTelegram, bot: Bot, condition: str, kind: type[TelegramError], words: str
) -> None:
    staff = fake_telegram.forum("Staff")
    fake_telegram.condition(staff, condition)
    with pytest.raises(kind, match=words):
        await bot.send_message(staff.id, "x")
    assert not fake_telegram.accepted(staff)
    fake_telegram.condition(staff, None)
    await bot.send_message(staff.id, "x")


async def test_a_group_that_became_a_supergroup_names_its_new_id(
    fake_telegram: FakeTelegram, bot: Bot
) -> None:
    bob = fake_telegram.user("Bob")
    old = fake_telegram.group("Staff", members=(bob,))
    new = await old.migrates(bob)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(old.id, "x")
    assert caught.value.new_chat_id == new.id
    await bot.send_message(new.id, "x")
    updates = await bot.get_updates(timeout=1)
    assert [update.message.migrate_to_chat_id for update in updates if update.message] == [new.id, None]


async def test_a_condition_of_topics_leaves_the_general_topic_alone(
    fake_telegram: FakeTelegram, bot: Bot
) -> None:
    staff = fake_telegram.forum("Staff")
    topic = await bot.create_forum_topic(staff.id, "A-1")
    for condition, words in (
        ("topic_deleted", "Message thread not found"),
        ("forum_off", "The chat is not a forum"),
    ):
        fake_telegram.condition(staff, condition)
        with pytest.raises(BadRequest, match=words):
            await bot.send_message(staff.id, "x", message_thread_id=topic.message_thread_id)
        await bot.send_message(staff.id, "x")


async def test_blocking_tells_the_bot_and_stops_it(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann = fake_telegram.user("Ann")
    await ann.start()
    await ann.blocks_bot()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ann.id, "x")
    await ann.unblocks_bot()
    await bot.send_message(ann.id, "x")
    updates = await bot.get_updates(timeout=1)
    members = [update.my_chat_member for update in updates if update.my_chat_member]
    assert [member.new_chat_member.status for member in members] == ["kicked", "member"]


async def test_an_unknown_condition_is_an_error_of_the_test(fake_telegram: FakeTelegram) -> None:
    ann = fake_telegram.user("Ann")
    with pytest.raises(ValueError, match="no condition is called 'asleep'"):
        fake_telegram.condition(ann, "asleep")
