"""Which home of which estate a matter is filed for: the unit as it was typed, within the scope of whoever files.

Typed is a unit (3-2-1502), nothing at all for what is about no home, or, by staff of several estates, the estate's code and a
colon before either (GV:3-2-1502, GV:).
"""

from __future__ import annotations

from handlers.base import Mistake
from storage.estates import Estate, Unit
from storage.staff_store import StaffStore


def place_of(store: StaffStore, typed: str) -> tuple[Estate, Unit | None]:
    """The estate and the unit. Raises Mistake: no such unit within the scope, or not clear in which estate."""
    estates, label = _estates(store, typed.strip())
    if label:
        return _unit(store, estates, label)
    if len(estates) != 1:
        raise Mistake("desk.file.which_estate", codes=_codes(estates))
    return estates[0], None


def labels(store: StaffStore) -> list[str]:
    """What may be typed, to choose from."""
    estates = store.estates()
    if len(estates) == 1:
        return [unit.label for unit in store.units()]
    codes = {estate.id: estate.code for estate in estates}
    return [f"{code}:" for code in codes.values()] + [
        f"{codes[one.estate_id]}:{one.label}" for one in store.units()
    ]


def _estates(store: StaffStore, typed: str) -> tuple[list[Estate], str]:
    """The estates that are meant, and what is left of the words."""
    code, colon, rest = typed.partition(":")
    named = [one for one in store.estates() if colon and one.code.casefold() == code.strip().casefold()]
    return (named, rest.strip()) if named else (store.estates(), typed)


def _unit(store: StaffStore, estates: list[Estate], label: str) -> tuple[Estate, Unit]:
    by_id = {estate.id: estate for estate in estates}
    wanted = label.casefold()
    found = [one for one in store.units() if one.label.casefold() == wanted and one.estate_id in by_id]
    exact = [one for one in found if one.label == label] or found
    if not exact:
        raise Mistake("desk.file.no_such_unit", unit=label[:60])
    if len(exact) > 1:
        raise Mistake("desk.file.which_estate", codes=_codes([by_id[one.estate_id] for one in exact]))
    return by_id[exact[0].estate_id], exact[0]


def _codes(estates: list[Estate]) -> str:
    return ", ".join(f"{estate.code}:" for estate in estates)
