"""The templates: each whole in three languages, without a soft promise, and refused while a gap is open."""

from __future__ import annotations

import pytest

from handlers.base import Mistake
from handlers.notices import kinds, templates
from handlers.notices.templates import Template
from handlers.wording import LANGUAGES
from storage.notices import NoticeText
from tests.handlers.notices.writing import words, written
from tests.handlers.staff.house import House
from tests.handlers.test_wording import SOFT

EVERY = list(templates.every().values())

_CODES = {
    "category": kinds.CATEGORIES, "urgency": kinds.URGENCIES, "severity": kinds.SEVERITIES, "certainty": kinds.CERTAINTIES,
    "response_type": kinds.RESPONSES,
}  # fmt: skip


def test_there_is_one_for_each_of_the_usual_occasions() -> None:
    assert list(templates.every()) == [
        "safety", "burglary", "arming", "typhoon", "water_quality", "water", "power", "lift", "event", "event_change",
    ]  # fmt: skip


@pytest.mark.parametrize("template", EVERY, ids=lambda one: one.name)
def test_each_is_whole(template: Template) -> None:
    assert template.kind in kinds.WRITTEN
    assert set(template.texts) == set(LANGUAGES)
    assert all(value in _CODES[name] for name, value in template.cap.items())
    assert 0 < template.expires_hours <= 31 * 24
    for text in template.texts.values():
        assert all((text.headline, text.facts, text.doing, text.asked))
        assert templates.gaps_in(text)


@pytest.mark.parametrize("template", EVERY, ids=lambda one: one.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_none_promises_softly(template: Template, language: str) -> None:
    text = template.texts[language]
    assert SOFT.search(f"{text.headline}\n{text.facts}\n{text.doing}\n{text.asked}") is None


def test_the_safety_notice_has_the_parts_of_the_sources() -> None:
    """H01 to H04: the authority and the facts, what the management does, what residents should do."""
    text = templates.every()["safety"].texts["en"]
    assert "【authority】" in text.facts
    assert len(text.doing.splitlines()) == 3
    assert len(text.asked.splitlines()) == 3


@pytest.mark.parametrize(
    ("template", "facts", "gaps"),
    [
        ("water", "No water from 【start】 to 【end】.", ["start", "end"]),
        ("water", "No water from 【start】 to 【start】.", ["start"]),
        ("water", "No water from 10:00 to 12:00.", []),
        ("water", "【Important】 No water.", []),
        ("water", "开始于【开始时间】", ["开始时间"]),
        ("", "No water from 【start】 on.", []),
        ("unheard of", "No water from 【start】 on.", []),
    ],
)
def test_a_gap_is_what_the_template_left_open(template: str, facts: str, gaps: list[str]) -> None:
    text = NoticeText(language="en", headline="x", facts=facts, doing="", asked="", signature="")
    assert templates.unfilled(template, (text,)) == gaps


def test_an_open_gap_is_refused_by_its_name_before_anything_is_kept(house: House) -> None:
    with pytest.raises(Mistake) as refused:
        written(house, template="lift", fallback=True, texts=(words(headline="Lift 【which】"),))
    assert (refused.value.key, refused.value.values) == ("notices.unfilled", {"gaps": "【which】"})
