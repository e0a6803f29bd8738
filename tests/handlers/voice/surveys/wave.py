"""A wave to try surveys with: Hana is headquarters for both estates; so many lived-in homes, new and old, with an account each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from handlers.base import LineAct, Reply
from handlers.staff.request import StaffRequest
from handlers.voice.surveys import asking, planning, workflow
from handlers.voice.surveys.planning import Draft
from storage import contacts, estates, people, staff, survey_sweeps
from storage.db import Connection
from storage.life_stages import STAGES
from storage.owner_store import OwnerStore
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.store import LineStore
from storage.surveys import Survey
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House

OLD, FRESH = date(2015, 1, 31), date(2026, 6, 30)


class Wave:
    """One connection in one transaction; `now` moves by hand."""

    def __init__(self, connection: Connection, house: House, now: datetime = NOW) -> None:
        self.connection, self.house, self.now = connection, house, now
        self.line = LineStore(connection)
        ids = (house.estates["GV"], house.estates["SB"])
        number = staff.add(connection, name="Hana", role="director", language="en", estate_ids=ids)
        found = staff.by_id(connection, number)
        assert found
        self.hana = found
        self.homes: list[tuple[int, int]] = []

    def fill(self, estate: str, count: int, delivered: date) -> list[int]:
        """So many more homes of an estate, each with an owner and an account; their units."""
        made = []
        for number in range(count):
            label = f"{delivered.year}-{len(self.homes)}-{number}"
            estate_id = self.house.estates[estate]
            unit = estates.add_unit(
                self.connection, estate_id=estate_id, building_id=self.house.buildings[estate], label=label, floor="1",
                delivered_on=delivered,
            )  # fmt: skip
            person = people.add(self.connection, estate_id=estate_id, name=f"Owner of {label}", phone="123")
            people.occupy(
                self.connection, estate_id=estate_id, person_id=person, unit_id=unit, role="owner", at=NOW
            )
            contact = contacts.add(
                self.connection, estate_id=estate_id, channel="telegram", address=f"c-{label}-{unit}", name=label, at=NOW
            )  # fmt: skip
            contacts.change(self.connection, contact.id, person_id=person, language="en")
            self.homes.append((unit, contact.id))
            made.append(unit)
        return made

    def request(self, who: Staff | None = None, **values: Any) -> StaffRequest:
        act = StaffRequest(who=who or self.hana, now=self.now, tz=TZ, settings=SETTINGS)
        return replace(act, **values)

    def store(self, who: Staff | None = None) -> StaffStore:
        return StaffStore(self.connection, who or self.hana)

    def draft(self, **values: Any) -> Draft:
        usual = Draft(
            name="Wave", estate_ids=(self.house.estates["GV"],), stages=STAGES, mode="chat", questions=("overall", "buy_again"),
            opens_at=self.now, closes_at=self.now + timedelta(days=20), share=100,
        )  # fmt: skip
        return replace(usual, **values)

    def planned(self, *, seed: str = "seed", **values: Any) -> Survey:
        key = f"form-{len(self.line.surveys.newest())}"
        return planning.plan(self.request(), self.store(), self.draft(**values), form_key=key, seed=seed)

    def drawn(self, **values: Any) -> Survey:
        return workflow.draw(self.request(), self.store(), self.planned(**values).id)

    def started(self, **values: Any) -> Survey:
        return workflow.start(self.request(), self.store(), self.drawn(**values).id)

    def sweep(self) -> list[Reply]:
        """What the clock does now; the messages that leave."""
        act = LineAct(now=self.now, tz=TZ, settings=SETTINGS)
        for one in survey_sweeps.claim(self.connection, self.now, 1000):
            asking.due(one, act, self.line)
        return act.told

    def owner(self, contact_id: int) -> OwnerStore:
        contact = contacts.by_id(self.connection, contact_id)
        assert contact
        return OwnerStore(self.connection, contact, self.now)

    def answers(self, contact_id: int, **said: Any) -> None:
        """An owner answers every open question of their home and is done."""
        owner = self.owner(contact_id)
        (one,) = owner.survey_invitations.open_ones()
        for question, value in said.items():
            assert owner.survey_invitations.answer(one, question, value)
        assert owner.survey_invitations.end(one, "finished")
