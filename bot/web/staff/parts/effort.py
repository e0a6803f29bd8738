"""What a ticket cost until now, and the form for more (A26, M06)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.staff.parts.part import Form, Looking, Part
from bot.web.staff.quality.defect_forms import Choices
from handlers.base import Reply
from handlers.staff.quality import spending, spent_words
from handlers.staff.quality.spending import Typed
from handlers.staff.request import StaffRequest
from handlers.wording import say
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortView:
    """`spent`: the sums in words, empty for nothing yet."""

    spent: str
    kinds: Choices
    currencies: tuple[str, ...]
    currency: str


def _view(store: StaffStore, ticket: Ticket, looking: Looking) -> EffortView:
    return EffortView(
        spent=spent_words.told(looking.language, store.efforts.of(ticket)),
        kinds=tuple((one, say(looking.language, f"quality.effort.{one}")) for one in spending.KINDS),
        currencies=spending.CURRENCIES,
        currency=spending.currency_of(store, ticket),
    )


def _spend(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    names = ("minutes", "cost", "currency", "note")
    typed = Typed(what=form.get("what", "") or "work", **{name: form.get(name, "") for name in names})
    return spending.spend(request, store, ticket, typed)


PART = Part(name="effort", view=_view, actions={"spent": _spend}, place="inner")
