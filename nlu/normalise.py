"""Folds a message to the one form that rules and classifier read; never changes what is kept of the owner's words.

Width, case, elongation, script, Cantonese words, voice-to-text homophones and text-speak are levelled here, so that
everything behind this file is written once instead of four times. Called by parse, train and the slot readers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from nlu.wordlist import WordList

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
    text = _in_words(text, english_words())
    return _SPACE.sub(" ", text).strip()


def simplified(text: str) -> str:
    """The same text in simplified characters, one for one, so that positions stay."""
    return text.translate(script_table())


def _fold_chinese(text: str) -> str:
    text = text.translate(_folding_table()).replace("关是", "关系")
    for known, words in (_chinese_words(), _homophones()):
        text = _replaced(text, known.find(text), words)
    return _in_words(text, latin_in_chinese())


def _replaced(text: str, found: list[tuple[int, str]], words: dict[str, str]) -> str:
    parts: list[str] = []
    end = 0
    for start, word in found:
        parts += (text[end:start], words[word])
        end = start + len(word)
    return "".join(parts) + text[end:] if parts else text


def _in_words(text: str, words: dict[str, str]) -> str:
    """The text with those of its Latin words replaced that the table knows; most texts have none of them."""
    if words.keys().isdisjoint(_WORD.findall(text)):
        return text
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
def _chinese_words() -> tuple[WordList, dict[str, str]]:
    table = _folding_table()
    raw = {str(key).lower(): str(value).translate(table) for key, value in lexicon("cantonese.yml").items()}
    words = {key.translate(table): value for key, value in raw.items() if not key.isascii()}
    return WordList(words), words


@lru_cache(maxsize=1)
def _homophones() -> tuple[WordList, dict[str, str]]:
    words = dict(lexicon("repairs.yml")["chinese"])
    return WordList(words), words


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
