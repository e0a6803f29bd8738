"""An experience officer's side: the invitation, the role, a mission's questions, the sentence after them, and the way out (J02 - J04).

What an officer writes to a mission goes to headquarters alone; danger in it is heard before anything else.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from handlers import unasked
from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request
from handlers.tickets import choice, reporting
from handlers.voice.officers import scoring, sending, serving
from handlers.voice.officers.said import accepts
from handlers.voice.officers.said import said as score_said
from handlers.voice.officers.templates import Question
from handlers.wording import say
from storage.officer_rows import Mission, Officer
from storage.owner_store import OwnerStore
from storage.ticket_rows import Ticket

#: What is a matter of its own, also while a sentence is awaited.
_OWN = frozenset({"handoff", "cancel", "follow_up", "preferences", "dispute", "away", "privacy", "account", "reschedule"})  # fmt: skip

#: What the team here would deal with.
_REPORTED = ("repair", "complaint")

#: How long after the scores the next words are the sentence that was asked for; later ones are a matter of their own.
_SENTENCE = timedelta(minutes=30)

#: What may stand beside a score without being a matter of its own.
_BESIDE_A_SCORE = frozenset({"rating", "praise", "smalltalk", "affirm", "deny"})

#: The longest words that can be a score, or a yes or a no to an invitation, in characters.
_SHORT = 60


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """A tap under an invitation or a mission. Raises Mistake for what is not this account's, as if it did not exist."""
    if request.button[0] == "mission":
        return _tapped(request, store)
    number = choice.number_at(request, 2)
    officer = next((one for one in store.officers.own() if one.id == number), None)
    if officer is None:
        raise Mistake("common.no_such_button")
    match request.button[1]:
        case "yes" | "no":
            return _invited(request, store, officer, accepts=request.button[1] == "yes")
        case "leave":
            return _left(request, store, officer)
        case "role":
            return _chosen(request, store, officer)
    raise Mistake("common.no_such_button")


def _invited(request: Request, store: OwnerStore, officer: Officer, *, accepts: bool) -> Outcome:
    if not accepts:
        key = "declined" if serving.decline(request, store, officer) else "over"
        return Outcome(
            replies=(Reply(text=say(request.language, f"officers.{key}")),), awaiting=request.awaiting
        )
    accepted = serving.accept(request, store, officer)
    if accepted is None:
        key = "already" if officer.state == "active" else "over"
        return Outcome(
            replies=(Reply(text=say(request.language, f"officers.{key}")),), awaiting=request.awaiting
        )
    text = say(request.language, "officers.accepted", months=accepted.term_months)
    buttons = serving.roles(request.language, accepted)
    return Outcome(replies=(Reply(text=text, buttons=buttons),), awaiting=request.awaiting)


def _left(request: Request, store: OwnerStore, officer: Officer) -> Outcome:
    """Leaving is never argued with; whoever was only invited declines by it."""
    left = serving.leave(request, store, officer) or serving.decline(request, store, officer)
    key = "left" if left else "over"
    awaiting = None if (request.awaiting or {}).get("kind") == "mission" else request.awaiting
    return Outcome(replies=(Reply(text=say(request.language, f"officers.{key}")),), awaiting=awaiting)


def _chosen(request: Request, store: OwnerStore, officer: Officer) -> Outcome:
    role = request.button[3] if len(request.button) > 3 else ""
    if serving.choose(store, officer, role) is None:
        raise Mistake("common.no_such_button")
    text = say(request.language, f"officers.role_kept.{role}")
    buttons = serving.leaving(request.language, officer)
    return Outcome(replies=(Reply(text=text, buttons=buttons),), awaiting=request.awaiting)


def _tapped(request: Request, store: OwnerStore) -> Outcome:
    """A score, or nothing to add. Raises Mistake for a mission that was not sent to this account, and for a forged score."""
    mission = store.officer_missions.by_id(choice.number_at(request, 1) or 0)
    if mission is None or len(request.button) < 3:
        raise Mistake("common.no_such_button")
    if request.button[2] == "done":
        return _nothing_more(request)
    if request.button[2] == "report":
        return _for_the_team(request, store, mission)
    template = scoring.template_of(mission)
    if not scoring.still_open(request, store, mission) or template is None:
        return Outcome(
            replies=(Reply(text=say(request.language, "officers.mission_over")),), awaiting=request.awaiting
        )
    asked, value = template.question(request.button[2]), choice.number_at(request, 3)
    if asked is None or value is None:
        raise Mistake("common.no_such_button")
    return _scored(request, store, mission, asked, value)


def _scored(request: Request, store: OwnerStore, mission: Mission, asked: Question, value: int) -> Outcome:
    kept = scoring.score(request, store, mission, asked, value)
    waiting = scoring.open_question(store, kept)
    template = scoring.template_of(kept)
    if waiting and template:
        text = sending.question(request.language, template, waiting)
        buttons = sending.choices(request.language, kept, waiting)
        return Outcome(replies=(Reply(text=text, buttons=buttons),), awaiting=request.awaiting)
    nothing = ((Button(say(request.language, "officers.button.nothing"), f"mission:{kept.id}:done"),),)
    reply = Reply(text=say(request.language, "officers.one_sentence"), buttons=nothing)
    return Outcome(replies=(reply,), awaiting={"kind": "mission", "mission": kept.id})


