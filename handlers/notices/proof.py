"""The proof of a notice: who was told what, and when, in a form of which every byte is fixed, with its SHA-256.

One JSON value a line, keys sorted, no spaces, UTF-8, times in UTC: the first line is the notice with its texts, each further one a
delivery. The same facts give the same bytes, whoever writes them down, and any change gives another hash. Saved as a file,
`tail -n +2 | sha256sum` shows the hash of the list and `head -n 1 | sha256sum` the hash of the texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from storage.delivery_book import Row
from storage.notices import Notice, NoticeText

#: What of a notice is proven beside its texts: the alert as it was sent, who wrote and who approved it.
_FACTS = (
    "id", "estate_id", "kind", "author_id", "approver_id", "status", "msg_type", "category", "urgency", "severity",
    "certainty", "response_type", "onset", "expires", "refers_to", "question", "pictures", "after_the_fact", "homes",
    "proposed_at", "approved_at", "sent_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hashes:
    """SHA-256, in hexadecimal: of the line with the texts, and of the lines of the list; `rows` counts the latter."""

    texts: str
    rows: int
    list: str


def first_line(notice: Notice, texts: Mapping[str, NoticeText]) -> bytes:
    """The notice and its texts, by language in the order of the alphabet."""
    facts = {name: getattr(notice, name) for name in _FACTS}
    words = {language: _values(text) for language, text in sorted(texts.items())}
    return _line({"notice": facts, "texts": words})


def row_line(row: Row) -> bytes:
    """One delivery."""
    return _line(_values(row))


def lines(notice: Notice, texts: Mapping[str, NoticeText], rows: Iterable[Row]) -> Iterator[bytes]:
    """The whole proof, line by line."""
    yield first_line(notice, texts)
    yield from (row_line(row) for row in rows)


def hashes(notice: Notice, texts: Mapping[str, NoticeText], rows: Iterable[Row]) -> Hashes:
    """The hashes of texts and list. The rows are read once, one after the other, however many there are."""
    listed, count = sha256(), 0
    for row in rows:
        listed.update(row_line(row))
        count += 1
    return Hashes(sha256(first_line(notice, texts)).hexdigest(), count, listed.hexdigest())


def _values(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _line(value: dict[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return text.encode("utf-8", "surrogatepass") + b"\n"


def _plain(value: object) -> object:
    """A moment to the microsecond in UTC, which reads the same whatever zone it was asked in."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, tuple):
        return list(value)
    raise TypeError(f"a proof holds no {type(value).__name__}")
