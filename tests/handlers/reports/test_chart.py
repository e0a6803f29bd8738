"""A chart cannot be made of values that do not fit it."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.reports.chart import Chart, Series


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"kind": "pie"}, "no chart of the kind 'pie'"),
        ({"unit": "litres"}, "the unit 'litres'"),
        ({"series": (Series(name="a", values=(1,)),)}, "do not fit the categories"),
        ({"series": (Series(name="a", values=(1, 2), low=(0, 1)),)}, "do not fit the categories"),
        ({"series": (Series(name="a", values=(1, 2), low=(0, 3), high=(2, 4)),)}, "does not hold its value"),
        ({"kind": "intervals", "series": (Series(name="a", values=(1, 2)),)}, "needs them"),
    ],
)
def test_what_does_not_fit_is_refused(values: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        chart(**values)


def test_where_no_value_is_known_there_is_nothing_to_draw() -> None:
    assert chart(series=(Series(name="a", values=(None, None)),)).is_empty
    assert not chart(series=(Series(name="a", values=(None, 0)),)).is_empty


def test_an_interval_may_be_unknown_where_there_is_no_case() -> None:
    one = Series(name="a", values=(0.5, None), low=(0.2, None), high=(0.8, None))
    assert chart(kind="intervals", unit="share", series=(one,)).series == (one,)


def test_a_period_without_a_case_has_no_intervals_and_nothing_to_draw() -> None:
    one = Series(name="a", values=(), low=(), high=())
    assert chart(kind="intervals", unit="share", categories=(), series=(one,)).is_empty


def chart(**values: Any) -> Chart:
    return Chart(
        **{
            "kind": "bars",
            "title": "t",
            "categories": ("x", "y"),
            "series": (Series(name="a", values=(1, 2)),),
            **values,
        }
    )
