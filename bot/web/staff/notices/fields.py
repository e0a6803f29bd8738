"""The fields of the form in which a notice is written, and what stands in them at first: of a template, or of an earlier notice."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.web.staff.wide_form import WRITTEN as PARTS
from bot.web.staff.wide_form import Values
from handlers.notices.templates import Template
from handlers.wording import LANGUAGES
from storage.audience import Audience, from_json
from storage.estates import Estate
from storage.notices import Notice, NoticeText
from storage.staff_store import StaffStore

__all__ = [
    "AUDIENCE",
    "CODES",
    "PARTS",
    "buildings_of",
    "of_follow_up",
    "of_kind",
    "of_notice",
    "of_template",
    "part",
    "typed",
]

#: The fields with CAP's own words; empty means: as usual for the kind.
CODES = ("category", "urgency", "severity", "certainty", "response_type")

#: Whom it is for: fields of the audience that are the same for every estate. Buildings are ticked for each estate by name.
AUDIENCE = (
    "floors", "lines", "with_attributes", "without_attributes", "roles", "languages", "tiers", "stages", "club", "open_incident",
    "include", "exclude",
)  # fmt: skip


def part(name: str, language: str) -> str:
    return f"{name}-{language}"


def buildings_of(estate_id: int) -> str:
    """The field in which buildings of an estate are ticked."""
    return f"buildings-of-{estate_id}"


def of_kind(kind: str) -> Values:
    """An empty sheet."""
    return {"kind": (kind,)}


def of_template(template: Template, now: datetime, zone: ZoneInfo) -> Values:
    """The words of a template, and when it suggests that the notice is over, to the full hour."""
    over = (now + timedelta(hours=template.expires_hours)).astimezone(zone).replace(minute=0)
    return {
        "template": (template.name,),
        "kind": (template.kind,),
        **_words(dict(template.texts)),
        **{name: (value,) for name, value in template.cap.items()},
        "expires": (typed(over, zone),),
    }


def of_notice(store: StaffStore, notice: Notice, estate: Estate) -> Values:
    """Everything of an earlier notice, to be changed and sent as another."""
    zone = ZoneInfo(estate.timezone)
    texts = store.notices.texts(notice)
    found: dict[str, tuple[str, ...]] = {
        "template": (notice.template,), "kind": (notice.kind,), "status": (notice.status,), "question": (notice.question,),
        "estate": (str(estate.id),), "photo_of": (str(notice.id),) if notice.pictures else (),
        "at_most_once": ("yes",) if notice.at_most_once else (), "fallback": ("yes",) if len(texts) < len(LANGUAGES) else (),
        **_words(texts), **{name: (getattr(notice, name),) for name in CODES},
        **_of_audience(store, estate, from_json(notice.audience)),
    }  # fmt: skip
    for name in ("onset", "expires", "send_at"):
        at = getattr(notice, name)
        found[name] = (typed(at, zone),) if at else ()
    return found


def of_follow_up(store: StaffStore, notice: Notice, estate: Estate, msg_type: str) -> Values:
    """An update or a cancellation of a notice: its words and codes, without its moments, and to whoever got it."""
    found = dict(of_notice(store, notice, estate))
    for name in (
        "template",
        "send_at",
        "onset",
        "expires",
        "question",
        "photo_of",
        *AUDIENCE,
        buildings_of(estate.id),
    ):
        found.pop(name, None)
    words = ("facts", "doing", "asked", "options") if msg_type == "Cancel" else ("options",)
    for language in LANGUAGES:
        for name in words:
            found.pop(part(name, language), None)
    if msg_type == "Cancel":
        found |= {"urgency": ("Past",), "response_type": ("AllClear",)}
    return {**found, "msg_type": (msg_type,), "refers_to": (str(notice.id),)}


def _words(texts: dict[str, NoticeText]) -> dict[str, tuple[str, ...]]:
    return {
        part(name, language): (getattr(text, name),) for language, text in texts.items() for name in PARTS
    }


def _of_audience(store: StaffStore, estate: Estate, audience: Audience) -> dict[str, tuple[str, ...]]:
    names = {one.id: one.name for one in store.buildings()}
    labels = {
        name: ", ".join(store.homes.labels(getattr(audience, name)).values())
        for name in ("include", "exclude")
    }
    return {
        buildings_of(estate.id): tuple(names[one] for one in audience.buildings if one in names),
        "floors": (", ".join(audience.floors),), "lines": (", ".join(audience.lines),),
        "with_attributes": audience.with_attributes, "without_attributes": audience.without_attributes,
        "roles": audience.roles, "languages": audience.languages, "tiers": audience.tiers, "stages": audience.stages, "club": audience.club,
        "open_incident": (str(audience.open_incident),) if audience.open_incident else (),
        **{name: (words,) for name, words in labels.items()},
    }  # fmt: skip


def typed(at: datetime, zone: ZoneInfo) -> str:
    """A moment as a field for date and time holds it, in the estate's own time."""
    return at.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
