"""kill -9 at random moments while owners write. The long campaign is `make prove-kills`; here a short one guards every change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fake_telegram.fake import FakeTelegram
from tests.support.killing import Campaign
from tests.support.line import at_home, settle

KILLS = 6


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_no_acknowledged_message_is_lost_or_doubled(
    sqlite_url: str, media_folder: Path, fake_telegram: FakeTelegram
) -> None:
    homes = settle(sqlite_url)
    fang = fake_telegram.user("王芳", user_id=900, met=True)
    staff = fake_telegram.forum("Staff", members=(fang,))
    owners = [fake_telegram.user(name, language_code="zh-hans") for name in ("Ann", "Cat")]
    for owner, name in zip(owners, ("Ann", "Cat"), strict=True):
        at_home(sqlite_url, homes, name, str(owner.id))
    fake_telegram.limits.settings.scale = 100
    found = await Campaign(fake_telegram, sqlite_url, media_folder, staff.id, KILLS).run(owners)
    assert found.said > 0
    assert (found.lost, found.doubled, found.unanswered) == ([], [], [])
    assert found.repeated_messages <= found.doubts
