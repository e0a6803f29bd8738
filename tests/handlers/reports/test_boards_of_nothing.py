"""A period in which nothing happened is the first one of every installation, and a quiet week: each board says so, and none fails."""

from __future__ import annotations

from datetime import date

import pytest

from bot.charts import Look, drawn
from handlers.base import LineAct
from handlers.reports import mailing
from handlers.reports.boards import BOARDS, Asked
from handlers.reports.period import around
from handlers.reports.standing import Kind
from handlers.tickets.quality.defects import Quality
from storage.staff_store import StaffStore
from storage.store import LineStore
from tests.handlers.reports.small_house import on
from tests.handlers.staff.house import SETTINGS, TZ, House

#: Before the house had its first case.
BEFORE = on(5, month=1, year=2020)


@pytest.mark.parametrize("board", BOARDS)
def test_a_board_of_a_period_without_a_case_has_tables_and_no_picture(small: House, board: str) -> None:
    with small.db.reading() as connection:
        about = Asked(
            store=StaffStore(connection, small.staff["Max"]), language="en", period=around("month", date(2019, 12, 1)), zone=TZ,
            now=BEFORE, quality=Quality(), link=lambda _what, **_values: "",
        )  # fmt: skip
        sections = BOARDS[board](about)
    assert sections
    if board != "now":
        charts = [one.chart for one in sections if one.chart and one.chart.kind == "intervals"]
        assert [drawn(one, Look(language="en")) for one in charts] == [None] * len(charts)


@pytest.mark.parametrize("kind", ["weekly", "review"])
def test_a_standing_report_of_a_quiet_time_goes_out_and_says_so(small: House, kind: Kind) -> None:
    act = LineAct(now=BEFORE, tz=TZ, settings=SETTINGS)
    with small.db.reading() as connection:
        who = small.staff["Max"]
        mailing.send(kind, who, StaffStore(connection, who), None, act, LineStore(connection))
    (told,) = act.told
    assert told.pictures == ()
    assert told.text
