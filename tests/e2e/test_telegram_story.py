"""An owner writes, a ticket is opened, staff settle it, one tap rates it: the whole story over the Bot API."""

from __future__ import annotations

from pathlib import Path

from tests.fake_telegram.fake import FakeTelegram
from tests.fake_telegram.files import tiny_photo
from tests.support.line import at_home, running, settle


async def test_a_burst_pipe_is_answered_paged_settled_and_rated(
    database_url: str, media_folder: Path, fake_telegram: FakeTelegram
) -> None:
    homes = settle(database_url)
    fang = fake_telegram.user("王芳", user_id=900, met=True)
    staff = fake_telegram.forum("Staff", members=(fang,))
    ann = fake_telegram.user("Ann", language_code="zh-hans")
    at_home(database_url, homes, "Ann", str(ann.id))
    async with running(database_url, media_folder, fake_telegram, staff.id):
        await ann.say("厨房水管爆了，漏到楼下了，还有楼道的灯也不亮")
        kept = await ann.hears("先关水表总阀")
        assert "LH-1001" in kept.text
        assert "LH-1002" in kept.text
        await staff.hears("爆管水浸")
        await fang.hears("爆管水浸")
        card = await staff.hears(
            lambda message: "厨房水管爆了" in message.text and "我来接" in str(message.raw)
        )

        await ann.photo(tiny_photo())
        await ann.hears("LH-1001")
        await staff.hears(lambda message: "photo" in message.raw, topic=staff.topic("LH-1001"))

        await fang.tap("我来接", card)
        await ann.hears("王芳")
        await fang.say_in(staff, staff.topic("LH-1001"), "师傅十分钟后到", reply_to=card)
        await ann.hears("师傅十分钟后到")
        await staff.hears("已送达", topic=staff.topic("LH-1001"))
        await fang.say_in(staff, staff.topic("LH-1001"), "只给同事看的话")

        await fang.tap("处理好了", card)
        question = await ann.hears("LH-1001")
        await ann.tap("解决", question)
        await ann.hears("已关闭")
        assert not any("只给同事看的话" in message.text for message in ann.inbox)
