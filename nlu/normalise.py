"""Folds a message to the one form that rules and classifier read; never changes what is kept of the owner's words.

Width, case, elongation, script, Cantonese words, voice-to-text homophones and text-speak are levelled here, so that
everything behind this file is written once instead of four times. Called by parse, train and the slot readers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
LIMIT = 4000
"""Characters of a message that are read: a Telegram message holds 4,096; of more, the first 3,000 and the last 1,000."""

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002ffff"
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)
_LONG_NUMBER = re.compile(r"(\d{30})\d+")
_ELONGATED = re.compile(r"([^\d\s⭐★🌟])\1{2,}")
_HAN_CHAR = re.compile(f"[{HAN}]")
_SPACE = re.compile(r"[ \t\u3000\xa0]+")
_WORD = re.compile(r"[a-z']+(?:/[a-z])?")


def clean(text: str) -> str:
    """The message without what cannot be shown (controls, lone surrogates, bidi marks), at most LIMIT characters."""
    if len(text) > LIMIT:
        text = text[: LIMIT - 1000] + "\n" + text[-999:]
    return _LONG_NUMBER.sub(r"\1", _CONTROL.sub("", text)).strip()


def fold(text: str) -> str:
    """The form that rules and classifier read. Idempotent enough to be given its own result."""
    text = (
        unicodedata.normalize("NFKC", clean(text))
        .lower()
        .replace("’", "'")
        .replace("‘", "'")
        .replace("`", "'")
    )
    text = _ELONGATED.sub(r"\1\1", text)
    if _HAN_CHAR.search(text):
        text = _fold_chinese(text)
    text = _fold_english(text)
    return _SPACE.sub(" ", text).strip()


def simplified(text: str) -> str:
    """The same text in simplified characters, one for one, so that positions stay."""
    return text.translate(script_table())


def trie_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern that finds any of the words, the longest first, without trying each of them in turn."""
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return re.compile(_branch(trie))


def _branch(node: dict[str, Any]) -> str:
    parts = [re.escape(char) + _branch(below) for char, below in node.items() if char]
    if not parts:
        return ""
    inner = parts[0] if len(parts) == 1 and "" not in node else f"(?:{'|'.join(parts)})"
    return inner + "?" if "" in node else inner


def _fold_chinese(text: str) -> str:
    text = text.translate(_folding_table()).replace("关是", "关系")
    for pattern, words in (_chinese_words(), _homophones()):
        text = pattern.sub(lambda found, words=words: words[found.group()], text)  # type: ignore[misc]
    latin = latin_in_chinese()
    return _WORD.sub(lambda found: latin.get(found.group(), found.group()), text)


def _fold_english(text: str) -> str:
    words = english_words()
    return _WORD.sub(lambda found: words.get(found.group(), found.group()), text)


@lru_cache(maxsize=1)
def script_table() -> dict[int, str]:
    """Traditional to simplified, by character."""
    lines = (DATA / "lexicons" / "script.txt").read_text(encoding="utf-8").splitlines()
    pairs = "".join(line for line in lines if not line.startswith("#"))
    return {ord(pairs[at]): pairs[at + 1] for at in range(0, len(pairs) - 1, 2)}


@lru_cache(maxsize=1)
def _folding_table() -> dict[int, str]:
    return {**script_table(), ord("係"): "是", ord("𨋢"): "电梯", ord("噚"): "寻"}


@lru_cache(maxsize=1)
def _chinese_words() -> tuple[re.Pattern[str], dict[str, str]]:
    table = _folding_table()
    raw = {str(key).lower(): str(value).translate(table) for key, value in lexicon("cantonese.yml").items()}
    words = {key.translate(table): value for key, value in raw.items() if not key.isascii()}
    return trie_pattern(words), words


@lru_cache(maxsize=1)
def _homophones() -> tuple[re.Pattern[str], dict[str, str]]:
    words = dict(lexicon("repairs.yml")["chinese"])
    return trie_pattern(words), words


@lru_cache(maxsize=1)
def latin_in_chinese() -> dict[str, str]:
    """Latin words inside a Chinese message that have a Chinese word: pinyin initials, Hong Kong's English nouns."""
    words = {
        str(key).lower(): str(value) for key, value in lexicon("cantonese.yml").items() if str(key).isascii()
    }
    return words | dict(lexicon("repairs.yml")["latin_in_chinese"])


@lru_cache(maxsize=1)
def english_words() -> dict[str, str]:
    """Text-speak and dictation slips, by word."""
    return {str(key): str(value) for key, value in lexicon("repairs.yml")["english"].items()}


def lexicon(name: str) -> Any:
    """A file of nlu/data/lexicons, parsed; a mistake in it is ours and stops the start."""
    return read_yaml(DATA / "lexicons" / name)


def read_yaml(file: Path) -> Any:
    """A file of ours, parsed by the fast reader where the library has it: a start should not wait for word lists."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
