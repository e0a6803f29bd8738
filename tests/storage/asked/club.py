"""What is asked of points, rewards, the club, silent homes and suggestions: Ann's are hers, and her estate's staff's to see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from storage import contacts
from storage.club import Group
from storage.estates import units_by_id
from storage.owner_store import OwnerStore
from storage.points import Entry
from storage.points_waiting import Waiting
from storage.rewards import Redemption, Reward
from storage.silences import Silence
from storage.staff_store import StaffStore
from storage.store import LineStore
from tests.handlers.staff.house import NOW, House
from tests.storage.asked.nowhere import NOWHERE

_TERM = NOW + timedelta(days=700)


def made(connection: Any, house: House) -> None:
    """Ann has points, a card, a group, a consent with a note, a reward she asked for, and a home that was asked how it is."""
    found = contacts.by_id(connection, house.contacts["Ann"])
    assert found
    assert found.person_id
    line, own, ivy = (
        LineStore(connection),
        OwnerStore(connection, found, NOW),
        StaffStore(connection, house.staff["Ivy"]),
    )
    credit = {"rule": "event", "amount": 50, "reason": "x", "ref": "e1", "at": NOW, "expires_at": _TERM}
    assert line.points.credit(found.person_id, **credit)
    assert own.club.join(NOW)
    assert own.club.consent(NOW, given=True)
    assert ivy.club.put_into(found.person_id, "fan", "tea", NOW)
    assert ivy.club.note(found.person_id, "retention", "x", "tea", NOW)
    reward = ivy.rewards.add(house.estates["GV"], name={"en": "x"}, price=10, stock=5, made_at=NOW)
    assert reward
    assert own.rewards.ask(reward, found.person_id, 10, NOW)
    (unit,) = units_by_id(connection, (house.units["Ann"],))
    assert line.silences.ask(unit, found.id, NOW, NOW.date())
    waits = {"person_id": found.person_id, "reason": "x", "due_at": NOW}
    assert line.points_waiting.keep(house.estates["GV"], rule="event", ref="e2", **waits)


def _is_nothing(seen: Any) -> bool:
    return bool(seen.ticket.id == NOWHERE)


def _person(seen: Any) -> int:
    """Ann's number, however the one who asks has come by it; or one that nobody has."""
    return NOWHERE if _is_nothing(seen) else int(seen.ticket.person_id)


def _estate(seen: Any) -> int:
    return NOWHERE if _is_nothing(seen) else int(seen.house.estates["GV"])


def _id(seen: Any) -> int:
    return NOWHERE if _is_nothing(seen) else 1


def _unit(store: Any, seen: Any) -> Any:
    from dataclasses import replace

    (found,) = units_by_id(store._connection, (seen.house.units["Ann"],))
    return replace(found, id=NOWHERE, estate_id=NOWHERE) if _is_nothing(seen) else found


def _entry(seen: Any) -> Entry:
    return Entry(_id(seen), _estate(seen), _person(seen), "event", 50, "x", "e1", NOW, _TERM, None, None)


def _reward(seen: Any) -> Reward:
    return Reward(_id(seen), _estate(seen), {"en": "x"}, 10, 4, None, "", True)


def _redemption(seen: Any) -> Redemption:
    return Redemption(_id(seen), _estate(seen), _id(seen), _person(seen), 10, NOW, "asked", None, None, "")


def _silence(seen: Any) -> Silence:
    unit = NOWHERE if _is_nothing(seen) else int(seen.house.units["Ann"])
    return Silence(_id(seen), _estate(seen), unit, 1, NOW, "", None)


def _group(seen: Any) -> Group:
    return Group(_id(seen), _estate(seen), _person(seen), "fan", "tea", NOW, 1)


Ask = Callable[[Any, Any], Any]

