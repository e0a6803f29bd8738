"""What is asked of a ticket through any scope; the same questions for owners and for staff."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.handlers.staff.house import NOW
from tests.storage.asked.nowhere import NOWHERE, form

ASKED: dict[str, Callable[[Any, Any], Any]] = {
    "numbered": lambda s, x: s.numbered(x.ticket.number),
    "by_id": lambda s, x: s.by_id(x.ticket.id),
    "at_topic": lambda s, x: s.at_topic(x.ticket.topic),
    "open_ones": lambda s, x: [one for one in s.open_ones() if one.id == x.ticket.id],
    "newest": lambda s, x: [one for one in s.newest() if one.id == x.ticket.id],
    "held_by": lambda s, x: s.held_by(x.house.staff["Ivy"].id),
    "of_household": lambda s, x: [one for one in s.of_household(replace(x.ticket, id=0)) if one.id == x.ticket.id],
    "change": lambda s, x: s.change(x.ticket, summary="changed"),
    "count": lambda s, x: s.count(x.ticket, "chased"),
    "record": lambda s, x: s.record(x.ticket, at=NOW, kind="words", actor="owner", text="forged"),
    "timeline": lambda s, x: s.timeline(x.ticket),
    "attachments": lambda s, x: s.attachments(x.ticket),
    "attachment": lambda s, x: s.attachment(x.attachment_id),
    "of_album": lambda s, x: s.of_album("album-1" if x.attachment_id != NOWHERE else "no album"),
    "attach": lambda s, x: s.attach(
        estate_id=1, ticket_id=x.ticket.id, contact_id=None, at=NOW, channel="t", kind="photo", reference="r", name="",
        mime="", size=1, album=None,
    ),
    "give_attachments": lambda s, x: s.give_attachments([x.loose_id], x.ticket),
    "pass_attachments": lambda s, x: s.pass_attachments([x.attachment_id], x.ticket, x.ticket),
    "promise": lambda s, x: s.promise(x.ticket, kind="visit", due_at=NOW, made_at=NOW, staff_id=None),
    "keep_promises": lambda s, x: s.keep_promises(x.ticket, NOW),
    "broken_promises": lambda s, x: s.broken_promises(x.ticket),
    "with_form": lambda s, x: s.with_form(x.house.staff["Ivy"].id, form(x)),
    "faults": lambda s, x: s.faults(x.ticket),
    "redact": lambda s, x: s.redact(x.ticket, 1, why="asked for", at=NOW),
    "sees": lambda s, x: s.sees(x.ticket),
    "must_see": lambda s, x: s.must_see(x.ticket),
    "open": lambda _s, _x: None,  # makes something new under the asker's own name
}  # fmt: skip
