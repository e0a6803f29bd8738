"""What an answer to a notice does: it is kept for the household, and who needs help or has it still broken gets a ticket (H06, H21).

The last answer of a household counts, whichever of its accounts gave it. A poll has one vote a household; how it stands is told to
nobody in chat, neither before its end, so that nobody votes after the others, nor after it: the management tells it in a notice.
After a notice has ended its answers no longer count, but a call for help, and what is still broken, opens its ticket all the same.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.base import Outcome, Reply, Request, ToTopic
from handlers.notices import topics
from handlers.notices.messages import chosen as words_for
from handlers.notices.messages import title
from handlers.tickets import calling, lifecycle, moments, opening, reporting, settling
from handlers.wording import moment, say
from nlu.meaning import Matter
from storage.heard_notices import Heard
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket
from storage.tickets import ENDED

#: Answers that ask for something: they are taken after the end of the notice too.
NEEDS = ("help", "broken")


def take(request: Request, store: OwnerStore, heard: Heard, answer: str) -> Outcome:
    """Keeps an answer, given by button or in words, and does what follows from it."""
    request = replace(request, replied_to=heard.delivery_id)
    store.heard.lock(heard)
    before, over = store.heard.answer_before(heard), ended(request, store, heard)
    if over and answer not in NEEDS:
        return Outcome(replies=(Reply(text=over),), awaiting=request.awaiting)
    store.answer_notice(heard.delivery_id, answer, request.now)
    if answer == "help":
        return _beside(_help(request, store, heard), over)
    if answer == "broken":
        return _beside(_still_broken(request, store, heard), over)
    return _kept(request, heard, answer, before)


def ended(request: Request, store: OwnerStore, heard: Heard) -> str:
    """That the notice was cancelled, or has ended and when; empty while it stands."""
    if store.heard.is_cancelled(heard.notice):
        return say(request.language, "notice_answers.cancelled")
    expires = heard.notice.expires
    if expires is None or request.now < expires:
        return ""
    when = moment(request.language, expires, request.tz, request.now)
    return say(request.language, "notice_answers.expired", when=when)


def choices(request: Request, heard: Heard) -> tuple[str, ...]:
    """What a poll lets this account choose from, in its language."""
    return words_for(heard.texts, request.language, request.estate).choices


def label(request: Request, heard: Heard, answer: str) -> str:
    """An answer as its button says it."""
    if heard.notice.question != "poll":
        return say(request.language, f"notices.answer.{heard.notice.question}.{answer}")
    return choices(request, heard)[int(answer) - 1]


def _beside(outcome: Outcome, over: str) -> Outcome:
    """That the notice has ended is said behind what matters more."""
    first, *others = outcome.replies
    text = "\n".join(filter(None, (first.text, over)))
    return replace(outcome, replies=(replace(first, text=text), *others))


def _kept(request: Request, heard: Heard, answer: str, before: str | None) -> Outcome:
    language, poll = request.language, heard.notice.question == "poll"
    key = "notice_answers.voted" if poll else f"notice_answers.kept.{answer}"
    lines = [say(language, key, choice=label(request, heard, answer))]
    if before and before != answer:
        lines.append(say(language, "notice_answers.instead_of", before=label(request, heard, before)))
    if poll:
        lines.append(say(language, "notice_answers.last_counts"))
    return Outcome(replies=(Reply(text="\n".join(lines)),), awaiting=request.awaiting)


def _help(request: Request, store: OwnerStore, heard: Heard) -> Outcome:
    """An emergency, once for a household: pressed again, or by another of it, the words go to the people who are on it."""
    said = _in_words(request, heard, "notice_answers.words_help")
    standing = next(
        (one for one in store.notice_replies.tickets(heard.notice) if _is_called_out(store, heard, one)), None
    )
    if standing:
        return calling.once_more(said, store, standing)
    ticket = opening.open_ticket(
        said, store, Matter("emergency", None, "E0", 1.0, said.text), request.pictures
    )
    return calling.called(said, store, ticket)


def _is_called_out(store: OwnerStore, heard: Heard, ticket: Ticket) -> bool:
    own = ticket.contact_id == store.scope.contact_id or ticket.unit_id in heard.unit_ids
    return own and ticket.urgency == "E0" and ticket.stage not in ENDED


def _still_broken(request: Request, store: OwnerStore, heard: Heard) -> Outcome:
    """The ticket that came of the notice is reopened or chased; else a repair is opened, or joins what the household has open.

    Water, power, gas or a lift that a notice was about is out for the whole home: urgent.
    """
    said = _in_words(request, heard, "notice_answers.words_broken")
    code = topics.broken_by(topics.topics_of(heard.notice, heard.texts.values()))
    of_notice = store.notice_replies.tickets(heard.notice)
    ticket = next((one for one in of_notice if one.intent == "repair" and one.code == code), None)
    if ticket and lifecycle.may(ticket, "reopen"):
        return settling.reopen(said, store, ticket)
    if ticket and ticket.stage not in ENDED:
        return _chased(said, store, ticket)
    matter = Matter("repair", code, "N" if code == topics.SOMETHING else "E1", 1.0, said.text)
    known = replace(said.meaning, matters=(matter,), understood=True)
    return reporting.opened(replace(said, meaning=known), store, [matter])


def _chased(request: Request, store: OwnerStore, ticket: Ticket) -> Outcome:
    store.tickets.count(ticket, "chased")
    store.tickets.record(ticket, at=request.now, kind="chased", actor="owner", text=request.text)
    moments.come("chased", request, store, store.tickets.by_id(ticket.id) or ticket)
    topic, number = ToTopic(ticket.id), ticket.number
    text = say(
        request.language, "incidents.still_kept", number=number, who=opening.who_answers(request, store, ticket),
        phone=request.estate.phone,
    )  # fmt: skip
    for_staff = Reply(text=say(request.estate.language, "incidents.still_for_staff", number=number), to=topic)
    return Outcome(
        replies=(Reply(text=text), for_staff, Reply(kind="card", to=topic)),
        memory={"ticket": ticket.id, "ticket_at": request.now.isoformat()},
    )


def _in_words(request: Request, heard: Heard, key: str) -> Request:
    """The owner's own words, or for a button a sentence that says what was pressed; of the home that the notice went to."""
    text = words_for(heard.texts, request.language, request.estate)
    pressed = say(request.language, key, notice=title(heard.notice, text, request.language))
    words = request.text if request.text.strip() else pressed
    meant = [one.label for one in request.household.units if one.id in heard.unit_ids]
    slots = request.meaning.slots
    if len(meant) == 1 and not slots.unit:
        slots = replace(slots, unit=meant[0])
    pieces = request.pieces or (words,)
    return replace(request, text=words, pieces=pieces, meaning=replace(request.meaning, slots=slots))
