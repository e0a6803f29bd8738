"""The database itself keeps the ledger of points: no entry is changed or deleted, and none takes more than there is.

Made with the table, whoever makes it (a migration, or the tables themselves), on both engines. Two redemptions at the same moment
are kept apart by the account's lock (storage/points.py); this is the net below it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, event, text

LEDGER = "points"

_ONLY_ADDED = "the ledger of points is only added to"
_OVERDRAWN = "there are not so many points"
_TOO_MUCH = (
    f"NEW.amount + (SELECT COALESCE(SUM(amount), 0) FROM {LEDGER} WHERE person_id = NEW.person_id) < 0"  # noqa: S608
)

_ADDED_ONLY = f"BEGIN RAISE EXCEPTION '{_ONLY_ADDED}'; END"
_CHECKED = (
    f"BEGIN IF NEW.amount < 0 AND {_TOO_MUCH} THEN RAISE EXCEPTION '{_OVERDRAWN}'; END IF; RETURN NEW; END"
)
_WHEN = f"BEFORE INSERT ON {LEDGER} WHEN NEW.amount < 0 AND {_TOO_MUCH}"

_SQLITE = (
    f"CREATE TRIGGER {LEDGER}_no_update BEFORE UPDATE ON {LEDGER} BEGIN SELECT RAISE(ABORT, '{_ONLY_ADDED}'); END",
    f"CREATE TRIGGER {LEDGER}_no_delete BEFORE DELETE ON {LEDGER} BEGIN SELECT RAISE(ABORT, '{_ONLY_ADDED}'); END",
    f"CREATE TRIGGER {LEDGER}_no_overdraft {_WHEN} BEGIN SELECT RAISE(ABORT, '{_OVERDRAWN}'); END",
)

_POSTGRESQL = (
    f"CREATE FUNCTION {LEDGER}_only_added() RETURNS trigger LANGUAGE plpgsql AS $$ {_ADDED_ONLY} $$",
    f"CREATE FUNCTION {LEDGER}_not_overdrawn() RETURNS trigger LANGUAGE plpgsql AS $$ {_CHECKED} $$",
    f"CREATE TRIGGER {LEDGER}_no_change BEFORE UPDATE OR DELETE ON {LEDGER} FOR EACH ROW EXECUTE FUNCTION {LEDGER}_only_added()",
    f"CREATE TRIGGER {LEDGER}_no_truncate BEFORE TRUNCATE ON {LEDGER} EXECUTE FUNCTION {LEDGER}_only_added()",
    f"CREATE TRIGGER {LEDGER}_no_overdraft BEFORE INSERT ON {LEDGER} FOR EACH ROW EXECUTE FUNCTION {LEDGER}_not_overdrawn()",
)


@event.listens_for(Table, "after_create")
def _guard(table: Table, connection: Connection, **_rest: Any) -> None:
    """Whenever the ledger's table is made."""
    if table.name == LEDGER:
        for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
            connection.execute(text(statement))
