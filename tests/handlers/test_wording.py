"""Every sentence stands in three languages with the same values; the code asks for no sentence that is missing, none stands unused."""

from __future__ import annotations

import ast
import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handlers import emergency_texts
from handlers.wording import LANGUAGES, catalogue, moment, say, speak
from nlu.meaning import CODES, HAZARDS, INTENTS
from storage.estates import Estate

ROOT = Path(__file__).parents[2]
DOMAINS = {key.split(".")[0] for key in catalogue("en")}
SOFT = re.compile(
    r"\b(soon|shortly|as soon as possible|asap|should be fine|in a few days)\b|尽快|儘快|很快|过几天|過幾日",
    re.IGNORECASE,
)


def _values(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def _asked() -> tuple[set[str], set[re.Pattern[str]]]:
    """The keys that the code names, whole, and as patterns where a part is filled in (pages prefix their own domain)."""
    whole: set[str] = set()
    patterns: set[re.Pattern[str]] = set()
    for file in (*ROOT.glob("handlers/**/*.py"), *ROOT.glob("bot/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(one.value)) if isinstance(one, ast.Constant) else r"[\w.]+"
                    for one in node.values
                ]
                patterns.add(re.compile("".join(parts)))
    for page in ROOT.glob("bot/web/**/*.html"):
        whole |= set(re.findall(r"""["']([a-z_]+(?:\.[\w.]+)*)["']""", page.read_text("utf-8")))
    return whole, patterns


WHOLE, PATTERNS = _asked()


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_each_language_has_the_same_sentences_with_the_same_values(language: str) -> None:
    """The approved words for a danger name the numbers that are called there; they are tried one by one below."""
    told, english = catalogue(language), catalogue("en")
    assert set(told) ^ set(english) == set()
    differing = {key for key in english if _values(told[key]) != _values(english[key])}
    assert {key for key in differing if not key.startswith("emergency.advice.")} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_promises_softly(language: str) -> None:
    assert [key for key, text in catalogue(language).items() if SOFT.search(text)] == []


def test_no_sentence_stands_twice_and_each_in_the_file_of_its_domain() -> None:
    found = [
        (file.parent.name, key, file.stem)
        for file in ROOT.glob("handlers/locale/*/*.po")
        for key in re.findall(r'^msgid "(.+)"$', file.read_text("utf-8"), re.MULTILINE)
    ]
    assert [one for one in found if one[1].split(".")[0] != one[2]] == []
    assert len({one[:2] for one in found}) == len(found)


def test_the_code_asks_for_no_sentence_that_is_missing() -> None:
    looks = {
        text
        for text in WHOLE
        if re.fullmatch(r"[a-z_]+\.[a-z_]+(\.[\w]+)*", text) and text.split(".")[0] in DOMAINS
    }
    ends = (".py", ".po", ".html", ".yaml", ".yml", ".csv", ".js", ".css", ".svg", ".json")
    assert {key for key in looks if not key.endswith((*ends, "_"))} - set(catalogue("en")) - _NO_KEYS == set()


#: Strings that look like a key and are something else: the registers' names of what is broken, and settings.
_NO_KEYS = {code for codes in CODES.values() for code in codes}


@pytest.mark.parametrize("domain", sorted(DOMAINS - {"codes", "emergency", "chat_page", "staff_pages"}))
def test_no_sentence_stands_unused(domain: str) -> None:
    keys = {key for key in catalogue("en") if key.startswith(f"{domain}.")}
    assert {
        key for key in keys if key not in WHOLE and not any(one.fullmatch(key) for one in PATTERNS)
    } == set()


def test_every_code_and_every_intent_has_a_name() -> None:
    wanted = {f"codes.{code}" for codes in CODES.values() for code in codes} | {
        f"codes.intent.{one}" for one in INTENTS
    }
    assert wanted == {key for key in catalogue("en") if key.startswith("codes.")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("jurisdiction", [*emergency_texts.NUMBERS, "ZZ"])
@pytest.mark.parametrize("hazard", HAZARDS)
def test_the_words_for_a_danger_are_short_and_whole(hazard: str, jurisdiction: str, language: str) -> None:
    estate = Estate(
        id=1,
        code="X",
        name="X",
        timezone="UTC",
        jurisdiction=jurisdiction,
        language="en",
        phone="1",
        numbers={},
    )
    text = emergency_texts.advice(language, estate, hazard)
    assert len(text.splitlines()) <= (4 if hazard == "lift_trapped" else 3)
    assert all(line.strip() for line in text.splitlines())
    assert not set(text) & set("{}")
    assert any(letter.isdigit() for letter in text) or hazard == "flood"


def test_an_estate_has_its_own_number() -> None:
    estate = Estate(
        id=1, code="X", name="X", timezone="UTC", jurisdiction="CN", language="en", phone="1", numbers={"gas": "96777"}
    )  # fmt: skip
    assert "96777" in emergency_texts.advice("en", estate, "gas")


@pytest.mark.parametrize(
    ("zone", "now", "at", "said"),
    [
        ("Asia/Shanghai", "2026-03-03T09:30Z", "2026-03-03T10:00Z", "today 18:00"),
        ("Asia/Shanghai", "2026-03-03T15:59Z", "2026-03-03T16:00Z", "tomorrow 00:00"),
        ("Asia/Shanghai", "2026-03-03T16:00Z", "2026-03-03T16:01Z", "today 00:01"),
        ("Asia/Shanghai", "2026-12-31T09:00Z", "2026-12-31T17:00Z", "tomorrow 01:00"),
        ("Asia/Shanghai", "2026-03-03T09:30Z", "2026-03-06T02:00Z", "Fri 6 Mar 10:00"),
        ("Asia/Shanghai", "2026-03-03T09:30Z", "2026-03-02T02:00Z", "Mon 2 Mar 10:00"),
        ("Europe/London", "2026-03-28T23:30Z", "2026-03-29T01:30Z", "tomorrow 02:30"),  # the clock leaps at 01:00
        ("Europe/London", "2026-10-25T00:30Z", "2026-10-25T01:30Z", "today 01:30"),  # 01:30 comes twice
        ("America/New_York", "2026-11-01T03:59Z", "2026-11-01T05:30Z", "tomorrow 01:30"),
    ],
)  # fmt: skip
def test_a_moment_is_said_as_the_estate_lives_it(zone: str, now: str, at: str, said: str) -> None:
    assert moment("en", datetime.fromisoformat(at), ZoneInfo(zone), datetime.fromisoformat(now)) == said


def test_a_moment_in_chinese() -> None:
    now, at = datetime.fromisoformat("2026-03-03T09:30Z"), datetime.fromisoformat("2026-03-06T02:00Z")
    shanghai = ZoneInfo("Asia/Shanghai")
    assert moment("zh-Hans", at, shanghai, now) == "3月6日 周五 10:00"
    assert moment("zh-Hant", now, shanghai, now) == "今日 17:30"


@pytest.mark.parametrize(
    ("wished", "spoken"),
    [("yue", "zh-Hant"), ("zh-Hant", "zh-Hant"), ("en", "en"), ("fr", "zh-Hans"), (None, "zh-Hans")],
)
def test_cantonese_is_answered_as_hong_kong_writes_and_unknown_tongues_in_the_estates(
    wished: str | None, spoken: str
) -> None:
    assert speak(wished, "zh-Hans") == spoken


def test_a_sentence_keeps_braces_that_people_write() -> None:
    assert say("en", "handoff.owner_says", words="{number} {") == "💬 {number} {"
