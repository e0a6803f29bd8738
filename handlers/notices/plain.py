"""A notice of one text, as it is written in a chat: the first line is its headline, the rest the facts."""

from __future__ import annotations

from handlers.base import Mistake
from handlers.notices.drafting import Wanted
from handlers.staff.request import StaffRequest
from storage.audience import Audience
from storage.notices import NoticeText
from storage.staff_store import StaffStore

#: The longest headline, in characters; a longer first line is the beginning of the facts.
LONGEST_HEADLINE = 60


def wanted(
    request: StaffRequest, store: StaffStore, estate_id: int, building_id: int | None, text: str, kind: str = "announcement"
) -> Wanted:  # fmt: skip
    """The notice to all of an estate or to a building, in the estate's language for everybody. Raises Mistake for no text, and for
    a place that is not theirs.
    """
    words = text.strip()
    if not words:
        raise Mistake("notices.empty")
    estate = store.estate(estate_id)
    mine = {one.id for one in store.buildings() if one.estate_id == estate_id}
    if estate is None or (building_id and building_id not in mine):
        raise Mistake("notices.no_such_place")
    first, _, rest = words.partition("\n")
    headline = first.strip() if len(first) <= LONGEST_HEADLINE else estate.name
    facts = rest.strip() if headline == first.strip() and rest.strip() else words
    return Wanted(
        estate_id=estate_id, kind=kind, fallback=True,
        texts=(NoticeText(language=estate.language, headline=headline, facts=facts, doing="", asked="", signature=""),),
        audience=Audience(buildings=(building_id,)) if building_id else Audience(),
    )  # fmt: skip


def place_of(store: StaffStore, notice: Wanted) -> str:
    """Where it goes, as people call it."""
    estate = store.estate(notice.estate_id)
    names = [one.name for one in store.buildings() if one.id in notice.audience.buildings]
    return " · ".join([estate.name if estate else "", *names])
