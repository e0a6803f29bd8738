"""The "got it" under a notice: counted once, and only for the contact it was sent to."""

from __future__ import annotations

from handlers.base import Capability, Mistake, Outcome, Reply, Request
from handlers.tickets import choice
from handlers.wording import say
from storage.owner_store import OwnerStore


def pressed(request: Request, store: OwnerStore) -> Outcome:
    delivery_id = choice.number_at(request, 1)
    marked = store.acknowledge(delivery_id, request.now) if delivery_id is not None else None
    if marked is None:
        raise Mistake("common.no_such_button")
    key = "notice_read.thanks" if marked == "now" else "notice_read.thanked"
    return Outcome(replies=(Reply(text=say(request.language, key)),), awaiting=request.awaiting)


CAPABILITY = Capability(name="notice_read", buttons=("read",), pressed=pressed)
