"""From whom a complaint is kept, and for how long: by its words, its kind, and who serves the estate."""

from __future__ import annotations

import pytest

from handlers.tickets.fairness.statement import tells
from handlers.tickets.fairness.subjects import Verdict, is_about_staff, judged
from storage.staff import Staff


def one(number: int, name: str, role: str) -> Staff:
    return Staff(
        id=number, name=name, role=role, language="en", telegram_id=None, on_duty=True, estate_ids=(1,)
    )


GUARD, GUARD_2 = one(1, "李国强", "security"), one(2, "Guard Zhang", "security")
KEEPER, MANAGER, DIRECTOR = (
    one(3, "陳美玲", "housekeeper"),
    one(4, "周敏", "manager"),
    one(5, "Dora Ng", "director"),
)
WITH_MANAGER = (GUARD, GUARD_2, KEEPER, MANAGER)
ATTITUDE, SECURITY, NOISE = "service.staff_attitude", "service.security", "community.neighbour_noise"


@pytest.mark.parametrize(
    ("code", "words", "serving", "people", "of_role", "guard"),
    [
        (ATTITUDE, "保安小李骂人", WITH_MANAGER, {1}, set(), "named"),
        (NOISE, "小李说会来，没人来", WITH_MANAGER, {1}, set(), "named"),
        (ATTITUDE, "态度太差了", WITH_MANAGER, set(), set(), "senior"),
        (ATTITUDE, "态度太差了", (GUARD, KEEPER), set(), set(), "named"),  # no senior serves
        (ATTITUDE, "保安骂人", WITH_MANAGER, set(), {1, 2}, "senior"),
        (SECURITY, "半夜3點保安瞓着覺", WITH_MANAGER, set(), {1, 2}, "senior"),
        (SECURITY, "小区治安太差，自行车被偷", WITH_MANAGER, set(), set(), ""),
        (NOISE, "楼上太吵，保安上去过", WITH_MANAGER, set(), set(), ""),
        (NOISE, "楼上太吵，保安还骂我", WITH_MANAGER, set(), {1, 2}, "senior"),
        (
            "promise.sales",
            "your manager lied to me",
            WITH_MANAGER,
            set(),
            {4},
            "named",
        ),  # nobody senior is left
        ("promise.sales", "your manager lied to me", (*WITH_MANAGER, DIRECTOR), set(), {4}, "senior"),
        (ATTITUDE, "周经理推卸责任", WITH_MANAGER, {4}, set(), "named"),
        (
            ATTITUDE,
            "经理骂人",
            (MANAGER,),
            set(),
            set(),
            "senior",
        ),  # a role never leaves the case with nobody
        (
            ATTITUDE,
            "周经理骂人",
            (MANAGER,),
            {4},
            set(),
            "named",
        ),  # a name does: nobody judges their own case
        (ATTITUDE, "小李和经理都骂人", WITH_MANAGER, {1}, {4}, "named"),
        (NOISE, "楼上太吵", WITH_MANAGER, set(), set(), ""),
    ],
)
def test_from_whom_a_complaint_is_kept(code, words, serving, people, of_role, guard) -> None:
    assert judged(code, words, serving) == Verdict(frozenset(people), frozenset(of_role), guard)


@pytest.mark.parametrize(
    ("intent", "words", "about"),
    [
        ("complaint", "保安小李骂人", True),
        ("dispute", "小李没修好", True),
        ("handoff", "周经理不回我电话，太不负责任", True),
        ("handoff", "请找周经理", False),
        ("handoff", "叫你们经理来，我要投诉", False),
        ("praise", "小李人很好", False),
        ("repair", "李师傅上次修的水管又漏了", False),
    ],
)
def test_which_words_are_about_staff(intent: str, words: str, about: bool) -> None:
    assert is_about_staff(intent, None, words, WITH_MANAGER) is about


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What happened at the gate on Tuesday evening?", ""),
        ("星期二晚上门口发生了什么？", ""),
        ("Mr Chan says you shouted at him?", "name"),
        ("陈先生说你骂他？", ""),
        ("What did you say to Amy Chan?", "name"),
        ("What happened at 3-2-1502?", "unit"),
        ("What happened with 1502?", "unit"),
        ("About LH-1001: what happened?", "number"),
        ("Did you say that nobody cares about an old man like him?", "words"),
        ("Did you say anything to an old man?", ""),
    ],
)
def test_a_question_must_not_show_who_complains(question: str, said: str) -> None:
    words = "The guard said that nobody cares about an old man like me"
    assert tells(question, words=words, names=("Amy Chan",), unit="3-2-1502", number="LH-1001") == said


def test_a_clause_of_the_owners_chinese_words_shows_it_too() -> None:
    words = "昨天下午五点我在东门被保安拦住不让进"
    assert tells("下午五点我在东门被拦是怎么回事？", words=words, names=(), unit="", number="X-1") == "words"
    assert tells("五点东门那件事的经过？", words=words, names=(), unit="", number="X-1") == ""
