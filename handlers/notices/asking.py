"""A question to the homes of an incident: written, sent and handed on in one go, because few are meant and the answer is waited for."""

from __future__ import annotations

from dataclasses import replace

from handlers.base import Mistake, Reply
from handlers.notices import sending
from handlers.notices.drafting import Wanted, draft
from handlers.staff.request import StaffRequest
from storage.audience import Audience
from storage.estates import Estate
from storage.notices import Notice, NoticeText
from storage.staff_store import StaffStore


def ask_homes(
    request: StaffRequest, store: StaffStore, estate: Estate, unit_ids: tuple[int, ...], text: str, *,
    question: str, form_key: str,
) -> tuple[Notice, tuple[Reply, ...]] | None:  # fmt: skip
    """Asks every account of these homes once; None when this very form was sent before. Nobody else has to agree: whoever leads an
    incident may ask those whom it touches. Raises Mistake as a notice does.
    """
    if not unit_ids or store.notices.with_form(form_key):
        return None
    words = NoticeText(
        language=estate.language, headline=estate.name, facts=text, doing="", asked="", signature=""
    )
    wanted = Wanted(
        estate_id=estate.id, kind="question", texts=(words,), audience=Audience(include=unit_ids), question=question,
        fallback=True,
    )  # fmt: skip
    notice = draft(request, store, wanted, form_key)
    approved = store.notices.change(notice, "draft", state="approved", send_at=request.now)
    if approved is None:
        raise Mistake("notices.moved_on")
    begun = sending.start(request, store, approved)
    replies = sending.feed(request, store, begun, begun.homes * 20)
    return begun, tuple(replace(one, urgency="interactive") for one in replies)
