"""An officer from the draw to the outcome, as the line runs it: neither staff of the estate nor the log learn who it is (J02)."""

from __future__ import annotations

from typing import Any

import pytest

from storage.db import Database
from tests.conversations import officer_steps
from tests.support.house import GROUP, House

pytestmark = pytest.mark.usefixtures("plain_log")

WANG, LI = "900", "901"
SENTENCE = "电梯口的灯还是闪"


async def served(house: House) -> None:
    """Ann is drawn, accepts, tries her mission, and her finding is improved."""

    def headquarters(**done: Any) -> None:
        officer_steps.do(house, done)

    await house.says("1", "你好")
    headquarters(officers="draw", first="3-2-1502")
    house.later(minutes=1)
    await house.presses("1", "officer:yes:1")
    house.later(days=1)
    await house.presses("1", "mission:1:on_time:0")
    await house.presses("1", "mission:1:dealt_with:2")
    await house.says("1", SENTENCE)
    house.later(days=8)
    headquarters(officers="improve", what="换灯")
    headquarters(officers="check", result="effective")
    house.later(days=1)


async def test_nothing_of_it_is_written_to_staff_of_the_estate_or_into_the_log(
    database: Database, now: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    house = House(database, now)
    await served(house)
    assert any("换灯" in one.text for one in house.all_to("1")), "the officer was told"
    assert "Finding 1" in "".join(one.text for one in house.all_to("910")), "headquarters were told"
    for chat in (GROUP, WANG, LI):
        assert house.all_to(chat) == [], chat
    written = "".join(capfd.readouterr())
    for secret in (SENTENCE, "officer", "mission", "体验官", "3-2-1502"):
        assert secret not in written
