"""What can be changed afterwards, and how a button press is answered."""

from __future__ import annotations

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest

from tests.fake_telegram import FakeTelegram, tiny_photo

from .conftest import Api

TOO_OLD = "Query is too old and response timeout expired or query id is invalid"


def keyboard(text: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=data)]])


async def test_an_edit_shows_in_the_inbox_and_the_same_again_is_refused(
    fake_telegram: FakeTelegram, bot: Bot
) -> None:
    ann = fake_telegram.user("Ann", met=True)
    sent = await bot.send_message(ann.id, "open")
    await bot.edit_message_text("closed", ann.id, sent.message_id)
    assert ann.inbox[0].text == "closed"
    assert ann.inbox[0].edited
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await bot.edit_message_text("closed", ann.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", ann.id, 999)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(ann.id, sent.message_id, caption="x")


async def test_what_others_wrote_cannot_be_edited_but_can_be_reacted_to(
    fake_telegram: FakeTelegram, bot: Bot
) -> None:
    ann = fake_telegram.user("Ann")
    said = await ann.say("hello")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", ann.id, said.id)
    assert await bot.set_message_reaction(ann.id, said.id, "👍")
    assert said.reactions == ["👍"]
    assert await bot.delete_message(ann.id, said.id)
    assert said.deleted
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(ann.id, said.id)


async def test_an_edit_without_a_keyboard_takes_it_away(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann = fake_telegram.user("Ann", met=True)
    sent = await bot.send_message(ann.id, "settled?", reply_markup=keyboard("Yes", "y:1"))
    await bot.edit_message_text("thank you", ann.id, sent.message_id)
    with pytest.raises(AssertionError, match="no button"):
        await ann.tap("Yes")
    late = await ann.tap("Yes", ann.inbox[0], stale=True)
    assert late.answered is None
    await bot.edit_message_reply_markup(ann.id, sent.message_id, reply_markup=keyboard("Again", "z:1"))
    assert ann.inbox[0].buttons == ["Again"]


async def test_a_caption_is_edited_and_a_message_pinned(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann = fake_telegram.user("Ann", met=True)
    sent = await bot.send_photo(ann.id, tiny_photo(), caption="before")
    await bot.edit_message_caption(ann.id, sent.message_id, caption="after")
    assert ann.inbox[0].text == "after"
    await bot.pin_chat_message(ann.id, sent.message_id)
    assert ann.chat.pinned == [sent.message_id]
    await bot.unpin_chat_message(ann.id, sent.message_id)
    assert ann.chat.pinned == []


async def test_a_press_is_answered_once(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann = fake_telegram.user("Ann", met=True)
    await bot.send_message(ann.id, "settled?", reply_markup=keyboard("Yes", "y:1"))
    tap = await ann.tap("Yes")
    (update,) = await bot.get_updates(timeout=1)
    assert isinstance(update, Update)
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("y:1", ann.id)
    await query.answer("Thank you", show_alert=True)
    assert (await tap.answer())["text"] == "Thank you"
    with pytest.raises(BadRequest, match=TOO_OLD):
        await query.answer("again")
    with pytest.raises(BadRequest, match=TOO_OLD):
        await bot.answer_callback_query("1")


async def test_a_late_answer_to_a_press_is_refused(slow_fake: FakeTelegram, slow_api: Api) -> None:
    ann = slow_fake.user("Ann", met=True)
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    await slow_api("sendMessage", chat_id=ann.id, text="settled?", reply_markup=markup)
    tap = await ann.tap("Yes")
    await slow_fake.clock.advance(61)
    words = await slow_api.refusal("answerCallbackQuery", callback_query_id=tap.press.id)
    assert words.lower() == f"400 bad request: {TOO_OLD.lower()}"
