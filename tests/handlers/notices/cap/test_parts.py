"""Which infos of an alert say the same in other languages, and which say something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.notices.cap.languages import AS_CAP, ours
from handlers.notices.cap.parts import parts
from handlers.notices.cap.values import Area
from tests.handlers.notices.cap.examples import storm

ENGLISH, CHINESE = storm().infos


def _languages(*infos) -> list[list[str]]:
    return [[info.language for info in part.infos] for part in parts(storm(infos=infos))]


def test_the_languages_of_one_message_are_one_part() -> None:
    assert _languages(ENGLISH, CHINESE) == [["en", "zh-HK"]]


def test_an_area_that_is_translated_is_the_same_area() -> None:
    shatin = replace(ENGLISH.areas[0], description="沙田區")
    (part,) = parts(storm(infos=(ENGLISH, replace(CHINESE, areas=(shatin,)))))
    assert [area.description for area in part.areas] == ["Sha Tin District", "沙田區"]


@pytest.mark.parametrize(
    "other",
    [{"severity": "Minor"}, {"expires": None}, {"areas": (Area(description="x"),)}, {"categories": ("Geo",)}],
)
def test_other_codes_times_or_places_are_another_part(other: dict) -> None:
    assert _languages(ENGLISH, CHINESE, replace(ENGLISH, **other), replace(CHINESE, **other)) == [
        ["en", "zh-HK"],
        ["en", "zh-HK"],
    ]


def test_the_same_said_twice_in_a_language_is_two_parts_in_the_order_of_each() -> None:
    second = replace(ENGLISH, event="Landslip"), replace(CHINESE, event="山泥傾瀉")
    found = parts(storm(infos=(ENGLISH, second[0], CHINESE, second[1])))
    assert [[info.event for info in part.infos] for part in found] == [
        ["Rainstorm", "暴雨"],
        ["Landslip", "山泥傾瀉"],
    ]


def test_an_alert_without_infos_has_one_part_that_says_nothing() -> None:
    (part,) = parts(storm(infos=()))
    assert (part.infos, part.areas) == ((), ())


@pytest.mark.parametrize(
    ("code", "words", "language"),
    [
        ("en", "", "en"),
        ("en-US", "", "en"),
        ("EN-gb", "", "en"),
        ("zh-CN", "", "zh-Hans"),
        ("zh_HK", "", "zh-Hant"),
        ("zh-TW", "", "zh-Hant"),
        ("zh-MO", "", "zh-Hant"),
        ("zh-SG", "", "zh-Hans"),
        ("zh-Hant-CN", "", "zh-Hant"),
        ("zh-Hans-HK", "", "zh-Hans"),
        ("yue", "", "zh-Hant"),
        ("yue-Hans", "", "zh-Hans"),
        ("zh", "暴雨黄色预警", "zh-Hans"),
        ("zh", "黑色暴雨警告訊號現正生效", "zh-Hant"),
        ("zh", "", "zh-Hans"),
        ("cmn-Hant", "", "zh-Hant"),
        ("fr-CA", "", ""),
        ("x-klingon", "", ""),
    ],
)
def test_a_language_code_is_one_of_ours_or_none(code: str, words: str, language: str) -> None:
    assert ours(code, words) == language


@pytest.mark.parametrize(("language", "code"), AS_CAP.items())
def test_the_code_we_write_is_the_language_we_read(language: str, code: str) -> None:
    assert ours(code) == language
