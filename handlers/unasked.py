"""The words as they read when nothing was asked: the reading that an answer's reading hides ("yes" is not a place)."""

from __future__ import annotations

from handlers.base import Request
from nlu.meaning import Meaning
from nlu.parse import parse


def read(request: Request) -> Meaning:
    """Reads the request's words without the open question."""
    return parse(request.text, now=request.now, tz=request.tz, language=request.language)
