"""What an owner says to a decision: accepted, not accepted, or a person, pressed or in words."""

from __future__ import annotations

import re

from handlers.base import Capability, Mistake, Outcome, Request
from handlers.tickets import choice, handing_over
from handlers.tickets.complaints import accepting, appealing
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: Words that accept a decision while one waits, and nothing beside it.
_ACCEPTS = re.compile(
    r"^\W*((i|we)( do)? )?(accept|agree)(ed)?( with)?( (it|this|that|the (decision|outcome|offer|remedy)))?( thanks?( you)?)?\W*$"
    r"|^\W*(好[的啊呀]?[，, ]*)?(我|我们|我哋)?(可以)?(接受|同意)(这个|呢個|這個|该|該)?(决定|決定|结果|結果|方案|处理|處理|安排)?(了|啦|喇|嘅)?\W*$",
    re.IGNORECASE,
)

#: Words that do not accept it, whatever stands beside them.
_REFUSES = re.compile(
    r"\b(do not|don.?t|can ?not|can.?t|will not|won.?t|never) (accept|agree)|\b(disagree|appeal|not acceptable|unacceptable)\b"
    r"|(不|唔|无法|無法|不能|不会|不會|難以|难以)(接受|同意|认同|認同|服)|不服|唔服|申诉|申訴|上诉|上訴",
    re.IGNORECASE,
)

#: Words for the decision itself.
_OF_IT = re.compile(
    r"\b(decision|outcome|appeal)\b|决定|決定|结果|結果|处理|處理|申诉|申訴|上诉|上訴", re.IGNORECASE
)

#: From this probability on a reading is plainly another matter.
_SURE = 0.8

#: Questions of the line that give way to a word about a decision.
_SOFT = ("reason", "remedy", "what_is_left")


def on_words(request: Request, store: OwnerStore) -> Outcome | None:
    """A word about a decision that waits for the owner's answer; None for everything else."""
    asked = request.awaiting
    if (asked and asked.get("kind") not in _SOFT) or request.button or not request.text.strip():
        return None
    refuses, accepts = _REFUSES.search(request.text), _ACCEPTS.match(request.text)
    if not (refuses or accepts):
        return None
    ticket = _decided(request, store)
    if ticket is None or (refuses and (not ticket.complaint or _of_something_else(request, ticket))):
        return None
    return (appealing.appeal if refuses else accepting.accept)(request, store, ticket)


def _of_something_else(request: Request, ticket: Ticket) -> bool:
    """Another matter, plainly reported in the words that would else be an appeal, and no word of the decision."""
    other = any(
        one.intent in ("repair", "complaint") and one.code != ticket.code and one.confidence >= _SURE
        for one in request.meaning.matters
    )
    return other and not _OF_IT.search(request.text)


def _decided(request: Request, store: OwnerStore) -> Ticket | None:
    try:
        return choice.decided(request, store)
    except Mistake:
        return None


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """Raises Mistake for the button of an earlier round."""
    ticket = choice.of_button(request, store)
    if request.button[0] == "talk":
        return _talk(request, store, ticket)
    if choice.number_at(request, 2) != ticket.round:
        raise Mistake("common.moved_on", number=ticket.number)
    return (appealing.appeal if request.button[0] == "appeal" else accepting.accept)(request, store, ticket)


def _talk(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    """A person for this very decision; the ticket stands as it is."""
    if ticket.stage in ENDED:
        raise Mistake("common.moved_on", number=ticket.number)
    return handing_over.standing(request, store) or handing_over.hand_over(request, store, ticket, ())


CAPABILITY = Capability(name="decided", buttons=("accept", "appeal", "talk"), pressed=pressed)
