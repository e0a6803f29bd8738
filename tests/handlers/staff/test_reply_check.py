"""What a reply to an owner is looked through for: bad sentences of each kind, and good ones that must pass, in three languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from handlers.staff.reply_check import KINDS, findings
from handlers.wording import LANGUAGES, catalogue, say

REPLIES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("replies.yaml").read_text("utf-8"))

BAD = [
    pytest.param(kind, text, id=text)
    for language in REPLIES.values()
    for kind, texts in language["bad"].items()
    for text in texts
]
GOOD = [pytest.param(text, id=text) for language in REPLIES.values() for text in language["good"]]


#: Names of what is the matter: "water off" as a subject threatens nobody.
SUBJECTS = ("codes.", "notice_pages.template.")


@pytest.mark.parametrize(("kind", "text"), BAD)
def test_what_a_reply_must_not_do_is_found(kind: str, text: str) -> None:
    assert kind in [one.kind for one in findings(text)]


@pytest.mark.parametrize("text", GOOD)
def test_a_plain_good_reply_passes(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_tried_with_enough_sentences_on_both_sides(language: str) -> None:
    told = REPLIES[language]
    assert set(told["bad"]) == set(KINDS)
    assert sum(map(len, told["bad"].values())) >= 25
    assert len(told["good"]) >= 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_line_itself_says_passes_its_own_check(language: str) -> None:
    own = {key: text for key, text in catalogue(language).items() if not key.startswith(SUBJECTS)}
    assert {key: found for key, text in own.items() if (found := findings(text))} == {}


def test_the_words_that_show_it_are_given_as_they_were_written() -> None:
    found = findings("我哋會儘快跟進。\nPlease call the developer.")
    assert [(one.kind, one.excerpt) for one in found] == [
        ("soft_promise", "儘快"),
        ("sends_away", "Please call the developer"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_says_how_to_put_it_instead(language: str) -> None:
    found = {findings(texts[0])[0].advice for texts in REPLIES[language]["bad"].values()}
    assert all(say(language, key) for key in found)
