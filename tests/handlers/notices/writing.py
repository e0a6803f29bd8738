"""Notices of the tests: written by Ivy, approved by Max, read by Ann (English), Bob (Traditional) and Cat (Simplified)."""

from __future__ import annotations

from typing import Any

from handlers.base import Reply
from handlers.notices import approval, drafting, sending
from handlers.notices.drafting import Wanted
from storage import delivery_ends
from storage.notices import Notice, NoticeText
from tests.handlers.staff.house import NOW, House


def words(
    language: str = "en", headline: str = "Water off", facts: str = "Main repair", **more: str
) -> NoticeText:
    return NoticeText(**{
        "language": language, "headline": headline, "facts": facts, "doing": "", "asked": "", "signature": "", **more,
    })  # fmt: skip


ALL = (words(), words("zh-Hant", "停水", "維修水喉"), words("zh-Hans", "停水", "维修水管"))


def wanted(house: House, **values: Any) -> Wanted:
    return Wanted(**{"estate_id": house.estates["GV"], "kind": "outage", "texts": ALL, **values})


def written(house: House, name: str = "Ivy", form: str = "f1", **values: Any) -> Notice:
    with house.store(name) as store:
        return drafting.draft(house.request(name), store, wanted(house, **values), form)


def proposed(house: House, name: str = "Ivy", form: str = "f1", **values: Any) -> Notice:
    notice = written(house, name, form, **values)
    with house.store(name) as store:
        return approval.propose(house.request(name), store, notice)


def sent(house: House, form: str = "f1", at: Any = None, **values: Any) -> tuple[Notice, tuple[Reply, ...]]:
    """Approved by Max and handed on to the last account; nothing of it has arrived yet."""
    notice = proposed(house, form=form, **values)
    request = house.request("Max", **({"now": at} if at else {}))
    with house.store("Max") as store:
        notice = approval.approve(request, store, notice)
        return notice, sending.feed(request, store, notice, 1000)


def arrived(house: House, replies: tuple[Reply, ...], state: str = "sent") -> None:
    """How these deliveries ended."""
    with house.db.transaction() as connection:
        for one in replies:
            delivery_ends.ended(connection, one.to.delivery_id, state, NOW)  # type: ignore[union-attr]
