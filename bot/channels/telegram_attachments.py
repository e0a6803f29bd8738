"""What hangs on a message of Telegram's, as our Media; and the careful reading of its fields."""

from __future__ import annotations

import math
from typing import Any

from telegram import Contact, Location, Message, PhotoSize

from bot.channels.base import Media, MediaKind
from handlers.plain import one_line


class Unreadable(Exception):  # noqa: N818 - a finding about the update, not an error of ours
    """A field is not of the documented type."""


def words(value: Any) -> str:
    """A text field; absent is empty."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable("a text is expected")
    return value


def number(value: Any) -> str:
    """An id, as our values carry it."""
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
        raise Unreadable("an id is expected")
    return str(value)


def media_of(message: Message) -> tuple[Media, ...]:
    """All that is not text: at most one piece, since the parts of an album come as messages of their own."""
    if message.photo:
        return (_file("photo", max(message.photo, key=_area)),)
    if message.animation:  # Telegram repeats it as a document, for old clients
        return (_file("video", message.animation, mark="animation:"),)
    if message.video_note:
        return (_file("video", message.video_note, mark="video_note:"),)
    if message.location:
        return (_place(message.location, message.venue.title if message.venue else None),)
    if message.contact:
        return (_card(message.contact),)
    return _plain_files(message)


def _plain_files(message: Message) -> tuple[Media, ...]:
    kinds: tuple[MediaKind, ...] = ("voice", "video", "audio", "document", "sticker")
    for kind in kinds:
        found = getattr(message, kind)
        if found:
            return (_file(kind, found),)
    return ()


def _area(photo: PhotoSize) -> int:
    return photo.width * photo.height


def _file(kind: MediaKind, found: Any, mark: str = "") -> Media:
    """`name` of a sticker is the emoji it stands for."""
    reference = words(found.file_id)
    if not reference or reference.startswith("file:"):  # "file:" names files of ours
        raise Unreadable("a file id is expected")
    name = words(getattr(found, "emoji", None)) or one_line(words(getattr(found, "file_name", None)))
    size = found.file_size or 0
    if not isinstance(size, int) or not 0 <= size < 2**63:
        raise Unreadable("a size is expected")
    mime = words(getattr(found, "mime_type", None))
    return Media(kind=kind, reference=mark + reference, name=name, mime=mime, size=size)


def _place(location: Location, venue: Any) -> Media:
    latitude, longitude = float(location.latitude), float(location.longitude)
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        raise Unreadable("a place is expected")
    return Media(kind="location", latitude=latitude, longitude=longitude, name=one_line(words(venue)))


def _card(contact: Contact) -> Media:
    """`reference` is the account that the number belongs to: only if that is the sender's is the number their own."""
    name = one_line(f"{words(contact.first_name)} {words(contact.last_name)}")
    account = number(contact.user_id) if contact.user_id is not None else ""
    return Media(kind="contact", reference=account, name=name, phone=words(contact.phone_number))
