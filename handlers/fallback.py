"""Not understood: never guessed. A remark after a report belongs to it; else "did you mean", and the second time a person."""

from __future__ import annotations

from dataclasses import replace

from handlers import greeting, unasked
from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request
from handlers.tickets import adding, choice, handing_over, kinds, misread, opening, reporting
from handlers.wording import say
from nlu.meaning import COMPLAINT_CODES, ENQUIRY_CODES, REPAIR_CODES, Matter
from storage.owner_store import OwnerStore
from storage.tickets import ENDED

#: Readings that can be offered as a button and opened as a ticket.
_OFFERABLE = {"repair": REPAIR_CODES, "complaint": COMPLAINT_CODES, "enquiry": ENQUIRY_CODES}

#: More readings than this are no help to somebody in a hurry.
_MOST_OFFERED = 4


def on_sign(request: Request, store: OwnerStore) -> Outcome | None:
    """A sticker, a thumb, a row of question marks: a sign of life, no report; None for anything with a letter or digit."""
    stickers = bool(request.pictures) and all(picture.kind == "sticker" for picture in request.pictures)
    signs = bool(request.text.strip()) and not any(letter.isalnum() for letter in request.text)
    if request.button or (request.pictures and not stickers) or not (signs or stickers):
        return None
    if (request.awaiting or {}).get("kind") == "rating":
        return None
    if "?" in request.text or "？" in request.text or not request.memory:
        return greeting.here(request) if request.memory else greeting.welcome(request, store)
    return Outcome(replies=(Reply(text=say(request.language, "smalltalk.noted")),), awaiting=request.awaiting)


def not_understood(request: Request, store: OwnerStore) -> Outcome:
    """What to do with words that have no clear reading; they are kept until it is settled what they are."""
    if not any(letter.isalnum() for letter in request.text) and not request.pictures:
        text = say(request.language, "fallback.empty")
        return Outcome(replies=(Reply(text=text),), awaiting=request.awaiting)
    fresh = reporting.fresh_ticket(request, store)
    if fresh:
        return adding.added(request, store, fresh)
    asked = request.awaiting or {}
    if asked.get("kind") == "confirm":
        return _to_person(request, store, str(asked.get("text", "")))
    buttons = tuple(
        (Button(opening.name_of(request.language, intent, code), f"mean:{intent}:{code}"),)
        for intent, code in _offered(request)
    )
    person = (Button(say(request.language, "fallback.person"), "person"),)
    key = "fallback.did_you_mean" if buttons else "fallback.unclear"
    pictures = [picture.attachment_id for picture in request.pictures]
    return Outcome(
        replies=(Reply(text=say(request.language, key), buttons=(*buttons, person)),),
        awaiting={"kind": "confirm", "text": request.text, "pictures": pictures},
    )


def _offered(request: Request) -> list[tuple[str, str]]:
    return [
        (candidate.intent, candidate.code)
        for candidate in request.meaning.candidates
        if candidate.code and candidate.code in _OFFERABLE.get(candidate.intent, ())
    ][:_MOST_OFFERED]


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """ "None of these" is a wish for a person; whatever else is said is read as it stands."""
    intents = {matter.intent for matter in request.meaning.matters}
    if intents and intents <= {"deny", "affirm"}:
        return _to_person(request, store, str((request.awaiting or {}).get("text", "")))
    return None


def _to_person(request: Request, store: OwnerStore, before: str) -> Outcome:
    """Twice unclear: both texts go to people."""
    words = "\n".join(filter(None, [before, request.text]))
    matter = Matter("handoff", None, "N", 0.0, words)
    ticket = opening.open_ticket(request, store, matter, request.pictures)
    store.tickets.change(ticket, words=words)
    reporting.take_unclear(request, store, ticket)
    return handing_over.hand_over(request, store, ticket, opening.card(ticket, request, request.pictures))


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """A reading chosen for the words that were unclear, or a person asked for."""
    asked = request.awaiting or {}
    words = str(asked.get("text", "")) if asked.get("kind") == "confirm" else ""
    if request.button[0] == "person":
        return handing_over.standing(request, store) or _person(request, store, words)
    if len(request.button) < 3 or request.button[2] not in _OFFERABLE.get(request.button[1], ()):
        raise Mistake("common.no_such_button")
    if not words:
        raise Mistake("fallback.say_again")
    return _chosen(request, store, words, request.button[1], request.button[2])


def _chosen(request: Request, store: OwnerStore, words: str, intent: str, code: str) -> Outcome:
    """The unclear words become what the owner says they are, and are kept as a reading that failed."""
    unclear = replace(request, text=words, pieces=(words,))
    unclear = replace(unclear, meaning=unasked.read(unclear))
    read = {(one.intent, one.code): one.probability for one in unclear.meaning.candidates}
    matter = Matter(intent, code, "N", read.get((intent, code), 0.0), words)
    outcome = reporting.opened(unclear, store, [matter])
    ticket = store.tickets.by_id(int((outcome.memory or {})["ticket"]))
    if ticket:
        misread.keep(store, ticket, kinds.label_of(intent, code), at=request.now, source="owner")
    return outcome


def _person(request: Request, store: OwnerStore, words: str) -> Outcome:
    """A person for the words that were unclear; without such words, for the ticket spoken of."""
    recalled = choice.recalled(request, store)
    if not words and recalled and recalled.stage not in ENDED:
        return handing_over.hand_over(request, store, recalled, ())
    return _to_person(request, store, words)


CAPABILITY = Capability(
    name="fallback", buttons=("mean", "person"), pressed=pressed, awaits=("confirm",), answered=answered
)
