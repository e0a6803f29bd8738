"""An owner's own points: how many, what for, and what they can be used for (K05, K10, K11)."""

from __future__ import annotations

import re
from datetime import datetime

from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request, ToRoom
from handlers.tickets import choice
from handlers.voice.points import redeeming
from handlers.wording import say, speak, weekday
from nlu.meaning import Matter
from storage.owner_store import OwnerStore
from storage.point_lots import left
from storage.points import Entry
from storage.rewards import Reward

#: The code of /points, which no reader gives.
CODE = "owners.points"

#: Entries that fit into one message, and rewards that are offered under one.
_SHOWN, _OFFERED = 10, 8

#: A question about one's points, and nothing else. No part of it is two others together: else reading doubles its time with each word.
_MINE = re.compile(
    r"\W*((请问|請問|想|查|查询|查詢|查一下|查下|看看|看下|睇下|睇睇|帮我|幫我|唔该|唔該|麻烦|麻煩|我|我的|我嘅|有|多少|几多|幾多|還有|还有|仲有)\s*)*"
    r"(积分|積分)((余额|餘額|结余|結餘|明细|明細|纪录|紀錄|记录|記錄|有|是|係|多少|几多|幾多|呢|呀|吗|嗎|啊|了)\s*)*\W*"
    r"|\W*((please|pls|show|me|see|check|what|are|is|how|many|do|i|have|got|about|the|my|of|balance|club)\s+)*points(\s+(balance|history|do|i|have|please|now|left))*\W*",
    re.IGNORECASE,
)

#: The wish for a reward, and nothing else.
_REWARDS = re.compile(
    r"\W*((想|要|可以|用|拿|攞|我|我的|我嘅|有|什么|咩|乜嘢|哪些|边啲|邊啲|可|点样|點樣|怎么|怎樣)\s*)*(积分|積分)?\s*(兑换|兌換|换|換|换领|換領)(积分|積分|礼品|禮品|奖品|獎品|礼物|禮物|嘢|东西|什么|咩)*\W*"
    r"|\W*((please|show|me|what|are|the|can|i|get|use|redeem|spend|club)\s+)*(rewards?|redeem)(\s+(my|points|for|with|catalogue|please|can|i|get|have|are|there))*\W*",
    re.IGNORECASE,
)
_LONGEST = 40


def on_words(request: Request, store: OwnerStore) -> Outcome | None:
    """A short question about points or rewards and nothing else; None for all other words."""
    if request.button or request.pictures or len(request.text) > _LONGEST:
        return None
    if _REWARDS.fullmatch(request.text):
        return _rewards(request, store)
    return _mine(request, store) if _MINE.fullmatch(request.text) else None


def said(request: Request, store: OwnerStore, _matter: Matter) -> Outcome:
    return _mine(request, store)


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """One of the buttons. The first tap on a reward asks, the second takes it."""
    what = request.button[1] if len(request.button) > 1 else ""
    steps = {"mine": _mine, "history": _history, "rewards": _rewards, "ask": _ask, "take": _take}
    if what not in steps:
        raise Mistake("common.no_such_button")
    return steps[what](request, store)


def _person(store: OwnerStore) -> int:
    """Whose points they are. Raises Mistake for whoever does not live in the estate."""
    if not store.scope.lived_in or store.scope.person_id is None:
        raise Mistake("points.owners_only")
    return store.scope.person_id


def _mine(request: Request, store: OwnerStore) -> Outcome:
    """The balance, and what lapses next."""
    person = _person(store)
    balance, entries = store.points.balance(person), store.points.of(person)
    lines = [say(request.language, "points.balance", balance=balance) if entries else _nothing_yet(request)]
    lapses = _next_lapse(request, entries)
    rows = [Button(say(request.language, "points.button.history"), "points:history")] if entries else []
    rows.append(Button(say(request.language, "points.button.rewards"), "points:rewards"))
    rows.append(Button(say(request.language, "points.button.club"), "club:card"))
    return _answer(request, "\n".join((*lines, *lapses)), (tuple(rows),))


def _nothing_yet(request: Request) -> str:
    """What points are given for here, with this estate's own numbers."""
    rules = request.settings.voice.points.of(request.estate.code)
    given = [
        say(request.language, "points.for", what=say(request.language, f"points.rule.{rule}"), amount=amount)
        for rule, amount in rules.values.items()
        if amount
    ]
    return "\n".join((say(request.language, "points.none"), *given))


