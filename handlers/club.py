"""The owners' club in the chat: join and leave, the card, and whether notes of the relationship may be kept (K08, K09, K13, M11)."""

from __future__ import annotations

import re

from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request
from handlers.voice.points import tiers
from handlers.wording import say, weekday
from nlu.meaning import Matter
from storage.club import Member
from storage.owner_store import OwnerStore

#: The code of /club, which no reader gives.
CODE = "owners.card"

_CLUB = r"(业主会|業主會|客户会|客戶會|会员卡|會員卡|住户会|住戶會|会员|會員)"
_CARD = re.compile(
    rf"\W*((我的|我嘅|查|看看|看下|睇下|睇睇|我|想)\s*)*{_CLUB}\W*|\W*((please|show|me|my|the|see|owners'?|members?)\s+)*club(\s+(card|please))*\W*",
    re.IGNORECASE,
)
_JOIN = re.compile(
    rf"\W*((我|想|要|可以|怎么|怎樣|点样|點樣|请|請)\s*)*(加入|入|参加|參加){_CLUB}\W*|\W*((please|i|i'd|i'll|want|like|would|to|how|do|can|we)\s+)*join(\s+(the|your|owners'?|members?))*\s+club(\s+please)?\W*",
    re.IGNORECASE,
)
_LEAVE = re.compile(
    rf"\W*((我|想|要|请|請)\s*)*(退出|离开|離開){_CLUB}\W*|\W*((please|i|i'd|want|like|would|to)\s+)*(leave|quit)(\s+(the|your|owners'?|members?))*\s+club(\s+please)?\W*",
    re.IGNORECASE,
)
_LONGEST = 40


def on_words(request: Request, store: OwnerStore) -> Outcome | None:
    """A short wish about the club and nothing else; None for all other words."""
    if request.button or request.pictures or len(request.text) > _LONGEST:
        return None
    for pattern, step in ((_JOIN, _join), (_LEAVE, _leave), (_CARD, _card)):
        if pattern.fullmatch(request.text):
            return step(request, store)
    return None


def said(request: Request, store: OwnerStore, _matter: Matter) -> Outcome:
    return _card(request, store)


def pressed(request: Request, store: OwnerStore) -> Outcome:
    what = request.button[1] if len(request.button) > 1 else ""
    steps = {"card": _card, "join": _join, "leave": _leave, "notes": _may_note, "no_notes": _may_not_note}
    if what not in steps:
        raise Mistake("common.no_such_button")
    return steps[what](request, store)


def _person(store: OwnerStore) -> int:
    """Raises Mistake for whoever does not live in the estate."""
    if not store.scope.lived_in or store.scope.person_id is None:
        raise Mistake("club.owners_only")
    return store.scope.person_id


def _card(request: Request, store: OwnerStore) -> Outcome:
    """The card with its number and standing, the groups somebody is in; or what the club is, for whoever is no member."""
    person = _person(store)
    card = store.club.card(person)
    if card is None or card.left_at is not None:
        join = Button(say(request.language, "club.button.join"), "club:join")
        return _answer(request, say(request.language, "club.what", estate=request.estate.name), ((join,),))
    lines = (_number(request, card), *_standing(request, store, person), *_groups(request, store, person))
    return _answer(request, "\n".join(lines), _buttons(request, store, person))


def _number(request: Request, card: Member) -> str:
    name = request.household.person.name if request.household.person else request.household.contact.name
    return say(
        request.language, "club.card", estate=request.estate.name, name=name, number=number(request.estate.code, card),
        since=weekday(request.language, card.joined_at.astimezone(request.tz).date(), request.now.astimezone(request.tz).date()),
    )  # fmt: skip


def number(code: str, card: Member) -> str:
    """The number of a card, as it is said at the counter."""
    return f"{code}-C{card.id:05d}"


def _standing(request: Request, store: OwnerStore, person: int) -> list[str]:
    """Where the member stands, what is missing to the next standing, and that it brings extras alone."""
    begins = request.settings.voice.points.of(request.estate.code).tiers
    earned = store.points.earned(person, tiers.since(request.now))
    here, ahead = tiers.tier(earned, begins), tiers.following(earned, begins)
    lines = (
        [
            say(
                request.language,
                "club.standing",
                tier=say(request.language, f"club.tier.{here}"),
                earned=earned,
            )
        ]
        if here
        else []
    )
    if ahead:
        lines.append(
            say(
                request.language,
                "club.next",
                tier=say(request.language, f"club.tier.{ahead[0]}"),
                missing=ahead[1],
            )
        )
    return [*lines, say(request.language, "club.extras")]


def _groups(request: Request, store: OwnerStore, person: int) -> list[str]:
    """An owner may know which group they were put into, and what for."""
    return [
        say(
            request.language,
            "club.in_group",
            group=say(request.language, f"club.group.{one.name}"),
            purpose=one.purpose,
        )
        for one in store.club.groups(person)
    ]


def _buttons(request: Request, store: OwnerStore, person: int) -> tuple[tuple[Button, ...], ...]:
    mine = Button(say(request.language, "points.button.mine"), "points:mine")
    leave = Button(say(request.language, "club.button.leave"), "club:leave")
    rows = [(mine, leave)]
    if request.settings.voice.points.relationship:
        given = store.club.consents(person)
        key, data = (
            ("club.button.no_notes", "club:no_notes") if given else ("club.button.notes", "club:notes")
        )
        return (*rows, (Button(say(request.language, key), data),))
    return tuple(rows)


def _join(request: Request, store: OwnerStore) -> Outcome:
    """In at once; said again it changes nothing."""
    _person(store)
    card = store.club.join(request.now)
    assert card is not None
    text = say(request.language, "club.joined", number=number(request.estate.code, card))
    mine = Button(say(request.language, "points.button.mine"), "points:mine")
    leave = Button(say(request.language, "club.button.leave"), "club:leave")
    return _answer(request, text, ((mine, leave),))


def _leave(request: Request, store: OwnerStore) -> Outcome:
    """Out at once, with the way back. The points stay the owner's."""
    _person(store)
    key = "club.left" if store.club.leave(request.now) else "club.not_in"
    join = Button(say(request.language, "club.button.join"), "club:join")
    return _answer(request, say(request.language, key), ((join,),))


def _may_note(request: Request, store: OwnerStore) -> Outcome:
    return _consent(request, store, given=True)


def _may_not_note(request: Request, store: OwnerStore) -> Outcome:
    return _consent(request, store, given=False)


def _consent(request: Request, store: OwnerStore, *, given: bool) -> Outcome:
    """Kept with the way back; taken back, what was noted is deleted at once. Nobody is asked where no such notes are kept."""
    _person(store)
    if given and not request.settings.voice.points.relationship:
        raise Mistake("common.no_such_button")
    store.club.consent(request.now, given=given)
    key, data = ("club.button.no_notes", "club:no_notes") if given else ("club.button.notes", "club:notes")
    text = say(request.language, "club.notes_on" if given else "club.notes_off")
    return _answer(request, text, ((Button(say(request.language, key), data),),))


def _answer(request: Request, text: str, buttons: tuple[tuple[Button, ...], ...] = ()) -> Outcome:
    return Outcome(replies=(Reply(text=text, buttons=buttons),), awaiting=request.awaiting)


CAPABILITY = Capability(name="club", codes=(CODE,), said=said, buttons=("club",), pressed=pressed)
