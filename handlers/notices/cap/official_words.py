"""The words of an official alert as those of a notice: who says it and when, what is the matter, what to do, in each of our languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.notices.cap.languages import ours
from handlers.notices.cap.parts import Part
from handlers.notices.cap.shortening import (
    CONTACT,
    DESCRIPTION,
    HEADLINE,
    INSTRUCTION,
    NAME,
    READ,
    lines,
    shortened,
    units,
)
from handlers.notices.cap.values import Alert, Info
from handlers.wording import LANGUAGES, moment, say


@dataclass(frozen=True, slots=True)
class Words:
    """A notice's words in one of our languages; `asked` has a line for each thing to do."""

    language: str
    headline: str
    facts: str
    asked: str


def source_of(alert: Alert, info: Info | None) -> str:
    """Who says it, as people know them; the sender's address where nothing else is given."""
    return (info.sender_name if info else "") or alert.source or alert.sender


def words(alert: Alert, part: Part, tz: ZoneInfo) -> tuple[Words, ...]:
    """One text for each language of ours that the part has, with times as this zone lives them. None where it has none of them.

    A Cancel that says no more has our own words in every language.
    """
    if not part.infos:
        return tuple(_bare(alert, language, tz) for language in LANGUAGES)
    said: dict[str, Info] = {}
    for info in part.infos:
        language = ours(info.language, f"{info.headline}{info.event}{info.description}")
        if language:
            said.setdefault(language, info)
    return tuple(_text(alert, info, language, tz) for language, info in said.items())


def too_much_is_asked(info: Info) -> bool:
    """Whether what people are to do does not fit whole."""
    return len(info.instruction) > READ or units(_asked(info)) > INSTRUCTION


def _asked(info: Info) -> str:
    return lines(info.instruction[:READ])


def _text(alert: Alert, info: Info, language: str, tz: ZoneInfo) -> Words:
    whole = info.description or info.event
    facts = [*_heading(alert, info, language, tz), shortened(whole, DESCRIPTION)]
    if shortened(whole, DESCRIPTION) != whole or too_much_is_asked(info):
        facts.append(say(language, "cap.shortened", source=_named(alert, info)))
    facts += [
        say(language, "cap.from", when=_at(language, info.onset, tz)) if info.onset else "",
        say(language, "cap.until", when=_at(language, info.expires, tz)) if info.expires else "",
        say(language, "cap.more", web=shortened(info.web, CONTACT)) if info.web else "",
        say(language, "cap.contact", contact=shortened(info.contact, CONTACT)) if info.contact else "",
    ]
    headline = shortened(" ".join((info.headline or info.event).split()), HEADLINE)
    asked = shortened(_asked(info), INSTRUCTION)
    return Words(language, headline, "\n".join(one for one in facts if one), asked)


def _bare(alert: Alert, language: str, tz: ZoneInfo) -> Words:
    """That it is withdrawn, and the sender's note, which has one language only."""
    facts = [*_heading(alert, None, language, tz), shortened(alert.note, DESCRIPTION)]
    headline = say(language, "cap.withdrawn_headline")
    return Words(language, headline, "\n".join(one for one in facts if one), "")


def _heading(alert: Alert, info: Info | None, language: str, tz: ZoneInfo) -> list[str]:
    """Who says it and when; that it is no real warning; that something earlier is withdrawn."""
    source = _named(alert, info)
    told = [say(language, "cap.source", source=source, when=_at(language, alert.sent, tz))]
    if alert.status != "Actual":
        told.append(say(language, f"cap.status.{alert.status}"))
    if alert.msg_type == "Cancel":
        last = max(one.sent for one in alert.references)
        told.append(say(language, "cap.withdrawn", source=source, when=_at(language, last, tz)))
    return told


def _named(alert: Alert, info: Info | None) -> str:
    return shortened(source_of(alert, info), NAME)


def _at(language: str, at: datetime, tz: ZoneInfo) -> str:
    """A time with its date: nobody knows on which day the notice is read."""
    return moment(language, at, tz, at + timedelta(days=7))
