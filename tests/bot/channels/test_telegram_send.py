"""What is sent, and what each way of failing means, on the fake Bot API over real HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Inbound, Key, Media, Outbound, SendError, Sent
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_transport import Timeouts
from bot.media import MediaStore
from tests.bot.channels.conftest import BRISK, Kept
from tests.fake_telegram import FakeTelegram, tiny_photo

KEYS = ((Key(text="Settled", data="settle:1"), Key(text="Still a problem", data="reopen:1")),)


@pytest.fixture
def ann(fake_telegram: FakeTelegram) -> Any:
    return fake_telegram.user("Ann", met=True)


@pytest.fixture
def forum(fake_telegram: FakeTelegram) -> Any:
    return fake_telegram.forum("Staff")


@pytest.fixture
def picture(tmp_path: Path) -> str:
    file = tmp_path / "leak.jpg"
    file.write_bytes(tiny_photo())
    return f"file:{file}"


async def send(channel: TelegramChannel, outbound: Outbound, message_id: int = 1) -> str:
    outcome = await channel.send(message_id, outbound)
    assert isinstance(outcome, Sent), outcome
    return outcome.external_id


async def failure(channel: TelegramChannel, outbound: Outbound, message_id: int = 1) -> SendError:
    outcome = await channel.send(message_id, outbound)
    assert isinstance(outcome, SendError), outcome
    return outcome


# What arrives


async def test_a_text_arrives_with_a_bold_title_and_buttons_and_without_preview(
    channel, fake_telegram, ann
) -> None:
    sent = await send(
        channel,
        Outbound(chat=str(ann.id), title="🔥 Ticket A-1", text="See https://example.org <b>&amp;", keys=KEYS),
    )
    message = ann.inbox[0]
    assert sent == str(message.id)
    assert message.text == "🔥 Ticket A-1\nSee https://example.org <b>&amp;"
    assert {"type": "bold", "offset": 0, "length": 13} in message.entities
    assert message.buttons == ["Settled", "Still a problem"]
    payload = fake_telegram.accepted(ann)[0].payload
    assert payload["link_preview_options"] == {"is_disabled": True}
    assert "parse_mode" not in payload


async def test_a_text_over_the_limit_arrives_whole_in_several_messages(channel, ann) -> None:
    text = "\n".join(f"{number} 🔥 {'水' * 40}" for number in range(200))
    sent = await send(channel, Outbound(chat=str(ann.id), text=text, keys=KEYS))
    assert len(ann.inbox) == 3
    assert "\n".join(message.text for message in ann.inbox) == text
    assert [bool(message.buttons) for message in ann.inbox] == [False, False, True]
    assert sent == str(ann.inbox[-1].id)


async def test_a_message_goes_into_its_topic_and_answers_a_message(channel, fake_telegram, forum) -> None:
    topic = await send(channel, Outbound(chat=str(forum.id), action="topic", text="A-1 · " + "梯" * 200))
    card = await send(channel, Outbound(chat=str(forum.id), thread=topic, text="card"))
    await send(channel, Outbound(chat=str(forum.id), thread=topic, text="more", reply_to=card))
    await send(channel, Outbound(chat=str(forum.id), thread=topic, text="still", reply_to="99999"))
    assert [topic.name for topic in forum.topics] == ["A-1 · " + "梯" * 121 + "…"]
    shown = forum.messages(int(topic))
    assert [(message.text, message.reply_to) for message in shown] == [
        ("card", None), ("more", int(card)), ("still", None),
    ]  # fmt: skip
    assert fake_telegram.violations == []


async def test_a_topic_is_renamed_and_the_same_name_again_is_no_failure(channel, forum) -> None:
    topic = await send(channel, Outbound(chat=str(forum.id), action="topic", text="A-1 she hung up on me"))
    renamed = Outbound(chat=str(forum.id), action="name_topic", thread=topic, text="A-1")
    assert [await send(channel, renamed) for _ in range(2)] == [topic, topic]
    assert [one.name for one in forum.topics] == ["A-1"]


async def test_a_topic_is_closed_once_or_twice_alike(channel, forum) -> None:
    topic = await send(channel, Outbound(chat=str(forum.id), action="topic", text="A-1"))
    for _ in range(2):
        assert await send(channel, Outbound(chat=str(forum.id), action="close_topic", thread=topic)) == topic
    assert forum.topics[0].closed


async def test_a_bubble_is_edited_and_the_same_again_is_no_failure(channel, ann) -> None:
    card = await send(channel, Outbound(chat=str(ann.id), title="A-1", text="received", keys=KEYS))
    edit = Outbound(chat=str(ann.id), action="edit", edit_of=card, title="A-1", text="assigned")
    assert await send(channel, edit) == card
    assert (ann.inbox[0].text, ann.inbox[0].buttons) == ("A-1\nassigned", [])
    assert await send(channel, edit) == card


async def test_the_words_under_a_picture_are_edited(channel, ann, picture) -> None:
    media = (Media(kind="photo", reference=picture),)
    card = await send(channel, Outbound(chat=str(ann.id), text="received", media=media))
    longer = Outbound(chat=str(ann.id), action="edit", edit_of=card, title="A-1", text="x" * 1100, keys=KEYS)
    assert await send(channel, longer) == card
    assert ann.inbox[0].text == "A-1\n" + "x" * 1019 + "…"
    assert ann.inbox[0].buttons == ["Settled", "Still a problem"]


async def test_buttons_alone_are_replaced(channel, ann) -> None:
    card = await send(channel, Outbound(chat=str(ann.id), text="received", keys=KEYS))
    assert await send(channel, Outbound(chat=str(ann.id), action="edit", edit_of=card)) == card
    assert (ann.inbox[0].text, ann.inbox[0].buttons) == ("received", [])


async def test_a_picture_of_the_store_is_uploaded_and_can_be_fetched_again(
    channel, ann, picture, kept
) -> None:
    await send(
        channel, Outbound(chat=str(ann.id), text="look", media=(Media(kind="photo", reference=picture),))
    )
    assert (ann.inbox[0].kind, ann.inbox[0].text) == ("photo", "look")
    await channel.start(kept)
    await ann.photo(tiny_photo("blue"))
    [update] = await kept.holds(1)
    assert await channel.fetch(update.media[0].reference) == tiny_photo("blue")


async def test_a_picture_kept_by_the_media_store_is_uploaded(fake_telegram, ann, media_folder) -> None:
    store = MediaStore(media_folder)
    kept = store.keep(tiny_photo(), "jpg", "from the web chat")
    channel = TelegramChannel(fake_telegram.token, base_url=fake_telegram.url, read_file=store.read)
    await send(channel, Outbound(chat=str(ann.id), text="look", media=(Media(kind="photo", reference=kept),)))
    assert (ann.inbox[0].kind, ann.inbox[0].text) == ("photo", "look")
    outside = (Media(kind="photo", reference="file:/etc/hostname"),)
    assert (await failure(channel, Outbound(chat=str(ann.id), media=outside))).permanent
    await channel.stop()


async def test_what_an_owner_sent_is_passed_on_by_reference(channel, fake_telegram, ann, forum, kept) -> None:
    await channel.start(kept)
    await ann.photo(tiny_photo())
    await ann.voice()
    await ann.video()
    await ann.document(name="bill.pdf")
    await ann.location(22.3, 114.2)
    await ann.contact()
    for number, update in enumerate(await kept.holds(6)):
        await send(channel, Outbound(chat=str(forum.id), text="from A-1203", media=update.media), number)
    kinds = [message.kind for message in forum.messages()]
    assert kinds == ["photo", "voice", "video", "document", "location", "text", "contact", "text"]
    assert not any("bytes>" in str(entry.payload) for entry in fake_telegram.accepted(forum))


async def test_an_album_is_sent_as_one_and_what_is_over_ten_after_it(
    channel, fake_telegram, ann, picture
) -> None:
    fake_telegram.limits.settings.on = False
    media = tuple(Media(kind="photo", reference=picture, name=f"{number}.jpg") for number in range(11))
    sent = await send(channel, Outbound(chat=str(ann.id), text="all of it", media=media, keys=KEYS))
    methods = [entry.method for entry in fake_telegram.accepted(ann)]
    assert methods == ["sendMediaGroup", "sendPhoto", "sendMessage"]
    assert ann.inbox[-1].buttons == ["Settled", "Still a problem"]
    assert sent == str(ann.inbox[-1].id)


async def test_an_album_carries_a_short_text_under_its_first_picture(channel, ann, picture) -> None:
    media = (Media(kind="photo", reference=picture),) * 3
    await send(channel, Outbound(chat=str(ann.id), title="A-1", text="kitchen", media=media))
    assert [message.text for message in ann.inbox] == ["A-1\nkitchen", "", ""]


async def test_a_picture_that_telegram_cannot_read_goes_as_a_file(channel, ann, tmp_path) -> None:
    (tmp_path / "odd.jpg").write_bytes(b"not a picture")
    media = (Media(kind="photo", reference=f"file:{tmp_path / 'odd.jpg'}"),)
    await send(channel, Outbound(chat=str(ann.id), text="look", media=media))
    assert (ann.inbox[0].kind, ann.inbox[0].text) == ("document", "look")


async def test_typing_and_the_answer_to_a_button_are_shown(channel, ann, kept) -> None:
    await channel.start(kept)
    await send(channel, Outbound(chat=str(ann.id), text="settled?", keys=KEYS))
    await channel.typing(str(ann.id))
    tap = await ann.tap("Settled")
    [press] = await kept.holds(1)
    await channel.answer_button(press)
    assert (press.kind, press.button) == ("button", "settle:1")
    assert await tap.answer() == {"text": "", "show_alert": False, "url": ""}
    assert ann.chat.actions[0][1] == "typing"


# What fails, and what it means

GONE = [
    ("blocked", {"gone": "blocked", "permanent": True}),
    ("cant_initiate", {"gone": "blocked", "permanent": True}),
    ("deactivated", {"gone": "gone", "permanent": True}),
    ("kicked", {"gone": "gone", "permanent": True}),
    ("not_member", {"gone": "gone", "permanent": True}),
    ("group_deleted", {"gone": "gone", "permanent": True}),
    ("not_found", {"gone": "gone", "permanent": True}),
    ("no_rights", {"permanent": True}),
    ("topic_deleted", {"thread_gone": True, "permanent": True}),
    ("forum_off", {"thread_gone": True, "permanent": True}),
]


@pytest.mark.parametrize(("condition", "meaning"), GONE, ids=[condition for condition, _ in GONE])
async def test_a_refusal_says_what_to_do(channel, fake_telegram, forum, condition, meaning) -> None:
    topic = await send(channel, Outbound(chat=str(forum.id), action="topic", text="A-1"))
    fake_telegram.condition(forum, condition)
    error = await failure(channel, Outbound(chat=str(forum.id), thread=topic, text="hello"))
    assert error == SendError(reason=error.reason, **meaning)


async def test_a_chat_that_nobody_has_is_gone(channel) -> None:
    error = await failure(channel, Outbound(chat="404404", text="hello"))
    assert (error.gone, error.permanent) == ("gone", True)


async def test_a_group_that_moved_names_its_new_address(channel, fake_telegram) -> None:
    group, boss = fake_telegram.group("Staff"), fake_telegram.user("Boss")
    fresh = await group.migrates(boss)
    error = await failure(channel, Outbound(chat=str(group.id), text="hello"))
    assert error == SendError(reason=error.reason, moved_to=str(fresh.id))


async def test_a_topic_in_a_group_without_topics_is_gone(channel, fake_telegram, forum) -> None:
    fake_telegram.groups[forum.id].chat.is_forum = False
    error = await failure(channel, Outbound(chat=str(forum.id), action="topic", text="A-1"))
    assert error.thread_gone


@pytest.mark.parametrize("seconds", [1, 7, 35])
async def test_the_wait_is_exactly_what_telegram_said(channel, fake_telegram, ann, seconds) -> None:
    fake_telegram.fault("429", "sendMessage", ann, retry_after=seconds)
    error = await failure(channel, Outbound(chat=str(ann.id), text="hello"))
    assert error == SendError(reason=error.reason, retry_after=seconds)


@pytest.mark.parametrize(
    ("fault", "arrives"),
    [
        ("reset_before", 0), ("reset_after", 1), ("truncated", 1), ("502", 0), ("502_after", 1), ("500", 0), ("hang", 0),
    ],
)  # fmt: skip
async def test_a_broken_answer_leaves_a_doubt(channel, fake_telegram, ann, fault, arrives) -> None:
    fake_telegram.fault(fault, "sendMessage", ann)
    error = await failure(channel, Outbound(chat=str(ann.id), text="hello"))
    assert error == SendError(reason=error.reason, doubtful=True)
    assert len(ann.inbox) == arrives
    await send(channel, Outbound(chat=str(ann.id), text="again"))


async def test_an_answer_that_comes_too_late_leaves_a_doubt(fake_telegram, ann) -> None:
    hasty = TelegramChannel(fake_telegram.token, base_url=fake_telegram.url, timeouts=Timeouts(read=0.2))
    fake_telegram.fault("delay", "sendMessage", ann, seconds=0.6)
    error = await failure(hasty, Outbound(chat=str(ann.id), text="hello"))
    assert error == SendError(reason=error.reason, doubtful=True)
    assert "0.2 s" in error.reason
    await hasty.stop()


async def test_without_a_network_nothing_left_and_nothing_is_in_doubt(channel, fake_telegram, ann) -> None:
    await fake_telegram.goes_down()
    error = await failure(channel, Outbound(chat=str(ann.id), text="hello"))
    assert error == SendError(reason=error.reason)
    await fake_telegram.comes_back()
    await send(channel, Outbound(chat=str(ann.id), text="hello"))


async def test_a_wrong_token_is_said_in_plain_words_and_loses_nothing(fake_telegram, ann) -> None:
    stranger = TelegramChannel("1:wrong", base_url=fake_telegram.url)
    error = await failure(stranger, Outbound(chat=str(ann.id), text="hello"))
    assert error == SendError(reason="Telegram does not know the bot's token", retry_after=30.0)
    await stranger.stop()


@pytest.mark.parametrize(
    "outbound",
    [
        Outbound(chat="nowhere", text="hello"),
        Outbound(chat="81", text=" \n "),
        Outbound(chat="81", text="hello", thread="x"),
        Outbound(chat="81", action="edit", text="hello"),
        Outbound(chat="81", action="close_topic"),
        Outbound(chat="81", media=(Media(kind="photo", reference=""),)),
        Outbound(chat="81", media=(Media(kind="photo", reference="/etc/passwd"),)),
        Outbound(chat="81", media=(Media(kind="photo", reference="file:/no/such/file"),)),
        Outbound(chat="81", media=(Media(kind="location"),)),
    ],
    ids=[
        "chat",
        "blank",
        "topic",
        "edit of nothing",
        "close nothing",
        "no reference",
        "a path",
        "no file",
        "no place",
    ],
)
async def test_what_can_never_be_sent_is_refused_without_a_request(channel, fake_telegram, outbound) -> None:
    assert (await failure(channel, outbound)).permanent
    assert fake_telegram.requests == []


async def test_a_file_that_is_gone_is_told_as_such(channel) -> None:
    with pytest.raises(OSError, match="file_id"):
        await channel.fetch("AgACnothing")


async def test_a_download_that_breaks_is_told_as_such(channel, fake_telegram, ann, kept) -> None:
    await channel.start(kept)
    await ann.photo(tiny_photo())
    [update] = await kept.holds(1)
    fake_telegram.fault("502", "download")
    with pytest.raises(OSError, match="502"):
        await channel.fetch(update.media[0].reference)


async def test_a_message_of_several_parts_goes_on_where_it_stopped(channel, fake_telegram, ann) -> None:
    outbound = Outbound(chat=str(ann.id), text="a" * 4096 + "b" * 10, keys=KEYS)
    fake_telegram.fault("429", "sendMessage", ann, nth=2, retry_after=1)
    error = await failure(channel, outbound, message_id=7)
    assert error.retry_after == 1
    fake_telegram.limits._blocked.clear()
    await send(channel, outbound, message_id=7)
    assert [message.text[0] for message in ann.inbox] == ["a", "b"]


async def test_failures_of_typing_and_of_answers_are_ignored(channel, fake_telegram, ann) -> None:
    fake_telegram.condition(ann, "blocked")
    await channel.typing(str(ann.id))
    await channel.answer_button(_press("4382991000000999"))
    await channel.answer_button(_press(None))
    assert [request.code for request in fake_telegram.requests] == [403, 400]


def _press(query: str | None) -> Inbound:
    return Inbound(
        channel="telegram", update_id="1:1", kind="button", chat="81", sender="81", sender_name="Ann",
        sent_at=datetime(2026, 3, 2, tzinfo=UTC), query=query,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("chat", "group"), [("81", False), ("-1001500000001", True), ("-45", True), ("@news", True)]
)
def test_groups_are_known_by_their_ids(chat: str, group: bool) -> None:
    assert TelegramChannel("1:x").is_group(chat) is group


def test_a_base_url_may_end_in_bot(kept: Kept) -> None:
    for root in ("http://127.0.0.1:8081", "http://127.0.0.1:8081/", "http://127.0.0.1:8081/bot"):
        assert TelegramChannel("1:x", base_url=root)._api == "http://127.0.0.1:8081/bot1:x"


async def test_a_message_that_comes_while_the_line_stops_opens_no_new_connection(
    fake_telegram: FakeTelegram, kept: Kept, ann: Any
) -> None:
    channel = TelegramChannel(fake_telegram.token, base_url=fake_telegram.url, timeouts=BRISK)
    await channel.start(kept)
    await channel.stop()
    outcome = await channel.send(1, Outbound(chat=str(ann.id), text="late"))
    assert isinstance(outcome, SendError)
    assert not outcome.doubtful
    assert not outcome.permanent
    assert ann.inbox == []
