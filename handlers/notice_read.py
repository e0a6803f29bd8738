"""The "got it" under a notice: counted once, and only for the contact it was sent to."""

from __future__ import annotations

from handlers.base import Capability, Mistake, Outcome, Reply, Request
from handlers.wording import say
from storage.store import OwnerStore


def pressed(request: Request, store: OwnerStore) -> Outcome:
    try:
        marked = store.acknowledge(int(request.button[1]), request.now)
    except (IndexError, ValueError):
        marked = None
    if marked is None:
        raise Mistake("common.no_such_button")
    key = "notice_read.thanks" if marked == "now" else "notice_read.thanked"
    return Outcome(replies=(Reply(text=say(request.language, key)),), awaiting=request.awaiting)


CAPABILITY = Capability(name="notice_read", buttons=("read",), pressed=pressed)
