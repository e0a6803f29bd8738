"""What alembic runs: our tables, on the connection that storage/schema.py hands over. The lock is taken there, before."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from storage.base import Instant
from storage.schema import VERSION_TABLE
from storage.tables import metadata


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Our own column types by their own names, so that a revision reads like the tables it makes."""
    if kind != "type":
        return False
    if isinstance(item, Instant):
        return "Instant()"
    variants = getattr(item, "_variant_mapping", {})
    if "sqlite" in variants:
        return "BigId"
    return "Json" if "postgresql" in variants else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_item=render_item,
    render_as_batch=False,
    on_version_apply=context.config.attributes.get("on_version_apply"),
)
with context.begin_transaction():
    context.run_migrations()
