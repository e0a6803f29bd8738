"""Which days somebody says that nobody is at home; pure. What the reader finds in the words, and what it does not look for.

The reader gives intervals ("14 to 20 July"). Of a single day the words tell whether it is the first ("from the 3rd") or the last
("back on Sunday"); lengths ("two weeks") count from the first day, of which every day is one away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from nlu.meaning import When
from nlu.normalise import clean, fold
from nlu.numbers import english_in_digits, in_digits
from nlu.parse import parse

_RETURN = re.compile(
    r"回来|回家|回国|回到|返来|返嚟|返屋|返港|归来|到家|为止|之前|直到|[至到]|返|回|"
    r"\b(?:back|until|till?|returns?|returning|home again|through|thru|by)\b"
)
_BEGINS = re.compile(
    r"出门|出发|离开|动身|起飞|开始|起身|走|起|"
    r"\b(?:from|starting|leave|leaving|depart\w*|fly|flying|going|go|off|travel\w*|as of)\b"
)
_LENGTH = re.compile(
    r"(?P<number>\d+|半)\s*个?\s*(?P<unit>天|日(?![本])|晚|夜|周|星期|礼拜|月(?!\d)|年)(?!\d)"
    r"|(?P<enumber>\d+|an?|half an?|couple of|a couple of)\s*(?P<eunit>days?|nights?|weeks?|wks?|fortnights?|months?|years?)\b"
)
_ORDINAL = re.compile(r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)\b(?!\s+floor)")
_UNTIL = re.compile(r"直到|[至到]|\b(?:until|till?|back|returns?|returning|through|thru)\b", re.IGNORECASE)
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])")
_NEXT_MONTH = re.compile(r"下个?月|\bnext month\b")
_UNKNOWN = re.compile(
    r"不知|不确定|不清楚|不一定|没定|未定|唔知|未知|唔肯定|未决定|说不准|说不好|讲唔定|看情况|睇情况|"
    r"\b(?:not sure|no idea|dunno|unknown|don'?t know|do not know|not known|undecided|open[- ]ended|not decided|can'?t say|unsure)\b"
)
_DAYS = {"天": 1, "日": 1, "晚": 1, "夜": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 365,
         "day": 1, "night": 1, "week": 7, "wk": 7, "fortnight": 14, "month": 30, "year": 365}  # fmt: skip


class _Asking(Protocol):
    """What days are read by: when it was said, in which zone and language."""

    @property
    def now(self) -> datetime: ...
    @property
    def tz(self) -> ZoneInfo: ...
    @property
    def language(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Days:
    """What was said: the first and the last day away, None for what was not said; `unknown`: said that nobody knows the end."""

    starts_on: date | None = None
    ends_on: date | None = None
    unknown: bool = False

    @property
    def said_nothing(self) -> bool:
        return not (self.starts_on or self.ends_on or self.unknown)


def read(request: _Asking, text: str, *, answers: bool = False) -> Days:
    """The days in a text; `answers`: they were asked for as "until when?", so that a single day is the last one."""
    folded = english_in_digits(in_digits(fold(clean(text))))
    today = request.now.astimezone(request.tz).date()
    first, last = _named(request, text, today)
    if first == last:
        until = _until(request, text, today)
        if until:
            return until
    if first is not None and first == last:
        first, last = _one_day(folded, first, answers=answers)
    length = _length(folded)
    if last is None and length:
        last = (first or today) + timedelta(days=length - 1)
    return Days(first, last, unknown=last is None and bool(_UNKNOWN.search(folded)))


def _until(request: _Asking, text: str, today: date) -> Days | None:
    """Two parts around "until": what stands behind it is the last day, what stands before it the first."""
    cleaned = clean(text)
    for hit in reversed(list(_UNTIL.finditer(cleaned))):
        _, last = _named(request, cleaned[hit.end() :], today)
        if last:
            first, _ = _named(request, cleaned[: hit.start()], today)
            return Days(first if first and first <= last else None, last)
    return None


def _named(request: _Asking, text: str, today: date) -> tuple[date | None, date | None]:
    """The first and the last day that a piece of text names."""
    folded = english_in_digits(in_digits(fold(clean(text))))
    when = parse(text, now=request.now, tz=request.tz, language=request.language).slots.when
    slashed = _slashed(folded, today, month_first=request.language == "zh-Hans")
    if slashed:
        return slashed[0], slashed[-1]
    found = _interval(when, folded, request.tz, today)
    ordinal = _ordinal(folded, today)
    return (ordinal, ordinal) if found == (None, None) else found


def _interval(when: When | None, folded: str, tz: ZoneInfo, today: date) -> tuple[date | None, date | None]:
    """The reader's interval as days; its end is open, so that midnight belongs to the day before."""
    if when is None:
        return None, None
    first = when.start.astimezone(tz).date() if when.start else None
    last = (when.end.astimezone(tz) - timedelta(microseconds=1)).date() if when.end else None
    if _NEXT_MONTH.search(folded) and first and (first.year, first.month) == (today.year, today.month):
        return _month_later(first), _month_later(last) if last else None
    return (first or last, last) if when.end else (first, first)


def _slashed(folded: str, today: date, *, month_first: bool) -> list[date]:
    """Days as "20/7", or "7/20" where months come first, and in every order that leaves no doubt; the next such day."""
    found = []
    for hit in _SLASHED.finditer(folded):
        day, month = int(hit[1]), int(hit[2])
        if month > 12 or (month_first and day <= 12):
            day, month = month, day
        for year in (today.year, today.year + 1):
            try:
                named = date(year, month, day)
            except ValueError:
                continue
            if named >= today - timedelta(days=60):
                found.append(named)
                break
    return found


def _month_later(day: date) -> date:
    """The same day of the next month; the last one there is, where that month is shorter."""
    year, month = day.year + day.month // 12, day.month % 12 + 1
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, day.day)


def _ordinal(folded: str, today: date) -> date | None:
    """ "the 20th" alone: the next such day."""
    hit = _ORDINAL.search(folded)
    number = int(hit["day"]) if hit else 0
    if not 1 <= number <= 31:
        return None
    for ahead in range(62):
        if (today + timedelta(days=ahead)).day == number:
            return today + timedelta(days=ahead)
    return None


def _one_day(folded: str, day: date, *, answers: bool) -> tuple[date | None, date | None]:
    """Of a single day: the last one where the words tell of coming back, or were asked for that; else the first."""
    length = _length(folded)
    if answers or (_RETURN.search(folded) and not (length and _BEGINS.search(folded))):
        return None, day
    return day, None


def _length(folded: str) -> int | None:
    """A length in days: a month counts 30."""
    hit = _LENGTH.search(folded)
    if not hit:
        return None
    unit = hit["unit"] or hit["eunit"].removesuffix("s")
    number = hit["number"] or hit["enumber"]
    if number in ("半", "half a", "half an"):
        return max(1, _DAYS[unit] // 2)
    count = {"a": 1, "an": 1, "couple of": 2, "a couple of": 2}.get(number) or int(number)
    return min(count, 1000) * _DAYS[unit] or None
