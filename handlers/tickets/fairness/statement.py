"""What the person complained about is asked, and told: their own statement, and the result, never the case (C11)."""

from __future__ import annotations

import re

from handlers.base import Acting, Reply, ToStaff
from handlers.plain import one_line
from handlers.wording import has, say, speak
from storage.store import Store
from storage.ticket_rows import Ticket

#: So many characters in a row of the owner's own words tell who wrote them: a clause in Chinese, five or six words in English.
_RUN_HAN, _RUN_WORDS = 8, 5

_HAN = re.compile(r"[\u3400-\u9fff]")


def tells(question: str, *, words: str, names: tuple[str, ...], unit: str, number: str) -> str:
    """What in a question would tell who complains: "name", "unit", "number" or "words"; empty where nothing does.

    A name or its last word, the unit or its door number, or a run of the owner's own words as they were written.
    """
    asked = _bare(question)
    parts = {part for name in names for part in (name, *name.split()) if len(part) > 1}
    if any(_stands(asked, part) for part in parts):
        return "name"
    doors = {unit, re.split(r"[^0-9A-Za-z]+", unit)[-1]} - {""}
    if any(
        len(door) > 2 and re.search(rf"(?<![0-9a-z]){re.escape(door.casefold())}(?![0-9a-z])", asked)
        for door in doors
    ):
        return "unit"
    if number.casefold() in asked:
        return "number"
    return "words" if _repeats(asked, _bare(words)) else ""


def _bare(text: str) -> str:
    return one_line(text).casefold()


def _stands(asked: str, part: str) -> bool:
    low = part.casefold()
    return low in asked if _HAN.search(low) else bool(re.search(rf"\b{re.escape(low)}\b", asked))


def _repeats(asked: str, words: str) -> bool:
    if _HAN.search(words):
        plain, own = re.sub(r"\W", "", asked), re.sub(r"\W", "", words)
        return any(own[at : at + _RUN_HAN] in plain for at in range(len(own) - _RUN_HAN + 1))
    own_words, plain = re.findall(r"\w+", words), " ".join(re.findall(r"\w+", asked))
    runs = (" ".join(own_words[at : at + _RUN_WORDS]) for at in range(len(own_words) - _RUN_WORDS + 1))
    return any(f" {run} " in f" {plain} " for run in runs)


def result_named(language: str, outcome: str) -> str:
    """How it was decided, in one neutral sentence; an outcome that has no sentence of its own is told as decided."""
    key = f"subjects.result.{outcome}"
    return say(language, key if has(key) else "subjects.result.decided")


def tell_subjects(acting: Acting, store: Store, ticket: Ticket, outcome: str) -> None:
    """Everybody complained about learns how it was decided, in private and on their page.

    `outcome`: upheld, partly, not_upheld, withdrawn, or any other word. Called by whoever decides; told again after an appeal.
    """
    concerned = {one.staff_id for one in store.subjects.of(ticket)}
    if not concerned:
        return
    store.subjects.tell_result(ticket, outcome, acting.now)
    told = {"people": sorted(concerned), "outcome": outcome}
    store.tickets.record(ticket, at=acting.now, kind="subjects_told", actor="line", shown=False, data=told)
    for one in store.staff_of_estate(ticket):
        if one.id in concerned:
            text = result_named(speak(one.language, "en"), outcome)
            acting.told.append(Reply(to=ToStaff(one.id), text=text))


def on_decided(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """A decision that nobody has told the people concerned of yet is told as decided; the decision itself may have told more."""
    if any(one.told_at != acting.now for one in store.subjects.of(ticket)):
        tell_subjects(acting, store, ticket, "decided")
    return ticket


def on_withdrawn(acting: Acting, store: Store, ticket: Ticket) -> Ticket:
    """The owner took it back: whoever was concerned, and was asked for a statement, is not left waiting."""
    if any(one.question for one in store.subjects.of(ticket)):
        tell_subjects(acting, store, ticket, "withdrawn")
    return ticket
