"""What staff should know before they act on a ticket: danger from a visit, risks, an incident, the notice it answers, an earlier repair, how to meet its owner.

The stance is a hint for staff alone (A06-A10): it never changes what the owner is entitled to.
"""

from __future__ import annotations

from handlers.tickets.warning import incidents
from handlers.wording import say
from storage.notice_replies import AFTER
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: The stances that a hint stands for; a neutral report needs none.
STANCES = ("monitor", "rational", "negotiator", "victim", "advocate")


def lines(store: StaffStore, ticket: Ticket, language: str) -> tuple[str, ...]:
    """The warnings, the gravest first."""
    found = [
        say(language, "warnings.no_solo") if ticket.no_solo else "",
        _risk(store, ticket, language),
        _incident(store, ticket, language),
        *_notices(store, ticket, language),
        _repeat(store, ticket, language),
        hint(language, ticket),
    ]
    return tuple(line for line in found if line)


def _risk(store: StaffStore, ticket: Ticket, language: str) -> str:
    risk = next((one for one in store.risks.of(ticket) if one.closed_at is None), None)
    if risk is None:
        return ""
    signs = ", ".join(say(language, f"risks.sign.{one['kind']}") for one in risk.signals)
    key = "warnings.risk_hurt" if risk.severity else "warnings.risk"
    return say(language, key, id=risk.id, level=say(language, f"risks.level.{risk.level}"), signs=signs)


def _incident(store: StaffStore, ticket: Ticket, language: str) -> str:
    incident = store.incidents.of(ticket)
    if incident is None:
        return ""
    stage = say(language, f"incidents.stage.{incident.stage}")
    return say(
        language, "warnings.incident", id=incident.id, what=incidents.name(language, incident), stage=stage
    )


def _notices(store: StaffStore, ticket: Ticket, language: str) -> list[str]:
    """The notices that it came of (H06)."""
    found = []
    for reply in store.notice_replies.answered_by(ticket):
        notice = store.notices.by_id(reply.notice_id)
        texts = store.notices.texts(notice) if notice else {}
        if notice and texts:
            words = texts.get(language) or next(iter(texts.values()))
            key = "warnings.after_notice" if reply.how == AFTER else "warnings.of_notice"
            found.append(say(language, key, id=notice.id, headline=words.headline))
    return found


def _repeat(store: StaffStore, ticket: Ticket, language: str) -> str:
    earlier = store.tickets.by_id(ticket.repeat_of_id) if ticket.repeat_of_id else None
    return say(language, "warnings.repeat", number=earlier.number) if earlier else ""


def hint(language: str, ticket: Ticket) -> str:
    """One sentence on how to meet this owner; empty for a neutral report."""
    stance = ticket.reading.get("stance")
    return say(language, f"warnings.stance.{stance}") if stance in STANCES else ""
