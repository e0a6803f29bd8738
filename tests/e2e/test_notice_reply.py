"""A notice goes out over the Bot API, and an owner's reply to its bubble becomes a ticket of that notice, for staff to see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot import clock
from storage import delivery_rows, notice_replies
from storage.audience import Audience
from storage.db import Database
from storage.notices import NoticeText
from storage.store import LineStore
from tests.fake_telegram.fake import FakeTelegram
from tests.support.line import at_home, running, settle

ALERT: dict[str, Any] = {
    "kind": "safety", "template": "", "status": "Actual", "msg_type": "Alert", "category": "Security", "urgency": "Immediate",
    "severity": "Severe", "certainty": "Observed", "response_type": "Prepare", "audience": Audience().as_json(), "pictures": [],
    "question": "safe", "source": {}, "at_most_once": False, "after_the_fact": False, "state": "approved", "form_key": "f1",
}  # fmt: skip


def approved(url: str, estate_id: int) -> None:
    """What two people agreed on, for this moment: the clock starts it."""
    words = NoticeText(
        language="zh-Hans",
        headline="附近有人入室盗窃",
        facts="请锁好门窗。",
        doing="",
        asked="",
        signature="",
    )
    database = Database(url)
    with database.transaction() as connection:
        now = clock.now()
        row = ALERT | {"estate_id": estate_id, "created_at": now, "send_at": now}
        assert LineStore(connection).notices.draft([words], **row)
    database.close()


def kept(url: str) -> tuple[list[str], int]:
    """How the tickets came of notices, and how many deliveries were read."""
    database = Database(url)
    with database.reading() as connection:
        how = connection.execute(notice_replies.notice_replies.select()).all()
        read = delivery_rows.deliveries.c.acknowledged_at.isnot(None)
        count = len(connection.execute(delivery_rows.deliveries.select().where(read)).all())
    database.close()
    return [row.how for row in how], count


async def test_a_reply_to_a_notice_is_a_ticket_of_it(
    database_url: str, media_folder: Path, fake_telegram: FakeTelegram
) -> None:
    homes = settle(database_url)
    fang = fake_telegram.user("王芳", user_id=900, met=True)
    staff = fake_telegram.forum("Staff", members=(fang,))
    ann = fake_telegram.user("Ann", language_code="zh-hans", met=True)
    cat = fake_telegram.user("Cat", language_code="zh-hans", met=True)
    for name, person in (("Ann", ann), ("Cat", cat)):
        at_home(database_url, homes, name, str(person.id))
    approved(database_url, homes.estate_id)
    async with running(database_url, media_folder, fake_telegram, staff.id):
        to_ann = await ann.hears("附近有人入室盗窃", within=20)
        to_cat = await cat.hears("附近有人入室盗窃", within=20)
        await ann.reply(to_ann, "有人喺後樓梯度張望")
        await ann.hears("LH-1001")
        await staff.hears("回复通知 1「附近有人入室盗窃」")
        await cat.reply(to_cat, "收到，谢谢")
        await cat.hears("知道您看到了")
        await ann.say("厨房水龙头一直滴水，关不紧")
        await ann.hears("LH-1002")
    assert kept(database_url) == (["replied"], 1)
