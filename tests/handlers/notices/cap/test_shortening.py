"""Long words of officials, and words in lines."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.notices.cap.shortening import lines, shortened, units


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [
        ("Short.", 10, "Short."),
        ("First one. Second one. Third one.", 25, "First one. Second one."),
        ("First one. Second one.", 10, "First one."),
        ("一號波。三號波。八號波。", 9, "一號波。三號波。"),
        ("A line\nanother line", 10, "A line"),
        ("no end in sight here", 10, "no end in…"),
        ("😀😀😀😀😀", 6, "😀😀…"),
    ],
)
def test_whole_sentences_stay_and_what_has_none_is_cut(text: str, most: int, left: str) -> None:
    assert shortened(text, most) == left


@given(st.text(max_size=200), st.integers(1, 100))
def test_it_is_never_longer_than_it_may_be(text: str, most: int) -> None:
    assert units(shortened(text, most)) <= most


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ""),
        ("Stay indoors.", "Stay indoors."),
        ("Stay indoors.\nClose windows.", "Stay indoors.\nClose windows."),
        ("* Stay indoors\n* Close windows", "Stay indoors\nClose windows"),
        ("1. Stay indoors\n2) Close windows\n(3) Wait", "Stay indoors\nClose windows\nWait"),
        ("一、留在室内\n二、关窗", "一、留在室内\n二、关窗"),
        ("1、留在室内\n2、关窗", "留在室内\n关窗"),
        ("Stay indoors\n\nClose windows", "Stay indoors\nClose windows"),
        (
            "PERSONS IN THE WARNED AREA SHOULD MOVE TO HIGHER GROUND AND STAY\nTHERE. DO NOT DRIVE.\n",
            "PERSONS IN THE WARNED AREA SHOULD MOVE TO HIGHER GROUND AND STAY THERE. DO NOT DRIVE.",
        ),
        (
            "- Those who live near streams should leave their homes by the\n  evening, and take their papers along.\n- Others stay.",
            "Those who live near streams should leave their homes by the evening, and take their papers along.\nOthers stay.",
        ),
        ("-10 degrees tonight", "-10 degrees tonight"),
        ("3.5 m of water are expected", "3.5 m of water are expected"),
    ],
)
def test_each_thing_to_do_is_a_line(text: str, found: str) -> None:
    assert lines(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "x\n" * 500_000,
        "many words that go on in the next line of the paper\n" * 19_000,
        "a" + " \n" * 500_000 + "b",
        "水" * 330_000,
    ],
    ids=["short lines", "one item", "empty lines", "no end"],
)
def test_the_largest_alert_is_read_in_a_moment(text: str) -> None:
    before = time.process_time()
    assert len(shortened(text, 1500)) <= 1500
    assert len(lines(text)) <= len(text)
    assert time.process_time() - before < 5
