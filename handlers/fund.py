"""What the committee of the owners' fund posted: read on request, and nothing else; the company manages none of it (H20)."""

from __future__ import annotations

from handlers.base import Capability, Mistake, Outcome, Reply, Request
from handlers.notices.events import inviting
from handlers.wording import say
from nlu.meaning import Matter
from storage.owner_store import OwnerStore

#: The code of /fund, which no reader gives.
CODE = "owners.fund"

#: So many posts fit into one message and are read.
_SHOWN = 10


def said(request: Request, store: OwnerStore, matter: Matter) -> Outcome:
    """The newest posts; only for people who live in the estate, not for whoever only works there."""
    if not store.scope.lived_in:
        raise Mistake("fund.owners_only")
    posts = store.fund_posts.newest(_SHOWN)
    lines = [
        say(
            request.language, "fund.post", when=inviting.at(request.language, one.at, request.tz), poster=one.poster,
            amount=one.amount, note=one.note,
        ).replace("  ", " ")
        for one in posts
    ]  # fmt: skip
    head = say(request.language, "fund.head" if posts else "fund.empty")
    return Outcome(replies=(Reply(text="\n".join((head, *lines))),), awaiting=request.awaiting)


CAPABILITY = Capability(name="fund", codes=(CODE,), said=said)
