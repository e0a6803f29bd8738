"""What an owner answers to a notice, by its buttons or in words: safe or in need of help, fixed or still broken, a vote (H06, H21).

"Got it" in words counts as read and opens nothing; whatever else they write is understood as always, and tied to the notice.
"""

from __future__ import annotations

from handlers.base import Capability, Mistake, Outcome, Reply, Request
from handlers.notices import answering, asks, reply_words, sightings
from handlers.tickets import choice
from handlers.wording import say
from storage.heard_notices import Heard
from storage.owner_store import OwnerStore


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """Raises Mistake for another account's button, and for an answer that the notice does not offer."""
    delivery_id = choice.number_at(request, 1)
    heard = store.heard.by_delivery(delivery_id) if delivery_id is not None else None
    chosen = request.button[2] if len(request.button) == 3 else ""
    if heard is None or chosen not in asks.answers(heard.notice.question, _choices(request, heard)):
        raise Mistake("common.no_such_button")
    return answering.take(request, store, heard, chosen)


def on_reply(request: Request, store: OwnerStore) -> Outcome | None:
    """Words that answer a notice, or tell of somebody suspicious after one; None for all others."""
    if request.button or request.edited or not request.text.strip():
        return None
    heard = store.heard.by_delivery(request.replied_to) if request.replied_to else None
    seen_after = sightings.after(request, store, heard)
    if seen_after:
        return sightings.told(request, store, seen_after)
    if heard is None or request.pictures:
        return None
    answer = reply_words.answer_in(request.text, heard.notice.question, _choices(request, heard))
    if answer:
        return answering.take(request, store, heard, answer)
    return _read(request, store, heard) if reply_words.is_noted(request.text) else None


def _choices(request: Request, heard: Heard) -> tuple[str, ...]:
    return answering.choices(request, heard) if heard.notice.question == "poll" else ()


def _read(request: Request, store: OwnerStore, heard: Heard) -> Outcome:
    store.acknowledge(heard.delivery_id, request.now)
    text = say(request.language, "notice_answers.read")
    return Outcome(replies=(Reply(text=text),), awaiting=request.awaiting)


CAPABILITY = Capability(name="notice_answers", buttons=("told",), pressed=pressed)
