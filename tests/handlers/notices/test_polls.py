"""A poll: what it offers in each language, how it reads, and how its votes count (H21)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.base import Mistake
from storage import contacts, delivery_ends
from tests.handlers.notices.writing import ALL, sent, words, written
from tests.handlers.staff.house import NOW, House

OPTIONS = tuple(
    words(language, headline, "x", options=options)
    for language, headline, options in (
        ("en", "Playground", "Swings\nSlides\n"), ("zh-Hant", "遊樂場", "鞦韆\n滑梯"), ("zh-Hans", "游乐场", "秋千\n\n滑梯"),
    )
)  # fmt: skip


def with_options(*options: str) -> tuple:
    return tuple(words(text.language, text.headline, options="\n".join(options)) for text in ALL)


@pytest.mark.parametrize(
    ("question", "texts", "key"),
    [
        ("", OPTIONS, "notices.options_without_poll"),
        ("safe", OPTIONS, "notices.options_without_poll"),
        ("poll", ALL, "notices.options_number"),
        ("poll", with_options("only one"), "notices.options_number"),
        ("poll", with_options(*"abcdefg"), "notices.options_number"),
        ("poll", (*OPTIONS[:2], words("zh-Hans", options="秋千\n滑梯\n沙坑")), "notices.options_unequal"),
        ("poll", with_options("same", "same"), "notices.options_twice"),
        ("poll", with_options("short", "水" * 65), "notices.options_long"),
    ],
)
def test_a_poll_that_nobody_could_answer_is_refused(
    house: House, question: str, texts: tuple, key: str
) -> None:
    with pytest.raises(Mistake) as refused:
        written(house, kind="announcement", question=question, texts=texts)
    assert refused.value.key == key


def test_everybody_reads_and_presses_the_options_in_their_own_language(house: House) -> None:
    _, replies = sent(house, kind="announcement", question="poll", texts=OPTIONS)
    by_name = {one.to.address: one for one in replies}  # type: ignore[union-attr]
    ann, cat = by_name["chat-Ann"], by_name["chat-Cat"]
    assert "Choose one\n1. Swings\n2. Slides" in ann.text
    assert [row[0].text for row in ann.buttons] == ["1. Swings", "2. Slides", "🔕 Fewer messages"]
    assert [row[0].text for row in cat.buttons][:2] == ["1. 秋千", "2. 滑梯"]
    assert [row[0].data.split(":")[2] for row in cat.buttons[:2]] == ["1", "2"]
    assert all(len(row[0].data) <= 64 for row in ann.buttons)


def test_votes_are_counted_by_household_and_the_last_one_counts(house: House) -> None:
    notice, replies = sent(house, kind="announcement", question="poll", texts=OPTIONS)
    ids = {one.to.address: one.to.delivery_id for one in replies}  # type: ignore[union-attr]
    for minute, (name, vote) in enumerate((("Ann", "1"), ("Cat", "1"), ("Bob", "2"))):
        with house.db.transaction() as connection:
            delivery = ids[f"chat-{name}"]
            at = NOW + timedelta(minutes=minute)
            assert delivery_ends.answer(connection, delivery, house.contacts[name], vote, at) == notice.id
    with house.store("Ivy") as store:
        assert store.deliveries.answers(notice) == {"1": 1, "2": 1}


# The way out, in one tap


@pytest.mark.parametrize(
    ("kind", "way_out"),
    [("announcement", "mute:on"), ("invitation", "mute:on"), ("offer", "offers:off"), ("outage", None), ("safety", None)],
)  # fmt: skip
def test_what_nobody_has_to_know_has_a_way_out_under_it(house: House, kind: str, way_out: str | None) -> None:
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts["Ann"], offers=True)
    _, replies = sent(house, kind=kind)
    pressed = {row[0].data for row in replies[0].buttons} - {f"read:{replies[0].to.delivery_id}"}  # type: ignore[union-attr]
    assert pressed == ({way_out} if way_out else set())
