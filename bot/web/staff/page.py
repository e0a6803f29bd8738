"""How a staff page is drawn: templates that escape everything, files under names that change with them, strict headers."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handlers.wording import has, say

_FOLDER = Path(__file__).parent
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

#: Nothing from elsewhere, no script or style inside a page, no frames around it, forms go home only.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), camera=(), payment=()",
}


def render(name: str, language: str, *, status: int = 200, **values: Any) -> web.Response:
    """A page in a language."""
    text = drawn(name, language, version=version(), **values)
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8", headers=HEADERS)


def drawn(name: str, language: str, **values: Any) -> str:
    """A template in a language, as text; its words may be the pages' own or any catalogue's."""

    def words(key: str, **more: object) -> str:
        own = f"staff_pages.{key}"
        return say(language, own if has(own) else key, **more)

    return _templates().get_template(name).render(t=words, language=language, **values)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER / "pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip


@cache
def version() -> str:
    """Changes when any file of the pages does, so that browsers may keep the files for ever."""
    digest = sha256()
    for name, (_, data) in sorted(_files().items()):
        digest.update(name.encode() + data)
    return digest.hexdigest()[:12]


@cache
def _files() -> dict[str, tuple[str, bytes]]:
    return {file.name: (_TYPES[file.suffix], file.read_bytes()) for file in (_FOLDER / "static").iterdir()}


async def static(request: web.Request) -> web.Response:
    """A file of the pages; only what lies in the folder has a name here."""
    found = _files().get(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    fresh = request.match_info["version"] == version()
    keeping = "public, max-age=31536000, immutable" if fresh else "no-cache"
    return web.Response(
        body=found[1], content_type=found[0], charset="utf-8", headers={**HEADERS, "Cache-Control": keeping}
    )
