"""A form with boxes of which several may be ticked, and with a file: read within limits, whichever way the browser sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.web.staff.door import LARGEST_FORM, Refusal, Visit, check_csrf, check_origin, storable

#: More fields than the widest form sends: every building of some hundred estates ticked.
_MOST_FIELDS = 4000

#: Bytes of a file that are kept; what is larger is read on for a while, so that the browser hears why it was too large.
LARGEST_FILE, _READ_ON = 10 * 1024 * 1024, 60 * 1024 * 1024

Values = Mapping[str, tuple[str, ...]]

#: The parts of a text in which somebody writes sentences; a field each for every language, as in facts-zh-Hant.
WRITTEN = ("headline", "facts", "doing", "asked", "options", "signature")


@dataclass(frozen=True, slots=True)
class WideForm:
    """What came: words by field, and the bytes of a file by field; `oversized` names the files that were too large to keep."""

    values: Values
    files: Mapping[str, bytes] = field(default_factory=dict)
    oversized: frozenset[str] = frozenset()

    def get(self, name: str) -> str:
        """The first value of a field; empty where there is none."""
        return first(self.values, name)


def first(values: Values, name: str, otherwise: str = "") -> str:
    """The first value of a field."""
    return next(iter(values.get(name, ())), otherwise)


def written(values: Values) -> str:
    """All sentences of a form, so that they are not lost with it."""
    names = [name for name in values if name == "text" or name.partition("-")[0] in WRITTEN]
    return "\n\n".join(words for name in names for words in values[name] if words)


async def wide_form_of(visit: Visit) -> WideForm:
    """The form that a page of this session sent. Raises Refusal."""
    check_origin(visit.request)
    form = await read_wide(visit.request)
    check_csrf(visit, {"csrf": form.get("csrf"), "text": written(form.values)})
    return form


async def read_wide(request: web.Request) -> WideForm:
    """Raises Refusal: 415 no form, 413 too large."""
    if request.content_type == "multipart/form-data":
        try:
            return await _parts(request)
        except (ValueError, RuntimeError, LookupError, web.HTTPException):
            raise Refusal(415, "no_form") from None
    if request.content_type != "application/x-www-form-urlencoded":
        raise Refusal(415, "no_form")
    body = await _bytes(request)
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"),
            keep_blank_values=True,
            max_num_fields=_MOST_FIELDS,
            errors="replace",
        )
    except ValueError:
        raise Refusal(415, "no_form") from None
    return WideForm(_gathered(pairs))


async def _bytes(request: web.Request) -> bytes:
    held = bytearray()
    async for chunk in request.content.iter_chunked(16 * 1024):
        held += chunk
        if len(held) > LARGEST_FORM:
            raise Refusal(413, "large_form")
    return bytes(held)


async def _parts(request: web.Request) -> WideForm:
    pairs: list[tuple[str, str]] = []
    files: dict[str, bytes] = {}
    oversized, words = set[str](), 0
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if not isinstance(part, BodyPartReader) or not part.name:
            raise Refusal(415, "no_form")
        if part.filename is not None:
            files[part.name], whole = await _file(part)
            oversized |= set() if whole else {part.name}
            continue
        value = await _word(part, LARGEST_FORM - words)
        words += len(value)
        pairs.append((part.name, value.decode("utf-8", "replace")))
        if len(pairs) > _MOST_FIELDS:
            raise Refusal(415, "no_form")
    return WideForm(_gathered(pairs), files, frozenset(oversized))


async def _word(part: BodyPartReader, most: int) -> bytes:
    held = bytearray()
    while chunk := await part.read_chunk(16 * 1024):
        held += chunk
        if len(held) > most:
            raise Refusal(413, "large_form")
    return bytes(held)


async def _file(part: BodyPartReader) -> tuple[bytes, bool]:
    """The bytes, and whether all of them were kept."""
    held, size = bytearray(), 0
    while chunk := await part.read_chunk(64 * 1024):
        size += len(chunk)
        if size <= LARGEST_FILE:
            held += chunk
        if size > _READ_ON:
            raise Refusal(413, "large_form")
    return bytes(held) if size <= LARGEST_FILE else b"", size <= LARGEST_FILE


def _gathered(pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        found[name] = (*found.get(name, ()), storable(value))
    return found
