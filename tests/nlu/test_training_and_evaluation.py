"""Training never sees the evaluation corpus: neither the same message nor nearly the same."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from nlu.corpus import CorpusError, own_phrases, read
from nlu.evaluate import cases
from nlu.normalise import fold

CORPUS = Path(__file__).parent / "corpus"
NEAR = 0.8
"""Share of common three-letter runs (Jaccard) from which two messages count as the same one retyped."""
SHORT = 8
"""Han characters up to which everybody says the same thing ("在嗎", "我要真人"): only longer messages are compared. Latin letters count half."""


def letters(text):
    return "".join(char for char in fold(text) if char.isalnum())


def is_long(text):
    return len(text) > (2 * SHORT if text.isascii() else SHORT)


def runs(text):
    return {text[at : at + 3] for at in range(len(text) - 2)}


def near_pairs(evaluation, training):
    postings = defaultdict(list)
    sizes = []
    for number, text in enumerate(training):
        found = runs(text)
        sizes.append(len(found))
        for run in found:
            postings[run].append(number)
    for text in evaluation:
        found = runs(text)
        common = Counter(number for run in found for number in postings.get(run, ()))
        for number, count in common.most_common(3):
            if count / (len(found) + sizes[number] - count) >= NEAR:
                yield text, training[number]


def test_no_message_of_the_evaluation_is_in_the_training():
    training = sorted({letters(phrase.text) for phrase in own_phrases()})
    evaluation = sorted({letters(case.text) for case in cases(CORPUS)})
    long_enough = [text for text in evaluation if is_long(text)]
    assert list(near_pairs(long_enough, training)) == []


def test_the_evaluation_has_no_doubles():
    seen = Counter(letters(case.text) for case in cases(CORPUS))
    assert [text for text, count in seen.items() if count > 1 and is_long(text)] == []


def test_the_evaluation_holds_every_language():
    languages = Counter(case.language for case in cases(CORPUS))
    assert {"zh-Hans", "zh-Hant", "yue", "en", "und"} <= set(languages)
    assert sum(languages.values()) >= 250


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("version: '3.1'\nnlu:\n- intent: repair/home.leek\n  examples: |\n    - x\n", 3, "no such code"),
        ("version: '3.1'\nnlu:\n- intent: gossip\n  examples: |\n    - x\n", 3, "no such intent"),
        (
            "version: '3.1'\nnlu:\n- intent: praise\n  examples: |\n    - x\n    y\n",
            6,
            "must start with '- '",
        ),
        ("version: '3.1'\nnlu:\n- intent: praise\n", 3, "no block of 'examples'"),
        ("version: '3.1'\nnlu:\n- examples: |\n    - x\n", 3, "without 'intent'"),
        ("version: '3.1'\nnlu: [\n", 3, "not YAML"),
        ("version: '3.1'\n", 1, "no list under 'nlu'"),
        ("- x\n", 1, "a mapping is expected"),
        ("", 1, "a mapping is expected"),
    ],
)
def test_a_broken_file_is_refused_with_line_and_reason(tmp_path, text, line, reason):
    path = tmp_path / "broken.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        read(path, known=True)
    assert str(caught.value).startswith(f"{path}:{line}:")
    assert reason in str(caught.value)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    path = tmp_path / "gbk.yml"
    path.write_bytes("version: 1 # 电梯坏了".encode("gbk"))
    with pytest.raises(CorpusError, match="not UTF-8"):
        read(path)
