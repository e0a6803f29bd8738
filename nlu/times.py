"""Dates and times, with their limits, as zoned intervals. Called by slots; reads the folded text.

"after 2" has no end, "3点前最好" no start. An hour without morning or afternoon is one at which people come to repair
(8 to 19 o'clock). A bare hour is an interval of one hour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nlu.meaning import When
from nlu.numbers import english_in_digits, in_digits

_DAYS = {"大后天": 3, "后天": 2, "明天": 1, "明早": 1, "明晚": 1, "今天": 0, "今早": 0, "今晚": 0, "tonight": 0, "today": 0,
         "day after tomorrow": 2, "tomorrow": 1, "昨天": -1, "昨晚": -1, "yesterday": -1, "last night": -1}  # fmt: skip
_WEEK = {
    name: at
    for at, names in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    for name in (names,)
}
_CHINESE_WEEK = {"1": 0, "2": 1, "3": 2, "4": 3, "5": 4, "6": 5, "日": 6, "天": 6, "7": 6}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*"
_DATE = re.compile(
    rf"(?P<near>{'|'.join(sorted(_DAYS, key=len, reverse=True))})"
    r"|(?P<weeks>下下|下个?|这个?|本|上个?)?(?:周|星期|礼拜)(?P<weekday>[1-7日天])(?!个)"
    r"|(?P<cmonth>\d{1,2})月(?P<cday>\d{1,2})[日号]?(?:[-~到至]+(?P<cday2>\d{1,2})[日号])?"
    r"|(?<![\d])(?P<day>\d{1,2})[日号](?!楼|线|院|门|栋|车|机)(?:[-~到至]+(?P<day2>\d{1,2})[日号])?"
    r"|(?P<enext>next |this |coming |on |last )?\b(?P<eweekday>mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rsday|urday|r|rs)?\b"
    rf"|\b(?P<eday>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*[-–~to]+\s*(?P<eday2>\d{{1,2}})(?:st|nd|rd|th)?)?(?: of)?\s+{_MONTH}\b"
    rf"|\b{_MONTH.replace('month', 'month2')}\s+(?P<eday3>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*[-–~to]+\s*(?P<eday4>\d{{1,2}})(?:st|nd|rd|th)?)?(?!\d|:)"
    r"|(?P<weekend>周末|weekend)|(?P<nextweek>下个?(?:周|星期|礼拜)|next week)"
)
_PERIODS = {
    "凌晨": (0, 6), "早上": (7, 10), "上午": (8, 12), "中午": (11, 14), "下午": (12, 18), "傍晚": (17, 19), "晚上": (18, 22), "今晚": (18, 22),
    "明晚": (18, 22), "明早": (7, 10), "今早": (7, 10), "昨晚": (18, 24), "morning": (8, 12), "afternoon": (12, 18), "arvo": (12, 18), "evening": (18, 22),
    "tonight": (18, 22), "noon": (11, 14), "lunchtime": (11, 14),
}  # fmt: skip
_PERIOD = re.compile("|".join(sorted(_PERIODS, key=len, reverse=True)))
_CLOCK = re.compile(
    r"(?P<before>after|from|since|before|by|until|till|at|between|around|about|past|to|and|-)?\s*"
    r"(?<![\d:.])(?P<hour>\d{1,2})(?:(?:点|时(?!候|间))(?P<half>半|1刻|3刻|\d{1,2}分?)?|[:.](?P<minute>\d{2})(?!\d))?\s*(?P<half_day>am|pm|o'?clock)?"
    r"(?P<after>\s*(?:左右)?(?:之后|以后|之前|以前|后|前)(?!天|年|个))?"
)
_DIGIT = re.compile(r"\d")
_LIMITS_AFTER = ("after", "from", "since", "past", "后")
_LIMITS_BEFORE = ("before", "by", "until", "till", "前")


@dataclass(frozen=True, slots=True)
class _Hour:
    at: time
    limit: str
    start: int


def find(folded: str, now: datetime, tz: ZoneInfo) -> When | None:
    """The interval that a folded text names, in the estate's time zone, or None. Dates without a year lie ahead."""
    text = in_digits(english_in_digits(folded))
    today = now.astimezone(tz).date()
    dates = _dates(text, today)
    period = _PERIOD.search(text)
    hours = _hours(text, period.group() if period else "") if _DIGIT.search(text) else []
    if hours:
        return _of_hours(dates[0][0] if dates else today, hours, tz)
    if period and (dates or period.group() in ("tonight", "今晚", "arvo")):
        low, high = _PERIODS[period.group()]
        day = dates[0][0] if dates else today
        return When(_moment(day, low, tz), _moment(day, high, tz))
    if dates:
        return When(
            _moment(dates[0][0], 0, tz), _moment(max(day for pair in dates[:2] for day in pair), 24, tz)
        )
    return None


def _moment(day: date, hour: int, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tz) + timedelta(hours=hour)


