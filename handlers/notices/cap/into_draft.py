"""An official alert becomes the words and fields of a notice that a person may look at, complete and send.

Its codes are carried over as they are. Whoever says it is named first (H02), and whatever is no real warning says so in its
first words, so that nobody takes an exercise for one. What the management does about it is for the management to add.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.notices.cap.official_words import Words, source_of, too_much_is_asked, words
from handlers.notices.cap.parts import Part
from handlers.notices.cap.values import Alert, Info, Reference
from handlers.wording import LANGUAGES


class NotForOwners(ValueError):  # noqa: N818 - said to the person who brings the alert
    """No notice is to be made of this alert; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """What an info says in the standard's own words."""

    category: str
    urgency: str
    severity: str
    certainty: str
    response_type: str
    effective: datetime | None
    onset: datetime | None
    expires: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A notice to be. `speaks_of` are the earlier alerts that it updates or cancels. Without `codes`: a Cancel that says none, which
    keeps those of what it cancels. `cautions` are for whoever looks at it.
    """

    made_from: Reference
    source: str
    kind: str
    status: str
    msg_type: str
    codes: Codes | None
    words: tuple[Words, ...]
    speaks_of: tuple[Reference, ...]
    cautions: tuple[str, ...]


def refuse(alert: Alert, now: datetime) -> None:
    """Raises NotForOwners for an answer among machines, for an alert without words, and for one that is over."""
    if alert.msg_type in ("Ack", "Error"):
        what = "an Ack" if alert.msg_type == "Ack" else "an Error"
        raise NotForOwners(
            f"This is {what}: one warning system answers another, and residents are told nothing by it."
        )
    if not alert.infos and alert.msg_type != "Cancel":
        raise NotForOwners("This alert says nothing: it has no info. Ask its sender for the whole of it.")
    if alert.infos and all(is_over(Part((info,)), alert, now) for info in alert.infos):
        last = max(info.expires for info in alert.infos if info.expires)
        raise NotForOwners(f"This alert is over: it expired at {last.isoformat()}.")


def is_over(part: Part, alert: Alert, now: datetime) -> bool:
    """Whether one part of an alert has expired, while others may go on. A Cancel is never too late."""
    ends = [info.expires for info in part.infos if info.expires]
    return alert.msg_type != "Cancel" and bool(ends) and max(ends) <= now


def into_draft(alert: Alert, part: Part, tz: ZoneInfo) -> Draft:
    """The draft of one part for an estate in this zone. Raises NotForOwners where no info is in a language of ours."""
    found = words(alert, part, tz)
    if not found:
        spoken = ", ".join(info.language for info in part.infos)
        raise NotForOwners(f"This alert is in {spoken}; the line speaks {', '.join(LANGUAGES)}.")
    first = part.infos[0] if part.infos else None
    return Draft(
        made_from=alert.reference, source=source_of(alert, first), kind=_kind(first), status=alert.status,
        msg_type=alert.msg_type, codes=_codes(first) if first else None, words=found,
        speaks_of=alert.references if alert.msg_type != "Alert" else (), cautions=_cautions(alert, part, found),
    )  # fmt: skip


def _kind(info: Info | None) -> str:
    """An outage is what fails (Infra) without being grave; everything else is about safety."""
    if info and info.categories[0] == "Infra" and info.severity not in ("Extreme", "Severe"):
        return "outage"
    return "safety"


def _codes(info: Info) -> Codes:
    return Codes(
        category=info.categories[0], urgency=info.urgency, severity=info.severity, certainty=info.certainty,
        response_type=info.response_types[0] if info.response_types else "None",
        effective=info.effective, onset=info.onset, expires=info.expires,
    )  # fmt: skip


def _cautions(alert: Alert, part: Part, found: tuple[Words, ...]) -> tuple[str, ...]:
    told = []
    if alert.status != "Actual":
        told.append(f"Its status is {alert.status}: it is no real warning, and says so in its first words.")
    if alert.scope != "Public":
        whom = alert.restriction or ", ".join(alert.addresses)
        told.append(
            f"Its sender restricts who may read it ({alert.scope}: {whom}). Ask before it goes to residents."
        )
    if alert.msg_type != "Cancel" and any(info.expires is None for info in part.infos):
        told.append("It does not say when it ends: make sure that it still holds.")
    if any(too_much_is_asked(info) for info in part.infos):
        told.append("What it asks of people is shortened to fit: look whether all that matters is there.")
    missing = [one for one in LANGUAGES if one not in {text.language for text in found}]
    if missing:
        told.append(
            f"It has no text in {', '.join(missing)}: whoever reads that gets another language until one is written."
        )
    return tuple(told)
