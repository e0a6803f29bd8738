"""Whether a channel will take a picture of a notice: asked before anything is sent, because a refusal would come a thousand times."""

from __future__ import annotations

from handlers.base import Mistake

#: Telegram's laws for a photo: at most 10 MB, width and height together at most 10,000 pixels, at most 20 times as long as wide.
MOST_BYTES, MOST_SIDES, MOST_RATIO = 10 * 1024 * 1024, 10_000, 20


def check(width: int, height: int, size: int) -> None:
    """Raises Mistake in plain words for a picture of so many pixels and bytes that would be refused."""
    if width < 1 or height < 1:
        raise Mistake("notices.no_picture")
    if size > MOST_BYTES:
        raise Mistake("notices.large_picture", most=MOST_BYTES // 1024 // 1024)
    if width + height > MOST_SIDES:
        raise Mistake("notices.wide_picture", width=width, height=height, most=MOST_SIDES)
    if max(width, height) > MOST_RATIO * min(width, height):
        raise Mistake("notices.thin_picture", width=width, height=height, most=MOST_RATIO)
