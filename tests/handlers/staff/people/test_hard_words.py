"""Abuse of staff: somebody helps, a handover is offered, calm words stand ready; and the owner's matter goes on unchanged."""

from __future__ import annotations

from dataclasses import fields

import pytest

from bot.web.staff.draft import draft
from bot.web.staff.parts import abuse as part
from bot.web.staff.parts.part import Looking
from handlers.base import Mistake, Reply, ToStaff
from handlers.staff.people import hard_words
from handlers.tickets import moments
from handlers.tickets.people import abusing
from handlers.wording import LANGUAGES, say
from storage.store import LineStore
from storage.ticket_rows import Ticket
from tests.handlers.staff.house import NOW, TZ, House

COMPLAINT = {"intent": "complaint", "code": "service.fees", "complaint": True, "reading": {}}
CALM_WORDS, HARD_WORDS = "The fee is wrong, and nobody answers", "The fee is wrong, you bunch of idiots"


def received(house: House, words: str) -> tuple[Ticket, list[Reply]]:
    ticket = house.open("Ann", words=words, **COMPLAINT)
    with house.store("Max") as store:
        request = house.request("Max")
        moments.come("received", request, store.as_line(), ticket)
    return house.ticket(ticket), request.told


def marked(house: House, ticket: Ticket, times: int = 1) -> list[Reply]:
    told: list[Reply] = []
    for _ in range(times):
        with house.store("Ivy") as store:
            request = house.request("Ivy")
            hard_words.mark(request, store, house.ticket(ticket), "idiots, on the telephone")
            told = request.told
    return told


def to(house: House, told: list[Reply], name: str) -> str:
    return "\n".join(one.text for one in told if one.to == ToStaff(house.staff[name].id))


def test_abuse_changes_nothing_of_the_matter_neither_clocks_nor_rights_nor_category(house: House) -> None:
    """The same complaint, said calmly and said with insults: everything but the file and the mark is the same."""
    calm, _ = received(house, CALM_WORDS)
    hard, _ = received(house, HARD_WORDS)
    own = {"id", "number", "words", "entries", "last_seal", "repeat_of_id", "incident_id", "reading"}
    for one in fields(Ticket):
        if one.name not in own:
            assert getattr(calm, one.name) == getattr(hard, one.name), one.name
    with house.db.reading() as connection:
        line = LineStore(connection)
        runs, dues = line.clocks.running_of([calm, hard]), {}
        for ticket in (calm, hard):
            dues[ticket.id] = [(one.kind, one.due_at) for one in line.promises.open_ones(ticket)]
        assert [(one.kind, one.due_at) for one in runs[calm.id]] == [
            (one.kind, one.due_at) for one in runs[hard.id]
        ]
        assert dues[calm.id] == dues[hard.id]
        assert (line.abuse.of(calm), len(line.abuse.of(hard))) == ([], 1)


def test_the_supervisor_and_the_holder_hear_the_first_one(house: House) -> None:
    ticket, told = received(house, HARD_WORDS)
    assert ticket.holder_id == house.staff["Ivy"].id
    assert "idiots" in to(house, told, "Max")
    assert "not about you" in to(house, told, "Ivy")
    assert to(house, told, "Eli") == ""
    entry = next(one for one in house.timeline(ticket) if one.kind == "abuse")
    assert entry.shown is False, "it is among us: no record of an owner that owners read"


def test_marks_by_hand_lead_to_the_offer_of_a_handover(house: House) -> None:
    ticket, _ = received(house, CALM_WORDS)
    assert "idiots" in to(house, marked(house, ticket), "Max")
    assert marked(house, ticket) == [], "nobody is told of every one"
    third = marked(house, ticket)
    assert "3" in to(house, third, "Max")
    assert "You may hand it over" in to(house, third, "Ivy")
    with house.store("Ivy") as store:
        looking = Looking(who=house.staff["Ivy"], language="en", now=NOW, tz=TZ)
        own = part.PART.view(store, house.ticket(ticket), looking)
        assert own.count == 3
        assert [name.split(",")[0] for _, name in own.rotate] != []
        assert house.staff["Ivy"].id not in dict(own.rotate)
        assert part.PART.calls(own)
        hard_words.clear(house.request("Ivy"), store, ticket)
        after = part.PART.view(store, house.ticket(ticket), looking)
        assert (after.count, after.rotate) == (2, ())


def test_a_mark_that_does_not_stand_is_not_taken_away(house: House) -> None:
    ticket, _ = received(house, CALM_WORDS)
    with house.store("Ivy") as store, pytest.raises(Mistake) as mistake:
        hard_words.clear(house.request("Ivy"), store, ticket)
    assert mistake.value.key == "abuse.none"


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("number", abusing.CALM)
def test_calm_words_stand_ready_in_the_owners_language(house: House, language: str, number: int) -> None:
    ticket = house.open("Ann", **COMPLAINT)
    with house.store("Ivy") as store:
        found = draft(store, language, ticket, f"calm-{number}", NOW)
        assert found.text == say("en", f"abuse.calm.{number}", number=ticket.number), "Ann reads English"
        assert found.source == say(language, "abuse.source", which=number)
        assert draft(store, language, ticket, "calm-9", NOW).text == ""
    assert ticket.number in say(language, f"abuse.calm.{number}", number=ticket.number)
