"""What of surveys the clock finds due: households to be asked or done, and surveys whose time is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from storage.base import as_value, columns_of
from storage.scope import LineScope
from storage.survey_invitations import Invitation, survey_invitations
from storage.surveys import Survey, Surveys, surveys
from storage.tickets import Tickets

#: How long a household that was claimed is left alone by the other processes, should its piece of work fail.
_AGAIN = timedelta(hours=1)


def claim(connection: Connection, now: datetime, limit: int) -> list[Invitation]:
    """Households that are to be asked now, and those whose time to answer is over."""
    table = survey_invitations
    due = select(table.c.id).where(table.c.due_at <= now).order_by(table.c.due_at, table.c.id).limit(limit)
    taken = update(table).where(table.c.id.in_(due), table.c.due_at <= now).values(due_at=now + _AGAIN)
    rows = connection.execute(taken.returning(*columns_of(Invitation, table))).mappings().all()
    return sorted((as_value(row, Invitation) for row in rows), key=lambda one: one.id)


def ended(connection: Connection, now: datetime, limit: int = 5) -> list[Survey]:
    """Surveys that run past their last moment: the clock closes them. Each is claimed by one process, and tried again within the
    hour should it fail.
    """
    past = (surveys.c.state == "running") & (surveys.c.clock_at <= now)
    due = select(surveys.c.id).where(past).order_by(surveys.c.clock_at).limit(limit)
    taken = update(surveys).where(surveys.c.id.in_(due), past).values(clock_at=now + _AGAIN)
    line = Surveys(connection, Tickets(connection, LineScope()))
    numbers = connection.execute(taken.returning(surveys.c.id)).scalars().all()
    read = [line.by_id(one) for one in sorted(numbers)]
    return [one for one in read if one]
