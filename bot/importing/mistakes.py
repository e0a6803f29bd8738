"""What is wrong with the files: every mistake with its file, row and column, told together."""

from __future__ import annotations

from dataclasses import dataclass, field

#: Mistakes told in full; of the rest only the number.
TOLD = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the files something stands. `row` counts as spreadsheets do, from 1; 0 means the file as a whole."""

    file: str
    row: int = 0
    column: str = ""

    def at(self, column: str) -> Place:
        return Place(self.file, self.row, column)

    def __str__(self) -> str:
        row = f", row {self.row}" if self.row else ""
        return f"{self.file}{row}" + (f", {self.column}" if self.column else "")


class ImportMistakes(Exception):  # noqa: N818 - the mistakes of whoever made the files
    """The files cannot be imported; nothing was kept. The text has one line a mistake."""


@dataclass(slots=True)
class Mistakes:
    """Collects mistakes until all are known."""

    _lines: list[str] = field(default_factory=list)
    _count: int = 0

    def add(self, place: Place, what: str) -> None:
        self._count += 1
        if self._count <= TOLD:
            self._lines.append(f"{place}: {what}")

    def raise_any(self) -> None:
        """Raises ImportMistakes when there is at least one."""
        if not self._count:
            return
        more = [f"… and {self._count - TOLD} more."] if self._count > TOLD else []
        raise ImportMistakes("\n".join([*self._lines, *more, "Nothing was imported."]))
