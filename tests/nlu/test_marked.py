"""Messages whose matters are marked, and how much of everything the training data hold."""

from collections import Counter

import pytest

from nlu.corpus import CorpusError, Marked, own_marked, own_phrases, read, read_marked
from nlu.lessons import of_marked
from nlu.meaning import CODES, INTENTS

MARKED = """version: "3.1"
nlu:
- intent: several
  examples: |
    - hi [the tap drips](repair/home.sanitary) and [the bell is dead](repair/home.intercom), thanks
    - [灯不亮](repair/home.lighting)\\n[还有谢谢小李](praise)
- intent: praise
  examples: |
    - well done
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "en" / "several.yml"
    path.parent.mkdir()
    path.write_text(MARKED, encoding="utf-8")
    return path


def test_marks_become_places_in_the_plain_text(file):
    first, second = read_marked(file)
    assert first.text == "hi the tap drips and the bell is dead, thanks"
    assert [first.text[start:end] for start, end, _ in first.spans] == ["the tap drips", "the bell is dead"]
    assert [label for _, _, label in second.spans] == ["repair/home.lighting", "praise"]
    assert second.text == "灯不亮\n还有谢谢小李"


def test_marked_messages_are_no_phrases(file):
    assert [phrase.text for phrase in read(file, known=True)] == ["well done"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("- nothing is marked here", "no matter is marked"),
        ("- [drips](repair/home.leek)", "no such code"),
        ("- [drips](gossip)", "no such intent"),
    ],
)
def test_a_mistake_in_a_mark_is_refused_with_its_line(tmp_path, line, reason):
    path = tmp_path / "bad.yml"
    path.write_text(f'version: "3.1"\nnlu:\n- intent: several\n  examples: |\n    {line}\n', encoding="utf-8")
    with pytest.raises(CorpusError, match=reason) as caught:
        read_marked(path)
    assert str(caught.value).startswith(f"{path}:5:")


def test_clauses_go_with_the_matter_whose_words_they_hold():
    text = "hello, the tap drips, since Monday, and the bell is dead"
    spans = tuple(
        (text.index(words), text.index(words) + len(words), label)
        for words, label in (
            ("the tap drips, since Monday", "repair/home.sanitary"),
            ("the bell is dead", "repair/home.intercom"),
        )
    )
    message = of_marked(Marked(text, spans, "en"))
    assert message is not None
    assert message.matters == ((0, 2, "repair/home.sanitary"), (2, 3, "repair/home.intercom"))


def test_two_matters_in_one_clause_teach_nothing():
    text = "tap and bell broken"
    assert (
        of_marked(Marked(text, ((0, 3, "repair/home.sanitary"), (4, 19, "repair/home.intercom")), "en"))
        is None
    )


def test_every_intent_and_code_has_phrases_enough_in_every_language():
    told = Counter((phrase.language, phrase.label) for phrase in own_phrases())
    coded = {f"{intent}/{code}" for intent, codes in CODES.items() for code in codes}
    few = {
        (language, label): told[language, label]
        for language in ("zh_Hans", "zh_Hant", "en")
        for label in coded | (set(INTENTS) - set(CODES))
        if told[language, label] < (25 if "/" in label else 60)
    }
    assert few == {}


def test_marked_messages_hold_one_matter_as_often_as_several():
    sizes = Counter(len(message.spans) > 1 for message in own_marked())
    assert min(sizes.values()) > 1000
