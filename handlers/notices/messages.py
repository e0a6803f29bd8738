"""What an account reads of a notice: a bold headline, the facts, what we do, what we ask, the number, who signs, how to complain.

The safety notice of the sources has these very parts (H01 to H05). Everybody reads their own language, where the notice has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.base import Button, Picture, Reply, ToDelivery
from handlers.wording import say, speak
from storage.deliveries import Recipient
from storage.estates import Estate
from storage.notices import Notice, NoticeText

#: What a messaging app takes as one message, in UTF-16 units (Telegram: 4,096 after parsing).
LONGEST = 4_096

Buttons = tuple[tuple[Button, ...], ...]


def chosen(texts: Mapping[str, NoticeText], spoken: str | None, estate: Estate) -> NoticeText:
    """The words for somebody who reads this language: their own, else the other Chinese script, else the estate's, else any."""
    wished = speak(spoken, estate.language)
    near = {"zh-Hans": "zh-Hant", "zh-Hant": "zh-Hans"}.get(wished, wished)
    for language in (wished, near, estate.language):
        if language in texts:
            return texts[language]
    return next(iter(texts.values()))


def title(notice: Notice, text: NoticeText, language: str) -> str:
    """The headline behind what it is."""
    return f"{headed(notice, language)} · {text.headline}"


def headed(notice: Notice, language: str) -> str:
    """What it is, as its headline begins: an exercise or a test says so first, an update or a cancellation next."""
    words = say(language, f"notices.kind.{notice.kind}")
    if notice.msg_type != "Alert":
        words = say(language, f"notices.type.{notice.msg_type}", kind=words)
    if notice.status != "Actual":
        words = f"{say(language, f'notices.status.{notice.status}')} · {words}"
    return words


def body(notice: Notice, text: NoticeText, estate: Estate, language: str, at: datetime) -> str:
    """The words below the headline, in the order of the sources."""
    signed = text.signature or estate.name
    day = at.astimezone(ZoneInfo(estate.timezone)).date().isoformat()
    parts = [
        text.facts,
        _numbered(say(language, "notices.doing"), text.doing),
        _numbered(say(language, "notices.asked"), text.asked),
        _numbered(say(language, "notices.choose"), text.options),
        say(language, "notices.number", phone=estate.phone),
        f"{signed}\n{day}",
        say(language, "notices.how_to_complain", phone=estate.phone),
    ]
    return "\n\n".join(part for part in parts if part)


def _numbered(head: str, lines: str) -> str:
    found = [line.strip() for line in lines.splitlines() if line.strip()]
    return "\n".join([head, *(f"{place}. {line}" for place, line in enumerate(found, 1))]) if found else ""


def length(notice: Notice, text: NoticeText, estate: Estate, at: datetime) -> int:
    """How long a message it makes, in the units that messaging apps count in."""
    whole = f"{title(notice, text, text.language)}\n{body(notice, text, estate, text.language, at)}"
    return len(whole.encode("utf-16-le")) // 2


def message(
    notice: Notice, text: NoticeText, estate: Estate, recipient: Recipient, buttons: Buttons, at: datetime
) -> Reply:
    """The message of one delivery. `buttons` stand under it."""
    language = speak(recipient.language, estate.language)
    return Reply(
        to=ToDelivery(recipient.delivery_id, recipient.channel, recipient.address),
        title=title(notice, text, language),
        text=body(notice, text, estate, language, at),
        buttons=buttons,
        pictures=tuple(
            Picture(attachment_id=0, kind="photo", channel="file", reference=one) for one in notice.pictures
        ),
        urgency="bulk",
        earlier=recipient.earlier,
        once=notice.at_most_once,
    )
