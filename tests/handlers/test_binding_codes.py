"""A code survives being printed, typed, dictated and misread; and no ordinary message is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from handlers import binding_codes

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ROOT = Path(__file__).parents[2]
MISREAD = {"1": "ilIL", "0": "oO"}

selectors = st.text(CROCKFORD, min_size=4, max_size=4)
secrets = st.text(CROCKFORD, min_size=8, max_size=8)


@given(selectors, secrets, st.data())
def test_a_printed_code_opens_however_it_is_typed(selector: str, secret: str, data: st.DataObject) -> None:
    printed = binding_codes.printed(selector, secret)
    typed = "".join(data.draw(st.sampled_from(MISREAD.get(one, "") + one + one.lower())) for one in printed)
    given_code = binding_codes.typed(f" {typed} ")
    assert given_code is not None
    assert given_code.selector == selector
    assert given_code.opens(binding_codes.hashed(secret), binding_codes.hashed("link"))


@given(selectors, secrets, secrets)
def test_another_secret_opens_nothing(selector: str, secret: str, other: str) -> None:
    given_code = binding_codes.typed(binding_codes.printed(selector, other))
    assert given_code is not None
    assert given_code.opens(binding_codes.hashed(secret), "") == (secret == other)


@given(selectors, st.text(CROCKFORD, min_size=26, max_size=26))
def test_a_link_opens_by_its_own_secret_alone(selector: str, secret: str) -> None:
    given_code = binding_codes.linked(f"{selector}-{secret}")
    assert given_code is not None
    assert given_code.opens("", binding_codes.hashed(secret))
    assert not given_code.opens(binding_codes.hashed(secret), "")


@pytest.mark.parametrize("text", ["", "AB12", "AB12-CD34", "AB12-CD34-EF56-GH78", "厨房漏水", "13800138000", "+86 138 0013 8000",
                                  "2026-03-0312", "refrigerator", "123456789012", "AB12_CD34_EF56", "AB12\nCD34\nEF56\nX"])  # fmt: skip
def test_what_is_no_code(text: str) -> None:
    assert binding_codes.typed(text) is None


@pytest.mark.parametrize(
    "payload", ["", "x", "AB12-CD34-EF56", "AB12-" + "A" * 25, "AB12-" + "a" * 26, "AB12-" + "A" * 27]
)
def test_what_is_no_link(payload: str) -> None:
    assert binding_codes.linked(payload) is None


def _said() -> list[str]:
    corpus = [
        one["text"]
        for file in (ROOT / "tests/nlu/corpus").glob("*.yml")
        for one in yaml.safe_load(file.read_text("utf-8"))
    ]
    training = [
        str(text)
        for file in (ROOT / "nlu/data").glob("*/*.yml")
        for texts in _lists(yaml.safe_load(file.read_text("utf-8")))
        for text in texts
    ]
    return corpus + training


def _lists(found: object) -> list[list[object]]:
    if isinstance(found, dict):
        return [one for value in found.values() for one in _lists(value)]
    return [found] if isinstance(found, list) and all(isinstance(one, str) for one in found) else []


def test_no_message_of_the_corpus_reads_as_a_code() -> None:
    said = _said()
    assert len(said) > 1_000
    assert [text for text in said if binding_codes.typed(text)] == []
