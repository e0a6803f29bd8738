"""A day in the past as owners write it: "2023年5月", "12 March 2024", "去年十月", "03/2024". Times that lie ahead are nlu's."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from nlu.numbers import in_digits

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_NEAR = {
    "今年": 0,
    "去年": -1,
    "旧年": -1,
    "舊年": -1,
    "上年": -1,
    "前年": -2,
    "this year": 0,
    "last year": -1,
}
_YEAR = rf"(?:(?P<year>(?:19|20)\d{{2}})|(?P<near>{'|'.join(_NEAR)}))"

#: The surest form first; each names its parts.
_FORMS = (
    re.compile(rf"{_YEAR}\s*(?:年|[-/.])?\s*(?P<month>\d{{1,2}})\s*(?:月|[-/.])\s*(?P<day>\d{{1,2}})"),
    re.compile(rf"{_YEAR}\s*(?:年|[-/.])?\s*(?P<month>\d{{1,2}})(?!\d)"),
    re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_NAMED},?\s+(?:of\s+)?{_YEAR}"),
    re.compile(rf"{_NAMED}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}"),
    re.compile(rf"{_NAMED},?\s+(?:of\s+)?{_YEAR}"),
    re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>(?:19|20)\d{2})"),
    re.compile(r"(?<![\d/.-])(?P<month>\d{1,2})[/.-](?P<year>(?:19|20)\d{2})"),
    re.compile(_YEAR),
)

_UNKNOWN = re.compile(
    r"唔知|唔記得|唔清楚|不知道|不记得|不記得|不清楚|忘了|忘记|don'?t (know|remember)|not sure|no idea|can'?t remember",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SaidDay:
    """`day` is the first that can be meant; `known` to the day, the month or the year alone."""

    day: date
    known: Literal["day", "month", "year"]


def find(text: str, today: date) -> SaidDay | None:
    """The past day that a text names; None for none, or one that lies ahead."""
    plain = in_digits(unicodedata.normalize("NFKC", text).casefold())
    for form in _FORMS:
        found = form.search(plain)
        said = _day(found.groupdict(), today) if found else None
        if said:
            return said if said.day <= today else None
    return None


def says_unknown(text: str) -> bool:
    """Whether somebody says that they do not know."""
    return bool(_UNKNOWN.search(text.replace("’", "'")))


def _day(parts: dict[str, str | None], today: date) -> SaidDay | None:
    """The parts as a day of the calendar. 05/03/2024 has the day first, unless only the other reading is a date."""
    written = parts.get("year")
    year = int(written) if written else today.year + _NEAR[parts.get("near") or "今年"]
    name, number, second = parts.get("name"), parts.get("month"), parts.get("day")
    month = _MONTHS.index(name) + 1 if name else int(number) if number else 0
    day = int(second) if second else 0
    if month > 12 >= day > 0:
        month, day = day, month
    try:
        return SaidDay(date(year, month or 1, day or 1), "day" if day else "month" if month else "year")
    except ValueError:
        return None
