"""Pictures of every kind are drawn in three languages, on light and dark ground, with every letter, the same each time."""

from __future__ import annotations

import subprocess
import sys
import warnings
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from defusedxml import ElementTree
from PIL import Image

from bot.charts import Look, drawn, look
from bot.charts.drawing import draw
from bot.charts.fonts import families, writable, writes_chinese
from bot.checking import pictures
from handlers.reports.chart import Chart, Series

#: What people's estates, components and channels are called.
NAMES = {
    "zh-Hans": ("水管与接头", "防水层", "电梯门 & 轿厢"),
    "zh-Hant": ("水喉同接駁位", "防水層", "升降機門 <嘅>"),
    "en": ("Pipes & joints", "Waterproofing", 'Lift "doors"'),
}
KINDS = ("bars", "lines", "stacked", "matrix", "intervals")


def chart(kind: Any, language: str, **more: Any) -> Chart:
    names = NAMES[language]
    series = tuple(
        Series(name=f"{name} HK$1 $x$", values=(0.2, None, 0.9), low=(0.1, None, 0.7), high=(0.5, None, 1.0))
        for name in names
    )
    return Chart(
        **{"kind": kind, "title": " · ".join(names), "categories": names, "series": series, "unit": "share", "target": 0.95,
           "unit_name": names[0], "said": f"{names[1]} < 90 %", **more},
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "language", "theme"), list(product(KINDS, NAMES, ("light", "dark"))))
def test_every_kind_is_drawn_without_an_empty_box_and_the_same_each_time(
    kind: str, language: str, theme: Any
) -> None:
    for form in ("png", "svg"):
        wanted = Look(language=language, theme=theme, form=form)
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a letter that no font has is a warning of matplotlib
            first, again = (draw(chart(kind, language), wanted) for _ in range(2))
        assert first is not None
        assert first == again


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_s_picture_is_text_with_a_title_and_what_it_shows(kind: str) -> None:
    svg = drawn(chart(kind, "zh-Hans"), Look(language="zh-Hans", form="svg"))
    assert svg is not None
    root = ElementTree.fromstring(svg.decode())
    own = {part.tag.rpartition("}")[2]: part.text for part in list(root)[:2]}
    assert own == {"title": "水管与接头 · 防水层 · 电梯门 & 轿厢", "desc": "防水层 < 90 %"}
    assert root.attrib["role"] == "img"
    assert "width" not in root.attrib
    assert any("水管与接头" in (part.text or "") for part in root.iter() if part.tag.endswith("}text"))


def test_a_chat_s_picture_is_as_wide_as_a_phone_s_screen() -> None:
    png = drawn(chart("bars", "en"), Look(language="en"))
    assert png is not None
    assert Image.open(BytesIO(png)).width == 1080


def test_light_and_dark_differ_in_their_ground() -> None:
    for theme, ground in (("light", (255, 254, 251)), ("dark", (33, 30, 26))):
        png = drawn(chart("bars", "en"), Look(language="en", theme=theme))  # type: ignore[arg-type]
        assert png is not None
        assert Image.open(BytesIO(png)).convert("RGB").getpixel((2, 2)) == ground


@pytest.mark.parametrize("kind", KINDS)
def test_where_there_is_no_case_there_is_no_picture(kind: str) -> None:
    nothing = Series(name="a", values=(None,), low=(None,), high=(None,))
    assert drawn(chart(kind, "en", categories=("x",), series=(nothing,)), Look(language="en")) is None


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_counted_and_very_much_counted_are_drawn_too(kind: str) -> None:
    for value in (0.0, 1.0, 3.0, 1234567.0):
        one = Series(name="a" * 200, values=(value,) * 30, low=(value,) * 30, high=(value,) * 30)
        wide = chart(
            kind, "en", categories=("很长的名字" * 30,) * 30, series=(one,), unit="number", target=None
        )
        assert drawn(wide, Look(language="en", form="svg"))


def test_a_letter_that_no_font_has_is_left_out() -> None:
    assert writable("en", "Tower \U0001fae8 A") == "Tower  A"
    assert writes_chinese()


@pytest.mark.parametrize(
    ("language", "form", "is_drawn"),
    [("zh-Hans", "png", False), ("zh-Hant", "png", False), ("en", "png", True), ("zh-Hans", "svg", True)],
)
def test_without_a_font_for_chinese_no_boxes_are_sent_and_the_log_says_why(
    language: str, form: Any, is_drawn: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    made = draw(chart("bars", language), Look(language=language, form=form), lambda: False)
    assert (made is not None) is is_drawn
    assert ("fonts-noto-cjk" in capsys.readouterr().out) is not is_drawn


def test_the_check_of_the_settings_tells_of_a_missing_font() -> None:
    assert list(pictures(lambda: True)) == []
    [told] = pictures(lambda: False)
    assert "fonts-noto-cjk" in told.text
    assert not told.stops


def test_hong_kong_s_letters_are_written_in_hong_kong_s_forms() -> None:
    assert families("zh-Hant")[0] != families("zh-Hans")[0]


def test_the_line_imports_no_plotting_library_before_it_draws() -> None:
    code = "import sys, bot.charts, bot.wiring; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_on_a_colour_read_well(theme: str) -> None:
    colours = look.COLOURS[theme]
    for ground in (*colours.parts, *colours.steps):
        assert contrast(ground, look.on(ground)) >= 4.5, ground
    for ink in (colours.ink, colours.soft):
        assert contrast(colours.sheet, ink) >= 4.5


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_course_below_nothing_is_drawn_below_nothing() -> None:
    """A net promoter score goes from -100 to 100."""

    def course(*values: float) -> bytes | None:
        series = Series(name="NPS", values=values)
        chart = Chart(kind="lines", title="NPS", categories=("2025", "2026"), series=(series,))
        return drawn(chart, Look(language="en", form="svg"))

    assert len({course(-30, -10), course(-10, -30), course(0, 0), course(-30, 40)}) == 4
    assert b"-40" in (course(-30, -10) or b"").replace("\u2212".encode(), b"-")