def _nothing_more(request: Request) -> Outcome:
    awaiting = None if (request.awaiting or {}).get("kind") == "mission" else request.awaiting
    return Outcome(replies=(Reply(text=say(request.language, "officers.thanks")),), awaiting=awaiting)


def _for_the_team(request: Request, store: OwnerStore, mission: Mission) -> Outcome:
    """The officer wants the sentence to be a report like anybody's; nothing in it says where it was said first.

    Raises Mistake where there is no sentence that reports anything.
    """
    spoken = replace(request, text=mission.words, pieces=(mission.words,))
    spoken = replace(spoken, meaning=unasked.read(spoken))
    reported = [one for one in spoken.meaning.matters if one.intent in _REPORTED]
    if not mission.words or not reported:
        raise Mistake("fallback.say_again")
    return reporting.opened(spoken, store, reported)


def on_sentence(request: Request, store: OwnerStore) -> Outcome | None:
    """The sentence or the photo after a mission's scores: for headquarters, whoever else the chat is with just now."""
    asked = request.awaiting or {}
    if asked.get("kind") != "mission" or request.button or request.start is not None or request.edited:
        return None
    if request.now - datetime.fromisoformat(asked["at"]) > _SENTENCE:
        return None
    mission = store.officer_missions.by_id(int(asked["mission"]))
    if mission is None or not scoring.still_open(request, store, mission) or _is_their_own(request):
        return None
    if not any(letter.isalnum() for letter in request.text) and not request.pictures:
        return None
    kept = scoring.add(request, store, mission, request.text, [one.attachment_id for one in request.pictures])
    if not request.text.strip():
        return Outcome(
            replies=(Reply(text=say(request.language, "officers.photo_kept")),), awaiting=request.awaiting
        )
    return Outcome(replies=(_sentence_kept(request, kept),))


def _sentence_kept(request: Request, mission: Mission) -> Reply:
    """Thanks; and where it reads as something to be dealt with, the way to the team here, which has not heard of it."""
    text = say(request.language, "officers.sentence_kept")
    if not any(one.intent in _REPORTED for one in request.meaning.matters):
        return Reply(text=text)
    report = Button(say(request.language, "officers.button.report"), f"mission:{mission.id}:report")
    return Reply(text=f"{text}\n{say(request.language, 'officers.not_reported')}", buttons=((report,),))


def _is_their_own(request: Request) -> bool:
    """Whether the words are plainly for something else: a ticket's number, or a wish that only the line can meet."""
    if request.meaning.slots.ticket:
        return True
    intents = {matter.intent for matter in request.meaning.matters}
    return request.meaning.understood and bool(intents & _OWN)


def on_words(request: Request, store: OwnerStore) -> Outcome | None:
    """A bare score while a mission waits for one, a bare yes or no to an invitation; None for all other words.

    What people asked in a ticket, or the line in this chat, goes first.
    """
    if request.button or request.awaiting or request.pictures or len(request.text) > _SHORT:
        return None
    missions = [
        one
        for one in store.officer_missions.open_ones()
        if scoring.still_open(request, store, one) and not _asked_later(request, store, one)
    ]
    invited = [one for one in store.officers.own() if one.state == "invited"]
    if not missions and not invited:
        return None
    if request.handoff_ticket_id or any(_waits_for_owner(one) for one in store.tickets.open_ones(20)):
        return None
    scored = _score_of_words(request, store, missions[0]) if missions else None
    return scored or (_answer_of_words(request, store, invited[0]) if invited else None)


def _asked_later(request: Request, store: OwnerStore, mission: Mission) -> bool:
    """Whether this chat was asked for another score after the mission: bare words answer what was asked last."""
    rating, days = store.ratings.open_of_mine(request.now), request.settings.voice.surveys.answer_days
    times = [rating.sent_at if rating else None]
    times += [one.due_at - timedelta(days=days) for one in store.survey_invitations.open_ones() if one.due_at]
    return any(at is not None and mission.sent_at is not None and at > mission.sent_at for at in times)


def _waits_for_owner(ticket: Ticket) -> bool:
    return ticket.stage in ("waiting_owner", "resolved")


def _score_of_words(request: Request, store: OwnerStore, mission: Mission) -> Outcome | None:
    """The score, and what stands beside it as the sentence; a number off the scale is asked for again."""
    asked = scoring.open_question(store, mission)
    found = score_said(request.text, asked.scale) if asked else None
    if asked is None or found is None or (found.rest.strip() and not _is_beside(request)):
        return None
    if found.score is not None:
        kept = scoring.add(request, store, mission, found.rest) if found.rest.strip() else mission
        return _scored(request, store, kept, asked, found.score)
    if not found.again:
        return None
    text = say(request.language, "officers.off_scale", low=1, high=5)
    return Outcome(replies=(Reply(text=text, buttons=sending.choices(request.language, mission, asked)),))


def _is_beside(request: Request) -> bool:
    """Whether the words beside a score are no matter of their own, which the team here would deal with."""
    return {one.intent for one in request.meaning.matters} <= _BESIDE_A_SCORE


def _answer_of_words(request: Request, store: OwnerStore, officer: Officer) -> Outcome | None:
    answer = accepts(request.text)
    return None if answer is None else _invited(request, store, officer, accepts=answer)


CAPABILITY = Capability(name="officers", buttons=("officer", "mission"), pressed=pressed)
