"""Whom praise means, as a table: somebody named alone, of several alike the one who was near, and nobody where it stays open."""

from __future__ import annotations

from time import process_time

import pytest

from handlers.tickets.people.naming import praised, without_address
from storage.staff import Staff


def one(number: int, name: str, role: str) -> Staff:
    return Staff(
        id=number, name=name, role=role, language="en", telegram_id=None, on_duty=True, estate_ids=(1,)
    )


SERVING = (
    one(1, "王建民", "engineer"), one(2, "王芳", "housekeeper"), one(3, "李国强", "security"), one(4, "James Ho", "security"),
    one(5, "Yip Tai Man", "engineer"), one(6, "陳志明", "engineer"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "near", "meant"),
    [
        pytest.param("谢谢王师傅，修得真好", set(), {1}, id="one of several of a surname by the title"),
        pytest.param("谢谢小王", set(), set(), id="two of that name, nobody was near"),
        pytest.param("谢谢小王", {2}, {2}, id="two of that name, one was near"),
        pytest.param("谢谢小王", {1, 2}, set(), id="two of that name, both were near"),
        pytest.param("谢谢王芳帮我收快递", {1}, {2}, id="the whole name, whoever was near"),
        pytest.param("多謝李生同陳師傅幫手", set(), {3, 6}, id="two people, each named alone"),
        pytest.param("James at the east gate was so kind to my dad", set(), {4}, id="a given name"),
        pytest.param("The plumber Mr Yip was great", {5}, {5}, id="a surname in letters, the one who came"),
        pytest.param("the plumber was great", {5}, {5}, id="a role without a name, the one who came"),
        pytest.param("the plumber was great", set(), set(), id="a role without a name, nobody came"),
        pytest.param("the plumber was great", {5, 6}, set(), id="a role without a name, two came"),
        pytest.param("the guard and the plumber were great", {4, 5}, set(), id="two roles are told apart by people"),
        pytest.param("谢谢你们", {1}, set(), id="nobody in particular"),
        pytest.param("谢谢赵师傅", {2}, set(), id="somebody who does not serve here"),
    ],
)  # fmt: skip
def test_whom_the_words_mean(words: str, near: set[int], meant: set[int]) -> None:
    assert praised(words, SERVING, near) == meant


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Thank you for coming to 3-2-1502 so late", "Thank you for coming to … so late"),
        ("谢谢王师傅到3号楼1502修水管，30分钟就好了", "谢谢王师傅到……修水管，30分钟就好了"),
        ("Mr Wong came up to Flat 12B twice, great", "Mr Wong came up to … twice, great"),
        ("多謝陳生行上十五樓幫我媽", "多謝陳生行上…幫我媽"),
        ("call me on 9123 4567, he was great", "call me on … …, he was great"),
        ("He is number 1, 100% kind", "He is number 1, 100% kind"),
    ],
)
def test_the_address_stays_out_of_what_the_praised_hear(words: str, told: str) -> None:
    assert without_address(words) == told


def test_the_home_s_own_label_goes_whatever_it_looks_like() -> None:
    assert without_address("Thanks from Rosewood", "Rosewood") == "Thanks from …"


@pytest.mark.parametrize("run", ["a", "一", "-", "1-", "a-", "A1", "flat "])
def test_words_that_go_on_for_pages_keep_nobody_waiting(run: str) -> None:
    begun = process_time()
    without_address("Thank you " + run * (20_000 // len(run)))
    assert process_time() - begun < 2


def test_a_home_behind_a_long_run_is_hidden_too() -> None:
    assert without_address("thanks " + "a" * 500 + "12 3楼") == "thanks " + "a" * 500 + "12 …"
