"""The photo of a notice: looked at before anything is sent, written anew without its place and camera, and kept as owners' are."""

from __future__ import annotations

import asyncio
import base64
import re
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from bot import clock
from bot.media import MediaStore
from bot.web.chat import kinds, pictures
from bot.web.ids import id_of
from bot.web.staff.wide_form import Values, WideForm, first
from handlers.base import Mistake
from handlers.notices.pictures import MOST_BYTES, check
from storage.staff import Staff
from storage.staff_store import StaffStore

#: What a form says of a photo that was kept before: random, and worth nothing to anybody else.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")

#: Pixels of the longer side of the small picture that a preview shows.
_SHOWN = 900


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo that was just kept or kept before. `token` is what the form carries on."""

    token: str
    reference: str


class Photos:
    """Keeps the photos of notices, each for the member of staff who sent it: nobody's form can name another's file."""

    def __init__(self, media: MediaStore) -> None:
        self._media = media
        self._decoding = asyncio.Semaphore(1)

    async def taken(self, who: Staff, form: WideForm) -> Photo | None:
        """The photo of a form: a new one, or the one that it carries on. Raises Mistake for what the channels would refuse."""
        if "photo" in form.oversized:
            raise Mistake("notices.large_picture", most=MOST_BYTES // 1024 // 1024)
        if first(form.values, "no_photo") == "yes":
            return None
        data = form.files.get("photo", b"")
        if data:
            token = clock.token()
            async with self._decoding:
                clean = await asyncio.to_thread(_clean, data)
            return Photo(token, await asyncio.to_thread(self._keep, clean, _source(who, token)))
        return self._kept(who, first(form.values, "photo_token"))

    def _keep(self, clean: bytes, source: str) -> str:
        try:
            return self._media.keep(clean, "jpg", source)
        except OSError:
            raise Mistake("notices.picture_not_kept") from None

    def _kept(self, who: Staff, token: str) -> Photo | None:
        if not _TOKEN.fullmatch(token):
            return None
        reference = self._media.reference("jpg", _source(who, token))
        return Photo(token, reference) if self._media.has(reference) else None

    def shown(self, references: tuple[str, ...]) -> str:
        """The first picture, small, as an address that holds the picture itself; empty where there is none."""
        try:
            return _small(self._media.read(references[0])) if references else ""
        except FileNotFoundError:
            return ""


def _source(who: Staff, token: str) -> str:
    return f"notice:{who.id}:{token}"


def carried(store: StaffStore, values: Values) -> tuple[str, ...]:
    """The pictures of an earlier notice that the form takes along; none where it is not theirs to see, or was taken off."""
    if first(values, "no_photo") == "yes":
        return ()
    found = store.notices.by_id(id_of(first(values, "photo_of")))
    return found.pictures if found else ()


def _clean(data: bytes) -> bytes:
    if kinds.looks_like_heic(data[:32]):
        raise Mistake("notices.heic_picture")
    if not kinds.looks_like_picture(data[:32]):
        raise Mistake("notices.no_picture")
    try:
        clean = pictures.upright_jpeg(BytesIO(data))
    except pictures.TooManyPixels:
        raise Mistake("notices.heavy_picture") from None
    except pictures.NotAPicture:
        raise Mistake("notices.no_picture") from None
    with Image.open(BytesIO(clean)) as picture:
        check(picture.width, picture.height, len(clean))
    return clean


def _small(data: bytes) -> str:
    out = BytesIO()
    with Image.open(BytesIO(data), formats=("JPEG",)) as picture:
        picture.thumbnail((_SHOWN, _SHOWN))
        picture.convert("RGB").save(out, "JPEG", quality=70)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode("ascii")
