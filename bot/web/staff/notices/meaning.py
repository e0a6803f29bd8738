"""What a filled-in form means: one notice for each estate that was ticked. What cannot be read is said, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.web.ids import id_of
from bot.web.staff.local_time import typed as moment_typed
from bot.web.staff.notices import fields
from bot.web.staff.wide_form import Values, first
from handlers.base import Mistake
from handlers.notices import kinds
from handlers.notices.asks import ANSWERS
from handlers.notices.audience_checks import Said, checked
from handlers.notices.drafting import Wanted, may_announce
from handlers.staff.request import StaffRequest
from handlers.wording import LANGUAGES
from storage.audience import Audience
from storage.estates import Estate
from storage.notices import Notice, NoticeText
from storage.staff_store import StaffStore

_CODES = {
    "category": kinds.CATEGORIES, "urgency": kinds.URGENCIES, "severity": kinds.SEVERITIES, "certainty": kinds.CERTAINTIES,
    "response_type": kinds.RESPONSES,
}  # fmt: skip

#: What may be asked under a notice, beside "got it".
QUESTIONS = ("", *ANSWERS, "poll")

#: What a person makes a notice to be; CAP's other words come with what an official sent, and stay.
STATUSES = ("Actual", "Exercise", "Test")

#: The longest list of fields that is typed by hand.
_LONGEST_SIGNATURE = 200


@dataclass(frozen=True, slots=True)
class Meant:
    """A notice for one estate."""

    estate: Estate
    wanted: Wanted


def meant(request: StaffRequest, store: StaffStore, values: Values, pictures: tuple[str, ...]) -> list[Meant]:
    """The notices of a form, one for each estate. Raises Mistake."""
    if not may_announce(request.who):
        raise Mistake("notices.not_yours")
    before = _before(store, values)
    estates = [_estate(store, before.estate_id)] if before else _estates(store, values)
    return [
        Meant(one, _wanted(request, store, values, one, pictures, before, alone=len(estates) == 1))
        for one in estates
    ]


def _before(store: StaffStore, values: Values) -> Notice | None:
    """The notice that this one updates or cancels, where it does."""
    typed = first(values, "refers_to")
    if not typed:
        return None
    found = store.notices.by_id(id_of(typed))
    if found is None:
        raise Mistake("notices.no_reference")
    return found


def official(store: StaffStore, values: Values) -> Notice | None:
    """The notice made from an official alert that the form changes or follows: whether it is real was the official's to say."""
    numbers = (id_of(first(values, name)) for name in ("draft", "refers_to"))
    found = (store.notices.by_id(one) for one in numbers if one)
    return next((one for one in found if one and one.source), None)


def _status(store: StaffStore, values: Values) -> str:
    bound = official(store, values)
    return bound.status if bound else _one_of(values, "status", kinds.STATUSES, "Actual")


def _estates(store: StaffStore, values: Values) -> list[Estate]:
    ticked = dict.fromkeys(values.get("estate", ()))
    if not ticked:
        raise Mistake("notices.where_to")
    return [_estate(store, id_of(one)) for one in ticked]


def _estate(store: StaffStore, estate_id: int) -> Estate:
    found = store.estate(estate_id)
    if found is None:
        raise Mistake("notices.no_such_place")
    return found


def _wanted(
    request: StaffRequest, store: StaffStore, values: Values, estate: Estate, pictures: tuple[str, ...],
    before: Notice | None, *, alone: bool,
) -> Wanted:  # fmt: skip
    kind = before.kind if before else first(values, "kind")
    zone = ZoneInfo(estate.timezone)
    return Wanted(
        estate_id=estate.id, kind=kind if kind in kinds.WRITTEN else "", template=first(values, "template")[:30],
        texts=_texts(values), audience=Audience() if before else _audience(request, store, values, estate, alone=alone),
        cap=_codes(values), onset=_at(values, "onset", zone), expires=_at(values, "expires", zone),
        send_at=_at(values, "send_at", zone), refers_to=before.id if before else None,
        msg_type=_one_of(values, "msg_type", kinds.MSG_TYPES, "Alert"), status=_status(store, values),
        pictures=pictures, question=_one_of(values, "question", QUESTIONS, ""), at_most_once=_ticked(values, "at_most_once"),
        fallback=_ticked(values, "fallback"),
    )  # fmt: skip


def _texts(values: Values) -> tuple[NoticeText, ...]:
    """The languages in which something was written; a signature alone is no text."""
    found = []
    for language in LANGUAGES:
        words = {name: first(values, fields.part(name, language)).strip() for name in fields.PARTS}
        if any(words[name] for name in fields.PARTS if name != "signature"):
            words["signature"] = words["signature"][:_LONGEST_SIGNATURE]
            words["headline"] = " ".join(words["headline"].split())
            found.append(NoticeText(language=language, **words))
    return tuple(found)


def _audience(
    request: StaffRequest, store: StaffStore, values: Values, estate: Estate, *, alone: bool
) -> Audience:
    """Whom it means in one of the estates. A list of homes belongs to one estate: in another it would mean everybody."""
    if not alone and any(first(values, name).strip() for name in ("include", "exclude", "open_incident")):
        raise Mistake("notices.lists_of_one")
    said: Mapping[str, tuple[str, ...]] = {
        "buildings": values.get(fields.buildings_of(estate.id), ()),
        **{name: values.get(name, ()) for name in fields.AUDIENCE},
    }
    return checked(request, store, estate, Said.of(said))


def _codes(values: Values) -> dict[str, str]:
    return {name: _one_of(values, name, known, "") for name, known in _CODES.items()}


def _one_of(values: Values, name: str, known: tuple[str, ...], otherwise: str) -> str:
    """The choice in a list. Raises Mistake for what the list does not have."""
    said = first(values, name) or otherwise
    if said not in (*known, otherwise):
        raise Mistake("notices.no_such_choice")
    return said


def _at(values: Values, name: str, zone: ZoneInfo) -> datetime | None:
    return moment_typed({name: first(values, name)}, name, zone)


def _ticked(values: Values, name: str) -> bool:
    return first(values, name) == "yes"
