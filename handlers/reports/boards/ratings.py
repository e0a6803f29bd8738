"""What households scored at touch-points (I01), each question with its sample and how sure it is: for improving the work, and never
in anything about a person (I03).
"""

from __future__ import annotations

from collections import Counter

from handlers.reports.boards.asked import Asked, Section
from handlers.reports.boards.service import named
from handlers.reports.chart import Chart, Series
from handlers.reports.intervals import percent
from handlers.reports.table import Cell, Column, Table
from handlers.voice.formulas import Result, Tally, mean, result
from handlers.voice.sources import tallies_of, topic_named
from handlers.voice.touch_points import REGISTER

#: What becomes of a node, in the order in which it is drawn.
_STATES = ("answered", "sent", "waiting", "expired", "declined", "withheld")

#: Touch-points whose ratings belong to tickets, so that there are cases to look at.
CASED = tuple(key for key, point in REGISTER.items() if point.asks)


def board(asked: Asked) -> list[Section]:
    found = counted(asked)
    return [figures(asked, found), _course(asked, found), _flow(asked), Section(table=_questions(asked))]


def counted(asked: Asked) -> list[Tally]:
    """The tallies of the period."""
    cohort = asked.cohort
    return tallies_of("touch_point", asked.store, cohort.since, cohort.until, asked.estate_id)


def figures(asked: Asked, found: list[Tally]) -> Section:
    """Each question: its share with the interval, the mean, the sample, and the low ones, which lead to their cases."""
    columns = asked.columns(
        ("ratings_board.touch_point", "text"), ("ratings_board.content", "share"),
        ("ratings_board.from", "share"), ("ratings_board.to", "share"), ("ratings_board.mean", "number"),
        ("ratings_board.answered", "number"), ("ratings_board.asked", "number"), ("ratings_board.response", "share"),
        ("ratings_board.low_scores", "number"), ("ratings_board.volunteered", "number"),
    )  # fmt: skip
    results = [(one, result(one)) for one in found]
    rows = [(f"{one.question}:{one.version}", _cells(asked, one, told)) for one, told in results]
    title = asked.say("reports.board.ratings")
    table = asked.table("ratings", title, columns, rows, asked.say("ratings_board.note"))
    return Section(table=table, chart=_chart(asked, title, results))


def _cells(asked: Asked, one: Tally, told: Result) -> list[Cell]:
    low = sum(count for score, count in one.counts.items() if score <= REGISTER[one.question].low)
    behind = asked.link("ratings", point=one.question) if one.question in CASED else ""
    average = mean(one)
    return [
        Cell(value=question_named(asked, one)), _or_none(asked, told.figure), Cell(value=told.low), Cell(value=told.high), Cell(value=average),
        Cell(value=told.answered), Cell(value=told.asked), _or_none(asked, told.response),
        Cell(value=low, link=behind if low else ""), Cell(value=one.volunteered),
    ]  # fmt: skip


def question_named(asked: Asked, one: Tally) -> str:
    """A touch-point; with its version where the question was worded anew."""
    name = topic_named(asked.language, one.question)
    return asked.say("ratings_board.version", name=name, version=one.version) if one.version > 1 else name


def _or_none(asked: Asked, value: float | None) -> Cell:
    return Cell(value=value) if value is not None else Cell(note=asked.say("ratings_board.none"))


def _chart(asked: Asked, title: str, results: list[tuple[Tally, Result]]) -> Chart:
    names = tuple(f"{question_named(asked, one)} · {told.answered}/{told.asked}" for one, told in results)
    line = Series(
        name=title, values=tuple(told.figure for _, told in results), low=tuple(told.low for _, told in results),
        high=tuple(told.high for _, told in results),
    )  # fmt: skip
    said = " · ".join(
        f"{question_named(asked, one)} {percent(told.figure)}"
        for one, told in results
        if told.figure is not None
    )
    return Chart(
        kind="intervals", title=title, unit="share", unit_name=asked.say("ratings_board.unit"), categories=names, series=(line,), said=said
    )  # fmt: skip