def _next_lapse(request: Request, entries: list[Entry]) -> list[str]:
    rest = left(entries)
    terms = [(one.expires_at, rest[one.id]) for one in entries if one.id in rest and one.expires_at]
    if not terms:
        return []
    first = min(term for term, _ in terms)
    amount = sum(some for term, some in terms if term == first)
    return [say(request.language, "points.lapses", amount=amount, until=_day(request, first))]


def _day(request: Request, at: datetime) -> str:
    return weekday(
        request.language, at.astimezone(request.tz).date(), request.now.astimezone(request.tz).date()
    )


def _history(request: Request, store: OwnerStore) -> Outcome:
    """The newest entries, each with what it was for."""
    entries = store.points.of(_person(store), _SHOWN)
    lines = [_line(request, one) for one in entries]
    head = say(request.language, "points.history" if lines else "points.none")
    return _answer(request, "\n".join((head, *lines)))


def _line(request: Request, one: Entry) -> str:
    return say(
        request.language, "points.entry", amount=f"{one.amount:+d}", what=say(request.language, f"points.rule.{one.rule}"),
        reason=one.reason, when=_day(request, one.at),
    )  # fmt: skip


def _rewards(request: Request, store: OwnerStore) -> Outcome:
    """What there is now, as buttons; what the points do not reach is told with its price."""
    person = _person(store)
    balance, offered = store.points.balance(person), redeeming.offered(request, store, request.estate, person)
    lines = [_reward_line(request, one) for one in offered]
    within = [one for one in offered if one.price <= balance][:_OFFERED]
    buttons = tuple((Button(_called(request, one), f"points:ask:{one.id}"),) for one in within)
    head = say(request.language, "points.rewards" if lines else "points.no_rewards", balance=balance)
    return _answer(request, "\n".join((head, *lines)), buttons)


def _reward_line(request: Request, one: Reward) -> str:
    line = say(request.language, "points.reward", name=_called(request, one), price=one.price)
    if one.stock is None:
        return line
    return f"{line} {say(request.language, 'points.stock', stock=one.stock)}"


def _called(request: Request, one: Reward) -> str:
    return redeeming.named(one, request.language, request.estate.language)


def _ask(request: Request, store: OwnerStore) -> Outcome:
    """The first tap: what it costs, and what stays."""
    person = _person(store)
    wanted = choice.number_at(request, 2)
    offered = redeeming.offered(request, store, request.estate, person)
    reward = next((one for one in offered if one.id == wanted), None)
    if reward is None:
        raise Mistake("points.gone")
    balance = store.points.balance(person)
    if balance < reward.price:
        raise Mistake("points.too_few", price=reward.price, balance=balance)
    text = say(
        request.language, "points.ask", name=_called(request, reward), price=reward.price, rest=balance - reward.price
    )  # fmt: skip
    take = Button(
        say(request.language, "points.button.take"), f"points:take:{reward.id}:{reward.price}:{balance}"
    )
    leave = Button(say(request.language, "points.button.leave"), "points:mine")
    return _answer(request, text, ((take, leave),))


def _take(request: Request, store: OwnerStore) -> Outcome:
    """The second tap, for the price and out of the balance that were shown: tapped again it takes nothing more."""
    person = _person(store)
    reward_id, price, shown = (choice.number_at(request, place) or 0 for place in (2, 3, 4))
    if not store.points.hold(person) or store.points.balance(person) != shown:
        raise Mistake("points.moved_on")
    made, reward, _ = redeeming.redeem(request, store, request.estate, person, reward_id, price)
    name = _called(request, reward)
    text = say(
        request.language, "points.taken", name=name, number=made.id, balance=store.points.balance(person),
        estate=request.estate.name,
    )  # fmt: skip
    at_home = speak(request.estate.language, "en")
    room = say(
        at_home,
        "points.room_taken",
        name=redeeming.named(reward, at_home, request.estate.language),
        number=made.id,
    )
    return Outcome(
        replies=(Reply(text=text), Reply(to=ToRoom(request.estate.id), text=room)), awaiting=request.awaiting
    )


def _answer(request: Request, text: str, buttons: tuple[tuple[Button, ...], ...] = ()) -> Outcome:
    return Outcome(replies=(Reply(text=text, buttons=buttons),), awaiting=request.awaiting)


CAPABILITY = Capability(name="points", codes=(CODE,), said=said, buttons=("points",), pressed=pressed)
