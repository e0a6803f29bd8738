"""Words and keys as Telegram takes them: lengths in UTF-16 units, the title bold by an entity, never by markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.channels.base import Key, Outbound

log = structlog.get_logger()

#: Telegram's limits: UTF-16 units of a text, a caption, a topic's name; bytes of a button's data.
TEXT, CAPTION, TOPIC_NAME, DATA = 4096, 1024, 128, 64

Keys = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A text whose first `bold` UTF-16 units are its title."""

    text: str
    bold: int = 0

    @property
    def entities(self) -> list[MessageEntity]:
        return [MessageEntity(MessageEntity.BOLD, 0, self.bold)] if self.bold else []


def units(text: str) -> int:
    """How long Telegram takes a text to be."""
    return len(text) + sum(character > "\uffff" for character in text)


def words_of(outbound: Outbound) -> Words:
    """Title above text; addresses that Telegram refuses as buttons stand as lines below it."""
    title, text = _clean(outbound.title), _clean(outbound.text)
    lines = [
        f"{key.text}: {key.url}" for row in outbound.keys for key in row if key.url and not _opens(key.url)
    ]
    return Words("\n".join(part for part in (title, text, *lines) if part), units(title))


def _clean(text: str) -> str:
    """Half characters cannot be encoded; Telegram itself cuts the blanks around a text."""
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def split(words: Words, limit: int) -> list[Words]:
    """Pieces of at most `limit` units, cut behind a line, a sentence, a word, or else between two characters."""
    pieces: list[Words] = []
    text, bold = words.text, words.bold
    while units(text) > limit:
        cut = _cut(_head(text, limit))
        _add(pieces, text[:cut], bold)
        bold = max(0, bold - units(text[:cut]))
        rest = text[cut:].lstrip()
        bold = max(0, bold - (units(text[cut:]) - units(rest)))
        text = rest
    _add(pieces, text, bold)
    return pieces


def _add(pieces: list[Words], text: str, bold: int) -> None:
    text = text.strip()
    if text:
        pieces.append(Words(text, min(bold, units(text))))


def shortened(words: Words, limit: int) -> Words:
    """The words in one bubble of `limit` units, with a mark where they end early."""
    if units(words.text) <= limit:
        return words
    head = _head(words.text, limit - 1)
    return Words(head + "…", min(words.bold, units(head)))


def _head(text: str, limit: int) -> str:
    """The longest beginning of at most `limit` units."""
    head = text[:limit]
    while units(head) > limit:
        head = head[: len(head) - max(1, (units(head) - limit) // 2)]
    return head


def _cut(head: str) -> int:
    """Where to cut a beginning, in its second half if any boundary lies there."""
    half = len(head) // 2
    for boundary in (r"\n", r"[。！？!?…]|[.;；](?=\s)", r"\s"):
        ends = [match.end() for match in re.finditer(boundary, head) if match.end() > half]
        if ends:
            return ends[-1]
    return len(head)


def markup(keys: Keys) -> InlineKeyboardMarkup | None:
    rows = [[button for key in row if (button := _button(key))] for row in keys]
    rows = [row for row in rows if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(key: Key) -> InlineKeyboardButton | None:
    if key.url:
        return InlineKeyboardButton(key.text, url=key.url) if _opens(key.url) else None
    if not key.text or not 1 <= len(key.data.encode()) <= DATA:
        log.error(
            "A button was left out: its label is empty or its data is not 1 to 64 bytes.",
            action="telegram_bad_button",
            label=key.text,
        )
        return None
    return InlineKeyboardButton(key.text, callback_data=key.data)


def _opens(url: str) -> bool:
    """Whether Telegram takes an address behind a button: it refuses hosts that only this machine knows."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme == "tg":
        return True
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and "." in host and not host.startswith("127.")
