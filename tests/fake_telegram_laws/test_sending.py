"""What may be sent, how it looks when it has arrived, and what is refused."""

from __future__ import annotations

import pytest
from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest, InvalidToken

from tests.fake_telegram import FakeTelegram, tiny_photo

from .conftest import Api, client_of


def keyboard(text: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=data)]])


async def test_an_unknown_token_and_an_unknown_method_are_told_so(
    fake_telegram: FakeTelegram, api: Api
) -> None:
    fake_telegram.token = fake_telegram.token + "x"
    stranger = client_of(fake_telegram)
    fake_telegram.token = fake_telegram.token[:-1]
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    assert await api.refusal("sendEverything") == "404 Not Found"
    assert (await api("GETME"))["result"]["username"] == "ownerline_test_bot"


async def test_a_message_arrives_with_its_markup_and_is_in_the_ledger(
    fake_telegram: FakeTelegram, bot: Bot
) -> None:
    ann = fake_telegram.user("Ann", met=True)
    sent = await bot.send_message(
        ann.id, "<b>A-1</b> &amp; 水", parse_mode="HTML", reply_markup=keyboard("Good", "g:1")
    )
    heard = await ann.hears("A-1")
    assert (heard.id, heard.text, heard.buttons) == (sent.message_id, "A-1 & 水", ["Good"])
    (entry,) = fake_telegram.accepted(ann, "sendMessage")
    assert (entry.message_id, entry.answered) == (sent.message_id, True)


async def test_a_person_who_never_wrote_is_not_found(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann = fake_telegram.user("Ann")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(ann.id, "hello")
    await ann.start()
    await bot.send_message(ann.id, "hello")


REFUSED = [
    ({"text": ""}, "message text is empty"),
    ({"text": " \n "}, "message text is empty"),
    ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
    ({"text": "水" * 4097}, "message is too long"),
    ({"text": "x", "parse_mode": "Word"}, "unsupported parse_mode"),
    ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ({"text": "x", "reply_parameters": {"message_id": "y"}}, "can't parse reply parameters JSON object"),
    ({"text": "x", "message_thread_id": 5}, "message thread not found"),
    ({"text": "x", "entities": [{"type": "bold"}]}, "can't parse message entities JSON object"),
    ({"text": "x", "chat_id": "nobody"}, "chat not found"),
    ({"text": "x", "chat_id": ""}, "chat_id is empty"),
]


@pytest.mark.parametrize(("params", "words"), REFUSED)
async def test_a_wrong_message_is_refused(
    fake_telegram: FakeTelegram, api: Api, params: dict, words: str
) -> None:
    ann = fake_telegram.user("Ann", met=True)
    assert await api.refusal("sendMessage", **({"chat_id": ann.id} | params)) == f"400 Bad Request: {words}"
    assert not fake_telegram.accepted()


BUTTONS = [
    ({"text": "x", "callback_data": "d" * 64}, None),
    ({"text": "x", "callback_data": "水" * 22}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
    ({"text": "x"}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
]


@pytest.mark.parametrize(("button", "words"), BUTTONS)
async def test_button_data_has_1_to_64_bytes(
    fake_telegram: FakeTelegram, api: Api, button: dict, words: str | None
) -> None:
    ann = fake_telegram.user("Ann", met=True)
    markup = {"inline_keyboard": [[button]]}
    body = await api("sendMessage", chat_id=ann.id, text="x", reply_markup=markup)
    assert body["ok"] if words is None else body["description"] == f"Bad Request: {words}"


async def test_text_is_counted_after_parsing(fake_telegram: FakeTelegram, api: Api) -> None:
    ann = fake_telegram.user("Ann", met=True)
    assert (await api("sendMessage", chat_id=ann.id, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML"))["ok"]
    photo = (await api("sendMessage", chat_id=ann.id, text="x"))["result"]["message_id"]
    long = await api.refusal("copyMessage", chat_id=ann.id, from_chat_id=ann.id, message_id=photo + 9)
    assert long == "400 Bad Request: message to copy not found"


async def test_a_reply_carries_what_it_answers(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann = fake_telegram.user("Ann")
    said = await ann.say("the lift")
    sent = await bot.send_message(ann.id, "yes?", reply_to_message_id=said.id, reply_markup=ForceReply())
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "the lift"


async def test_an_album_is_one_group_and_a_copy_leaves_no_trace_of_its_source(
    fake_telegram: FakeTelegram, bot: Bot
) -> None:
    ann = fake_telegram.user("Ann")
    photo = await ann.photo(tiny_photo(), "leak")
    media = [InputMediaPhoto(tiny_photo("red"), caption="one"), InputMediaPhoto(tiny_photo("blue"))]
    first, second = await bot.send_media_group(ann.id, media)
    assert first.media_group_id == second.media_group_id
    copied = await bot.copy_message(ann.id, ann.id, photo.id, caption="<i>seen</i>", parse_mode="HTML")
    message = next(one for one in ann.inbox if one.id == copied.message_id)
    assert (message.text, message.kind, "forward_origin" in message.raw) == ("seen", "photo", False)
    fake_telegram.limits.settings.on = False
    forwarded = await bot.forward_message(ann.id, ann.id, photo.id)
    assert forwarded.forward_origin is not None


async def test_the_bot_can_be_described_and_asked_about(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann = fake_telegram.user("Ann", met=True)
    group = fake_telegram.forum("Staff", members=(ann,))
    assert await bot.set_my_commands([("help", "what I can do")])
    assert (await bot.get_my_commands())[0].command == "help"
    assert await bot.delete_my_commands()
    assert await bot.set_my_description("The line to your estate")
    assert await bot.set_my_short_description("Your estate")
    assert (await bot.get_chat(group.id)).is_forum
    assert (await bot.get_chat_member(group.id, ann.id)).status == "member"
    assert (await bot.get_chat_member(group.id, bot.id)).status == "administrator"
    assert (await bot.get_user_profile_photos(ann.id)).total_count == 0
    assert await bot.send_chat_action(ann.id, "typing")
    assert (await bot.get_forum_topic_icon_stickers())[0].custom_emoji_id
    assert (await bot.send_location(ann.id, 22.3, 114.2)).location
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([("Help!", "x")])
