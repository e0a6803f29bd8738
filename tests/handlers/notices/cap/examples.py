"""Alerts of our own making for the tests: a storm warning of a weather bureau, a water outage, and makers of random ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from hypothesis import strategies as st
from lxml import etree

from handlers.notices.cap import values
from handlers.notices.cap.values import Alert, Area, Circle, Coded, Info, Point, Reference, Resource, tidy

HONG_KONG = timezone(timedelta(hours=8))
SENT = datetime(2026, 8, 20, 9, 30, tzinfo=HONG_KONG)
NOW = SENT.astimezone(UTC) + timedelta(minutes=10)

_SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("cap12.xsd")))


def told_by_the_schema(data: bytes) -> list[str]:
    """What libxml2, a second reader, finds wrong with a message against the schema."""
    _SCHEMA.validate(etree.fromstring(data))
    return [f"line {one.line}: {one.message}" for one in _SCHEMA.error_log]


def storm(**changes) -> Alert:
    """A weather bureau warns a district of a storm, in English and Cantonese script."""
    sha_tin = Area(
        description="Sha Tin District",
        polygons=((Point(22.33, 114.15), Point(22.33, 114.25), Point(22.43, 114.25), Point(22.43, 114.15), Point(22.33, 114.15)),),
        geocodes=(Coded("HASC", "HK.ST"),),
    )  # fmt: skip
    english = Info(
        language="en", categories=("Met",), event="Rainstorm", response_types=("Shelter",),
        urgency="Immediate", severity="Severe", certainty="Observed",
        effective=SENT, onset=SENT, expires=SENT + timedelta(hours=6), sender_name="Weather Bureau",
        headline="Black rainstorm in Sha Tin", description="More than 70 mm of rain fell in the past hour.",
        instruction="Stay indoors. Keep away from slopes and streams.", web="https://weather.example.org/rain",
        contact="1878 200", areas=(sha_tin,),
    )  # fmt: skip
    chinese = Info(
        language="zh-HK", categories=("Met",), event="暴雨", response_types=("Shelter",),
        urgency="Immediate", severity="Severe", certainty="Observed",
        effective=SENT, onset=SENT, expires=SENT + timedelta(hours=6), sender_name="天氣局",
        headline="沙田黑色暴雨", description="過去一小時雨量超過 70 毫米。", instruction="請留在室內，遠離斜坡及河道。",
        web="https://weather.example.org/rain", contact="1878 200", areas=(sha_tin,),
    )  # fmt: skip
    return Alert(
        **{
            "identifier": "RAIN-2026-0820-1", "sender": "warnings@weather.example.org", "sent": SENT, "status": "Actual",
            "msg_type": "Alert", "scope": "Public", "infos": (english, chinese),
        }
        | changes
    )  # fmt: skip


_WORDS = st.text(max_size=60).map(tidy)
_SAID = _WORDS.filter(bool)
_NAME = st.text(alphabet=st.characters(exclude_characters=",<&", exclude_categories=("Z", "C")), min_size=1, max_size=20)  # fmt: skip
_LISTED = _SAID.filter(lambda one: '"' not in one)
_ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_DAYS = {"min_value": datetime(1980, 1, 2), "max_value": datetime(2099, 12, 30)}  # noqa: DTZ001
_MOMENT = st.builds(lambda when, zone: when.replace(microsecond=0, tzinfo=zone), st.datetimes(**_DAYS), _ZONES)  # fmt: skip
_CODED = st.builds(Coded, _SAID, _WORDS)


def _numbers(least: float, most: float) -> st.SearchStrategy[float]:
    return st.floats(least, most).map(lambda one: round(one, 7))


_POINT = st.builds(Point, _numbers(-90, 90), _numbers(-180, 180))
_POLYGON = st.lists(_POINT, min_size=3, max_size=6).map(lambda points: (*points, points[0]))
_CIRCLE = st.builds(Circle, _POINT, _numbers(0, 20_000))
_AREA = st.builds(
    Area, description=_SAID, polygons=st.lists(_POLYGON, max_size=2).map(tuple), circles=st.lists(_CIRCLE, max_size=2).map(tuple),
    geocodes=st.lists(_CODED, max_size=2).map(tuple), altitude=_numbers(-1000, 30_000), ceiling=st.none() | _numbers(0, 60_000),
)  # fmt: skip
_RESOURCE = st.builds(
    Resource, description=_SAID, mime_type=_SAID, size=st.none() | st.integers(0, 10**15 - 1),
    uri=st.sampled_from(["", "https://example.org/a.png?b=1&c=%20", "urn:x:y"]), content=_WORDS, digest=_WORDS,
)  # fmt: skip


def _several(known, *, least: int = 0) -> st.SearchStrategy:
    return st.lists(st.sampled_from(known), min_size=least, max_size=3, unique=True).map(tuple)


@st.composite
def infos(draw) -> Info:
    """Any info that the standard allows."""
    begins = draw(_MOMENT)
    ends = st.timedeltas(timedelta(hours=1), timedelta(days=300)).map(
        lambda one: (begins + one).replace(microsecond=0)
    )
    made = st.builds(
        Info, language=st.sampled_from(["en-GB", "zh-HK", "zh-CN", "fr", "x-klingon"]), categories=_several(values.CATEGORIES, least=1),
        event=_SAID, response_types=_several(values.RESPONSE_TYPES), urgency=st.sampled_from(values.URGENCIES),
        severity=st.sampled_from(values.SEVERITIES), certainty=st.sampled_from(values.CERTAINTIES), audience=_WORDS,
        event_codes=st.lists(_CODED, max_size=2).map(tuple), effective=st.just(begins),
        onset=st.none() | st.just(begins + timedelta(minutes=5)), expires=st.none() | ends,
        sender_name=_WORDS, headline=_WORDS, description=_WORDS, instruction=_WORDS, web=st.sampled_from(["", "https://example.org/水"]),
        contact=_WORDS, parameters=st.lists(_CODED, max_size=2).map(tuple), resources=st.lists(_RESOURCE, max_size=1).map(tuple),
        areas=st.lists(_AREA, max_size=2).map(tuple),
    )  # fmt: skip
    return draw(made)


ALERTS = st.builds(
    Alert, identifier=_NAME, sender=_NAME, sent=_MOMENT, status=st.sampled_from(values.STATUSES),
    msg_type=st.sampled_from(values.MSG_TYPES), source=_WORDS, scope=st.sampled_from(values.SCOPES), restriction=_SAID,
    addresses=st.lists(_LISTED, min_size=1, max_size=3).map(tuple), codes=st.lists(_SAID, max_size=2).map(tuple), note=_WORDS,
    references=st.lists(st.builds(Reference, _NAME, _NAME, _MOMENT), min_size=1, max_size=2).map(tuple),
    incidents=st.lists(_LISTED, max_size=2).map(tuple), infos=st.lists(infos(), max_size=2).map(tuple),
)  # fmt: skip
