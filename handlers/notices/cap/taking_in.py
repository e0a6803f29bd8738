"""An official alert is taken in for an estate: a draft that a person looks at, and what becomes of the drafts and notices that an
earlier alert of the same row made there.

Nothing is sent. The same alert taken in twice makes one draft; a message that comes after its own update makes none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC
from zoneinfo import ZoneInfo

from handlers.base import Acting, Reply, ToRoom
from handlers.notices.cap.into_draft import Draft, into_draft
from handlers.notices.cap.parts import Part
from handlers.notices.cap.times import as_text, as_time
from handlers.notices.cap.values import Alert, Reference
from handlers.wording import say, speak
from storage.estates import Estate
from storage.notices import Notice, NoticeText
from storage.store import LineStore

#: Among so many newest notices of all estates an update that came before what it updates is looked for.
_LOOKED_THROUGH = 500


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one part at one estate: `notice` is the draft, or the notice that was there before where not `new`. None: no
    notice is needed there, and `cautions` say why. `withdrawn` are the numbers of earlier drafts that nobody shall send any more.
    """

    notice: Notice | None
    new: bool
    withdrawn: tuple[int, ...]
    cautions: tuple[str, ...]


def told_before(store: LineStore, estate: Estate, alert: Alert) -> bool:
    """Whether an earlier alert that this one speaks of was taken in for this estate; an exercise speaks of exercises alone.

    Of a Cancel it is enough that anything was: it makes no notice of its own, and people hear why it changes nothing.
    """
    return any(
        one.status == alert.status or alert.msg_type == "Cancel" for one in _earlier(store, estate, alert)
    )


def take_in(
    acting: Acting, store: LineStore, estate: Estate, alert: Alert, part: Part, number: int = 0
) -> Taken:
    """Keeps part `number` of an alert as a draft for an estate, and tells its staff. Raises NotForOwners as `into_draft` does.

    It touches only what has the same status: an exercise neither ends nor updates a real alert, nor the other way round.
    """
    draft = into_draft(alert, part, ZoneInfo(estate.timezone))
    key = form_key(estate, alert.reference, number)
    before = store.notices.with_form(key)
    if before:
        return Taken(before, new=False, withdrawn=(), cautions=())
    later, after_apart = _of_status(draft.status, _later(store, estate, alert.reference))
    if later:
        return Taken(
            None,
            new=False,
            withdrawn=(),
            cautions=(f"Notice {later[0].id} was made of a later message about it.",),
        )
    earlier, before_apart = _of_status(
        draft.status, _earlier(store, estate, alert) if draft.speaks_of else ()
    )
    left = tuple(_left(one, draft) for one in (*before_apart, *after_apart))
    withdrawn = tuple(one.id for one in earlier if _withdrawn(acting, store, one, alert))
    told = _told(store, earlier, number)
    if told is None and draft.msg_type == "Cancel":
        return Taken(
            None,
            new=False,
            withdrawn=withdrawn,
            cautions=left or ("Residents were told nothing of what it cancels.",),
        )
    kept, cautions = _in_its_row(draft, told)
    notice = store.notices.draft(_texts(kept), **_row(acting, estate, kept, told, number), form_key=key)
    assert notice is not None
    _tell(acting, estate, notice, kept)
    return Taken(notice, new=True, withdrawn=withdrawn, cautions=(*kept.cautions, *left, *cautions))


def form_key(estate: Estate, reference: Reference, number: int) -> str:
    """What makes a part of an alert one draft at an estate, however often it is taken in."""
    sent = reference.sent.astimezone(UTC).isoformat()
    whole = "\n".join((estate.code, reference.sender, reference.identifier, sent, str(number)))
    return f"cap:{hashlib.sha256(whole.encode()).hexdigest()}"


def _earlier(store: LineStore, estate: Estate, alert: Alert) -> Iterator[Notice]:
    """What earlier alerts of its row made at an estate, the latest alert first."""
    for reference in sorted(alert.references, key=lambda one: one.sent, reverse=True):
        for one in store.notices.made_from(estate.id, reference.sender, reference.identifier):
            if as_time(one.source["sent"]) == reference.sent:
                yield one


def _later(store: LineStore, estate: Estate, reference: Reference) -> Iterator[Notice]:
    """What was made at an estate of messages that speak of this one and came before it."""
    for notice in store.notices.newest(_LOOKED_THROUGH):
        if notice.estate_id == estate.id and _written(reference) in notice.source.get("speaks_of", []):
            yield notice


