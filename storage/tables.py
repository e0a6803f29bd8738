"""Every module that holds tables: importing this one completes storage.base.metadata."""

from __future__ import annotations

from storage import (
    assessments,
    base,
    binding_codes,
    breaches,
    clocks,
    contacts,
    conversations,
    decision_rows,
    escalations,
    estates,
    followups,
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
    assessments, binding_codes, breaches, clocks, contacts, conversations, decision_rows, escalations, estates, followups, inbox,
    notices, outbox,
    pages, people, ratings, readings, staff, subjects, ticket_rows, webchat,
)  # fmt: skip

metadata = base.metadata
