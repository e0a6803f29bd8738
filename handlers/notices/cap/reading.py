"""An alert of CAP 1.2 from its XML: strict about what the standard demands, deaf to elements and attributes it does not know.

Every fault is found before any is told, so that a sender hears them all at once.
"""

from __future__ import annotations

from datetime import datetime

from handlers.notices.cap import reading_info
from handlers.notices.cap.checking import faults
from handlers.notices.cap.door import Unreadable, root
from handlers.notices.cap.fields import Fields
from handlers.notices.cap.listed import split
from handlers.notices.cap.times import as_time
from handlers.notices.cap.values import Alert, Info, Reference

__all__ = ["Unreadable", "read"]

#: So many faults are told; a file of another kind has hundreds, and the first ones say it.
_TOLD = 12


def read(data: bytes) -> Alert:
    """The alert of a message. Raises Unreadable, with a line for each thing that is wrong."""
    wrong: list[str] = []
    fields = Fields(root(data), wrong)
    sent = fields.time("sent")
    if sent is None and not wrong:
        wrong.append("sent: is missing")
    references = _references(fields)
    infos = tuple(reading_info.info(one) for one in fields.all("info"))
    _refuse(wrong)
    assert sent is not None
    alert = _alert(fields, sent, references, infos)
    _refuse([*wrong, *faults(alert)])
    return alert


def _alert(
    fields: Fields, sent: datetime, references: tuple[Reference, ...], infos: tuple[Info, ...]
) -> Alert:
    return Alert(
        identifier=fields.text("identifier"),
        sender=fields.text("sender"),
        sent=sent,
        status=fields.text("status"),
        msg_type=fields.text("msgType"),
        source=fields.text("source"),
        scope=fields.text("scope"),
        restriction=fields.text("restriction"),
        addresses=split(fields.text("addresses")),
        codes=fields.texts("code"),
        note=fields.text("note"),
        references=references,
        incidents=split(fields.text("incidents")),
        infos=infos,
    )


def _references(fields: Fields) -> tuple[Reference, ...]:
    found = []
    for one in fields.text("references").split():
        parts = one.split(",")
        try:
            if len(parts) != 3:
                raise ValueError(f'"{one}" is not written as sender,identifier,sent')
            found.append(Reference(parts[0], parts[1], as_time(parts[2])))
        except ValueError as error:
            fields.wrong.append(f"references: {error}")
    return tuple(found)


def _refuse(wrong: list[str]) -> None:
    if not wrong:
        return
    more = [f"… and {len(wrong) - _TOLD} more."] if len(wrong) > _TOLD else []
    raise Unreadable("\n".join([*wrong[:_TOLD], *more]))
