"""A score for a touch-point: one tap, or in words; a facet and a sentence if somebody likes; a low one is followed up (I01, I07, I21).

Scores are for improving the work and never for appraising a person (I03). A question that has ended counts nothing more.
"""

from __future__ import annotations

from handlers.base import Button, Capability, Mistake, Outcome, Picture, Reply, Request, ToTopic
from handlers.tickets import choice, lifecycle, settling
from handlers.voice import asking, planning, recovering
from handlers.voice.formulas import SCALES
from handlers.voice.hearing import Heard, heard
from handlers.voice.touch_points import FACETS, named, scores
from handlers.wording import moment, say
from nlu.meaning import Matter
from storage.owner_store import OwnerStore
from storage.ratings import ANSWERED, DECLINED, EXPIRED, SENT, WAITING, WITHHELD, Rating
from storage.ticket_rows import Ticket

#: What is no sentence about a score, although it follows one.
_NO_REASON = frozenset(
    {"repair", "complaint", "enquiry", "dispute", "smalltalk", "affirm", "deny", "preferences", "account", "privacy",
     "away", "rsvp", "handoff", "follow_up", "cancel", "reschedule", "rating", "suggestion"}
)  # fmt: skip

#: What may stand beside a score without being a matter of its own.
_BESIDE_A_SCORE = frozenset({"rating", "praise", "smalltalk", "affirm"})


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """A score, a facet, or never to be asked again."""
    match request.button[0]:
        case "asks":
            return _switched(request, store)
        case "facet":
            return _about(request, store)
        case _:
            return _starred(request, store)


def _starred(request: Request, store: OwnerStore) -> Outcome:
    """A score was pressed. Raises Mistake for what was never offered, and for what is not theirs."""
    rating, score = _pressed(request, store), choice.number_at(request, 2)
    if score is None or score not in scores(rating.scale):
        raise Mistake("common.no_such_button")
    return _rate(request, store, rating, Heard(score), mode="button", said=str(score))


def _pressed(request: Request, store: OwnerStore) -> Rating:
    """The rating of a button. Raises Mistake where this account was not asked for it."""
    rating = store.ratings.by_id(choice.number_at(request, 1) or 0)
    mine = request.household.contact.id
    if rating is None or rating.contact_id != mine or rating.state in (WAITING, WITHHELD):
        raise Mistake("common.no_such_button")
    return rating


def _rate(
    request: Request, store: OwnerStore, rating: Rating, found: Heard, *, mode: str, said: str
) -> Outcome:
    """Keeps a score, tells those whom it helps, and lets a person follow up a low one."""
    words = request.text.strip() if mode == "words" and _says_more(request.text) else ""
    values = {
        "score": found.score, "note": found.note, "mode": mode, "said": said[:200], "words": words, "state": ANSWERED,
        "answered_at": request.now,
    }  # fmt: skip
    late = rating.state == SENT and (rating.expires_at is None or rating.expires_at <= request.now)
    kept = None if late else store.ratings.change(rating, (SENT, WAITING, WITHHELD), **values)
    if kept is None:
        return _too_late(request, store, rating)
    ticket = store.tickets.by_id(kept.ticket_id) if kept.ticket_id else None
    told = _told(request, store, ticket, kept)
    if kept.score is not None and kept.score <= named(kept.touch_point).low:
        return _low(request, store, kept, ticket, told)
    key = "voice.thanks_all" if words else "voice.thanks"
    thanks = Reply(text=say(request.language, key, score=kept.score), buttons=_facets(request, kept))
    awaiting = None if words else {"kind": "reason", "rating": kept.id}
    return Outcome(replies=(thanks, *told), awaiting=awaiting)


def _too_late(request: Request, store: OwnerStore, rating: Rating) -> Outcome:
    """Rated before, by whoever of the household was first; or the question has ended, and counts nothing more."""
    now = store.ratings.by_id(rating.id) or rating
    key = "voice.rated_before" if now.state == ANSWERED else "voice.expired"
    return Outcome(replies=(Reply(text=say(request.language, key)),), awaiting=request.awaiting)


