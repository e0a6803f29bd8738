"""Whether a request was sent by a page of another site. A browser always says where it comes from."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web


def is_foreign(request: web.Request, *also_ours: str) -> bool:
    """`also_ours` are hosts of ours besides the one that was asked; empty ones count for nothing."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    ours = {request.host, *also_ours} - {""}
    return (origin is not None and _host(origin) not in ours) or site not in (None, "same-origin", "none")


def _host(origin: str) -> str | None:
    """The host and port; None for what is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
