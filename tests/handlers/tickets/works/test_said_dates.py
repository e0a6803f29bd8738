"""Days of the past in owners' words, read on 27 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.tickets.works.said_dates import find, says_unknown

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("said", "day", "known"),
    [
        ("2023-05-01", "2023-05-01", "day"), ("2023年5月1日交房的", "2023-05-01", "day"), ("２０２３年５月", "2023-05-01", "month"),
        ("二零二三年五月", "2023-05-01", "month"), ("2023/6", "2023-06-01", "month"), ("去年10月收楼", "2025-10-01", "month"),
        ("舊年三月收樓", "2025-03-01", "month"), ("前年", "2024-01-01", "year"), ("it was in 2022", "2022-01-01", "year"),
        ("May 2023", "2023-05-01", "month"), ("12 March 2024", "2024-03-12", "day"), ("on the 3rd of June 2021", "2021-06-03", "day"),
        ("June 3, 2021", "2021-06-03", "day"), ("Sept 2020 I think", "2020-09-01", "month"), ("03/2024", "2024-03-01", "month"),
        ("05/03/2024", "2024-03-05", "day"), ("03/25/2024", "2024-03-25", "day"), ("29.2.2024", "2024-02-29", "day"),
        ("March last year", "2025-03-01", "month"), ("今年2月14號", "2026-02-14", "day"), ("2026-11-27", "2026-11-27", "day"),
    ],
)  # fmt: skip
def test_a_day_is_read_as_far_as_it_was_said(said: str, day: str, known: str) -> None:
    found = find(said, TODAY)
    assert found
    assert (str(found.day), found.known) == (day, known)


@pytest.mark.parametrize(
    "said", ["", "hello", "3-2-1502", "2027-01-01", "next year", "after 2", "the tap leaks", "2023-13-40 x"]
)
def test_what_is_no_past_day_is_none(said: str) -> None:
    found = find(said, TODAY)
    assert found is None or found.known == "year"
    assert said != "2027-01-01" or found is None


@pytest.mark.parametrize("said", ["唔記得喇", "不知道", "I don’t know", "no idea sorry", "Not sure"])
def test_not_knowing_is_an_answer(said: str) -> None:
    assert says_unknown(said)


def test_a_date_is_no_not_knowing() -> None:
    assert not says_unknown("2023年5月")
