"""Which of our languages a browser asks for."""

from __future__ import annotations

import re

_TAGS = re.compile(r"^\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{1,3})?))?\s*$")
_TRADITIONAL = re.compile(r"^(yue|zh-(hant|tw|hk|mo)|zh-yue)\b")


def of_tag(tag: str) -> str | None:
    """Our language for a browser's tag: zh-HK and yue are zh-Hant, any other zh is zh-Hans; None for what we do not speak."""
    tag = tag.lower()
    if _TRADITIONAL.match(tag):
        return "zh-Hant"
    return {"zh": "zh-Hans", "en": "en"}.get(tag.split("-")[0])


def preferred(accept_language: str, otherwise: str) -> str:
    """The first of our languages in the order the browser wants them (Accept-Language), else `otherwise`."""
    wishes = [match.groups() for part in accept_language[:500].split(",") if (match := _TAGS.match(part))]
    for tag, _ in sorted(wishes, key=lambda wish: -float(wish[1] or 1)):
        if language := of_tag(tag):
            return language
    return otherwise
