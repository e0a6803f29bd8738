"""Names that try to look like something else."""

from __future__ import annotations

import pytest

from handlers.plain import one_line, visible


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ("Ann Lee", "Ann Lee"),
        ("陈大文", "陈大文"),
        ("Zoë O’Brien", "Zoë O’Brien"),
        ("Ann\u202e)renwo(", "Ann)renwo("),
        ("W\u200bang\u2060 Fang\ufeff", "Wang Fang"),
        ("\u2066Ann\u2069 \u200fLee", "Ann Lee"),
        ("Ann\nLH-1001 · closed", "Ann LH-1001 · closed"),
        ("Ann\u2028Lee\x1b[31m\x00", "Ann Lee [31m"),
        ("\u200b\u202e", ""),
        ("half\ud800", "half"),
    ],
)
def test_a_name_is_what_can_be_seen_of_it_on_one_line(given: str, seen: str) -> None:
    assert one_line(given) == seen


def test_line_breaks_stay_where_lines_are_allowed() -> None:
    assert visible("ein\u202e\nzwei\t中") == "ein\nzwei\t中"
