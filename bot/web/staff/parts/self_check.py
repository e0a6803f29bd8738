"""The part of a ticket's page where staff tick what was done of a touch-point's list (J06)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.staff.parts.part import Form, Looking, Part
from handlers.base import Reply
from handlers.staff import self_checking
from handlers.staff.request import StaffRequest
from handlers.voice import standards
from handlers.wording import say
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One item, and how it was ticked: done, not_done, or ""."""

    key: str
    text: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """One touch-point's list."""

    touch_point: str
    title: str
    rows: tuple[Row, ...]


def _view(store: StaffStore, ticket: Ticket, looking: Looking) -> tuple[List, ...] | None:
    ticked = store.self_checks.of(ticket)
    lists = tuple(
        List(
            touch_point=one.touch_point, title=say(looking.language, f"standards.of.{one.touch_point}"),
            rows=tuple(
                Row(
                    key=item.key, text=standards.words(looking.language, item),
                    mark=_mark(ticked.get((one.touch_point, item.key))),
                )
                for item in one.side("do")
            ),
        )
        for one in self_checking.lists(store, ticket)
    )  # fmt: skip
    return lists or None


def _mark(done: bool | None) -> str:
    return "" if done is None else "done" if done else "not_done"


def _tick(request: StaffRequest, store: StaffStore, ticket: Ticket, form: Form) -> tuple[Reply, ...]:
    marks = {name.removeprefix("item-"): mark for name, mark in form.items() if name.startswith("item-")}
    return self_checking.tick(request, store, ticket, form.get("touch_point", ""), marks)


PART = Part(name="self_check", view=_view, actions={"self_checked": _tick}, place="inner")
