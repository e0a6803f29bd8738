"""Every touch-point of the register has a written standard with its source, what is done, and what is never done (I13, L15, L18)."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.voice import standards
from handlers.voice.perceiving import TOUCH_POINTS
from handlers.voice.standards import SIDES, Standard
from handlers.voice.touch_points import REGISTER
from handlers.wording import LANGUAGES, catalogue, say
from storage.measure_questions import QUESTIONS
from storage.standards import OwnItem

EVERY = list(standards.standards().values())
WRITTEN = (Path(__file__).parents[3] / "docs/requirements.md").read_text("utf-8")


def test_every_touch_point_has_a_standard_and_no_other() -> None:
    assert {one.touch_point for one in EVERY} == set(REGISTER)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.touch_point)
def test_a_standard_has_a_source_a_measure_that_exists_and_both_lists(one: Standard) -> None:
    assert one.sources
    assert all(f"{code}" in WRITTEN for code in one.sources)
    assert not one.measure or one.measure in QUESTIONS
    assert bool(one.measure) == (one.target is not None)
    assert all(len(one.side(side)) >= 2 for side in SIDES)
    assert any(item.noticeable for item in one.side("do"))


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.touch_point)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_measurable_and_said_in_every_language(one: Standard, language: str) -> None:
    text = say(language, f"standards.standard.{one.touch_point}", urgent="24", normal="48")
    assert any(word in text for word in "0123456789") or one.touch_point in ("visit", "handover_step")
    assert all(standards.words(language, item) for item in one.items)
    asked = [item for item in one.side("do") if item.noticeable and one.touch_point in TOUCH_POINTS]
    assert all(standards.question(language, item).endswith(("?", "？")) for item in asked)


def test_the_moments_of_truth_are_marked() -> None:
    assert {one.touch_point for one in EVERY if one.moment} == {
        "report_received", "visit", "repair", "complaint_closed", "handover_step",
    }  # fmt: skip


def test_nothing_stands_in_the_catalogue_for_an_item_that_is_none() -> None:
    """A question is asked of what can be noticed where somebody was in a home, and of nothing else."""
    items = {f"standards.item.{item.key}" for one in EVERY for item in one.items}
    asked = {
        f"standards.ask.{item.key}"
        for one in EVERY
        if one.touch_point in TOUCH_POINTS
        for item in one.side("do")
        if item.noticeable
    }
    written = {key for key in catalogue("en") if key.startswith(("standards.item.", "standards.ask."))}
    assert written == items | asked


def _own(key: str, **values: object) -> OwnItem:
    row = {
        "id": 1,
        "estate_id": 1,
        "touch_point": "visit",
        "version": 1,
        "side": "do",
        "text": "",
        "noticeable": False,
        "is_on": True,
    }
    return OwnItem(**{**row, "key": key, **values})  # type: ignore[arg-type]


def test_an_estate_switches_off_and_adds() -> None:
    changed = [_own("badge", is_on=False), _own("own_1", text="Wave", noticeable=True, version=3)]
    found = standards.of_estate(changed)
    keys = [item.key for item in found["visit"].side("do")]
    assert "badge" not in keys
    assert keys[-1] == "own_1"
    own = found["visit"].item("own_1")
    assert own
    assert (standards.words("zh-Hans", own), own.version) == ("Wave", 3)
    assert standards.question("en", own) == "One thing we promise: “Wave”. Was it so?"
    assert found["repair"] == standards.standards()["repair"]
