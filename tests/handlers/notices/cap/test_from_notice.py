"""Any notice of ours becomes an alert that the schema and the standard accept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.notices.cap.checking import own_faults
from handlers.notices.cap.from_notice import Outgoing, Said, from_notice
from handlers.notices.cap.reading import read
from handlers.notices.cap.values import CERTAINTIES, SEVERITIES, URGENCIES, Coded, Reference
from handlers.notices.cap.writing import Unwritable, write
from tests.handlers.notices.cap.examples import told_by_the_schema

SENT = datetime(2026, 3, 2, 23, 30, 5, 123456, tzinfo=UTC)

WATER = Outgoing(
    identifier="LH-N12", sender="line.example.org", sent=SENT, timezone="Asia/Hong_Kong", category="Infra", urgency="Expected",
    severity="Minor", certainty="Likely", response_type="Prepare", onset=SENT + timedelta(hours=2), expires=SENT + timedelta(hours=6),
    sender_name="Lake House", contact="2345 6789", web="https://line.example.org",
    geocodes=(Coded("estate", "LH"), Coded("estate-building", "LH/Block 3")),
    said=(
        Said(
            language="en", event="Outage", headline="Water off", description="The water is off from 9:30 to 13:30.\nA pipe is changed.",
            instruction="Fill a bucket.\nClose the taps.", area="Lake House · Block 3", audience="Owners and residents",
        ),
        Said(
            language="zh-Hans", event="停水", headline="停水通知", description="9:30 到 13:30 停水，更换水管。", instruction="请先储水。",
            area="湖景 · 三座",
        ),
        Said(language="zh-Hant", event="停水", headline="停水通告", description="朝早九點半到一點半停水。", area="湖景 · 三座"),
    ),
)  # fmt: skip


def test_a_notice_in_three_languages_is_one_alert_with_three_infos() -> None:
    alert = from_notice(WATER)
    assert [(info.language, info.headline) for info in alert.infos] == [
        ("en-GB", "Water off"), ("zh-CN", "停水通知"), ("zh-HK", "停水通告"),
    ]  # fmt: skip
    first = alert.infos[0]
    assert (first.categories, first.urgency, first.severity, first.certainty, first.response_types) == (
        ("Infra",), "Expected", "Minor", "Likely", ("Prepare",),
    )  # fmt: skip
    assert first.areas[0].geocodes == (Coded("estate", "LH"), Coded("estate-building", "LH/Block 3"))
    assert (alert.scope, alert.restriction) == ("Public", "")


def test_times_are_the_estates_own_with_their_offset_and_whole_seconds() -> None:
    written = write(from_notice(WATER)).decode()
    assert "<sent>2026-03-03T07:30:05+08:00</sent>" in written
    assert "<onset>2026-03-03T09:30:05+08:00</onset>" in written
    london = write(from_notice(replace(WATER, timezone="Europe/London"))).decode()
    assert "<sent>2026-03-02T23:30:05-00:00</sent>" in london


def test_what_is_for_residents_alone_says_to_whom_it_is_restricted() -> None:
    alert = from_notice(replace(WATER, restriction="Owners and residents of Lake House"))
    assert (alert.scope, alert.restriction) == ("Restricted", "Owners and residents of Lake House")


def test_an_update_names_what_it_updates() -> None:
    earlier = Reference("line.example.org", "LH-N11", SENT - timedelta(hours=1))
    written = write(from_notice(replace(WATER, msg_type="Update", references=(earlier,)))).decode()
    assert "<references>line.example.org,LH-N11,2026-03-03T06:30:05+08:00</references>" in written


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"msg_type": "Cancel"}, "references: a Cancel must name the message"),
        ({"said": ()}, "info: is missing"),
        ({"said": WATER.said[:1] * 2}, "info: en-gb stands 2 times"),
        ({"expires": SENT - timedelta(hours=1)}, "expires: must be after sent"),
        ({"said": (replace(WATER.said[0], area=" "),)}, "areaDesc: is missing"),
    ],
)
def test_what_would_break_the_standard_is_not_made(changes: dict, told: str) -> None:
    with pytest.raises(Unwritable, match=told):
        from_notice(replace(WATER, **changes))


_ANY = st.text(max_size=80)
_FILLED = _ANY.map(lambda text: f"x{text}")


@st.composite
def _said(draw) -> tuple[Said, ...]:
    languages = draw(
        st.lists(st.sampled_from(["en", "zh-Hans", "zh-Hant"]), min_size=1, max_size=3, unique=True)
    )
    return tuple(
        Said(language=one, event=draw(_FILLED), headline=draw(_ANY), description=draw(_ANY), instruction=draw(_ANY), area=draw(_FILLED), audience=draw(_ANY))
        for one in languages
    )  # fmt: skip


@given(
    st.builds(
        Outgoing, identifier=_FILLED, sender=_FILLED, sent=st.just(SENT),
        timezone=st.sampled_from(["Asia/Hong_Kong", "Asia/Kathmandu", "America/St_Johns", "Europe/London", "UTC"]),
        source=_ANY, restriction=st.just("") | _FILLED,
        category=st.just("Other"), urgency=st.sampled_from(URGENCIES),
        severity=st.sampled_from(SEVERITIES), certainty=st.sampled_from(CERTAINTIES),
        expires=st.none() | st.timedeltas(timedelta(minutes=1), timedelta(days=30)).map(lambda one: SENT + one),
        sender_name=_ANY, contact=_ANY, said=_said(),
        geocodes=st.lists(st.builds(Coded, _FILLED, _ANY), max_size=3).map(tuple),
    )
)  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_any_words_make_a_valid_alert_that_is_read_as_it_was(notice: Outgoing) -> None:
    alert = from_notice(notice)
    written = write(alert)
    assert own_faults(alert) == ()
    assert told_by_the_schema(written) == []
    assert read(written) == alert
