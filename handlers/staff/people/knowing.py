"""Solved cases become answers that everybody can give (L04): proposed without identities, approved by another, and told with
where they come from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handlers.base import Mistake, Reply
from handlers.reports.handbook import ordinary
from handlers.staff.changing import record
from handlers.staff.owner_side import owner_language
from handlers.staff.request import StaffRequest
from handlers.wording import LANGUAGES
from nlu.anonymise import Known, anonymised
from storage.known_answers import KnownAnswer
from storage.scope import SENIOR
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket

#: The longest question, and the longest answer, in characters.
LONGEST_QUESTION, LONGEST_ANSWER = 200, 1500

#: Stages in which a case was solved.
SOLVED = ("resolved", "closed")

_SENTENCE = re.compile(r"(?<=[。！？!?；;])|(?<=\.)\s+")

#: Question and answer by language, as typed.
Texts = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a case says by itself of its question and its answer, without identities; empty where it cannot be told."""

    code: str
    question: str
    answer: str
    language: str


def draft(store: StaffStore, ticket: Ticket) -> Draft:
    """The beginning of an answer from a case: the owner's line, and the last words that people wrote to them."""
    known = _known(store, ticket.estate_id)
    written = [
        one.text for one in store.tickets.timeline(ticket) if one.actor == "staff" and one.shown and one.text
    ]
    question = anonymised(ticket.summary, known) or ""
    try:
        answer = _nameless(written[-1], known) if written else ""
    except Mistake:
        answer = ""
    return Draft(ticket.code or ticket.intent, question, answer, owner_language(store, ticket))


def propose_from(
    request: StaffRequest, store: StaffStore, ticket: Ticket, code: str, texts: Texts
) -> KnownAnswer:
    """An answer from a solved case. Raises Mistake: not solved, kept from somebody, and as `propose_better`."""
    if ticket.stage not in SOLVED:
        raise Mistake("known.not_solved", number=ticket.number)
    if ticket.guard or ticket.private:
        raise Mistake("known.kept_away", number=ticket.number)
    values = _values(request, store, ticket.estate_id, code or ticket.code or ticket.intent, texts)
    made = store.known.propose(ticket.estate_id, None, ticket, **values)
    record(request, store, ticket, "answer_proposed", shown=False, answer=made.id)
    return made


def propose_better(
    request: StaffRequest, store: StaffStore, answer: KnownAnswer, code: str, texts: Texts
) -> KnownAnswer:
    """The next version of an answer; the one that stands does so until this one is approved.

    Raises Mistake: no text in any language, one half of a text, too long, words that may still tell who somebody is.
    """
    values = _values(request, store, answer.estate_id, code or answer.code, texts)
    return store.known.propose(answer.estate_id, answer, None, **values)


def decide(
    request: StaffRequest, store: StaffStore, answer: KnownAnswer, state: str, why: str = ""
) -> tuple[Reply, ...]:
    """Approves or refuses what is proposed, or retires what stands.

    Raises Mistake: not a senior, one's own proposal, decided meanwhile, no reason for a no.
    """
    if not may_decide(request.who):
        raise Mistake("known.seniors")
    if state != "retired" and answer.proposed_by == request.who.id:
        raise Mistake("known.own")
    if answer.state != ("approved" if state == "retired" else "proposed"):
        raise Mistake("known.moved_on")
    reason = " ".join(why.split())[:LONGEST_QUESTION]
    if state != "approved" and not reason:
        raise Mistake("known.why")
    if (
        store.known.decide(answer, state, decided_by=request.who.id, decided_at=request.now, why=reason)
        is None
    ):
        raise Mistake("known.moved_on")
    return ()


def may_decide(who: Staff) -> bool:
    return who.role in SENIOR


def _values(
    request: StaffRequest, store: StaffStore, estate_id: int, code: str, texts: Texts
) -> dict[str, object]:
    known = _known(store, estate_id)
    kept = {
        language: _text(texts[language], known)
        for language in LANGUAGES
        if language in texts and any(texts[language])
    }
    if not kept:
        raise Mistake("known.empty")
    return {
        "code": code[:60],
        "texts": kept,
        "proposed_by": request.who.id,
        "proposed_at": request.now,
        "form_key": request.form,
    }


def _text(text: tuple[str, str], known: Known) -> list[str]:
    question, answer = (part.strip() for part in text)
    if not question or not answer:
        raise Mistake("known.half")
    if len(question) > LONGEST_QUESTION or len(answer) > LONGEST_ANSWER:
        raise Mistake("known.long", question=LONGEST_QUESTION, answer=LONGEST_ANSWER)
    return [_nameless(question, known), _nameless(answer, known)]


def _nameless(text: str, known: Known) -> str:
    """The text without identities, sentence by sentence. Raises Mistake for a sentence that may still tell who it was."""
    lines = []
    for line in text.splitlines():
        parts = [part.strip() for part in _SENTENCE.split(line) if part.strip()]
        told = [anonymised(part, known) for part in parts]
        doubtful = next((part for part, one in zip(parts, told, strict=True) if one is None), None)
        if doubtful is not None:
            raise Mistake("known.doubtful", part=doubtful[:80])
        lines.append(" ".join(filter(None, told)))
    return "\n".join(lines).strip()


def _known(store: StaffStore, estate_id: int) -> Known:
    own = store.defects.identities(estate_id)
    return Known(own.names, own.units, own.phones, ordinary())
