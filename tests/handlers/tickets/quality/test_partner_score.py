"""A partner's score is a formula with its parts shown, and none where too little is known."""

from __future__ import annotations

import pytest

from handlers.tickets.quality.partner_score import Record, score, standing
from storage.parties import Party


@pytest.mark.parametrize(
    ("record", "total"),
    [
        # 1/(1+0.5) = 0.6667, 1-0.1 = 0.9, 8/10 = 0.8, (4-1)/4 = 0.75
        (Record(jobs=10, defects=5, repeated=1, on_time=8, dated=10, stars=20, rated=5), 77.9),
        (Record(jobs=10, defects=0, repeated=0, on_time=4, dated=4, stars=50, rated=10), 100.0),
        (Record(jobs=10, defects=10, repeated=0), 75.0),  # neither dates nor ratings: the two known parts
        (Record(jobs=5, defects=5, repeated=5, on_time=0, dated=5, stars=5, rated=5), 12.5),
        (Record(jobs=4, defects=0, on_time=4, dated=4, stars=20, rated=4), None),
        (Record(), None),
        (Record(defects=9), None),
    ],
)
def test_the_score(record: Record, total: float | None) -> None:
    assert score(record, 5).total == total


def test_the_parts_are_shown_with_the_sample_even_where_there_is_no_score() -> None:
    found = score(Record(jobs=2, defects=1, repeated=1, on_time=0, dated=0, stars=7, rated=2), 5)
    assert (found.total, found.sample, found.defects_per_job, found.repeat_rate) == (None, 2, 0.5, 0.5)
    assert (found.on_time_rate, found.rating) == (None, 3.5)


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        ([], ""),
        ([("Zinc & Co", "suspended")], ""),
        ([("HARBOUR PIPES, Ltd.", "qualified")], "qualified"),
        ([("Harbour Pipes Ltd", "qualified"), ("harbour pipes ltd", "suspended")], "suspended"),
        ([("Harbour Pipes Ltd", "trial"), ("harbour pipes ltd", "qualified")], "trial"),
    ],
)
def test_a_partner_stands_as_the_strictest_party_of_its_name(
    listed: list[tuple[str, str]], told: str
) -> None:
    parties = [
        Party(
            id=count, estate_id=None, kind="contractor", name=name, trades=(), phone=None, language="en", status=status, note=""
        )
        for count, (name, status) in enumerate(listed)
    ]  # fmt: skip
    assert standing("harbourpipesltd", parties) == told
