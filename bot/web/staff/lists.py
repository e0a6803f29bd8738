"""What a page offers to choose from: a list or a row of boxes, and its choices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A choice: what is sent, what is read, whether it is chosen."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A list or a row of boxes to tick."""

    name: str
    label: str
    options: tuple[Option, ...]
