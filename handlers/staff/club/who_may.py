"""Who sees and does what with points: not those who repair or guard, who have no use for it."""

from __future__ import annotations

from handlers.base import Mistake
from handlers.staff.request import StaffRequest
from storage.people import Person
from storage.scope import HEADQUARTERS, SENIOR
from storage.staff import Staff
from storage.staff_store import StaffStore

#: Who sees the pages and hands rewards over; who records an article or a referral; managers alone take back and keep the catalogue.
_SEE = ("housekeeper", "officer", *SENIOR)
_RECORD = ("officer", *SENIOR)

#: The longest text of a reason, a purpose or a note, in characters.
LONGEST = 400


def may_see(who: Staff) -> bool:
    return who.role in _SEE


def may_record(who: Staff) -> bool:
    return who.role in _RECORD


def may_manage(who: Staff) -> bool:
    return who.role in SENIOR


def may_group(who: Staff) -> bool:
    """Groups and notes of the relationship are headquarters' (K08)."""
    return who.role in HEADQUARTERS


def person(store: StaffStore, person_id: int) -> Person:
    """Raises Mistake for somebody of elsewhere, as for nobody."""
    found = store.points.person(person_id)
    if found is None:
        raise Mistake("points.nobody")
    return found


def words(text: str, missing: str, longest: int = LONGEST) -> str:
    """What was typed, in one line. Raises Mistake for nothing, and for too much."""
    said = " ".join(text.split())
    if not said:
        raise Mistake(missing)
    if len(said) > longest:
        raise Mistake("points.too_long", most=longest)
    return said


def must(allowed: bool, key: str) -> None:
    if not allowed:
        raise Mistake(key)


def must_manage(request: StaffRequest) -> None:
    must(may_manage(request.who), "points.not_managers")
