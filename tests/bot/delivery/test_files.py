"""A file of the media store is uploaded to a channel once; everybody else is sent the channel's own reference to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.base import Media
from bot.media import MediaStore
from storage.db import Database
from storage.outbox import BULK
from tests.bot.mailroom import Mailroom, mailroom, people
from tests.fake_telegram import FakeTelegram, tiny_photo

pytestmark = pytest.mark.usefixtures("plain_log")


@pytest.fixture
def store(media_folder: Path) -> MediaStore:
    return MediaStore(media_folder)


@pytest.fixture
async def room(own: Database, fake_telegram: FakeTelegram, store: MediaStore) -> AsyncIterator[Mailroom]:
    async with mailroom(own, fake_telegram, read_file=store.read) as made:
        yield made


def photo(store: MediaStore, colour: str = "red") -> tuple[Media, ...]:
    kept = store.keep(tiny_photo(colour), "jpg", colour)
    return (Media(kind="photo", reference=f"webchat|{kept}"),)


def uploads(fake: FakeTelegram) -> int:
    return sum(str(entry.payload).count("bytes>") for entry in fake.accepted())


async def test_a_picture_for_fifty_is_uploaded_once(
    room: Mailroom, fake_telegram: FakeTelegram, store: MediaStore
) -> None:
    fake_telegram.fault("delay", "sendPhoto", seconds=0.4)
    chats = people(fake_telegram, 50)
    for chat in chats:
        room.put(chat, "the plan", media=photo(store), priority=BULK)
    await room.settled()
    assert uploads(fake_telegram) == 1
    assert {fake_telegram.people[chat].inbox[0].kind for chat in chats} == {"photo"}
    assert [row.attempts for row in room.rows()] == [1] * 50


async def test_the_next_process_knows_what_was_uploaded(
    own: Database, fake_telegram: FakeTelegram, store: MediaStore
) -> None:
    ann, bob = people(fake_telegram, 2)
    for chat in (ann, bob):
        async with mailroom(own, fake_telegram, read_file=store.read) as room:
            room.put(chat, "the plan", media=photo(store))
            await room.settled()
    assert uploads(fake_telegram) == 1


async def test_other_messages_do_not_wait_for_an_upload(
    room: Mailroom, fake_telegram: FakeTelegram, store: MediaStore
) -> None:
    ann, bob, cat = people(fake_telegram, 3)
    fake_telegram.fault("delay", "sendPhoto", seconds=0.6)
    room.put(ann, "the plan", media=photo(store))
    room.put(bob, "the plan", media=photo(store))
    room.put(cat, "hello")
    await room.settled()
    assert [entry.chat_id for entry in fake_telegram.accepted()] == [cat, ann, bob]


async def test_an_upload_that_fails_is_tried_again_and_not_by_all_of_them(
    room: Mailroom, fake_telegram: FakeTelegram, store: MediaStore
) -> None:
    fake_telegram.fault("502", "sendPhoto")
    for chat in people(fake_telegram, 10):
        room.put(chat, "the plan", media=photo(store), priority=BULK)
    await room.settled()
    assert set(room.states()) == {"sent"}
    assert uploads(fake_telegram) == 1


async def test_a_reference_that_telegram_knows_no_more_is_forgotten_and_the_file_uploaded_anew(
    room: Mailroom, fake_telegram: FakeTelegram, store: MediaStore
) -> None:
    chats = people(fake_telegram, 12)
    room.put(chats[0], "the plan", media=photo(store))
    await room.settled()
    fake_telegram.files.forget()
    for chat in chats[1:]:
        room.put(chat, "the plan", media=photo(store))
    await room.settled()
    assert set(room.states()) == {"sent"}
    assert uploads(fake_telegram) == 2


async def test_a_reference_that_was_never_ours_is_given_up(
    room: Mailroom, fake_telegram: FakeTelegram
) -> None:
    (ann,) = people(fake_telegram, 1)
    room.put(ann, "look", media=(Media(kind="photo", reference="telegram|AgACnothing"),))
    await room.settled()
    assert (room.states(), len(fake_telegram.requests)) == (["failed"], 1)


async def test_an_album_is_uploaded_once_picture_by_picture(
    room: Mailroom, fake_telegram: FakeTelegram, store: MediaStore
) -> None:
    album = photo(store) + photo(store, "blue")
    chats = people(fake_telegram, 3)
    for chat in chats:
        room.put(chat, "before and after", media=album)
    await room.settled()
    assert uploads(fake_telegram) == 2
    assert [len(fake_telegram.people[chat].inbox) for chat in chats] == [2, 2, 2]


async def test_a_picture_that_telegram_took_as_a_file_goes_as_a_file_to_all(
    room: Mailroom, fake_telegram: FakeTelegram, store: MediaStore
) -> None:
    odd = (Media(kind="photo", reference=f"webchat|{store.keep(b'no picture', 'jpg', 'odd')}"),)
    chats = people(fake_telegram, 3)
    for chat in chats:
        room.put(chat, "look", media=odd)
    await room.settled()
    assert [fake_telegram.people[chat].inbox[0].kind for chat in chats] == ["document"] * 3
    assert uploads(fake_telegram) == 1
