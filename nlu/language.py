"""Tells written Simplified, written Traditional, Cantonese and English apart. Called by parse.

A Cantonese function word makes a Chinese text Cantonese, whatever the script. A text without evidence of script or tongue
is `und`, unless the hint says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from nlu.normalise import HAN, script_table

_HAN = re.compile(f"[{HAN}]")
_WORD = re.compile(r"[a-z][a-z']*")
_OTHER_LETTER = re.compile(r"[^\W\d_a-zA-Z]")
_FOREIGN = re.compile(
    r"[\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff\u0600-\u06ff\u0e00-\u0e7f\u0900-\u097f\u0370-\u03ff\u0590-\u05ff]"
)
_CANTONESE = re.compile(
    "[嘅喺唔咗啲冇佢嚟嗰㗎喎囉啩哋瞓攞睇𨋢㩒乸嘥嬲攰掟孭嘢噉咁俾諗谂啱噚嗌嚿]|係(?!数|數)|咩|喇(?!叭)|搵|邊[個度位日部]|边[个度位]|點[解樣算搞]"
    "|[做跟搞整]成點|仲[未有係要喺衰識]|唔該|曱甴|插蘇|黑麻麻|惡死|屋企|老豆|細路"
)
"""Words that only Cantonese has."""
_RATHER_CANTONESE = re.compile(
    r"晒(?=$|[，。！!,. ])|過晒|幾[時多耐錢]|几[时多耐钱]|而家|依家|[聽听尋寻琴][日晚朝]|今[朝個]|晏晝|下晝|上晝|成[日晚個间間陣屋年前]|隔[離篱籬]|白車|火[滾燭]|跳[掣咗]|"
    r"阿[媽爸婆嫲爺]|多謝晒|泊車|鎖匙|黑雨|打風|有賊|爆[格喉]|食煙|揸|返[嚟屋工]|頭先|即刻|好[嘈彩]|幾好|早晨|[\u4e00-\u9fff]緊(?=$|[，。！!,. ])|點幾|粒星|後梯|預我|冧|[同搞加帶執]埋|埋(?=個|啲|嚟|去)|[一二三四五六七八九十兩\d]大[一二三四五六七八九十兩\d]細"
)
"""Words that written Chinese has too, though seldom."""
_WRITTEN = re.compile("[的了這那們嗎很還把被麼沒給]|是(?!但)|之")
_NOT_CANTONESE = re.compile(
    "[關关]係|係[數数]|埋[怨沒没頭头伏葬線线管]|[掩]埋|晒[太衣被乾干]|笑咪咪|咪咪|即刻(?=起|生效)|[這这那]樣"
)
_COMMON_ENGLISH = frozenset(
    [
        "a",
        "an",
        "the",
        "is",
        "are",
        "was",
        "were",
        "be",
        "am",
        "i",
        "you",
        "he",
        "she",
        "it",
        "we",
        "they",
        "my",
        "your",
        "our",
        "his",
        "her",
        "their",
        "this",
        "that",
        "these",
        "those",
        "to",
        "of",
        "in",
        "on",
        "at",
        "for",
        "from",
        "with",
        "and",
        "or",
        "but",
        "not",
        "no",
        "yes",
        "do",
        "does",
        "did",
        "have",
        "has",
        "had",
        "can",
        "could",
        "will",
        "would",
        "please",
        "thanks",
        "thank",
        "hello",
        "hi",
        "hey",
        "ok",
        "okay",
        "what",
        "when",
        "where",
        "who",
        "why",
        "how",
        "there",
        "here",
        "help",
        "fire",
        "lift",
        "gas",
        "water",
        "leak",
        "door",
        "flat",
        "floor",
        "block",
        "unit",
        "tower",
        "room",
        "light",
        "broken",
        "pls",
        "u",
        "ur",
        "me",
        "us",
        "him",
        "them",
        "up",
        "out",
        "off",
        "now",
        "today",
        "tomorrow",
        "ticket",
        "coming",
        "cancel",
        "human",
        "agent",
        "star",
        "stars",
        "rating",
        "delete",
        "english",
        "good",
        "bad",
        "great",
        "bye",
        "test",
        "update",
    ]
)


def detect(text: str, hint: str | None = None, english: Collection[str] = ()) -> str:
    """One of LANGUAGES for a cleaned text. `english` are further words that count as English."""
    han = len(_HAN.findall(text))
    words = _WORD.findall(text.lower())
    if han and han * 4 >= len(words):
        return _chinese(text, hint)
    if _FOREIGN.search(text):
        return "und"
    known = sum(word in _COMMON_ENGLISH or word in english for word in words)
    if known and known * 2 >= len(words):
        return "en"
    return hint if hint and not words else _doubtful(words, known, hint)


def _doubtful(words: list[str], known: int, hint: str | None) -> str:
    if hint:
        return hint
    return "en" if known and known * 3 >= len(words) else "und"


def _chinese(text: str, hint: str | None) -> str:
    rest = _NOT_CANTONESE.sub("", text)
    if _CANTONESE.search(rest) or (_RATHER_CANTONESE.search(rest) and not _WRITTEN.search(rest)):
        return "yue"
    traditional, simplified = _evidence()
    old = sum(char in traditional for char in text)
    new = sum(char in simplified for char in text)
    if old > new:
        return "zh-Hant"
    if new:
        return "zh-Hans"
    return hint if hint in ("zh-Hans", "zh-Hant", "yue") else "zh-Hans"


@lru_cache(maxsize=1)
def _evidence() -> tuple[frozenset[str], frozenset[str]]:
    """Characters written only in traditional, only in simplified text."""
    table = script_table()
    old = {chr(code) for code in table}
    new = set(table.values())
    shared = set(
        "后里面干只台松谷斗丑几才出制准余云向回卷吊喂姜家庄据板症系累范蒙表郁采钟须历发尽获当冲冬着布升游征党佣合同奸杰并占岩托挂朴烟线群针雇秋凶噪胡别叶"
    )
    return frozenset(old - new - {"乾", "著", "於"}), frozenset(new - old - shared)
