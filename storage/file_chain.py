"""A ticket's file as a chain: each entry seals the one before it, so that what was changed, dropped or slipped in shows.

An entry's content (its words and data) is sealed through a salted digest. Redaction takes the words, the data and the salt away
and leaves the digest: the chain still proves itself, and nobody can guess the words back. The ticket keeps the last seal and the
count of entries, so that a cut-off end shows too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from typing import Any

#: What stands before the first entry.
BEGINNING = "0" * 64


def program() -> str:
    """The version of the line that writes an entry; "unpacked" where it runs without having been installed."""
    try:
        return version("ownerline")
    except PackageNotFoundError:
        return "unpacked"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is sealed. `salt` None: it was redacted, and its words and data are gone."""

    ticket_id: int
    seq: int
    at: datetime
    kind: str
    actor: str
    staff_id: int | None
    shown: bool
    text: str
    data: dict[str, Any]
    version: str
    salt: str | None
    digest: str
    seal: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not fit at an entry: missing, order, content, seal or end."""

    seq: int
    what: str


def digest_of(salt: str, text: str, data: dict[str, Any]) -> str:
    """The digest of an entry's content."""
    return _hash([salt, text, data])


def seal_of(before: str, entry: Entry) -> str:
    """The seal of an entry behind the seal before it."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return _hash(
        [before, entry.ticket_id, entry.seq, at, entry.kind, entry.actor, entry.staff_id, entry.shown, entry.version,
         entry.digest]
    )  # fmt: skip


def _hash(parts: list[Any]) -> str:
    plain = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def faults(entries: Iterable[Entry], count: int, last: str) -> list[Fault]:
    """Everything that does not fit, first to last; none for an untouched file.

    `count` and `last` are what the ticket itself keeps: how many entries there are, and the last one's seal.
    """
    found: list[Fault] = []
    before, seq = BEGINNING, 0
    for entry in entries:
        seq += 1
        if entry.seq != seq:
            found.append(Fault(seq, "missing" if entry.seq > seq else "order"))
            seq = entry.seq
        if entry.salt is not None and digest_of(entry.salt, entry.text, entry.data) != entry.digest:
            found.append(Fault(seq, "content"))
        if seal_of(before, entry) != entry.seal:
            found.append(Fault(seq, "seal"))
        before = entry.seal
    if seq != count or before != last:
        found.append(Fault(count, "end"))
    return found
