"""A notice of ours as an alert of CAP 1.2: the same codes in every language, our own geocodes, times as the estate lives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.notices.cap.checking import own_faults
from handlers.notices.cap.languages import AS_CAP
from handlers.notices.cap.values import Alert, Area, Coded, Info, Reference, tidy
from handlers.notices.cap.writing import Unwritable

_TEARS = re.compile(r"[\s,<&]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The words in one of our languages; `event` names the kind of thing in two or three words, `area` the place, `audience` whom
    it is for.
    """

    language: str
    event: str
    headline: str
    description: str
    instruction: str = ""
    area: str
    audience: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A notice, as far as an alert tells of it. `restriction` empty: everybody may read it. `source` names whose warning it
    passes on. `timezone` is the estate's; any time may be given in any zone.
    """

    identifier: str
    sender: str
    sent: datetime
    timezone: str
    status: str = "Actual"
    msg_type: str = "Alert"
    references: tuple[Reference, ...] = ()
    source: str = ""
    restriction: str = ""
    category: str
    urgency: str
    severity: str
    certainty: str
    response_type: str = "None"
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str
    contact: str = ""
    web: str = ""
    said: tuple[Said, ...]
    geocodes: tuple[Coded, ...] = ()


def from_notice(notice: Outgoing) -> Alert:
    """The alert of a notice. Raises Unwritable, with a line for each rule of the standard that it would break."""
    zone = ZoneInfo(notice.timezone)
    alert = Alert(
        identifier=as_name(notice.identifier), sender=as_name(notice.sender), sent=_local(notice.sent, zone),
        status=notice.status, msg_type=notice.msg_type, source=_line(notice.source),
        scope="Restricted" if notice.restriction else "Public", restriction=_line(notice.restriction),
        references=tuple(_reference(one, zone) for one in notice.references),
        infos=tuple(_info(notice, said, zone) for said in notice.said),
    )  # fmt: skip
    wrong = own_faults(alert)
    if wrong:
        raise Unwritable("\n".join(wrong))
    return alert


def as_name(text: str) -> str:
    """An identifier or a sender: what would tear a reference apart becomes a hyphen."""
    return _TEARS.sub("-", tidy(text))


def _reference(one: Reference, zone: ZoneInfo) -> Reference:
    return Reference(as_name(one.sender), as_name(one.identifier), _local(one.sent, zone))


def _info(notice: Outgoing, said: Said, zone: ZoneInfo) -> Info:
    return Info(
        language=AS_CAP[said.language], categories=(notice.category,), event=_line(said.event),
        response_types=(notice.response_type,), urgency=notice.urgency, severity=notice.severity,
        certainty=notice.certainty, audience=_line(said.audience), effective=_maybe(notice.effective, zone),
        onset=_maybe(notice.onset, zone), expires=_maybe(notice.expires, zone), sender_name=_line(notice.sender_name),
        headline=_line(said.headline), description=tidy(said.description), instruction=tidy(said.instruction),
        web=tidy(notice.web), contact=_line(notice.contact),
        areas=(Area(description=_line(said.area), geocodes=tuple(_coded(one) for one in notice.geocodes)),),
    )  # fmt: skip


def _coded(one: Coded) -> Coded:
    return Coded(_line(one.name), _line(one.value))


def _line(text: str) -> str:
    return " ".join(tidy(text).split())


def _maybe(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return _local(at, zone) if at else None


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    """The time with the offset that the estate's clocks have then, without its fractions of a second."""
    return at.astimezone(zone).replace(microsecond=0)
