"""An official alert as a notice: what is carried over, who is named, what is marked, what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.notices.cap.into_draft import NotForOwners, into_draft, is_over, refuse
from handlers.notices.cap.parts import parts
from handlers.notices.cap.values import MSG_TYPES, STATUSES, Reference
from handlers.notices.messages import LONGEST, length
from storage.estates import Estate
from storage.notices import Notice, NoticeText
from tests.handlers.notices.cap.examples import NOW, SENT, storm

HK = ZoneInfo("Asia/Hong_Kong")
EARLIER = (Reference("warnings@weather.example.org", "RAIN-0", SENT - timedelta(hours=1)),)


def _draft(alert):
    return into_draft(alert, parts(alert)[0], HK)


def _with(**changes):
    return storm(infos=tuple(replace(info, **changes) for info in storm().infos))


def test_codes_and_times_are_carried_over_as_they_are() -> None:
    draft = _draft(storm())
    info, codes = storm().infos[0], draft.codes
    assert codes is not None
    assert (codes.category, codes.urgency, codes.severity, codes.certainty, codes.response_type) == (
        "Met", "Immediate", "Severe", "Observed", "Shelter",
    )  # fmt: skip
    assert (codes.effective, codes.onset, codes.expires) == (info.effective, info.onset, info.expires)
    assert (draft.kind, draft.status, draft.msg_type, draft.source) == (
        "safety",
        "Actual",
        "Alert",
        "Weather Bureau",
    )
    assert (draft.made_from, draft.speaks_of) == (storm().reference, ())


def test_the_source_is_named_first_then_what_is_the_matter_until_when_and_whom_to_ask() -> None:
    english, chinese = _draft(storm()).words
    assert (english.language, english.headline) == ("en", "Black rainstorm in Sha Tin")
    assert english.facts.splitlines() == [
        "Weather Bureau, Thu 20 Aug 09:30:",
        "More than 70 mm of rain fell in the past hour.",
        "From Thu 20 Aug 09:30.",
        "Until Thu 20 Aug 15:30.",
        "More: https://weather.example.org/rain",
        "Questions about it: 1878 200",
    ]
    assert english.asked == "Stay indoors. Keep away from slopes and streams."
    assert (chinese.language, chinese.headline) == ("zh-Hant", "沙田黑色暴雨")
    assert chinese.facts.startswith("天氣局，8月20日 週四 09:30：\n過去一小時雨量超過 70 毫米。")


def test_times_are_those_of_the_estates_zone() -> None:
    alert = storm()
    tokyo = into_draft(alert, parts(alert)[0], ZoneInfo("Asia/Tokyo"))
    assert "Thu 20 Aug 10:30" in tokyo.words[0].facts


@pytest.mark.parametrize(
    ("category", "severity", "kind"),
    [
        ("Infra", "Minor", "outage"),
        ("Infra", "Moderate", "outage"),
        ("Infra", "Unknown", "outage"),
        ("Infra", "Severe", "safety"),
        ("Infra", "Extreme", "safety"),
        ("Met", "Minor", "safety"),
        ("Other", "Unknown", "safety"),
        ("Health", "Moderate", "safety"),
    ],
)
def test_what_fails_without_danger_is_an_outage_and_all_else_is_about_safety(
    category, severity, kind
) -> None:
    assert _draft(_with(categories=(category,), severity=severity)).kind == kind


MARKS = {
    "Exercise": ("This is an exercise, not a real emergency.", "呢個係演習，唔係真嘅險情。"),
    "Test": ("This is a test of the warning system. Nothing has happened.", "呢個係警報系統測試，冇事發生。"),
    "System": (
        "This is a message of the warning system about itself, not a warning.",
        "呢個係警報系統自己嘅訊息，唔係警告。",
    ),
    "Draft": ("This is a draft that its sender has not put in force.", "呢個係發出單位嘅草稿，未生效。"),
}


@pytest.mark.parametrize("status", MARKS)
def test_what_is_no_real_warning_says_so_in_its_first_words(status: str) -> None:
    draft = _draft(storm(status=status))
    assert draft.status == status
    assert tuple(words.facts.splitlines()[1] for words in draft.words) == MARKS[status]
    assert f"Its status is {status}: it is no real warning" in draft.cautions[0]


@pytest.mark.parametrize("said", ["TEST", "Exercise exercise exercise", "演習"])
@pytest.mark.parametrize("msg_type", ["Alert", "Update", "Cancel"])
def test_a_real_one_stays_real_whatever_its_words(said: str, msg_type: str) -> None:
    alert = replace(_with(headline=said, description=said), msg_type=msg_type, references=EARLIER)
    draft = _draft(alert)
    assert draft.status == "Actual"
    assert not any(mark in words.facts for words in draft.words for marks in MARKS.values() for mark in marks)


def test_every_status_but_the_real_one_has_a_mark() -> None:
    assert set(MARKS) == set(STATUSES) - {"Actual"}


@pytest.mark.parametrize(
    ("alert", "told"),
    [
        (storm(msg_type="Ack", references=EARLIER), "This is an Ack: one warning system answers another"),
        (storm(msg_type="Error", references=EARLIER), "This is an Error: one warning system answers another"),
        (storm(infos=()), "This alert says nothing: it has no info."),
        (storm(msg_type="Update", references=EARLIER, infos=()), "This alert says nothing"),
        (_with(expires=NOW), "This alert is over: it expired at 2026-08-20T01:40:00+00:00."),
        (
            _with(expires=NOW - timedelta(days=1)),
            "This alert is over: it expired at 2026-08-19T01:40:00+00:00.",
        ),
    ],
)
def test_what_is_not_for_residents_is_refused(alert, told: str) -> None:
    with pytest.raises(NotForOwners) as refused:
        refuse(alert, NOW)
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize("msg_type", MSG_TYPES[:3])
def test_what_is_in_force_is_not_refused(msg_type: str) -> None:
    refuse(storm(msg_type=msg_type, references=EARLIER), NOW)
    refuse(replace(_with(expires=None), msg_type=msg_type, references=EARLIER), NOW)


def test_while_one_part_lasts_only_the_others_are_over() -> None:
    first, second = storm().infos
    alert = storm(infos=(replace(first, expires=NOW), second))
    refuse(alert, NOW)
    assert [is_over(part, alert, NOW) for part in parts(alert)] == [True, False]


def test_a_cancel_is_never_too_late() -> None:
    refuse(replace(_with(expires=NOW - timedelta(days=1)), msg_type="Cancel", references=EARLIER), NOW)


def test_a_cancel_says_what_is_withdrawn_and_keeps_its_words() -> None:
    draft = _draft(storm(msg_type="Cancel", references=EARLIER))
    assert draft.words[0].facts.splitlines()[:3] == [
        "Weather Bureau, Thu 20 Aug 09:30:",
        "Weather Bureau withdraws what it sent on Thu 20 Aug 08:30.",
        "More than 70 mm of rain fell in the past hour.",
    ]
    assert draft.speaks_of == EARLIER


def test_a_cancel_without_an_info_is_told_in_every_language_with_the_senders_note() -> None:
    draft = _draft(
        storm(msg_type="Cancel", references=EARLIER, infos=(), source="Weather Bureau", note="Sent in error.")
    )
    assert [words.language for words in draft.words] == ["zh-Hans", "zh-Hant", "en"]
    assert draft.codes is None
    assert draft.words[2].headline == "An earlier warning is withdrawn"
    assert draft.words[2].facts.endswith(
        "Weather Bureau withdraws what it sent on Thu 20 Aug 08:30.\nSent in error."
    )
    assert draft.cautions == ()


def test_in_none_of_our_languages_it_is_refused() -> None:
    alert = storm(infos=(replace(storm().infos[0], language="fr"), replace(storm().infos[1], language="pt")))
    with pytest.raises(
        NotForOwners, match=r"This alert is in fr, pt; the line speaks zh-Hans, zh-Hant, en\."
    ):
        _draft(alert)


def test_of_several_infos_in_one_language_of_ours_the_first_counts() -> None:
    british = replace(storm().infos[0], language="en-GB", headline="Rain, old chap")
    draft = _draft(storm(infos=(storm().infos[0], british)))
    assert [words.headline for words in draft.words] == ["Black rainstorm in Sha Tin"]


@pytest.mark.parametrize(
    ("alert", "caution"),
    [
        (_with(expires=None), "It does not say when it ends"),
        (
            storm(scope="Restricted", restriction="Police stations"),
            "Its sender restricts who may read it (Restricted: Police stations)",
        ),
        (
            storm(scope="Private", addresses=("a@b", "c@d")),
            "Its sender restricts who may read it (Private: a@b, c@d)",
        ),
        (storm(), "It has no text in zh-Hans"),
        (_with(instruction="Stay where you are. " * 100), "What it asks of people is shortened to fit"),
        (_with(instruction="Stay." + "\n" * 30_000 + "Leave."), "What it asks of people is shortened to fit"),
    ],
)
def test_whoever_looks_at_it_is_warned(alert, caution: str) -> None:
    assert any(one.startswith(caution) for one in _draft(alert).cautions)


def test_without_a_headline_or_a_description_the_event_speaks() -> None:
    words = _draft(_with(headline="", description="", sender_name="")).words[0]
    assert words.headline == "Rainstorm"
    assert words.facts.splitlines()[:2] == ["warnings@weather.example.org, Thu 20 Aug 09:30:", "Rainstorm"]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("sign", ["A sentence that goes on. ", "無盡長句。", "😀"])
def test_however_long_its_words_they_fit_into_a_message_and_say_that_they_are_shortened(
    sign: str, status: str
) -> None:
    names = ("headline", "description", "instruction", "contact", "sender_name")
    long = replace(
        _with(**dict.fromkeys(names, sign * 2000), web="https://example.org/" + "x" * 5000), status=status
    )
    estate = Estate(
        1, "LH", "An estate of a rather long name " * 3, "Asia/Hong_Kong", "HK", "en", "2345 6789", {}
    )
    notice = Notice(
        **{**dict.fromkeys(Notice.__slots__), "kind": "safety", "msg_type": "Cancel", "status": status}
    )
    for words in _draft(replace(long, msg_type="Cancel", references=EARLIER)).words:
        text = NoticeText(
            language=words.language,
            headline=words.headline,
            facts=words.facts,
            doing="",
            asked=words.asked,
            signature="",
        )
        assert length(notice, text, estate, NOW) <= LONGEST
        assert any(mark in words.facts for mark in ("Shortened here; ", "呢度有刪節"))
