"""What a household answers to "did you notice it?": a tap or a word, and by tap another one until the question ends quietly (I14)."""

from __future__ import annotations

from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request
from handlers.tickets import choice
from handlers.voice.perception_words import read
from handlers.wording import say
from storage.owner_store import OwnerStore
from storage.perception_rows import ANSWERED, ANSWERS, CALLING, DECLINED, SENT, Check


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """A tap. What another account was asked looks as if it did not exist."""
    check = store.perception.by_id(choice.number_at(request, 1) or 0)
    answer = request.button[2] if len(request.button) > 2 else ""
    if check is None or answer not in (*ANSWERS, "never"):
        raise Mistake("common.no_such_button")
    return _never(request, store, check) if answer == "never" else _answered(request, store, check, answer)


def on_words(request: Request, store: OwnerStore) -> Outcome | None:
    """A short word while this account was asked; None for all other words, and while anything else is asked.

    "Yes" and "no" belong to a ticket that waits for the owner's word, where there is one.
    """
    answer = "" if request.button or request.edited or request.pictures else read(request.text)
    if not answer or request.replied_to or choice.is_asked(request):
        return None
    check = store.perception.open_of_mine(request.now)
    if check is None or (answer in ("yes", "no") and choice.resolved(request, store)):
        return None
    return _never(request, store, check) if answer == "never" else _answered(request, store, check, answer)


def _answered(request: Request, store: OwnerStore, check: Check, answer: str) -> Outcome:
    """Keeps the answer. Raises Mistake for a question that has ended."""
    if check.state not in (SENT, ANSWERED) or check.expires_at is None or check.expires_at <= request.now:
        raise Mistake("perception.over")
    if check.answer == answer:
        return _said(request, "perception.known")
    kept = store.perception.change(
        check, (SENT, ANSWERED), state=ANSWERED, answer=answer, answered_at=request.now
    )
    if kept is None:
        raise Mistake("perception.over")
    return _said(request, "perception.changed" if check.answer else "perception.thanks")


def _never(request: Request, store: OwnerStore, check: Check) -> Outcome:
    """No more questions for this account; the way back stands below. An answer that was given stays."""
    store.set_asks(False)
    store.perception.change(check, (SENT, CALLING), state=DECLINED)
    back = Button(say(request.language, "voice.ask_again"), "asks:on")
    reply = Reply(text=say(request.language, "voice.asks_off"), buttons=((back,),))
    return Outcome(replies=(reply,), awaiting=request.awaiting)


def _said(request: Request, key: str) -> Outcome:
    return Outcome(replies=(Reply(text=say(request.language, key)),), awaiting=request.awaiting)


CAPABILITY = Capability(name="perception", buttons=("seen",), pressed=pressed)
