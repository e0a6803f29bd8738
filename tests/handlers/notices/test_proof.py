"""The hashes of a proof: the same facts give the same, any change gives another, and they are what a file of the lines has."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from hashlib import sha256

import pytest

from handlers.notices import proof
from storage.delivery_book import Row
from storage.notices import Notice
from tests.handlers.notices.writing import ALL, words
from tests.handlers.staff.house import NOW

TEXTS = {text.language: text for text in ALL}

ROW = Row(
    id=1, building="1", floor="2", label="1-201", person="陳大文", channel="telegram", contact_id=7, leads=True, state="sent",
    language="zh-Hant", at=NOW, reason=None, read_at=None, answer=None, answered_at=None,
)  # fmt: skip


def notice() -> Notice:
    values = dict.fromkeys(Notice.__slots__)
    return Notice(**{**values, "id": 5, "kind": "safety", "sent_at": NOW, "pictures": ("file:x",)})  # type: ignore[arg-type]


def test_the_same_facts_give_the_same_hashes_in_whatever_order_and_zone() -> None:
    first = proof.hashes(notice(), TEXTS, [ROW])
    turned = dict(reversed(TEXTS.items()))
    east = timezone(timedelta(hours=8))
    assert proof.hashes(replace(notice(), sent_at=NOW.astimezone(east)), turned, [ROW]) == first
    assert (first.rows, len(first.texts), len(first.list)) == (1, 64, 64)


@pytest.mark.parametrize(
    "text",
    [words(facts="Main repair."), words(headline="Water  off"), words(signature="x"), words(doing="x")],
)
def test_a_changed_text_gives_another_hash(text) -> None:
    before, after = proof.hashes(notice(), TEXTS, [ROW]), proof.hashes(notice(), {**TEXTS, "en": text}, [ROW])
    assert after.texts != before.texts
    assert after.list == before.list


@pytest.mark.parametrize(
    "change",
    [
        {"state": "failed"},
        {"read_at": NOW},
        {"at": NOW + timedelta(microseconds=1)},
        {"person": None},
        {"label": "1-202"},
    ],
)
def test_a_changed_row_gives_another_hash(change: dict[str, object]) -> None:
    before, after = (
        proof.hashes(notice(), TEXTS, [ROW]),
        proof.hashes(notice(), TEXTS, [replace(ROW, **change)]),
    )
    assert after.list != before.list
    assert after.texts == before.texts


def test_the_order_of_the_list_counts() -> None:
    other = replace(ROW, id=2)
    assert (
        proof.hashes(notice(), TEXTS, [ROW, other]).list != proof.hashes(notice(), TEXTS, [other, ROW]).list
    )


def test_anybody_can_check_them_with_the_file() -> None:
    lines = list(proof.lines(notice(), TEXTS, [ROW, replace(ROW, id=2)]))
    hashes = proof.hashes(notice(), TEXTS, [ROW, replace(ROW, id=2)])
    assert sha256(lines[0]).hexdigest() == hashes.texts
    assert sha256(b"".join(lines[1:])).hexdigest() == hashes.list
    assert all(line.endswith(b"\n") and line.count(b"\n") == 1 for line in lines)
    assert json.loads(lines[1])["person"] == "陳大文"
    assert datetime.fromisoformat(json.loads(lines[1])["at"]) == NOW
