"""What a sent file really is, by its first bytes; its name and the type it claims count for nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of file that is accepted: what the line calls it, its type, and the ending it is kept under."""

    kind: Literal["photo", "audio", "document"]
    mime: str
    ending: str


PHOTO = Kind("photo", "image/jpeg", "jpg")

#: The first bytes of what is accepted as an attachment; it is given back only as a download, never shown by the browser.
_ATTACHMENTS = (
    (rb"%PDF-", Kind("document", "application/pdf", "pdf")),
    (rb"OggS", Kind("audio", "audio/ogg", "ogg")),
    (rb"ID3|\xff[\xfb\xf3\xf2]", Kind("audio", "audio/mpeg", "mp3")),
    (rb"RIFF....WAVE", Kind("audio", "audio/wav", "wav")),
    (rb"....ftypM4A", Kind("audio", "audio/mp4", "m4a")),
    (rb"\x1a\x45\xdf\xa3", Kind("audio", "audio/webm", "webm")),
    (rb"#!AMR", Kind("audio", "audio/amr", "amr")),
    (rb"fLaC", Kind("audio", "audio/flac", "flac")),
    (rb"\xff[\xf0\xf1\xf8\xf9]", Kind("audio", "audio/aac", "aac")),
)

#: Apple's photo format: its decoder is not part of this house, so the sender is told what to do instead.
_HEIC = re.compile(rb"....ftyp(heic|heix|hevc|heim|heis|mif1|msf1)", re.DOTALL)

_PICTURE = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF....WEBP", re.DOTALL)


def attachment(head: bytes) -> Kind | None:
    """The sort of attachment that begins like this; None for all others."""
    return next((kind for start, kind in _ATTACHMENTS if re.match(start, head, re.DOTALL)), None)


def looks_like_heic(head: bytes) -> bool:
    return bool(_HEIC.match(head))


def looks_like_picture(head: bytes) -> bool:
    """Whether it begins like a picture; only decoding it tells whether it is one."""
    return bool(_PICTURE.match(head))


def safe_name(name: str, otherwise: str) -> str:
    """A file's name for people to read: no folders, no control or direction characters, at most 80 characters."""
    last = re.split(r"[/\\]", name.encode("utf-8", "replace").decode("utf-8"))[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    return kept.strip(" .")[:80] or otherwise
