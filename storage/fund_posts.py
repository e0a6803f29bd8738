"""What the committee of the owners' fund posts: notices and lines of its ledger. It is only shown; the company manages none of it (H20).

Nothing is ever changed or taken away: what was posted wrongly is put right by another post.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, String, Table, Text, insert, select, true

from storage.base import Instant, as_value, columns_of, key, metadata, ref
from storage.events import Scope
from storage.scope import LineScope, OwnerScope, StaffScope

fund_posts = Table(
    "fund_posts",
    metadata,
    key(),
    ref("estate_id", "estates", index=True),
    ref("staff_id", "staff"),
    Column("poster", String(120), nullable=False),
    Column("amount", String(40), nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class FundPost:
    """`poster` is who of the committee says so, `amount` their figure as they write it, "" for a notice without one."""

    id: int
    estate_id: int
    staff_id: int
    poster: str
    amount: str
    note: str
    at: datetime


class FundPosts:
    """The posts of the estates in a scope; staff put them up, whoever lives in an estate reads its own."""

    def __init__(self, connection: Connection, scope: Scope) -> None:
        self._connection, self._scope = connection, scope

    def newest(self, limit: int = 30) -> list[FundPost]:
        statement = select(*columns_of(FundPost, fund_posts)).where(self._readable())
        rows = self._connection.execute(statement.order_by(fund_posts.c.id.desc()).limit(limit)).mappings()
        return [as_value(row, FundPost) for row in rows]

    def _readable(self) -> ColumnElement[bool]:
        match self._scope:
            case StaffScope(estate_ids=served):
                return fund_posts.c.estate_id.in_(served)
            case OwnerScope(estate_id=home, lived_in=lived_in):
                return fund_posts.c.estate_id == (home if lived_in else 0)
            case LineScope():
                return true()

    def post(self, estate_id: int, *, poster: str, amount: str, note: str, at: datetime) -> bool:
        """Puts up a post; False for anybody but staff of the estate."""
        if not isinstance(self._scope, StaffScope) or estate_id not in self._scope.estate_ids:
            return False
        row = {"estate_id": estate_id, "staff_id": self._scope.staff_id, "poster": poster, "amount": amount}
        self._connection.execute(insert(fund_posts).values(row | {"note": note, "at": at}))
        return True
