"""Loyalty over the waves as pictures: one for each estate, question and wording, new and existing owners as a line each (M12); pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from handlers.reports.chart import Chart, Series
from handlers.voice.surveys.results import Figure
from handlers.wording import say
from storage.survey_groups import OWNERS
from storage.survey_reports import Counted

#: Waves from which on a course is drawn: one is a figure and no course.
_LEAST_WAVES = 2

Told = Sequence[tuple[Counted, Figure]]


def charts(language: str, told: Told) -> list[Chart]:
    """The courses of one estate's figures. A group that is too small in a wave leaves a gap there; NPS is drawn as its number."""
    by_question = sorted(told, key=lambda pair: (pair[0].question, pair[0].version))
    drawn = []
    for (question, version), pairs in groupby(
        by_question, key=lambda pair: (pair[0].question, pair[0].version)
    ):
        found = list(pairs)
        waves = sorted({(one.closes_at, one.survey_id, one.name) for one, _ in found})
        if len(waves) >= _LEAST_WAVES:
            drawn.append(
                _chart(language, question, version, [(number, name) for _, number, name in waves], found)
            )
    return drawn


def _chart(language: str, question: str, version: int, waves: list[tuple[int, str]], found: Told) -> Chart:
    measure = found[0][1].result.measure
    title = say(
        language, "surveys.question_told", question=say(language, f"surveys.question.{question}"),
        formula=say(language, f"surveys.formula.{measure}"), version=version,
    )  # fmt: skip
    series = tuple(_series(language, owner, waves, found, 100 if measure == "nps" else 1) for owner in OWNERS)
    there = tuple(one for one in series if any(value is not None for value in one.values))
    return Chart(
        kind="lines", title=title, categories=tuple(name for _, name in waves), series=there,
        unit="number" if measure == "nps" else "share", unit_name="NPS" if measure == "nps" else "",
        said=say(language, "surveys.trend_said", question=title, waves=len(waves)),
    )  # fmt: skip


def _series(language: str, owner: str, waves: list[tuple[int, str]], found: Told, times: int) -> Series:
    results = {
        one.survey_id: figure.result for one, figure in found if figure.group.owner == owner and figure.shown
    }

    def course(name: str) -> tuple[float | None, ...]:
        values = (getattr(results[number], name) if number in results else None for number, _ in waves)
        return tuple(None if value is None else value * times for value in values)

    return Series(
        name=say(language, f"surveys.owner.{owner}"), values=course("figure"), low=course("low"), high=course("high")
    )  # fmt: skip
