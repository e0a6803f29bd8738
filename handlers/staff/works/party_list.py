"""The list of parties as managers keep it: who there is, for which trades, of which standing (E03, F11)."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.base import Mistake, Reply
from handlers.staff.request import StaffRequest
from handlers.wording import LANGUAGES
from nlu.meaning import CODES
from storage.parties import KINDS, STATUSES
from storage.scope import SENIOR
from storage.staff_store import StaffStore

_LONGEST_NAME, _LONGEST_NOTE = 120, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A party as it was typed."""

    estate_id: int
    kind: str
    name: str
    trades: str = ""
    phone: str = ""
    language: str = ""


def add(request: StaffRequest, store: StaffStore, typed: Typed) -> tuple[Reply, ...]:
    """A new party of one estate. Raises Mistake: not a manager, no name, a name there is, a kind or trade that is not on the lists."""
    _must_manage(request)
    plain = " ".join(typed.name.split())
    if not plain or len(plain) > _LONGEST_NAME:
        raise Mistake("parties.no_name", most=_LONGEST_NAME)
    if typed.kind not in KINDS:
        raise Mistake("parties.no_kind")
    values = {
        "kind": typed.kind,
        "trades": trades_of(typed.trades),
        "phone": typed.phone.strip()[:40] or None,
    }
    spoken = typed.language if typed.language in LANGUAGES else "en"
    if store.party_list.add(estate_id=typed.estate_id, name=plain, language=spoken, **values) is None:
        raise Mistake("parties.known", name=plain)
    return ()


def set_status(
    request: StaffRequest, store: StaffStore, party_id: int, status: str, note: str
) -> tuple[Reply, ...]:
    """Qualified, on trial or suspended, and why. Raises Mistake: not a manager, no such party, a suspension without its reason."""
    _must_manage(request)
    words = note.strip()[:_LONGEST_NOTE]
    if status not in STATUSES:
        raise Mistake("works.no_party")
    if status == "suspended" and not words:
        raise Mistake("parties.no_reason")
    if store.party_list.set_status(party_id, status, words) is None:
        raise Mistake("works.no_party")
    return ()


def trades_of(text: str) -> list[str]:
    """Codes, or beginnings of codes, parted by spaces or commas. Raises Mistake for one that begins no code."""
    known = [code for codes in CODES.values() for code in codes]
    found = text.replace(",", " ").replace("，", " ").replace("、", " ").split()
    for trade in found:
        if not any(code.startswith(trade) for code in known):
            raise Mistake("parties.no_trade", trade=trade[:40])
    return found


def _must_manage(request: StaffRequest) -> None:
    if request.who.role not in SENIOR:
        raise Mistake("parties.not_yours")