POINTS: dict[str, Ask] = {
    "person": lambda s, x: s.person(_person(x)),
    "account_of": lambda s, x: s.account_of(_person(x)),
    "of_home": lambda s, x: s.of_home(_unit(s, x).id, None, NOW.date()),
    "of": lambda s, x: s.of(_person(x)),
    "entry": lambda s, x: s.entry(_id(x)),
    "credited": lambda s, x: s.credited(_estate(x), "event", "e1"),
    "balance": lambda s, x: s.balance(_person(x)),
    "holders": lambda s, x: s.holders(_estate(x)),
    "earned": lambda s, x: s.earned(_person(x), NOW),
    "hold": lambda s, x: s.hold(_person(x)),
    "credit": lambda s, x: s.credit(
        _person(x), rule="article", amount=1, reason="x", ref="a", at=NOW, expires_at=_TERM
    ),
    "spend": lambda s, x: s.spend(_person(x), 1, reason="x", ref="r", at=NOW, lapsed="x"),
    "reverse": lambda s, x: s.reverse(_entry(x), reason="x", at=NOW, expires_at=_TERM),
    "expire": lambda s, x: s.expire(_person(x), _TERM, "x"),
}

WAITING: dict[str, Ask] = {
    "keep": lambda s, x: s.keep(
        _estate(x), rule="event", ref="e3", person_id=x.ticket.person_id, reason="x", due_at=NOW
    ),
    "of": lambda s, x: s.of(_estate(x)),
    "take": lambda s, x: s.take(Waiting(_id(x), _estate(x), _person(x), "event", "e3", "x", None, NOW)),
}

#: The catalogue is the estate's: whoever lives there reads it, so Ann's neighbour is asked for what Ann asked for alone.
REWARDS: dict[str, Ask] = {
    "on_offer": lambda s, x: None,
    "by_id": lambda s, x: None,
    "catalogue": lambda s, x: s.catalogue(_estate(x)),
    "add": lambda s, x: s.add(_estate(x), name={"en": "y"}, price=1, made_at=NOW) is not None,
    "change": lambda s, x: s.change(_reward(x), price=11),
    "ask": lambda s, x: s.ask(_reward(x), _person(x), 10, NOW),
    "settle": lambda s, x: s.settle(_redemption(x), "handed", x.house.staff["Ivy"].id, NOW),
    "redemption": lambda s, x: s.redemption(_id(x)),
    "of": lambda s, x: s.of(_person(x)),
    "waiting": lambda s, x: s.waiting(_estate(x)),
}

#: Joining, leaving and consenting are about whoever asks alone.
CLUB: dict[str, Ask] = {
    "join": lambda s, x: None,
    "leave": lambda s, x: None,
    "consent": lambda s, x: None,
    "card": lambda s, x: s.card(_person(x)),
    "is_member": lambda s, x: s.is_member(_person(x)),
    "members": lambda s, x: s.members(_estate(x)),
    "groups": lambda s, x: s.groups(_person(x)),
    "put_into": lambda s, x: s.put_into(_person(x), "key", "x", NOW),
    "take_out": lambda s, x: s.take_out(_group(x), NOW),
    "consents": lambda s, x: s.consents(_person(x)),
    "note": lambda s, x: s.note(_person(x), "recovery", "x", "x", NOW),
    "notes": lambda s, x: s.notes(_person(x)),
}

SILENCES: dict[str, Ask] = {
    "ask": lambda s, x: s.ask(_unit(s, x), 1, NOW, NOW.date()),
    "by_id": lambda s, x: s.by_id(_id(x)),
    "answer": lambda s, x: s.answer(_silence(x), "well", NOW),
    "newest": lambda s, x: s.newest(_estate(x)),
    "counted": lambda s, x: s.counted(_estate(x), NOW.date()),
}

#: What other estates took up is everybody's to learn from, without identities (tests/bot/web/staff/test_club_pages.py).
SUGGESTIONS: dict[str, Ask] = {
    "open_ones": lambda s, x: [one for one in s.open_ones() if one.ticket.id == x.ticket.id],
    "newest": lambda s, x: [one for one in s.newest() if one.ticket.id == x.ticket.id],
    "adopted": lambda s, x: s.adopted(),
}
