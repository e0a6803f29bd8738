"""The model's life: deterministic training, a file without pickles, and no trust in a file of another version."""

import numpy as np
import pytest

from nlu import model
from nlu.corpus import Phrase
from nlu.heard import Heard
from nlu.train import train

PHRASES = [
    Phrase(text, label, "en")
    for label, texts in {
        "repair/home.leak": [
            "tap leaks",
            "water drips",
            "pipe leaking",
            "wet ceiling",
            "leak in bath",
            "it drips again",
        ],
        "repair/public.lift": [
            "lift broken",
            "lift is out",
            "the lift stopped",
            "lift dead",
            "no lift today",
            "lift will not come",
        ],
        "emergency/fire": [
            "fire",
            "smoke everywhere",
            "flames in kitchen",
            "it burns",
            "fire upstairs",
            "thick smoke",
        ],
        "smalltalk": ["hi", "hello there", "good morning", "thanks a lot", "bye now", "good evening"],
    }.items()
    for text in texts
]


def margins(built, text):
    return Heard([text], built).whole()


def test_a_run_of_clauses_is_judged_as_its_words_together(small):
    heard = Heard(["the lift is out", "smoke in the kitchen"], small)
    runs = heard.margins(np.array([0, 0, 1]), np.array([2, 1, 2]))
    assert np.allclose(runs[0], heard.whole(), atol=1e-5)
    assert np.allclose(runs[1], margins(small, "the lift is out"), atol=1e-5)
    assert np.allclose(runs[2], margins(small, "smoke in the kitchen"), atol=1e-5)


@pytest.fixture(scope="module")
def small():
    return train(PHRASES, version="small")


def test_the_same_phrases_give_the_same_model(small):
    again = train(PHRASES, version="small")
    assert again.labels == small.labels
    assert np.array_equal(again.table, small.table)
    assert again.sharpness == small.sharpness


def test_a_model_reads_the_same_after_saving(small, tmp_path):
    model.save(small, tmp_path / "m.npz")
    back = model.read(tmp_path / "m.npz")
    assert back is not None
    assert back.version == "small"
    assert np.allclose(margins(back, "the lift is broken"), margins(small, "the lift is broken"))
    assert list(tmp_path.iterdir()) == [tmp_path / "m.npz"]


def test_a_file_of_another_version_is_refused(small, tmp_path):
    model.save(small, tmp_path / "old.npz")
    with pytest.raises(ValueError, match="the file holds small"):
        model.load(tmp_path / "old.npz")


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04broken"])
def test_a_file_that_is_no_model_is_none(tmp_path, content):
    path = tmp_path / "bad.npz"
    path.write_bytes(content)
    assert model.read(path) is None


def test_a_pickle_is_not_opened(tmp_path):
    path = tmp_path / "evil.npz"
    np.savez(path, labels=np.array([{"a": 1}], dtype=object))
    assert model.read(path) is None


def test_one_label_cannot_be_trained():
    with pytest.raises(ValueError, match="at least two labels"):
        train(PHRASES[:3], version="x")


def test_probabilities_sum_to_one(small):
    shares = small.shares(margins(small, "smoke in the lift"))
    assert float(shares.sum()) == pytest.approx(1, abs=1e-4)


def test_every_reading_names_the_model():
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from nlu.parse import parse

    zone = ZoneInfo("Asia/Shanghai")
    assert parse("漏水", now=datetime(2026, 1, 1, tzinfo=zone), tz=zone).model_version == model.version()
