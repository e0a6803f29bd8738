"""The page itself and its files: rendered once a language, versioned by their contents, and fenced in by headers."""

from __future__ import annotations

import gzip
import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from handlers.wording import LANGUAGES, catalogue

_FOLDER = Path(__file__).parent
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

#: Each language by its own name, as its speakers look for it.
LANGUAGE_NAMES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}

#: Nothing from elsewhere, no script or style inside the page, no frames around it, text never becomes markup.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=()",
}


def render(language: str, estate_name: str, estate_phone: str) -> str:
    """The page in a language, with all languages' words for the script to switch between."""
    page: str = _template().render(
        language=language,
        words=_words()[language],
        everything=Markup(_data()),  # noqa: S704 - our own catalogues, with every < escaped
        languages=LANGUAGE_NAMES,
        estate_name=estate_name,
        estate_phone=estate_phone,
        dial="".join(c for c in estate_phone if c in "+0123456789"),
        version=version(),
    )
    return page


@cache
def version() -> str:
    """Changes when any file of the page does, so that browsers may keep the files for ever."""
    digest = sha256()
    for file in sorted((_FOLDER / "static").iterdir()):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]


async def static(request: web.Request) -> web.Response:
    """A file of the page; only what lies in the folder has a name here."""
    file = _files().get(request.match_info["name"])
    if file is None:
        raise web.HTTPNotFound
    content_type, plain, packed = file
    response = web.Response(body=plain, content_type=content_type, charset="utf-8", headers=HEADERS)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = web.Response(body=packed, content_type=content_type, charset="utf-8", headers=HEADERS)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    fresh = request.match_info["version"] == version()
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if fresh else "no-cache"
    return response


@cache
def _files() -> dict[str, tuple[str, bytes, bytes]]:
    return {
        file.name: (_TYPES[file.suffix], file.read_bytes(), gzip.compress(file.read_bytes(), mtime=0))
        for file in sorted((_FOLDER / "static").iterdir())
        if file.suffix in _TYPES
    }


@cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(_FOLDER), autoescape=True).get_template("page.html")


@cache
def _words() -> dict[str, dict[str, str]]:
    """The page's words by language, under their short names."""
    return {
        language: {
            key.removeprefix("chat_page."): text
            for key, text in catalogue(language).items()
            if key.startswith("chat_page.") and not key.startswith("chat_page.error_")
        }
        for language in LANGUAGES
    }


@cache
def _data() -> str:
    return json.dumps(_words(), ensure_ascii=False).replace("<", "\\u003c")
