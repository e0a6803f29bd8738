"""What stands below one element of an alert, asked for by name. Faults gather in `wrong`, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element

from handlers.notices.cap.times import as_time
from handlers.notices.cap.values import NAMESPACE, Coded, tidy

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)


class Fields:
    """The elements of CAP below one of them; what stands in another namespace is not seen."""

    def __init__(self, element: Element, wrong: list[str], place: str = "") -> None:
        self._element = element
        self.wrong = wrong
        self._place = place

    def all(self, name: str) -> Iterator[Fields]:
        """Those of a name, in their order; a fault below one says which it is."""
        for number, one in enumerate(self._element.findall(f"{{{NAMESPACE}}}{name}"), 1):
            yield Fields(one, self.wrong, f"{self._place}{name} {number}: ")

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of those of a name that have any."""
        found = (tidy("".join(one.itertext())) for one in self._element.findall(f"{{{NAMESPACE}}}{name}"))
        return tuple(text for text in found if text)

    def text(self, name: str) -> str:
        """The text of the one of a name; empty without one. Two that differ are a fault: nobody could say which counts."""
        found = self.texts(name)
        if len(set(found)) > 1:
            self.fault(name, f"stands {len(found)} times with different words")
        return found[0] if found else ""

    def time(self, name: str) -> datetime | None:
        text = self.text(name)
        try:
            return as_time(text) if text else None
        except ValueError as error:
            self.fault(name, str(error))
            return None

    def number(self, name: str) -> float | None:
        text = self.text(name)
        try:
            return as_number(text) if text else None
        except ValueError as error:
            self.fault(name, str(error))
            return None

    def whole(self, name: str) -> int | None:
        """A whole number of at most 15 digits."""
        text = self.text(name)
        if text and not re.fullmatch(r"\d{1,15}", text, re.ASCII):
            self.fault(name, f'"{text}" is no whole number')
            return None
        return int(text) if text else None

    def coded(self, name: str) -> tuple[Coded, ...]:
        """Pairs of valueName and value; one without a name says nothing and is left out."""
        pairs = (Coded(one.text("valueName"), one.text("value")) for one in self.all(name))
        return tuple(pair for pair in pairs if pair.name)

    def fault(self, name: str, what: str) -> None:
        self.wrong.append(f"{self._place}{name}: {what}")


def as_number(text: str) -> float:
    """A decimal number of at most 40 characters, without an exponent. Raises ValueError."""
    if len(text) > 40 or not _NUMBER.fullmatch(text):
        raise ValueError(f'"{text}" is no number')
    return float(text)
