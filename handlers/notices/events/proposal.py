"""An event that owners want to run: what they said becomes a proposal, which staff approve or refuse and otherwise only assist (H18)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from handlers.base import Mistake, Reply, Request, ToRoom
from handlers.notices.events import inviting
from handlers.notices.events.desk import LONGEST_LINE
from handlers.notices.events.itip import FARTHEST, LONGEST
from handlers.wording import say, speak
from nlu.meaning import When
from storage.events import Event
from storage.owner_store import OwnerStore

#: How long an event lasts where only its beginning was said, and how long before it the answers are due.
_LASTS, _ANSWERED = timedelta(hours=2), timedelta(days=1)

_WISH = re.compile(
    r"(?:想|打算|准备|準備|计划|計劃|愿意|願意|可以|能不能|可不可以|可唔可以|不如|我来|我嚟|我來)[^，。,.?？]{0,6}"
    r"(?:组织|組織|举办|舉辦|发起|發起|牵头|牽頭|搞(?:个|個|一|场|場|次)|办(?:个|一|场|次)|辦(?:個|一|場|次))"
    r"|\b(?:i|we)(?:'d| would)? (?:like|love|want) to (?:run|organi[sz]e|host|start|hold|set up)\b"
    r"|\bcan (?:i|we) (?:run|organi[sz]e|host|start|hold)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^.*?(?:组织|組織|举办|舉辦|发起|發起|牵头|牽頭|搞|办|辦)(?:一)?(?:个|個|场|場|次)?\s*")
_LEAD_EN = re.compile(r"^.*?\b(?:run|organi[sz]e|host|start|hold|set up)\s+(?:an?\s+|the\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the owner said of it. `many` None: as many as like."""

    what: str
    starts: datetime
    ends: datetime
    where: str
    many: int | None


def is_wish(text: str) -> bool:
    """Whether the words say that somebody wants to run something."""
    return bool(_WISH.search(text))


def named(text: str) -> str:
    """What it is, from the words of the wish: without "I'd like to run a"."""
    plain = text.strip().splitlines()[0].rstrip("。.!！?？吗呀啊 ")
    for lead in (_LEAD_EN, _LEAD):
        rest = lead.sub("", plain, count=1)
        if rest and rest != plain:
            return rest[:LONGEST_LINE]
    return plain[:LONGEST_LINE]


def times(when: When | None, now: datetime) -> tuple[datetime, datetime]:
    """From when to when. Raises Mistake where no hour was said, and for what is over or too far."""
    if when is None or when.start is None:
        raise Mistake("proposals.no_time")
    starts, ends = when.start, when.end
    if ends and ends - starts >= timedelta(hours=23):
        raise Mistake("proposals.no_hour")
    if not now < starts <= now + FARTHEST:
        raise Mistake("proposals.past")
    said_both = ends and ends - starts > timedelta(hours=1)
    return starts, ends if ends and said_both and ends <= starts + LONGEST else starts + _LASTS


def keep(request: Request, store: OwnerStore, proposed: Proposed) -> Event:
    """Keeps the proposal, and tells staff. Raises Mistake for the same one sent twice."""
    estate, contact = request.estate, request.household.contact
    until = proposed.starts - _ANSWERED
    seed = f"{contact.channel}:{contact.address}:{request.now.isoformat()}"
    event = store.events.add(
        estate_id=estate.id, uid=f"{sha256(seed.encode()).hexdigest()[:24]}@ownerline", kind="owner",
        title={request.language: proposed.what}, description={}, place={request.language: proposed.where},
        starts=proposed.starts, ends=proposed.ends, rsvp_until=until if until > request.now else proposed.starts,
        capacity=proposed.many, status="TENTATIVE", contact_id=contact.id, reason="",
        currency=request.settings.tickets.prices.currency(estate.jurisdiction), minutes=0, effect="",
        made_at=request.now, changed_at=request.now,
    )  # fmt: skip
    if event is None:
        raise Mistake("common.no_such_button")
    request.told.append(_for_staff(request, event))
    return event


def _for_staff(request: Request, event: Event) -> Reply:
    language = speak(request.estate.language, "en")
    units = ", ".join(unit.label for unit in request.household.units)
    text = say(
        language, "proposals.for_staff", who=request.household.contact.name, unit=units,
        title=inviting.title(language, event), when=inviting.when(language, event, request.tz),
        place=inviting.place(language, event), many=many(language, event.capacity),
    )  # fmt: skip
    return Reply(text=text, to=ToRoom(request.estate.id))


def many(language: str, capacity: int | None) -> str:
    """For how many, in words."""
    if capacity is None:
        return say(language, "proposals.no_limit")
    return say(language, "proposals.people", people=capacity)
