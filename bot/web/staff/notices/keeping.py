"""What becomes of a written notice: kept as a draft, proposed to a second person, or sent at once as an emergency. Each form acts once."""

from __future__ import annotations

from bot.web.ids import id_of
from bot.web.staff.notices import meaning
from bot.web.staff.notices.meaning import Meant
from bot.web.staff.wide_form import Values, first
from handlers.base import Mistake
from handlers.notices import approval, drafting
from handlers.staff.request import StaffRequest
from storage.notices import Notice
from storage.staff_store import StaffStore

#: What a form may ask for.
DOINGS = ("draft", "propose", "first")


def kept(
    request: StaffRequest, store: StaffStore, values: Values, pictures: tuple[str, ...], *, key: str, do: str
) -> list[Notice]:
    """The notices of a form, one for each estate, all or none. Raises Mistake."""
    if do not in DOINGS:
        raise Mistake("notices.no_such_choice")
    wanted = meaning.meant(request, store, values, pictures)
    draft = id_of(first(values, "draft"))
    if draft:
        return [_moved(request, store, _rewritten(request, store, draft, wanted), do)]
    return [_moved(request, store, _drafted(request, store, one, key), do) for one in wanted]


def _drafted(request: StaffRequest, store: StaffStore, one: Meant, key: str) -> Notice:
    """The draft of this very form for this estate: made now, or when the form was sent before."""
    return drafting.draft(request, store, one.wanted, f"page:{request.who.id}:{key[:40]}:{one.estate.id}")


def _rewritten(request: StaffRequest, store: StaffStore, draft: int, wanted: list[Meant]) -> Notice:
    """Raises Mistake for a draft that is not there any more, and where it is to go to another estate than before."""
    notice = store.notices.by_id(draft)
    if notice is None:
        raise Mistake("notices.gone")
    if [one.estate.id for one in wanted] != [notice.estate_id]:
        raise Mistake("notices.draft_of_one")
    return drafting.rewrite(request, store, notice, wanted[0].wanted)


def _moved(request: StaffRequest, store: StaffStore, notice: Notice, do: str) -> Notice:
    """A form that is sent again finds its notice moved on, and does nothing more."""
    if notice.state != "draft" or do == "draft":
        return notice
    return (approval.go_first if do == "first" else approval.propose)(request, store, notice)
