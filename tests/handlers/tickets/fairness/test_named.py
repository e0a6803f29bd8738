"""Whom of the staff a complaint names: tables of how owners write, in three languages, with names in both scripts."""

from __future__ import annotations

import pytest

from handlers.tickets.fairness.named import Found, named, surnames
from storage.staff import Staff


def one(number: int, name: str, role: str) -> Staff:
    return Staff(
        id=number, name=name, role=role, language="en", telegram_id=None, on_duty=True, estate_ids=(1,)
    )


STAFF = (
    one(1, "李国强", "security"), one(2, "陳美玲", "housekeeper"), one(3, "王志明", "engineer"), one(4, "James Wong", "security"),
    one(5, "周敏", "manager"), one(6, "Grace Ho", "housekeeper"), one(7, "Guard Zhang", "security"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("保安小李态度太差了", {1}),
        ("李师傅骂我", {1}),  # the only Li there is, whatever they call him
        ("李國強唔理人", {1}),
        ("李 国强 骂人", {1}),
        ("国强骂人", {1}),
        ("保安小里骂人", {1}),  # dictation
        ("阿李好惡", {1}),
        ("陳小姐好冇禮貌", {2}),
        ("管家陳生唔覆人", {2}),
        ("小陈从来不回消息", {2}),
        ("程管家从来不回消息", {2}),  # dictation
        ("美玲講大話", {2}),
        ("王师傅修了三次都没修好", {3}),
        ("王工约了不来", {3}),
        ("周经理推卸责任", {5}),
        ("州经理推卸责任", {5}),  # dictation
        ("Mr Li at the gate was rude", {1}),
        ("Ms Chan never answers", {2}),
        ("Manager Chow hung up on me", {5}),
        ("James at the gate shouted at my mother", {4}),
        ("james shouted", {4}),
        ("James Wong and Mr Li were both asleep", {1, 4}),
        ("Wong James was asleep", {4}),
        ("I spoke to Grace and she laughed at me", {6}),
        ("Grace told me to go away", {6}),
        ("张队长态度恶劣", {7}),
        ("guard Zhang pushed me", {7}),
        ("Zhang sir pushed me", {7}),
        ("陳生和小李都很凶", {1, 2}),
    ],
)
def test_a_person_is_found(text: str, people: set[int]) -> None:
    assert named(text, STAFF).people == people


@pytest.mark.parametrize(
    "text",
    [
        "楼上太吵了", "你们的管理真差", "小区黄生锈的栏杆", "李子树的叶子掉满地", "管理费太高", "经理电话打不通", "物理层面有问题",
        "The lift is out of order", "by the grace of god it did not fall", "Grace period for the fee is too short", "小高层电梯坏了",
        "落叶太多", "和师傅说了也没用", "a long time since anybody came", "they chow down in the lobby", "陈年老问题", "王府井的垃圾",
    ],
)  # fmt: skip
def test_nobody_is_found_where_nobody_is_named(text: str) -> None:
    assert named(text, STAFF).people == frozenset()


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("你们经理太嚣张", {"manager"}),
        ("your manager lied to me", {"manager"}),
        ("半夜3點保安瞓着覺", {"security"}),
        ("the guards were asleep", {"security"}),
        ("官家从来不回消息", {"housekeeper"}),
        ("my butler ignores me", {"housekeeper"}),
        ("维修师傅态度差", {"engineer"}),
        ("the plumber was rude", {"engineer"}),
        ("保安和管家都不理人", {"security", "housekeeper"}),
        ("保安小李骂人", set()),
        ("周经理推卸责任", set()),
        ("James, the guard, shouted", set()),
        ("保安小赵骂人", {"security"}),  # nobody of that name serves: a role is all that is known
        ("楼上太吵了", set()),
    ],
)
def test_a_role_counts_only_where_no_name_stands_with_it(text: str, roles: set[str]) -> None:
    assert named(text, STAFF).roles == roles


@pytest.mark.parametrize(
    ("text", "people"),
    [("李保安打瞌睡", {1}), ("李管家不回消息", {2}), ("小李骂人", {1, 2}), ("管家小李骂人", {2})],
)
def test_of_two_with_one_surname_the_title_tells_and_without_it_both_are_meant(
    text: str, people: set[int]
) -> None:
    staff = (one(1, "李国强", "security"), one(2, "李小红", "housekeeper"))
    assert named(text, staff).people == people


@pytest.mark.parametrize(
    ("name", "expected"),
    [("李国强", {"李"}), ("歐陽娜", {"欧阳"}), ("小李", {"李"}), ("Guard Li", {"李", "黎"}), ("Max", set()), ("Lee Siu-ming", {"李"})],
)  # fmt: skip
def test_the_surname_of_a_name(name: str, expected: set[str]) -> None:
    assert surnames(one(1, name, "security")) == expected


def test_an_estate_without_staff_names_nobody() -> None:
    assert named("保安小李态度差", ()) == Found(frozenset(), frozenset({"security"}))