def _told(request: Request, store: OwnerStore, ticket: Ticket | None, rating: Rating) -> tuple[Reply, ...]:
    """The ticket's file keeps that it was rated and in which words; its people read the score where they work on it."""
    if ticket is None:
        return ()
    store.tickets.record(ticket, at=request.now, kind="rated", actor="owner", text=rating.said)
    text = say(
        request.estate.language, "voice.rated_for_staff", number=ticket.number, score=rating.score,
        most=SCALES[rating.scale][1], words=rating.words,
    )  # fmt: skip
    return (Reply(text=text.strip(), to=ToTopic(ticket.id), pictures=_shown(request, store, ticket)),)


def _shown(request: Request, store: OwnerStore, ticket: Ticket) -> tuple[Picture, ...]:
    """What came with the words lies with the ticket that they are about."""
    store.tickets.give_attachments([one.attachment_id for one in request.pictures], ticket)
    return request.pictures


def _low(
    request: Request, store: OwnerStore, rating: Rating, ticket: Ticket | None, told: tuple[Reply, ...]
) -> Outcome:
    """A person makes contact; what was done is open again, where it was settled by this very score."""
    due = recovering.begin(request, store, rating, ticket)
    when = moment(request.language, due, request.tz, request.now)
    if ticket and rating.touch_point not in ("visit", "report_received") and lifecycle.may(ticket, "reopen"):
        again = settling.reopen(request, store, ticket)
        return Outcome(replies=(*again.replies, *told), awaiting=again.awaiting, memory=again.memory)
    sorry = Reply(text=say(request.language, "voice.low", when=when), buttons=_facets(request, rating))
    return Outcome(replies=(sorry, *told), awaiting={"kind": "reason", "rating": rating.id})


def _facets(request: Request, rating: Rating) -> tuple[tuple[Button, ...], ...]:
    """What it was about, if somebody likes to say (I15)."""
    left = [facet for facet in FACETS if facet not in rating.facets]
    return (
        tuple(
            Button(say(request.language, f"voice.facet.{facet}"), f"facet:{rating.id}:{facet}")
            for facet in left
        ),
    )


def _about(request: Request, store: OwnerStore) -> Outcome:
    """A facet of a score that was given."""
    rating, facet = _pressed(request, store), request.button[2] if len(request.button) > 2 else ""
    if facet not in FACETS or rating.state != ANSWERED:
        raise Mistake("common.no_such_button")
    facets = [*rating.facets, *([facet] if facet not in rating.facets else [])]
    store.ratings.change(rating, (ANSWERED,), facets=facets)
    text = say(request.language, "voice.facet_kept", facet=say(request.language, f"voice.facet.{facet}"))
    return Outcome(replies=(Reply(text=text),), awaiting={"kind": "reason", "rating": rating.id})


def _switched(request: Request, store: OwnerStore) -> Outcome:
    """Never to be asked again, or again after all."""
    wish = request.button[1] if len(request.button) > 1 else ""
    if wish not in ("on", "off"):
        raise Mistake("common.no_such_button")
    store.set_asks(wish == "on")
    rating = store.ratings.by_id(choice.number_at(request, 2) or 0)
    if wish == "off" and rating and rating.contact_id == request.household.contact.id:
        store.ratings.change(rating, (SENT,), state=DECLINED)
    back = (Button(say(request.language, "voice.ask_again"), "asks:on"),)
    buttons = (back,) if wish == "off" else ()
    text = say(request.language, f"voice.asks_{wish}")
    return Outcome(replies=(Reply(text=text, buttons=buttons),), awaiting=None)


def answered(request: Request, store: OwnerStore) -> Outcome | None:
    """A score in words while one is awaited, or the sentence after a score."""
    awaiting = request.awaiting or {}
    rating = store.ratings.by_id(int(awaiting["rating"]))
    if rating is None or (request.pictures and rating.ticket_id is None):
        return None
    if awaiting["kind"] == "reason":
        return _reason(request, store, rating)
    if not {matter.intent for matter in request.meaning.matters} <= _BESIDE_A_SCORE:
        return None
    return _in_words(request, store, rating)


