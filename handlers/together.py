"""Several answers to one message become one bubble: one reply to one thing said, whatever happened inside (B01)."""

from __future__ import annotations

from handlers.base import Here, Outcome, Reply, Request
from handlers.tickets.complaints import path


def together(request: Request, outcomes: list[Outcome]) -> Outcome:
    """One outcome of several. The first question asked is the one that stays open: one at a time (A14)."""
    if len(outcomes) == 1:
        return outcomes[0]
    replies = [reply for outcome in outcomes for reply in outcome.replies]
    here = [reply for reply in replies if isinstance(reply.to, Here) and reply.kind == "text"]
    others = [reply for reply in replies if reply not in here]
    asked = [outcome.awaiting for outcome in outcomes if outcome.awaiting is not request.awaiting]
    memory = {key: value for outcome in outcomes for key, value in (outcome.memory or {}).items()}
    handed = [one.handoff_ticket_id for one in outcomes if one.handoff_ticket_id is not None]
    return Outcome(
        replies=(*_one_bubble(here, request.language), *others), awaiting=next(filter(None, asked), None), memory=memory,
        handoff_ticket_id=handed[0] if handed else None,
    )  # fmt: skip


def _one_bubble(here: list[Reply], language: str) -> tuple[Reply, ...]:
    if not here:
        return ()
    text = "\n\n".join(path.once([reply.text for reply in here], language))
    buttons = tuple(row for reply in here for row in reply.buttons)
    return (Reply(text=text, buttons=buttons, urgency=here[0].urgency),)