def _of_status(status: str, found: Iterable[Notice]) -> tuple[list[Notice], list[Notice]]:
    """Those of the same status, and the others."""
    every = list(found)
    return [one for one in every if one.status == status], [one for one in every if one.status != status]


def _left(notice: Notice, draft: Draft) -> str:
    return (
        f"Notice {notice.id} belongs to it, but its status is {notice.status} and this message's is {draft.status}: "
        "it is left as it is. Ask the sender which of them is meant."
    )


def _withdrawn(acting: Acting, store: LineStore, notice: Notice, alert: Alert) -> bool:
    """Ends what an earlier alert made and nobody sent yet: it is not true any more."""
    values = {"reason": f"{alert.msg_type}: {alert.identifier}", "ended_at": acting.now}
    return bool(
        store.notices.change(notice, "draft", "proposed", state="refused", **values)
        or store.notices.change(notice, "approved", state="stopped", **values)
    )


def _told(store: LineStore, earlier: list[Notice], number: int) -> Notice | None:
    """The notice that residents got of it: of the same part where there was one, else the latest. None after a cancellation."""
    sent = [one for one in earlier if one.sent_at is not None and not _is_cancelled(store, one)]
    same = [one for one in sent if one.source.get("part") == number]
    return next(iter([*same, *sent]), None)


def _is_cancelled(store: LineStore, notice: Notice) -> bool:
    root = store.notices.by_id(notice.root_id) if notice.root_id else notice
    row = [one for one in store.notices.after(root or notice) if one.status == notice.status]
    return any(one.msg_type == "Cancel" and one.sent_at for one in row)


def _in_its_row(draft: Draft, told: Notice | None) -> tuple[Draft, tuple[str, ...]]:
    """The draft as an update of what residents got; as a first notice, where they got nothing."""
    if told is None and draft.msg_type == "Update":
        first = replace(draft, msg_type="Alert")
        return first, ("Residents were told nothing of what it updates: it is a first notice here.",)
    if told is not None and told.state in ("sending", "paused"):
        return draft, (f"Notice {told.id}, which it speaks of, is still on its way: wait until it is done.",)
    return draft, ()


def _texts(draft: Draft) -> list[NoticeText]:
    return [
        NoticeText(language=one.language, headline=one.headline, facts=one.facts, doing="", asked=one.asked, signature="")
        for one in draft.words
    ]  # fmt: skip


def _row(acting: Acting, estate: Estate, draft: Draft, told: Notice | None, number: int) -> dict[str, object]:
    return {
        "estate_id": estate.id, "template": "", "status": draft.status, "msg_type": draft.msg_type,
        "refers_to": told.id if told else None, "root_id": (told.root_id or told.id) if told else None,
        "audience": {}, "pictures": [], "question": "", "source": _source(draft, number), "at_most_once": False,
        "after_the_fact": False, "created_at": acting.now, **_codes(draft, told),
    }  # fmt: skip


def _codes(draft: Draft, told: Notice | None) -> dict[str, object]:
    """The official's own codes; those of what it cancels for a Cancel that has none."""
    if draft.codes is not None:
        return {"kind": draft.kind, **asdict(draft.codes)}
    assert told is not None
    same = ("kind", "category", "urgency", "severity", "certainty", "response_type")
    return {name: getattr(told, name) for name in same}


def _source(draft: Draft, number: int) -> dict[str, object]:
    """What is kept of where it came from."""
    made_from = draft.made_from
    return {
        "sender": made_from.sender, "identifier": made_from.identifier, "sent": as_text(made_from.sent), "name": draft.source,
        "part": number, "speaks_of": [_written(one) for one in draft.speaks_of],
    }  # fmt: skip


def _written(reference: Reference) -> str:
    """A reference as one word, the same for the same moment whatever its offset."""
    return f"{reference.sender},{reference.identifier},{as_text(reference.sent.astimezone(UTC))}"


def _tell(acting: Acting, estate: Estate, notice: Notice, draft: Draft) -> None:
    language = speak(estate.language, "en")
    words = next((one for one in draft.words if one.language == language), draft.words[0])
    text = say(language, "cap.taken_in", source=draft.source, headline=words.headline, number=notice.id)
    if draft.status != "Actual":
        text = f"{say(language, f'cap.status.{draft.status}')}\n{text}"
    acting.told.append(Reply(to=ToRoom(estate.id), text=text, urgency="urgent"))
