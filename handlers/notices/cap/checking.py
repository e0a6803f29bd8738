"""What is wrong with an alert, in plain words: the rules of CAP 1.2 that a schema cannot say, and those it can.

`faults` holds for every alert, an official's too; `own_faults` adds what we ask of those we write ourselves. Element names
stand in the sentences as they stand in the XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers.notices.cap import checking_info
from handlers.notices.cap.faulty import filled, one_of, untidy
from handlers.notices.cap.listed import can_be_listed
from handlers.notices.cap.times import fits
from handlers.notices.cap.values import MSG_TYPES, SCOPES, STATUSES, Alert

#: What would tear a reference apart (3.2.1: identifier, sender).
_TEARS = re.compile(r"[\s,<&]")

#: Messages that mean nothing without the earlier one they speak of (3.2.1: msgType).
SPEAK_OF_ANOTHER = ("Update", "Cancel", "Ack", "Error")


def faults(alert: Alert) -> tuple[str, ...]:
    """Every rule of the standard that an alert breaks; none for a good one."""
    return tuple(_faults(alert))


def own_faults(alert: Alert) -> tuple[str, ...]:
    """The same, and what we ask of an alert of ours: it says something, once a language, with the same codes."""
    return (*faults(alert), *_own_faults(alert))


def _faults(alert: Alert) -> Iterator[str]:
    yield from _name("identifier", alert.identifier)
    yield from _name("sender", alert.sender)
    if not fits(alert.sent):
        yield "sent: needs an offset from UTC and whole seconds"
    yield from one_of("status", alert.status, STATUSES)
    yield from one_of("msgType", alert.msg_type, MSG_TYPES)
    yield from one_of("scope", alert.scope, SCOPES)
    yield from _whom(alert)
    yield from _others(alert)
    for number, info in enumerate(alert.infos, 1):
        for fault in checking_info.faults(info, alert):
            yield f"info {number}: {fault}"


def _name(element: str, value: str) -> Iterator[str]:
    if not value:
        yield f"{element}: is missing"
    elif _TEARS.search(value):
        yield f'{element}: "{value}" may hold no space, comma, < or &'
    else:
        yield from untidy(element, value)


def _whom(alert: Alert) -> Iterator[str]:
    for element in ("source", "restriction", "note"):
        yield from untidy(element, getattr(alert, element))
    if alert.scope == "Restricted" and not alert.restriction:
        yield "restriction: a Restricted alert must say to whom it is restricted"
    if alert.scope == "Private" and not alert.addresses:
        yield "addresses: a Private alert must name whom it is for"
    yield from _listed("addresses", alert.addresses)


def _others(alert: Alert) -> Iterator[str]:
    if alert.msg_type in SPEAK_OF_ANOTHER and not alert.references:
        yield f"references: {_article(alert.msg_type)} must name the message it speaks of, as sender,identifier,sent"
    for one in alert.references:
        yield from _name("references: sender", one.sender)
        yield from _name("references: identifier", one.identifier)
        if not fits(one.sent):
            yield "references: sent needs an offset from UTC and whole seconds"
    yield from _listed("incidents", alert.incidents)
    for code in alert.codes:
        yield from filled("code", code)


def _listed(element: str, values: tuple[str, ...]) -> Iterator[str]:
    for value in values:
        if not can_be_listed(value):
            yield f"{element}: {value!r} is empty or holds a quotation mark"
        else:
            yield from untidy(element, value)


def _article(msg_type: str) -> str:
    return f"{'an' if msg_type[0] in 'AEU' else 'a'} {msg_type}"


def _own_faults(alert: Alert) -> Iterator[str]:
    if not alert.infos:
        yield "info: is missing; an alert of ours says what is the matter"
    languages = [info.language.casefold() for info in alert.infos]
    for language in sorted({one for one in languages if languages.count(one) > 1}):
        yield f"info: {language} stands {languages.count(language)} times; one info a language"
    if len({checking_info.codes(info) for info in alert.infos}) > 1:
        yield "info: category, responseType, urgency, severity, certainty and times must be the same in every language"
