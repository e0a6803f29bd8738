"""Every module that holds tables: importing this one completes storage.base.metadata."""

from __future__ import annotations

from storage import (
    base,
    binding_codes,
    contacts,
    conversations,
    corrective_actions,
    defects,
    efforts,
    estates,
    inbox,
    notices,
    outbox,
    pages,
    people,
    ratings,
    readings,
    staff,
    subjects,
    ticket_rows,
    webchat,
)

MODULES = (
    binding_codes, contacts, conversations, corrective_actions, defects, efforts, estates, inbox, notices, outbox,
    pages, people, ratings, readings, staff, subjects, ticket_rows, webchat,
)  # fmt: skip

metadata = base.metadata
