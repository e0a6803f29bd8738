"""A board as its page shows it: tables whose figures lead to their cases, pictures, and the way to an improvement from each row."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.charts import Look, drawn
from bot.web.staff.quality.defect_forms import Choices
from bot.web.staff.reports.choosing import address
from handlers.reports.boards import OFFERED, TIMELESS, Asked, Section, boards_for
from handlers.reports.chart import Chart
from handlers.reports.naming import titled
from handlers.reports.period import KINDS, around
from handlers.reports.table import Row, Table, words
from handlers.wording import say

#: The most that why an improvement is begun says of a row.
_WHY = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCell:
    """One cell in words; `kind` is its column's, `title` what stands above it, for a screen too narrow for a table."""

    words: str
    kind: str
    title: str
    link: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """One row; `improve`: where an improvement is begun from it, empty where nothing can follow from it."""

    cells: tuple[ShownCell, ...]
    improve: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One section. `picture` and `dark` are addresses that hold the pictures themselves; empty where there is nothing to draw."""

    table: Table
    rows: tuple[ShownRow, ...]
    chart: Chart | None
    picture: str
    dark: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the sections: which board, which period with its neighbours, which estate."""

    board: str
    boards: tuple[tuple[str, str, str], ...]
    kinds: tuple[tuple[str, str, str], ...]
    kind: str
    title: str
    before: str
    after: str
    since: str
    until: str
    estates: Choices
    estate: str
    timeless: bool


def frame(board: str, about: Asked) -> Frame:
    language, now = about.language, about.now.astimezone(about.zone).date()
    period = about.period
    in_sight = now if period.first <= now <= period.last else period.last
    return Frame(
        board=board, title=titled(language, period), kind=period.kind, since=period.first.isoformat(), until=period.last.isoformat(),
        boards=_digest_too(about) + tuple((one, say(language, f"reports.board.{one}"), address(one, about)) for one in boards_for(about.store.scope.role)),
        kinds=tuple(
            (one, say(language, f"reports.period.{one}"), address(board, about, moved=around(one, in_sight))) for one in OFFERED.get(board, KINDS) if one != "days"
        ),
        before=address(board, about, moved=period.before), after=address(board, about, moved=period.after),
        estates=tuple((str(one.id), one.name) for one in about.store.estates()), estate=str(about.estate_id or ""),
        timeless=board in TIMELESS,
    )  # fmt: skip


def _digest_too(about: Asked) -> tuple[tuple[str, str, str], ...]:
    """The morning's page stands before the boards, for those it is for."""
    return (
        (("digest", say(about.language, "digest.title"), "/staff/reports/digest"),)
        if about.store.scope.is_senior
        else ()
    )


def shown(board: str, about: Asked, section: Section) -> Shown:
    """A section with its pictures drawn."""
    table, chart = section.table, section.chart
    return Shown(
        table=table, chart=chart, rows=tuple(_row(board, about, table, row) for row in table.rows),
        picture=_picture(about, chart, "light"), dark=_picture(about, chart, "dark"),
        files=tuple(
            (kind, address(board, about, ending=f"/{table.name}.{kind}")) for kind in ("csv", "xlsx", *(("png",) if _can_be_drawn(chart) else ()))
        ),
    )  # fmt: skip


def _can_be_drawn(chart: Chart | None) -> bool:
    return chart is not None and not chart.is_empty


def _picture(about: Asked, chart: Chart | None, theme: str) -> str:
    look = Look(language=about.language, theme="dark" if theme == "dark" else "light", form="svg")
    made = drawn(chart, look) if chart else None
    return f"data:image/svg+xml;base64,{b64encode(made).decode()}" if made else ""


def _row(board: str, about: Asked, table: Table, row: Row) -> ShownRow:
    cells = tuple(
        ShownCell(
            words=words(about.language, column, cell),
            kind=column.kind,
            title=column.title,
            link=cell.link,
            tone=cell.tone,
        )
        for column, cell in zip(table.columns, row.cells, strict=True)
    )
    return ShownRow(cells=cells, improve=_improve(board, about, table, row, cells) if row.key else "")


def _improve(board: str, about: Asked, table: Table, row: Row, cells: tuple[ShownCell, ...]) -> str:
    """The form of an improvement that knows where it comes from and what the row says."""
    said = " · ".join(
        one.words if at == 0 else f"{one.title}: {one.words}" for at, one in enumerate(cells) if one.words
    )
    period = about.period
    source = f"{board}.{period.first.isoformat()}.{period.last.isoformat()}.{table.name}.{row.key}"
    query = {
        "kind": "improvement", "source": "report", "source_ref": source[:80], "estate": str(about.estate_id or ""),
        "why": f"{table.title}, {titled(about.language, period)}: {said}"[:_WHY],
    }  # fmt: skip
    return f"/staff/actions/new?{urlencode(query)}"
