"""`ownerline import`: estates, staff, units, people and firms from tables; all of it or nothing, and twice is as good as once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.importing.applying import Applying
from bot.importing.mistakes import Mistakes
from bot.importing.reading import Progress, Reader, open_tables
from bot.importing.rows import EstateRow
from bot.importing.summary import Summary
from storage import estates
from storage.db import Database


class _TakenBack(Exception):  # noqa: N818 - ends a trial's transaction
    """A trial run keeps nothing."""


def run_import(
    database: Database, files: Sequence[Path], *, now: datetime, estate: str = "", described: EstateRow | None = None,
    dry_run: bool = False, progress: Progress = lambda _step, _done, _total: None,
) -> Summary:  # fmt: skip
    """Imports the files in one transaction. `estate` is the code meant by rows that name none.

    Raises ImportMistakes with every mistake, by file, row and column; then nothing was kept.
    """
    mistakes = Mistakes()
    tables = open_tables(files, mistakes, progress)
    with database.reading() as connection:
        known = estates.all_of_them(connection)
    rows = Reader(known, estate, mistakes).read(tables, described, progress)
    try:
        with database.transaction() as connection:
            work = Applying(connection, rows, mistakes, now)
            work.all(progress)
            mistakes.raise_any()
            if dry_run:
                raise _TakenBack
    except _TakenBack:
        pass
    return work.summary
