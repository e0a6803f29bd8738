"""Files: what is refused, what comes back, how long a link lasts."""

from __future__ import annotations

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest

from tests.fake_telegram import FakeTelegram, tiny_photo

from .conftest import Api


async def test_a_photo_of_a_person_can_be_fetched_and_sent_on_by_its_id(
    fake_telegram: FakeTelegram, bot: Bot
) -> None:
    ann = fake_telegram.user("Ann")
    data = tiny_photo(size=(1600, 1200))
    await ann.photo(data, "leak")
    (update,) = await bot.get_updates(timeout=1)
    assert update.message is not None
    sizes = update.message.photo
    assert [size.width for size in sizes] == [90, 320, 800, 1280, 1600]
    file = await bot.get_file(sizes[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == data
    sent = await bot.send_photo(ann.id, sizes[-1].file_id)
    assert sent.photo[-1].file_id == sizes[-1].file_id
    with pytest.raises(BadRequest, match="Can't use file of type photo as document"):
        await bot.send_document(ann.id, sizes[-1].file_id)


async def test_what_is_no_photo_is_refused(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann = fake_telegram.user("Ann", met=True)
    for data, words in (
        (b"not an image", "Image_process_failed"),
        (tiny_photo(size=(2100, 100)), "Photo_invalid_dimensions"),
        (tiny_photo(size=(9900, 600)), "Photo_invalid_dimensions"),
        (b"x" * (10 * 1024 * 1024 + 1), "is too big for a photo; the maximum size is 10485760 bytes"),
    ):
        with pytest.raises(BadRequest, match=words):
            await bot.send_photo(ann.id, data)
    with pytest.raises(BadRequest, match="Wrong file identifier/http url specified"):
        await bot.send_photo(ann.id, "AgACnothing")
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("AgACnothing")


async def test_every_kind_of_file_arrives(fake_telegram: FakeTelegram, bot: Bot) -> None:
    ann = fake_telegram.user("Ann", met=True)
    fake_telegram.limits.settings.on = False
    assert (await bot.send_document(ann.id, b"%PDF", filename="plan.pdf")).document.file_name == "plan.pdf"
    assert (await bot.send_voice(ann.id, b"OggS")).voice
    assert (await bot.send_video(ann.id, b"mp4", filename="a.mp4")).video
    assert (await bot.send_audio(ann.id, b"mp3", filename="a.mp3")).audio
    assert [message.kind for message in ann.inbox] == ["document", "voice", "video", "audio"]


async def test_a_file_over_20_megabytes_cannot_be_fetched_and_links_last_an_hour(
    slow_fake: FakeTelegram, slow_api: Api, session: aiohttp.ClientSession
) -> None:
    ann = slow_fake.user("Ann")
    small = await ann.document(b"%PDF")
    big = await ann.video(b"x" * (20 * 1024 * 1024 + 1))
    words = await slow_api.refusal("getFile", file_id=big.raw["video"]["file_id"])
    assert words == "400 Bad Request: file is too big"
    path = (await slow_api("getFile", file_id=small.raw["document"]["file_id"]))["result"]["file_path"]
    for seconds, status in ((3590, 200), (20, 404)):
        await slow_fake.clock.advance(seconds)
        async with session.get(f"{slow_fake.base_file_url}{slow_fake.token}/{path}") as answer:
            assert answer.status == status
