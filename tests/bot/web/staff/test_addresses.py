"""An address that nobody's browser makes is an absent page on both engines, and no trouble of the database."""

from __future__ import annotations

import pytest
from yarl import URL

from tests.bot.web.staff.desk_house import Desk, opened


@pytest.mark.parametrize(
    "path",
    [
        "/staff/tickets/%00", "/staff/known?for=%00", "/staff/known/new?from=a%00", "/staff/reports/now/cases?stage=%00",
        "/staff/measures/cases?measure=came_in&channel=%00", "/staff/club?home=1%00",
    ],
)  # fmt: skip
async def test_what_no_database_can_be_asked_for_is_not_there(desk_on_both: Desk, path: str) -> None:
    max_ = await (await opened(desk_on_both)).signs_in("Max")
    answer = await max_.client.get(URL(path, encoded=True))
    await answer.read()
    await max_.client.close()
    assert answer.status == 404