def on_words(request: Request, store: OwnerStore) -> Outcome | None:
    """A score in words for a question that came by itself; None where none is open, or the words are about something else."""
    if request.button or request.awaiting or request.pictures or not request.text.strip():
        return None
    if not {matter.intent for matter in request.meaning.matters} <= _BESIDE_A_SCORE:
        return None
    rating = store.ratings.open_of_mine(request.now)
    found = heard(request, rating.scale) if rating else Heard(None)
    if rating is None or found.score is None:
        return None
    return _rate(request, store, rating, found, mode="words", said=request.text)


def _in_words(request: Request, store: OwnerStore, rating: Rating) -> Outcome:
    """A score on another scale, or no clear one: the taps are shown again."""
    found = heard(request, rating.scale)
    if found.score is not None:
        return _rate(request, store, rating, found, mode="words", said=request.text)
    return _once_more(request, rating)


def _once_more(request: Request, rating: Rating) -> Outcome:
    low, high = SCALES[rating.scale]
    text = say(request.language, "voice.choose", low=low, high=high)
    again = Reply(text=text, buttons=asking.buttons(request.language, rating))
    return Outcome(replies=(again,), awaiting={"kind": "rating", "rating": rating.id})


def _says_more(text: str) -> bool:
    """Whether a score in words carries a sentence worth keeping: more than "5 stars, thanks"."""
    return sum(2 if letter > "\u2e80" else 1 for letter in text if letter.isalpha()) >= 12


def _reason(request: Request, store: OwnerStore, rating: Rating) -> Outcome | None:
    intents = {matter.intent for matter in request.meaning.matters}
    if not request.text.strip() or (intents & _NO_REASON and request.meaning.understood):
        return None
    words = "\n".join(filter(None, (rating.words, request.text.strip())))
    store.ratings.change(rating, (ANSWERED,), words=words)
    ticket = store.tickets.by_id(rating.ticket_id) if rating.ticket_id else None
    thanks = Reply(text=say(request.language, "voice.reason_kept"))
    if ticket is None:
        return Outcome(replies=(thanks,))
    told = say(request.estate.language, "voice.reason_for_staff", number=ticket.number, words=request.text)
    staff = Reply(text=told, to=ToTopic(ticket.id), pictures=_shown(request, store, ticket))
    return Outcome(replies=(thanks, staff))


def said(request: Request, store: OwnerStore, _matter: Matter) -> Outcome:
    """A score that nobody asked for settles what was done, and rates it; where an open question waits, it answers that."""
    rating = store.ratings.open_of_mine(request.now)
    if rating:
        return _in_words(request, store, rating)
    ticket = choice.resolved(request, store)
    if ticket is None or settling.is_alarm(ticket):
        return Outcome(replies=(Reply(text=say(request.language, "voice.nothing_to_rate")),))
    found = heard(request, "csat")
    if found.score is None:
        return settling.ask_again(request, ticket)
    return _settled_by(request, store, ticket, found)


def _settled_by(request: Request, store: OwnerStore, ticket: Ticket, found: Heard) -> Outcome:
    """A good score closes the ticket; a low one opens it again."""
    rating = planning.of_ended(request, store, ticket)
    if rating is None or rating.state in (ANSWERED, EXPIRED, DECLINED):
        return Outcome(replies=(Reply(text=say(request.language, "voice.rated_before")),))
    staff: tuple[Reply, ...] = ()
    if found.score is not None and found.score > named(rating.touch_point).low:
        closed = settling.close(request, store, ticket)
        staff = settling.told_staff(request, closed)
    rated = _rate(request, store, rating, found, mode="words", said=request.text)
    return Outcome(
        replies=(*rated.replies, *staff),
        awaiting=rated.awaiting,
        memory=rated.memory or {"ticket": ticket.id},
    )


CAPABILITY = Capability(
    name="rating", intents=("rating",), said=said, buttons=("rate", "facet", "asks"), pressed=pressed,
    awaits=("rating", "reason"), answered=answered,
)  # fmt: skip