def _course(asked: Asked, found: list[Tally]) -> Section:
    """The course over the period: each question by itself, in one wording."""
    parts = asked.period.parts()
    keys = [(one.question, one.version) for one in found if one.answered]
    by_part = [
        {(one.question, one.version): result(one) for one in counted(asked.about(part))} for part in parts
    ]
    names = {(one.question, one.version): question_named(asked, one) for one in found}
    columns = asked.columns(("reports.column.part", "text"), ("ratings_board.answered", "number"))
    shares = [Column(title=names[key], kind="share") for key in keys]
    rows = []
    for part, results in zip(parts, by_part, strict=True):
        cells = [
            Cell(value=named(asked.language, part)),
            Cell(value=sum(one.answered for one in results.values())),
        ]
        rows.append(
            (
                part.first.isoformat(),
                [*cells, *(_or_none(asked, results[key].figure if key in results else None) for key in keys)],
            )
        )
    title = asked.say("ratings_board.course")
    chart = Chart(
        kind="lines", title=title, unit="share", categories=tuple(named(asked.language, part) for part in parts),
        series=tuple(
            Series(name=names[key], values=tuple(one[key].figure if key in one else None for one in by_part)) for key in keys
        ),
        said=asked.say("reports.said.course"),
    )  # fmt: skip
    return Section(
        table=asked.table("ratings_course", title, (*columns, *shares), rows if keys else []), chart=chart
    )


def _flow(asked: Asked) -> Section:
    """What became of every node that was reached, and why some were not asked about."""
    cohort = asked.cohort
    found = asked.store.rating_counts.flow(cohort.since, cohort.until, asked.estate_id)
    columns = asked.columns(
        ("ratings_board.touch_point", "text"), ("ratings_board.state", "text"), ("ratings_board.reason", "text"), ("ratings_board.nodes", "number")
    )  # fmt: skip
    rows = [
        ("", [
            Cell(value=topic_named(asked.language, point)), Cell(value=asked.say(f"ratings_board.state.{state}")),
            Cell(value=asked.say(f"ratings_board.reason.{reason}") if reason else ""), Cell(value=count),
        ])
        for point, state, reason, count in found
    ]  # fmt: skip
    title = asked.say("ratings_board.flow")
    return Section(
        table=asked.table("ratings_flow", title, columns, rows, asked.say("ratings_board.note_flow")),
        chart=_flow_chart(asked, title, found),
    )


def _flow_chart(asked: Asked, title: str, found: list[tuple[str, str, str, int]]) -> Chart:
    counts: Counter[tuple[str, str]] = Counter()
    for point, state, _, count in found:
        counts[point, state] += count
    points = [key for key in REGISTER if any(point == key for point, _ in counts)]
    states = [state for state in _STATES if any(one == state for _, one in counts)]
    return Chart(
        kind="stacked", title=title, unit_name=asked.say("ratings_board.nodes"),
        categories=tuple(topic_named(asked.language, point) for point in points),
        series=tuple(
            Series(name=asked.say(f"ratings_board.state.{state}"), values=tuple(float(counts[point, state]) for point in points)) for state in states
        ),
        said=" · ".join(f"{topic_named(asked.language, point)} {sum(counts[point, one] for one in states)}" for point in points),
    )  # fmt: skip


def _questions(asked: Asked) -> Table:
    """What is asked at each touch-point, on which scale, and which scores count as content (M10)."""
    columns = asked.columns(
        ("ratings_board.touch_point", "text"), ("ratings_board.question", "text"), ("ratings_board.scale", "text"), ("reports.column.formula", "text")
    )  # fmt: skip
    rows = [
        ("", [
            Cell(value=topic_named(asked.language, key)), Cell(value=asked.say(f"voice.ask.{key}")),
            Cell(value=asked.say(f"ratings_board.scale.{point.scale}")), Cell(value=asked.say(f"ratings_board.formula.{point.scale}")),
        ])
        for key, point in REGISTER.items()
    ]  # fmt: skip
    return asked.table("ratings_questions", asked.say("ratings_board.questions"), columns, rows)
