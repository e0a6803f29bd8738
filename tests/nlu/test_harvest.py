"""Corrections become a file of phrases that a person can review, and that reads back as what was put right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu import corpus
from nlu.anonymise import Known
from nlu.corpus import Phrase
from nlu.harvest import Harvest, Misread, everyday, harvest

LEAK = Misread("the tap leaks", "repair/home.drain", "repair/home.leak", "0123456789ab", 0.416, "staff")
KNOWN = Known(names=("Wang Fang",), units=("3-2-1502",), ordinary=frozenset({"the", "tap", "leaks", "again"}))


def of(*found: Misread, held: tuple[str, ...] = ()) -> Harvest:
    return harvest(((one, KNOWN) for one in found), [Phrase(text, "praise", "en") for text in held])


def test_a_file_holds_one_entry_a_label_sorted_with_a_remark_on_each_phrase() -> None:
    found = of(
        LEAK, replace(LEAK, words="again the tap leaks at 3-2-1502", read_as="", confidence=0.0, source="owner"),
        replace(LEAK, words="电梯很慢", label="complaint/service.response_delay"),
    )  # fmt: skip
    assert found.text.split("\n", 2)[2] == (
        'version: "3.1"\nnlu:\n'
        "# 1: read as repair/home.drain, 0.42, reader 0123456789ab, put right by staff\n"
        "- intent: complaint/service.response_delay\n  examples: |\n    - 电梯很慢\n"
        "# 1: not understood, 0.00, reader 0123456789ab, put right by owner\n"
        "# 2: read as repair/home.drain, 0.42, reader 0123456789ab, put right by staff\n"
        "- intent: repair/home.leak\n  examples: |\n    - again the tap leaks at 1-1-101\n    - the tap leaks\n"
    )
    assert (found.phrases, found.labels, found.doubtful, found.held) == (3, 2, 0, 0)


def read(found: Harvest, folder: Path) -> list[tuple[str, str]]:
    file = folder / "harvest.yml"
    file.write_text(found.text, encoding="utf-8")
    return [(phrase.label, phrase.text) for phrase in corpus.read(file, known=True)]


def test_it_reads_back_as_what_was_put_right(tmp_path: Path) -> None:
    found = of(LEAK, replace(LEAK, words="电梯很慢", label="praise"))
    assert read(found, tmp_path) == [("praise", "电梯很慢"), ("repair/home.leak", "the tap leaks")]


def test_an_alarm_taken_back_without_a_label_is_a_remark(tmp_path: Path) -> None:
    found = of(replace(LEAK, words="邻居在烧烤", read_as="emergency/fire", label=""))
    assert "#   - 邻居在烧烤\n" in found.text
    assert (found.phrases, found.unnamed) == (0, 1)
    assert read(found, tmp_path) == []


def test_nothing_is_written_when_there_is_nothing() -> None:
    assert of() == Harvest(text="", phrases=0, labels=0, unnamed=0, doubtful=0, held=0)


@pytest.mark.parametrize(
    ("read_as", "label"), [("emergency/violence", "praise"), ("emergency/self_harm", "praise"), ("emergency/self_harm", "")]
)  # fmt: skip
def test_words_about_violence_never_leave(read_as: str, label: str) -> None:
    found = of(replace(LEAK, read_as=read_as, label=label))
    assert (found.text, found.doubtful) == ("", 1)


def test_what_the_corpus_holds_or_was_said_before_is_left_out() -> None:
    found = of(
        LEAK, replace(LEAK, words="The tap LEAKS "), replace(LEAK, words="电梯很慢"), held=("電梯很慢",)
    )
    assert (found.phrases, found.held) == (1, 2)


def test_two_people_who_disagree_are_both_heard() -> None:
    assert of(LEAK, replace(LEAK, label="repair/home.sanitary")).phrases == 2


def test_doubtful_words_are_left_out_and_counted() -> None:
    found = of(LEAK, replace(LEAK, words="my name is ann, the tap leaks"))
    assert (found.phrases, found.doubtful) == (1, 1)


def test_everyday_words_are_those_that_are_written_small() -> None:
    words = everyday([Phrase("tell Jessica the tap", "praise", "en"), Phrase("水龍頭", "praise", "zh_Hant")])
    assert words >= {"tell", "the", "tap", "水龙", "龙头"}
    assert "jessica" not in words


@settings(max_examples=200, deadline=None)
@given(words=st.lists(st.text(max_size=40), max_size=5))
def test_whatever_was_said_the_file_reads_back(
    words: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    known = Known(ordinary=frozenset())
    found = harvest(((replace(LEAK, words=f"漏水 {one}"), known) for one in words), [])
    if found.text:
        assert len(read(found, tmp_path_factory.mktemp("harvest"))) == found.phrases
