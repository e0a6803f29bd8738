"""Whom of the staff an owner's words name: by name, by surname and title, or only by what they are (pure).

小李, 李师傅, 保安小李, 陳生, "Mr Li", "James at the gate": a person. 经理, 管家, "your manager", "the guards": a role. A title that stands
with somebody's name is no role of its own. What dictation makes of a surname is tried where nobody has the written one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlu.normalise import HAN, clean, simplified
from storage.staff import Staff

#: What people call the roles, in simplified characters; 官家 is 管家 as dictation writes it.
ROLES: dict[str, re.Pattern[str]] = {
    "manager": re.compile(
        r"经理|主任|主管|负责人|(?:你们|你哋|物业|管理处)(?:的|嘅)?(?:领导|老板)|\b(?:manager|supervisor|person in charge|boss)s?\b", re.IGNORECASE
    ),
    "security": re.compile(r"保安|宝安|门卫|门岗|护卫|看更|巡逻员|\b(?:security )?guards?\b|\bsecurity (?:man|men|officer|staff|person)\b", re.IGNORECASE),
    "housekeeper": re.compile(r"管家|官家|物业客服|\b(?:housekeeper|butler|concierge|customer service)s?\b", re.IGNORECASE),
    "engineer": re.compile(
        r"师傅|师父|维修工|维修员|维修人员|水电工|电工|技工|\b(?:engineer|plumber|electrician|technician|handyman|repair ?man|maintenance (?:man|guy|team))s?\b",
        re.IGNORECASE,
    ),
}  # fmt: skip

#: Titles behind a surname, and the role that each speaks of, where it does.
_TITLES = {
    "经理": "manager", "主任": "manager", "主管": "manager", "队长": "security", "班长": "security", "保安": "security",
    "管家": "housekeeper", "官家": "housekeeper", "师傅": "engineer", "师父": "engineer", "工": "engineer", "先生": "", "小姐": "",
    "女士": "", "太太": "", "阿姨": "", "姑娘": "", "sir": "", "姐": "", "哥": "", "叔": "", "伯": "", "太": "", "生": "",
}  # fmt: skip

#: What must not follow the short titles: 李工作, 黄生锈, 高太多.
_NOT_BEHIND = "作程人资具地单厂气病活锈火效产日命多大高吵"
_BEHIND = "|".join(
    f"{title}(?![{_NOT_BEHIND}])" if len(title) == 1 else title
    for title in sorted(_TITLES, key=len, reverse=True)
)
_CALLED = "mr|mrs|ms|miss|mdm|madam|uncle|auntie|aunty|manager|supervisor|guard|officer|engineer|housekeeper|butler|master|sir"
_MISTER = re.compile(
    rf"\b(?P<title>{_CALLED})\.?\s+(?P<name>[a-z][a-z'’-]+)|\b(?P<before>[a-z][a-z'’-]+)\s+(?:sir|shifu)\b",
    re.IGNORECASE,
)
_SAID_ROLE = {"manager": "manager", "supervisor": "manager", "guard": "security", "engineer": "engineer",
              "housekeeper": "housekeeper", "butler": "housekeeper", "officer": "security"}  # fmt: skip

#: Given names that are everyday words as well: a person only with a capital, and at the beginning of a sentence only where somebody
#: then does something ("Grace told me", not "Grace period").
_ORDINARY = frozenset(
    [
        "may",
        "will",
        "grace",
        "joy",
        "hope",
        "mark",
        "rose",
        "bill",
        "summer",
        "amber",
        "faith",
        "art",
        "rich",
        "chase",
        "sunny",
        "happy",
        "lucky",
        "angel",
        "crystal",
        "guy",
    ]
)
_DOES = re.compile(
    r"\W{1,2}(?:is|was|has|had|did|does|didn't|doesn't|never|always|at|from|told|said|hung|came|went|keeps?|shouted|ignored|laughed|refused|\w+ed)\b",
    re.IGNORECASE,
)
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?。！？:：\n]\s*)$")
_EVERYDAY_GIVEN = frozenset(
    [
        "平安",
        "安全",
        "光明",
        "文明",
        "和平",
        "健康",
        "开心",
        "高兴",
        "幸福",
        "卫生",
        "明天",
        "永远",
        "小区",
        "阳光",
        "春天",
        "志愿",
        "国家",
        "建国",
    ]
)
_LETTERS = re.compile(r"[A-Za-z][A-Za-z'’-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """The members of staff named, by id; and the roles spoken of without a name."""

    people: frozenset[int] = frozenset()
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Call:
    """Somebody called in the words: a surname, the role that the title speaks of ("" for any), and where it stands."""

    surname: str
    role: str
    span: tuple[int, int]


def named(text: str, staff: Sequence[Staff]) -> Found:
    """Who of these people is named in a text."""
    plain = simplified(clean(text))
    people = {one.id for one in staff if _by_name(plain, one)}
    calls = [*_chinese_calls(plain, staff), *_english_calls(plain)]
    covered: list[tuple[int, int]] = []
    for call in calls:
        meant = _called(call, staff, plain)
        people |= meant
        if meant:
            covered.append(call.span)
    roles = {
        role
        for role, pattern in ROLES.items()
        if any(_alone(plain, hit.span(), covered) for hit in pattern.finditer(plain))
    }
    return Found(frozenset(people), frozenset(roles) - _beside_names(plain, people, staff))


def _alone(plain: str, span: tuple[int, int], covered: Iterable[tuple[int, int]]) -> bool:
    """Whether a role's word stands by itself, and not with somebody's name (保安小李, Guard Li, James the guard)."""
    return all(plain[min(span[1], end) : max(span[0], start)].strip() for start, end in covered)


def _beside_names(plain: str, people: set[int], staff: Sequence[Staff]) -> set[str]:
    """Roles that only describe a person named in full: "James, the guard"."""
    if not people:
        return set()
    return {one.role for one in staff if one.id in people and _by_name(plain, one)}


def _by_name(plain: str, one: Staff) -> bool:
    """Whether somebody stands there in full, or by a given name that is no everyday word."""
    name = simplified(one.name)
    han = "".join(re.findall(f"[{HAN}]+", name))
    if len(han) > 1:
        given = han[1:] if len(han) == 3 else ""
        spaced = r"[\s·]?".join(han)
        return bool(re.search(spaced, plain)) or bool(
            given and given not in _EVERYDAY_GIVEN and given in plain
        )
    return _by_letters(plain, name)


def _by_letters(plain: str, name: str) -> bool:
    """A name in letters: whole, in either order, or one part of it that is neither a title nor a surname of many."""
    words = [word for word in _LETTERS.findall(name) if word.casefold() not in _CALLED.split("|")]
    if len(words) > 1:
        for order in (words, words[::-1]):
            if re.search(r"\b" + r"\W{1,3}".join(map(re.escape, order)) + r"\b", plain, re.IGNORECASE):
                return True
    alone = [word for word in words if len(word) > 2 and word.casefold() not in _romanisations()]
    return any(_stands(plain, word) for word in alone)


def _stands(plain: str, word: str) -> bool:
    for hit in re.finditer(rf"\b{re.escape(word)}\b", plain, re.IGNORECASE):
        if word.casefold() not in _ORDINARY:
            return True
        begins = _SENTENCE_BEGINS.search(plain[: hit.start()])
        if hit.group()[0].isupper() and (not begins or _DOES.match(plain, hit.end())):
            return True
    return False


def _chinese_calls(plain: str, staff: Sequence[Staff]) -> Iterator[_Call]:
    """小李, 阿陈, 李师傅: by the surnames of those who serve; what dictation writes for one where nobody has the written one."""
    known = {surname for one in staff for surname in surnames(one)}
    heard = {
        sound: surname for surname in known for sound in _heard_as().get(surname, ()) if sound not in known
    }
    written = "|".join(sorted({*known, *heard}, key=len, reverse=True))
    if not written:
        return
    pattern = re.compile(
        rf"(?<![管物经办处])(?P<titled>{written})(?P<title>{_BEHIND})|[小老阿](?P<small>{written})(?!层|区|时|姐|费)",
        re.IGNORECASE,
    )
    for hit in pattern.finditer(plain):
        surname = hit["titled"] or hit["small"]
        role = _TITLES.get((hit["title"] or "").casefold(), "")
        yield _Call(heard.get(surname, surname) if surname not in known else surname, role, hit.span())


def _english_calls(plain: str) -> Iterator[_Call]:
    for hit in _MISTER.finditer(plain):
        name, title = hit["name"] or hit["before"], (hit["title"] or "").casefold()
        yield _Call(name.casefold(), _SAID_ROLE.get(title, ""), hit.span())


def _called(call: _Call, staff: Sequence[Staff], plain: str) -> set[int]:
    """Whom a call means: everybody of that surname; where the role is said too, those of that role, if there are any."""
    own = [one for one in staff if call.surname in surnames(one) or call.surname in _letters(one)]
    role = call.role or _role_before(plain, call.span[0])
    fitting = [one for one in own if one.role == role]
    return {one.id for one in fitting or own}


def _role_before(plain: str, at: int) -> str:
    """The role said just before a name: 保安小李."""
    before = plain[max(0, at - 6) : at].rstrip()
    return next(
        (
            role
            for role, pattern in ROLES.items()
            if re.search(f"(?:{pattern.pattern})$", before, re.IGNORECASE)
        ),
        "",
    )


def surnames(one: Staff) -> frozenset[str]:
    """The surnames, in simplified characters, that a name may hold: 李 of 李国强, of "Guard Li" and of "Li Wei"."""
    name = simplified(one.name)
    han = "".join(re.findall(f"[{HAN}]+", name))
    if han:
        compound = next(
            (surname for surname in _romanised() if len(surname) > 1 and han.startswith(surname)), ""
        )
        return frozenset({compound or han.lstrip("小老阿")[:1] or han[:1]})
    return frozenset(surname for surname, written in _romanised().items() if set(written) & _letters(one))


def alike(one: Staff, other: Staff) -> bool:
    """Whether a call may mean both: they share a surname or a word of their names."""
    return one.id == other.id or bool(surnames(one) & surnames(other) or _letters(one) & _letters(other))


def _letters(one: Staff) -> frozenset[str]:
    """The words of a name in letters; those of a Chinese name as they are romanised."""
    words = {word.casefold() for word in _LETTERS.findall(one.name)} - set(_CALLED.split("|"))
    han = "".join(re.findall(f"[{HAN}]+", simplified(one.name)))
    return frozenset(
        words
        | {word for surname in ({han[:2], han[:1]} if han else ()) for word in _romanised().get(surname, ())}
    )


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "surnames.yml").read_text("utf-8"))
    return found


def _romanised() -> dict[str, list[str]]:
    found: dict[str, list[str]] = _data()["romanised"]
    return found


def _heard_as() -> dict[str, list[str]]:
    found: dict[str, list[str]] = _data()["heard_as"]
    return found


@cache
def _romanisations() -> frozenset[str]:
    return frozenset(word for written in _romanised().values() for word in written)
