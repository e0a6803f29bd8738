"""What spares work must never change a finding: word lists against a plain search, needles against the expression itself."""

import re
from pathlib import Path

import pytest

from nlu import hazards, stance
from nlu.evaluate import cases
from nlu.needles import Guarded, shingles
from nlu.normalise import fold
from nlu.wordlist import WordList


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (("水", "水管", "管子"), "水管子", [(0, "水管")]),
        (("漏水", "水管"), "漏水管", [(0, "漏水")]),
        (("ab", "abcd"), "abcabcd", [(0, "ab"), (3, "abcd")]),
        (("漏",), "没有", []),
        ((), "漏水", []),
    ],
)
def test_a_word_list_finds_the_longest_word_at_each_place_from_left_to_right(words, text, found):
    assert WordList(words).find(text) == found


@pytest.mark.parametrize(
    ("expression", "needles"),
    [
        ("(冒|喷)出?烟", {"烟"}),
        ("(?:漏气|气味)", {"漏", "气"}),
        (r"\bsmok(e|y)\b", {"smo"}),
        ("[火焰]+", {"火", "焰"}),
        ("火?.*", None),
        (r"\d+", None),
        ("[^火]", None),
        ("(?i)smoke", None),
    ],
)
def test_a_needle_stands_in_whatever_the_expression_matches(expression, needles):
    assert Guarded(expression).needles == needles


def test_no_text_is_spared_an_expression_that_matches_it():
    guarded = [wording for rules in hazards._patterns().values() for _, _, wording in rules]
    guarded += stance._RISK_WORDS.values()
    for text in {fold(case.text) for case in cases(Path(__file__).parent / "corpus")}:
        seen = shingles(text)
        missed = [g for g in guarded if not g.can_match(seen) and re.search(g.pattern, text)]
        assert not missed, text
