"""Where other lines lose messages: the first text, five at once, an album, a refusal during a relay, twenty owners at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fake_telegram.fake import FakeTelegram
from tests.fake_telegram.files import tiny_photo
from tests.fake_telegram.group import Group
from tests.fake_telegram.people import Person
from tests.support.line import at_home, running, settle


@dataclass
class Scene:
    fake: FakeTelegram
    staff: Group
    fang: Person
    ann: Person

    def told_staff(self, words: str) -> int:
        """How many messages in the staff group hold these words."""
        return sum(words in message.text for message in self.staff.messages())


@pytest.fixture
async def scene(sqlite_url: str, media_folder: Path, fake_telegram: FakeTelegram) -> AsyncIterator[Scene]:
    homes = settle(sqlite_url)
    fang = fake_telegram.user("王芳", user_id=900, met=True)
    staff = fake_telegram.forum("Staff", members=(fang,))
    ann = fake_telegram.user("Ann", language_code="zh-hans")
    at_home(sqlite_url, homes, "Ann", str(ann.id))
    async with running(sqlite_url, media_folder, fake_telegram, staff.id):
        yield Scene(fake_telegram, staff, fang, ann)


async def test_the_first_text_of_somebody_new(scene: Scene) -> None:
    stranger = scene.fake.user("Dan", language_code="en")
    await stranger.say("the lift in tower 3 is out of order")
    await stranger.hears("LH-1001")
    await scene.staff.hears("the lift in tower 3 is out of order")
    assert scene.told_staff("the lift in tower 3") == 1


async def test_five_texts_at_once_are_one_report_with_every_word(scene: Scene) -> None:
    pieces = ["卫生间", "天花板往下滴水", "从昨天晚上开始的", "拿盆接着呢", "麻烦派人看看"]
    await asyncio.gather(*(scene.ann.say(piece) for piece in pieces))
    await scene.ann.hears("LH-1001")
    card = await scene.staff.hears("天花板往下滴水")
    assert all(piece in card.text for piece in pieces)
    await scene.ann.hears_nothing(1.0, wanted="LH-1002")


async def test_an_album_whose_parts_come_late_is_one_item(scene: Scene) -> None:
    await scene.ann.album(
        [tiny_photo("red"), tiny_photo("green"), tiny_photo("blue")], gap=0.6, caption="客厅墙面渗水发霉"
    )
    await scene.ann.hears("LH-1001")
    await asyncio.sleep(1.5)
    pictures = [
        message for message in scene.staff.messages(scene.staff.topic("LH-1001")) if "photo" in message.raw
    ]
    assert len(pictures) == 3
    assert not any("LH-1002" in message.text for message in scene.ann.inbox)


async def test_a_refusal_during_a_relay_delays_it_and_loses_nothing(scene: Scene) -> None:
    await scene.ann.say("厨房水龙头一直滴水，关不紧")
    await scene.ann.hears("LH-1001")
    card = await scene.staff.hears("厨房水龙头")
    scene.fake.fault("429", "sendMessage", scene.ann.id, times=1, retry_after=2)
    await scene.fang.say_in(scene.staff, scene.staff.topic("LH-1001"), "师傅下午三点到", reply_to=card)
    await scene.ann.hears("师傅下午三点到", within=8)
    await scene.staff.hears("已送达", topic=scene.staff.topic("LH-1001"))
    assert sum("师傅下午三点到" in message.text for message in scene.ann.inbox) == 1
    assert scene.fake.violations == []


async def test_twenty_owners_at_once_get_twenty_numbers(scene: Scene) -> None:
    scene.fake.limits.settings.scale = 100
    owners = [scene.fake.user(f"Owner {n}", language_code="zh-hans") for n in range(20)]
    await asyncio.gather(*(owner.say(f"{n} 号楼一楼大厅的灯不亮") for n, owner in enumerate(owners)))
    numbers = [(await owner.hears("LH-", within=30)).text for owner in owners]
    assert len({number for text in numbers for number in text.split() if number.startswith("LH-")}) == 20
