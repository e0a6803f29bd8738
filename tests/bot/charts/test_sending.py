"""A chart on its way into a chat: drawn when the message leaves, kept once, and left out where it cannot be drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.carrying import Carrier
from bot.charts.sending import Charts, NotDrawn
from bot.media import MediaStore
from bot.workers import Workers
from handlers.reports import drawing
from handlers.reports.chart import Chart, Series

CHART = Chart(
    kind="stacked", title="Open now", unit_name="tickets", categories=("Green Valley",), said="Green Valley 3",
    series=(Series(name="Late 1", values=(1.0,), tone="late"), Series(name="In time 2", values=(2.0,), tone="in_time")),
)  # fmt: skip


@pytest.mark.parametrize(
    "chart",
    [
        CHART,
        Chart(kind="intervals", title="每週報告", unit="share", target=0.95, categories=("及時率", "滿意率"),
              series=(Series(name="今期", values=(0.9, None), low=(0.8, None), high=(0.95, None)),)),
    ],
)  # fmt: skip
def test_a_chart_comes_back_from_its_words_as_it_was(chart: Chart) -> None:
    found = drawing.picture(chart, "zh-Hant")
    assert drawing.read(found.reference) == (chart, "zh-Hant")


@pytest.mark.parametrize(
    "words", ["", "{}", "[]", '{"language": "en", "chart": {"kind": "pie"}}', "no words"]
)
async def test_what_is_no_chart_is_not_drawn(words: str) -> None:
    with pytest.raises(NotDrawn):
        await Charts().fetch(words)


async def test_nothing_is_drawn_of_no_case() -> None:
    empty = Chart(kind="bars", title="Nothing", categories=(), series=())
    with pytest.raises(NotDrawn):
        await Charts().fetch(drawing.picture(empty, "en").reference)


async def test_the_picture_is_kept_once_among_the_files_that_channels_send(tmp_path: Path) -> None:
    workers, media = Workers(writers=1), MediaStore(tmp_path)
    carrier = Carrier({drawing.CHANNEL: Charts()}, media, workers)
    reference = f"{drawing.CHANNEL}|{drawing.picture(CHART, 'en').reference}"
    kept = {await carrier.carry(reference) for _ in range(2)}
    workers.close()
    (one,) = kept
    assert media.read(one).startswith(b"\x89PNG")
    assert len(list(tmp_path.iterdir())) == 1  # noqa: ASYNC240 - a folder of a test, in memory
