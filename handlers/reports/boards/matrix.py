"""The matrix of the four sources (S2, I06): a topic a line, the sources side by side, each by its own scale; no number blends two."""

from __future__ import annotations

from handlers.reports.boards.asked import Asked, Section
from handlers.reports.chart import Chart, Series
from handlers.reports.intervals import percent
from handlers.reports.table import Cell, Table
from handlers.voice.formulas import DATA_SETS, DataSet, Result, Tally, result
from handlers.voice.sources import SOURCES, by_topic, question_told, topic_named

Topics = dict[str, dict[DataSet, list[Tally]]]


def board(asked: Asked) -> list[Section]:
    cohort = asked.cohort
    found = by_topic(asked.store, cohort.since, cohort.until, asked.estate_id, asked.voice)
    return [side_by_side(asked, found), Section(table=_listed(asked, found))]


def side_by_side(asked: Asked, found: Topics) -> Section:
    """A topic a line; in each cell figure, interval and sample of one source, or that it has no data yet."""
    columns = asked.columns(
        ("matrix_board.topic", "text"), *((f"matrix_board.source.{one}", "text") for one in DATA_SETS)
    )
    rows = [
        (topic, [Cell(value=topic_named(asked.language, topic)), *(_cell(asked, topic, one, tallies.get(one, [])) for one in DATA_SETS)])
        for topic, tallies in found.items()
    ]  # fmt: skip
    title = asked.say("reports.board.matrix")
    table = asked.table("matrix", title, columns, rows, asked.say("matrix_board.note"))
    return Section(table=table, chart=_chart(asked, found))


def _cell(asked: Asked, topic: str, data_set: DataSet, tallies: list[Tally]) -> Cell:
    told = [_named(asked, one, words) for one in tallies if (words := _told(asked, result(one)))]
    if not told:
        return Cell(note=asked.say("matrix_board.no_data"))
    return Cell(value=" · ".join(told), link=_behind(asked, topic, data_set))


def _named(asked: Asked, one: Tally, words: str) -> str:
    part = SOURCES[one.data_set].part(asked.language, one)
    return asked.say("matrix_board.part", part=part.rstrip("?？"), figure=words) if part else words


def _told(asked: Asked, one: Result) -> str:
    """Figure, interval and sample in words; empty where nobody answered."""
    if one.figure is None or one.low is None or one.high is None:
        return ""
    return asked.say(
        "matrix_board.cell", measure=asked.say(f"matrix_board.measure.{one.measure}"), figure=figure(one, one.figure),
        low=figure(one, one.low).removesuffix(" %"), high=figure(one, one.high).removesuffix(" %"), answered=one.answered, asked=one.asked,
    )  # fmt: skip


def figure(one: Result, value: float) -> str:
    """A share in percent; NPS as a number from -100 to 100."""
    return f"{round(value * 100):+d}" if one.measure == "nps" else percent(value)


def _behind(asked: Asked, topic: str, data_set: DataSet) -> str:
    """The board or the cases that a cell's figure comes from; empty where its source has pages of its own."""
    if data_set == "touch_point":
        return asked.link("board", name="ratings")
    return asked.link("cases", measure="satisfied") if data_set == "follow_up" else ""


def _chart(asked: Asked, found: Topics) -> Chart:
    """The shares of each source by topic, where it has one; a score that is no share stands in the table alone."""
    shown = {
        topic: {one: _share(tallies.get(one, [])) for one in DATA_SETS} for topic, tallies in found.items()
    }
    topics = [topic for topic, results in shown.items() if any(results.values())]
    lines = tuple(
        _line(asked.say(f"matrix_board.source.{one}"), [shown[topic][one] for topic in topics])
        for one in DATA_SETS
        if any(shown[topic][one] for topic in topics)
    )
    said = " · ".join(
        f"{topic_named(asked.language, topic)} {percent(told.figure)}"
        for topic in topics
        for told in shown[topic].values()
        if told and told.figure is not None
    )
    return Chart(
        kind="intervals", title=asked.say("reports.board.matrix"), unit="share", unit_name=asked.say("matrix_board.unit"),
        categories=tuple(topic_named(asked.language, topic) for topic in topics), series=lines, said=said,
    )  # fmt: skip


def _share(tallies: list[Tally]) -> Result | None:
    """The first question of a source that is a share and that somebody answered."""
    return next(
        (told for one in tallies if one.scale != "nps" and (told := result(one)).figure is not None), None
    )


def _line(name: str, results: list[Result | None]) -> Series:
    return Series(
        name=name, values=tuple(one.figure if one else None for one in results), low=tuple(one.low if one else None for one in results),
        high=tuple(one.high if one else None for one in results),
    )  # fmt: skip


def _listed(asked: Asked, found: Topics) -> Table:
    """The same as numbers, a question a line: what a spreadsheet counts on with."""
    columns = asked.columns(
        ("matrix_board.topic", "text"), ("matrix_board.source", "text"), ("matrix_board.question", "text"), ("matrix_board.scale", "text"),
        ("reports.column.figure", "number"), ("reports.column.low", "number"), ("reports.column.high", "number"), ("ratings_board.answered", "number"),
        ("ratings_board.asked", "number"), ("ratings_board.response", "share"),
    )  # fmt: skip
    rows = [
        ("", _numbers(asked, topic, one))
        for topic, sources in found.items()
        for data_set in DATA_SETS
        for one in sources.get(data_set, [])
    ]
    unconnected = [asked.say(f"matrix_board.source.{one}") for one in DATA_SETS if one not in SOURCES]
    note = asked.say("matrix_board.unconnected", sources=", ".join(unconnected)) if unconnected else ""
    return asked.table("matrix_figures", asked.say("matrix_board.figures"), columns, rows, note)


def _numbers(asked: Asked, topic: str, one: Tally) -> list[Cell]:
    told = result(one)
    empty = Cell(note=asked.say("ratings_board.none"))
    hundred = [
        Cell(value=value * 100) if value is not None else empty
        for value in (told.figure, told.low, told.high)
    ]
    return [
        Cell(value=topic_named(asked.language, topic)), Cell(value=asked.say(f"matrix_board.source.{one.data_set}")),
        Cell(value=question_told(asked.language, one)), Cell(value=asked.say(f"matrix_board.measure.{one.scale}")), *hundred,
        Cell(value=told.answered), Cell(value=told.asked), Cell(value=told.response) if told.response is not None else empty,
    ]  # fmt: skip
