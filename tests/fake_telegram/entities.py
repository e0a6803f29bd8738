"""Which text and which entities a message has: as marked up, trimmed, and with what Telegram finds in it by itself."""

from __future__ import annotations

import re
from typing import Any

from .errors import bad_request
from .html_markup import HtmlReader, utf16

MAX_ENTITIES = 100
DETECTED = (
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("url", re.compile(r"https?://[^\s<>\"，。！？；）]+")),
    ("email", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("mention", re.compile(r"(?<!\w)@\w{4,32}")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
)


def detect(text: str, marked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entities as marked, and what Telegram finds by itself: commands, links, addresses, mentions, hashtags."""
    found = list(marked)
    for kind, pattern in DETECTED:
        for match in pattern.finditer(text):
            start, length = utf16(text[: match.start()]), utf16(match.group())
            if all(start + length <= e["offset"] or e["offset"] + e["length"] <= start for e in found):
                found.append({"type": kind, "offset": start, "length": length})
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def trim(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Blank space at either end does not count; entities move with their text."""
    lead = utf16(text[: len(text) - len(text.lstrip())])
    text = text.strip()
    size = utf16(text)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(size, entity["offset"] + entity["length"] - lead)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return text, kept[:MAX_ENTITIES]


def parse(text: str, parse_mode: str, given: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """The text and entities of a request."""
    if "\0" in text:
        text = text.replace("\0", "")
    mode = parse_mode.lower()
    if mode == "html":
        text, given = HtmlReader(text).read()
    elif mode:
        raise bad_request("unsupported parse_mode")
    text, entities = trim(text, given)
    return text, detect(text, entities)
