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
    corrective_actions,
    decision_rows,
    defects,
    delivery_rows,
    efforts,
    escalations,
    estates,
    followups,
    inbox,
    incident_book,
    incidents,
    notice_replies,
    notices,
    outbox,
    pages,
    parties,
    people,
    quotes,
    ratings,
    readings,
    referrals,
    risk_book,
    risks,
    staff,
    subjects,
    ticket_rows,
    unit_attributes,
    visits,
    warranty_findings,
    webchat,
    work_orders,
)

MODULES = (
    assessments, binding_codes, breaches, clocks, contacts, conversations, corrective_actions, decision_rows, defects, delivery_rows, efforts,
    escalations, estates, followups, inbox, incident_book, incidents, notice_replies, notices, outbox, pages, parties, people, quotes, ratings,
    readings, referrals, risk_book, risks, staff, subjects, ticket_rows, unit_attributes, visits, warranty_findings, webchat, work_orders,
)  # fmt: skip

metadata = base.metadata