def _of_hours(day: date, hours: list[_Hour], tz: ZoneInfo) -> When:
    first = datetime.combine(day, hours[0].at, tz)
    if len(hours) > 1 and not hours[0].limit and hours[1].at > hours[0].at:
        return When(first, datetime.combine(day, hours[1].at, tz))
    after = next((datetime.combine(day, hour.at, tz) for hour in hours if hour.limit == "after"), None)
    before = next((datetime.combine(day, hour.at, tz) for hour in hours if hour.limit == "before"), None)
    if after or before:
        return When(after, before)
    return When(first, first + timedelta(hours=1))


def _hours(text: str, period: str) -> list[_Hour]:
    found: list[_Hour] = []
    for hit in _CLOCK.finditer(text):
        hour = int(hit["hour"])
        before = hit["before"] or ""
        told = "点" in hit.group() or "时" in hit.group() or hit["minute"] or hit["half_day"]
        if hour > 24 or not (told or _is_hour(text, hit, before, second=bool(found))):
            continue
        minute = _minutes(hit["half"], hit["minute"])
        if minute > 59:
            continue
        limit = _limit(before, hit["after"] or "")
        found.append(_Hour(time(_by_day(hour, hit["half_day"] or "", period), minute), limit, hit.start()))
    return found


def _is_hour(text: str, hit: re.Match[str], before: str, *, second: bool) -> bool:
    """A bare number is an hour after a word of time, or as the second of two."""
    opens = before in (*_LIMITS_AFTER, *_LIMITS_BEFORE, "at", "between", "around")
    closes = second and before in ("and", "to", "-") and int(hit["hour"]) <= 12
    return (opens or closes) and _stands_alone(text, hit)


def _stands_alone(text: str, hit: re.Match[str]) -> bool:
    rest = text[hit.end("hour") :]
    return not re.match(
        r"[a-z\d/#-]|\s*(?:days?|weeks?|months?|years?|hours?|min|people|adults|kids|times|%|floors?|/f|st|nd|rd|th)",
        rest,
    )


def _minutes(half: str | None, minute: str | None) -> int:
    if half:
        return {"半": 30, "1刻": 15, "3刻": 45}.get(half) or int(re.sub(r"\D", "", half) or 0)
    return int(minute) if minute else 0


def _limit(before: str, after: str) -> str:
    if before in _LIMITS_AFTER or "后" in after:
        return "after"
    return "before" if before in _LIMITS_BEFORE or "前" in after else ""


def _by_day(hour: int, half_day: str, period: str) -> int:
    low, _ = _PERIODS.get(period, (8, 20))
    if half_day == "pm" or (not half_day and low >= 11 and hour < 12):
        return (hour + 12) % 24 if hour < 12 else hour % 24
    if half_day == "am" or period in ("凌晨", "早上", "上午", "morning", "明早", "今早"):
        return hour % 12 if hour <= 12 else hour % 24
    return hour + 12 if hour < 8 else hour % 24


def _dates(text: str, today: date) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for hit in _DATE.finditer(text):
        try:
            pair = _date(hit, today, found[-1][0] if found else today)
        except ValueError:
            continue
        if pair:
            found.append(pair)
    return found


def _date(hit: re.Match[str], today: date, after: date) -> tuple[date, date] | None:
    part = hit.groupdict()
    if part["near"]:
        day = today + timedelta(days=_DAYS[part["near"]])
        return day, day
    if part["weekday"] or part["eweekday"]:
        return _weekday(part, today, after)
    if part["weekend"] or part["nextweek"]:
        start = today + timedelta(days=(5 if part["weekend"] else 7) - today.weekday())
        return start, start + timedelta(days=1 if part["weekend"] else 6)
    return _calendar(part, today)


def _weekday(part: dict[str, str | None], today: date, after: date) -> tuple[date, date]:
    at = _CHINESE_WEEK[part["weekday"]] if part["weekday"] else _WEEK[str(part["eweekday"])]
    monday = today - timedelta(days=today.weekday())
    weeks = part["weeks"] or ""
    if weeks or (part["enext"] or "").strip() == "last":
        shift = {"下下": 2, "下": 1, "下个": 1, "上": -1, "上个": -1}.get(weeks, 0) if weeks else -1
        day = monday + timedelta(days=at + 7 * shift)
    else:
        base = max(today, after)
        day = base + timedelta(days=(at - base.weekday()) % 7)
        if (
            (part["enext"] or "").strip() == "next"
            and day - today < timedelta(days=7)
            and day <= monday + timedelta(days=6)
        ):
            day += timedelta(days=7)
    return day, day


def _calendar(part: dict[str, str | None], today: date) -> tuple[date, date]:
    name = part["month"] or part["month2"]
    month = _MONTHS.index(name[:3]) + 1 if name else int(part["cmonth"] or today.month)
    first = part["cday"] or part["day"] or part["eday"] or part["eday3"]
    last = part["cday2"] or part["day2"] or part["eday2"] or part["eday4"]
    start = date(today.year, month, int(first or 1))
    if start < today - timedelta(days=60) and (name or part["cmonth"]):
        start = start.replace(year=today.year + 1)
    elif start < today and part["day"]:
        start = start.replace(month=month % 12 + 1, year=today.year + month // 12)
    return start, start.replace(day=int(last)) if last and int(last) >= start.day else start
