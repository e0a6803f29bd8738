"""One outgoing thing becomes the requests that Telegram's limits make of it; pure, so that it is tried as a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

from bot.channels.base import Media, Outbound
from bot.channels.telegram_format import CAPTION, TEXT, Keys, Words, split, units, words_of

#: An album holds 2 to 10 of one family.
ALBUM = 10
_FAMILY = {"photo": "seen", "video": "seen", "document": "document", "audio": "audio"}
_CAPTIONED = frozenset({"photo", "video", "document", "audio", "voice", "animation"})


#: Kinds that stand in front of a file id: those that the line takes as another, and all of what was uploaded by us.
MARKS = frozenset({"animation", "video_note", "photo", "video", "document", "audio", "voice", "sticker"})

SILENT = Words("")


@dataclass(frozen=True, slots=True)
class Say:
    """sendMessage."""

    words: Words
    keys: Keys = ()


@dataclass(frozen=True, slots=True)
class Show:
    """One piece of media, with a caption where there is one."""

    media: Media
    words: Words = SILENT
    keys: Keys = ()


@dataclass(frozen=True, slots=True)
class ShowAlbum:
    """sendMediaGroup; Telegram allows it no keys."""

    media: tuple[Media, ...]
    words: Words = SILENT


Step = Say | Show | ShowAlbum


def plan(outbound: Outbound) -> list[Step]:
    """Media first, then the words; the keys stand under the last step, whose id is the message's."""
    shown = _shown(outbound.media)
    words = words_of(outbound)
    if not words.text:
        return _with_keys(shown, outbound.keys)
    if len(shown) == 1 and _takes(shown[0], words, outbound.keys):
        return _with_keys([replace(shown[0], words=words)], outbound.keys)
    said = [Say(piece) for piece in split(words, TEXT)]
    return _with_keys([*shown, *said], outbound.keys)


def requests(outbound: Outbound) -> int:
    """How many messages it counts as under Telegram's laws: each piece of a text, each picture of an album."""
    if outbound.action != "send":
        return 1
    return sum(len(step.media) if isinstance(step, ShowAlbum) else 1 for step in plan(outbound)) or 1


def method_of(media: Media) -> str:
    """Which kind Telegram keeps it as: a file id cannot be sent as another kind (see telegram_updates)."""
    head, mark, _ = media.reference.partition(":")
    return head if mark and head in MARKS else media.kind


def _shown(media: tuple[Media, ...]) -> list[Step]:
    steps: list[Step] = []
    for family, run in groupby(media, key=lambda one: _FAMILY.get(method_of(one))):
        found = tuple(run)
        size = ALBUM if family else 1
        chunks = [found[start : start + size] for start in range(0, len(found), size)]
        steps += [ShowAlbum(chunk) if len(chunk) > 1 else Show(chunk[0]) for chunk in chunks]
    return steps


def _takes(step: Step, words: Words, keys: Keys) -> bool:
    """Whether the words fit under the media as a caption."""
    if isinstance(step, Say) or units(words.text) > CAPTION:
        return False
    return not keys if isinstance(step, ShowAlbum) else method_of(step.media) in _CAPTIONED


def _with_keys(steps: list[Step], keys: Keys) -> list[Step]:
    last = steps[-1] if steps else None
    if keys and isinstance(last, Say | Show):
        steps[-1] = replace(last, keys=keys)
    return steps
