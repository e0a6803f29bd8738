"""Headquarters put people into groups (K08) and, by consent alone and where it is switched on, keep notes of the 4 R's (K13, M11).

A group is a label with a purpose. Nothing that handles a ticket reads it.
"""

from __future__ import annotations

from handlers.base import Mistake
from handlers.staff.club import who_may
from handlers.staff.request import StaffRequest
from storage.club import GROUPS, KINDS
from storage.staff_store import StaffStore


def put_into(request: StaffRequest, store: StaffStore, person_id: int, group: str, purpose: str) -> None:
    """Raises Mistake: not headquarters', nobody of that number, no group, no purpose, in it already."""
    who_may.must(who_may.may_group(request.who), "club.not_headquarters")
    who = who_may.person(store, person_id)
    if group not in GROUPS:
        raise Mistake("club.no_group")
    why = who_may.words(purpose, "club.no_purpose")
    if not store.club.put_into(who.id, group, why, request.now):
        raise Mistake("club.in_it")


def take_out(request: StaffRequest, store: StaffStore, person_id: int, group_id: int) -> None:
    """Raises Mistake for a group they are not in."""
    who_may.must(who_may.may_group(request.who), "club.not_headquarters")
    found = next((one for one in store.club.groups(person_id) if one.id == group_id), None)
    if found is None or not store.club.take_out(found, request.now):
        raise Mistake("club.no_group")


def note(
    request: StaffRequest, store: StaffStore, person_id: int, kind: str, text: str, purpose: str
) -> None:
    """A fact of the relationship. Raises Mistake where no such notes are kept, and without the owner's consent."""
    who_may.must(who_may.may_group(request.who), "club.not_headquarters")
    who = who_may.person(store, person_id)
    if not request.settings.voice.points.relationship or not store.club.consents(who.id):
        raise Mistake("club.no_consent")
    if kind not in KINDS:
        raise Mistake("club.no_kind")
    said, why = who_may.words(text, "points.no_reason"), who_may.words(purpose, "club.no_purpose")
    store.club.note(who.id, kind, said, why, request.now)
