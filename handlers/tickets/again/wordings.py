"""How alike two texts are in their words, and which rooms they name: a help for telling one matter from another."""

from __future__ import annotations

import re

from nlu.normalise import clean, fold

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0002ffff]+")
_LATIN = re.compile(r"[a-z]{3,}")
#: Words that stand in any report.
_EMPTY = frozenset(
    ["the", "and", "for", "you", "your", "our", "has", "have", "had", "was", "are", "not", "but", "with", "that", "this", "from", "been", "they", "there", "again", "still", "please", "can", "could", "now", "its", "just", "very", "all", "too", "out", "one", "get", "got"]
)  # fmt: skip

#: Rooms by the words for them, in the folded form of all languages.
_ROOMS = {
    "kitchen": r"厨房|灶台|\bkitchen\b",
    "bathroom": r"卫生间|洗手间|厕所|浴室|马桶|冲凉房|淋浴|主卫|客卫|\b(bathroom|toilet|shower|washroom|loo|en ?suite)\b",
    "bedroom": r"卧室|睡房|主人房|房间|次卧|主卧|\b(bedroom|nursery)\b",
    "living": r"客厅|大厅(?!门)|饭厅|餐厅|\b(living room|lounge|dining room|sitting room)\b",
    "balcony": r"阳台|露台|\b(balcony|terrace)\b",
    "hall": r"玄关|走廊|楼道|\b(hallway|corridor|entrance|landing)\b",
    "lobby": r"大堂|\blobby\b",
    "garage": r"车库|地库|停车场|\b(garage|car ?park|basement)\b",
    "study": r"书房|\bstudy\b",
    "storage": r"储物|杂物|\b(utility room|store ?room)\b",
}
_ROOM_WORDS = {room: re.compile(words) for room, words in _ROOMS.items()}


def tokens(text: str) -> frozenset[str]:
    """Pairs of Chinese characters and English words, all dialects and scripts folded to one form."""
    folded = fold(clean(text))
    pairs = [run[i : i + 2] for run in _HAN.findall(folded) for i in range(max(1, len(run) - 1))]
    return frozenset([*pairs, *(word for word in _LATIN.findall(folded) if word not in _EMPTY)])


def similarity(one: str, other: str) -> float:
    """The share of the shorter text's words that stand in the other too: 0 to 1."""
    a, b = tokens(one), tokens(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def rooms(*texts: str | None) -> frozenset[str]:
    """The rooms that texts name."""
    folded = fold(clean(" ".join(text for text in texts if text)))
    return frozenset(room for room, words in _ROOM_WORDS.items() if words.search(folded))
