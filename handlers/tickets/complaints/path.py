"""The way to complain, as one line under what the line writes about a ticket (C02): under its number, and under every later word of it.

Words that people write themselves carry none, so that a talk stays a talk; nor does what is said in danger, where each line counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.base import Reply, ToOwner
from handlers.wording import say


def line(language: str) -> str:
    return say(language, "complaints.footer")


def under(text: str, language: str) -> str:
    """A text with the way to complain below it, once."""
    return text if "/complain" in text else f"{text}\n{line(language)}"


def once(texts: Sequence[str], language: str) -> list[str]:
    """Several answers that become one bubble: the line stands under the last of them that has it."""
    foot = f"\n{line(language)}"
    having = [place for place, text in enumerate(texts) if foot in text]
    return [text.replace(foot, "") if place in having[:-1] else text for place, text in enumerate(texts)]


def belongs_under(reply: Reply) -> bool:
    """Whether a message is the line's own about a ticket, to its owner."""
    about_ticket = isinstance(reply.to, ToOwner) and reply.kind == "text" and bool(reply.text)
    return about_ticket and reply.relays is None and reply.urgency != "urgent"
