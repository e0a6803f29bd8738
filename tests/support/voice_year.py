"""An estate whose households answer as chance and a known truth have it: what is counted of them must be what they did.

Tickets, visits, emergencies, complaints and notices come by chance; every question goes through the line's own rules and sweeps,
every answer through its own capability. Beside it, and without asking the line, a plain list keeps what really happened.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, update

from bot.due import voice
from handlers import rating
from handlers.base import ConversationSettings, LineAct, Reply, Request, ToContact
from handlers.staff.request import StaffRequest
from handlers.voice import planning, recovering
from handlers.voice.rules import VoiceRules
from handlers.voice.touch_points import RatingRules
from nlu.meaning import Meaning, Slots
from storage import contacts, staff
from storage.contact_budget import unasked
from storage.db import Connection, Database
from storage.owner_store import OwnerStore
from storage.scope import LineScope
from storage.staff_store import StaffStore
from storage.store import LineStore
from storage.ticket_rows import Ticket, tickets
from storage.tickets import Tickets
from storage.visits import Visit
from tests.support.many_homes import NOW

TZ = ZoneInfo("Asia/Hong_Kong")
SETTINGS = ConversationSettings(
    respond_hours={"telegram": 8}, remind_after_hours=24, close_after_hours=72, repage_minutes=2, binding_tries=5,
    binding_lock_minutes=60, follow_on_seconds=180, page_routes=("console",),
    voice=VoiceRules(ratings=RatingRules(shares={"report_received": 0.2})),
)  # fmt: skip
_NOTHING = Meaning("en", (), None, "neutral", (), Slots(), True, ())

#: The truth: how likely each score of a touch-point is, and how likely a household answers at all.
TRUTH: dict[str, dict[int, float]] = {
    "report_received": {7: 0.35, 6: 0.25, 5: 0.15, 4: 0.1, 3: 0.05, 2: 0.05, 1: 0.05},
    "visit": {5: 0.45, 4: 0.3, 3: 0.12, 2: 0.08, 1: 0.05},
    "repair": {5: 0.5, 4: 0.28, 3: 0.1, 2: 0.07, 1: 0.05},
    "complaint_closed": {5: 0.25, 4: 0.3, 3: 0.2, 2: 0.15, 1: 0.1},
    "answer": {5: 0.55, 4: 0.25, 3: 0.1, 2: 0.06, 1: 0.04},
}
ANSWERS, LATE = 0.45, 0.03
_HOUR = timedelta(hours=1)

#: Days after which nothing that had begun is still open.
_ENDING = 21


@dataclass(frozen=True, slots=True)
class Seen:
    """A question that a household got: when, where, about what, and what it answered in time, if anything. `again`: the second one
    about the same node, after a low score was made good."""

    at: datetime
    unit_id: int
    touch_point: str
    rating_id: int
    score: int | None
    again: bool


@dataclass
class Year:
    """What really happened, beside the database."""

    database: Database
    estate_id: int
    homes: int
    random: Random
    questions: list[Seen] = field(default_factory=list)
    contacts: dict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    alarms: dict[int, list[tuple[datetime, datetime]]] = field(default_factory=lambda: defaultdict(list))
    complaints: dict[int, list[tuple[datetime, datetime]]] = field(default_factory=lambda: defaultdict(list))
    recovered: int = 0
    refused: int = 0
    _agenda: dict[datetime, list[tuple[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    _number: int = 0

    def live(self, days: int) -> None:
        """So many days, hour by hour where something happens; then what had begun comes to its end."""
        for day in range(days + _ENDING):
            midnight = NOW.replace(hour=16) + timedelta(days=day - 1)  # 00:00 in Hong Kong
            if day < days:
                self._plan_day(midnight)
            for hour in range(24):
                self._hour(midnight + hour * _HOUR)

    def _plan_day(self, midnight: datetime) -> None:
        for _ in range(self._poisson(self.homes * 3 / 365)):
            self._at(midnight + self.random.randrange(24) * _HOUR, "open", None)
        if midnight.astimezone(TZ).day in (5, 20):
            self._at(midnight + 10 * _HOUR, "club", None)

    def _poisson(self, mean: float) -> int:
        """By normal approximation, which serves for tens a day."""
        return max(0, round(self.random.gauss(mean, mean**0.5)))

    def faults(self) -> list[str]:
        """Everything that ought never to have happened, in words."""
        return [fault for one in self.questions for fault in self._faults_of(one)]

    def _faults_of(self, one: Seen) -> list[str]:
        rules, found = SETTINGS.notices, []
        since = one.at - timedelta(days=rules.budget_days)
        written = [at for at in self.contacts[one.unit_id] if since <= at <= one.at]
        if len(written) > rules.budget_most:
            found.append(
                f"home {one.unit_id} was written to {len(written)} times within {rules.budget_days} days"
            )
        if not 8 <= one.at.astimezone(TZ).hour < 22:
            found.append(f"home {one.unit_id} was asked at {one.at.astimezone(TZ):%H:%M}")
        calm = timedelta(days=SETTINGS.voice.calm_days)
        if any(begun <= one.at <= ended + calm for begun, ended in self.alarms[one.unit_id]):
            found.append(f"home {one.unit_id} was asked in or just after an emergency")
        waits = any(begun <= one.at < ended for begun, ended in self.complaints[one.unit_id])
        if waits and one.touch_point != "complaint_closed":
            found.append(
                f"home {one.unit_id} was asked about {one.touch_point} while it waits for a complaint"
            )
        return found

    def truth(self, since: datetime, until: datetime) -> dict[str, Counter[int | None]]:
        """What households were asked in a period, and what each answered, by touch-point: each node once. Only those who were not
        content are asked again, so that their second scores would raise every figure."""
        found: dict[str, Counter[int | None]] = defaultdict(Counter)
        for one in self.questions:
            if since <= one.at < until and not one.again:
                found[one.touch_point][one.score] += 1
        return dict(found)

    def _at(self, when: datetime, what: str, about: Any) -> None:
        self._agenda[when.replace(minute=0, second=0, microsecond=0)].append((what, about))

    def _hour(self, now: datetime) -> None:
        due = self._agenda.pop(now, [])
        local = now.astimezone(TZ).hour
        if not due and local not in (8, 9, 12, 15, 18, 21, 23):
            return
        with self.database.transaction() as connection:
            for what, about in due:
                getattr(self, f"_{what}")(connection, now, about)
            self._sweep(connection, now)

    def _sweep(self, connection: Connection, now: datetime) -> None:
        acting = LineAct(now=now, tz=TZ, settings=SETTINGS)
        store = LineStore(connection)
        for sweep in voice.SWEEPS[:2]:
            for _, _, do in sweep.claim(connection, now, SETTINGS):
                do(acting, store)
        for reply in acting.told:
            if isinstance(reply.to, ToContact) and reply.buttons:
                self._got(store, now, reply)

    def _got(self, store: LineStore, now: datetime, reply: Reply) -> None:
        self._asked(store, now, int(reply.buttons[0][0].data.split(":")[1]))

    def _asked(self, store: LineStore, now: datetime, rating_id: int) -> None:
        """A household got a question: chance decides whether and how it answers, and the truth is written down."""
        found = store.ratings.by_id(rating_id)
        assert found is not None
        assert found.unit_id is not None
        self.contacts[found.unit_id].append(now)
        roll, score = self.random.random(), None
        if roll < ANSWERS:
            score = self._score(found.touch_point)
            self._at(
                now + self.random.randrange(1, 60) * _HOUR, "press", (found.contact_id, rating_id, score)
            )
        elif roll < ANSWERS + LATE:
            press = (found.contact_id, rating_id, self._score(found.touch_point))
            self._at(now + self.random.randrange(80, 200) * _HOUR, "press_late", press)
        self.questions.append(Seen(now, found.unit_id, found.touch_point, rating_id, score, found.again))

    def _score(self, touch_point: str) -> int:
        truth = TRUTH[touch_point]
        return self.random.choices(list(truth), list(truth.values()))[0]

    def _unit(self) -> int:
        """A tenth of the homes report half of what there is."""
        few = max(1, self.homes // 10)
        return self.random.randint(1, few if self.random.random() < 0.5 else self.homes)

    def _open(self, connection: Connection, now: datetime, _about: None) -> None:
        unit_id, kind = self._unit(), self.random.choices(
            ("repair", "complaint", "enquiry", "emergency"), (0.68, 0.15, 0.14, 0.03)
        )[0]  # fmt: skip
        self._number += 1
        row = {
            "unit_id": unit_id, "contact_id": 2 * unit_id - self.random.randint(0, 1), "channel": "telegram", "intent": kind,
            "code": None, "urgency": "E0" if kind == "emergency" else "N", "summary": "it drips", "words": "it drips",
            "language": "en", "reading": {}, "respond_by": now + 8 * _HOUR, "place": None, "person_id": None,
            "complaint": kind == "complaint",
        }  # fmt: skip
        ticket = Tickets(connection, LineScope()).open(estate_id=self.estate_id, now=now, **row)
        planning.on_received(LineAct(now=now, tz=TZ, settings=SETTINGS), LineStore(connection), ticket)
        ends = now + self.random.randrange(30, 150) * _HOUR
        if kind == "emergency":
            self.alarms[unit_id].append((now, ends))
        if kind == "complaint":
            self.complaints[unit_id].append((now, ends))
        if kind == "repair" and self.random.random() < 0.5:
            self._at(now + 20 * _HOUR, "came", ticket)
        self._at(ends, "settle", ticket)

    def _came(self, connection: Connection, now: datetime, ticket: Ticket) -> None:
        acting = LineAct(now=now, tz=TZ, settings=SETTINGS)
        visit = Visit(
            ticket.id, ticket.estate_id, ticket.id, None, None, "", 0, now, now, "CONFIRMED", "ACCEPTED", None, None, None,
            None, None, now, now, now,
        )  # fmt: skip
        planning.on_came(acting, LineStore(connection), ticket, visit)

    def _settle(self, connection: Connection, now: datetime, ticket: Ticket) -> None:
        """The owner turns the key, and is asked in the same breath where that may be."""
        ended = {"stage": "closed", "closed_at": now}
        connection.execute(update(tickets).where(tickets.c.id == ticket.id).values(ended))
        if ticket.intent == "emergency":
            return
        closed = LineStore(connection).tickets.by_id(ticket.id)
        assert closed is not None
        store, request = self._owner(connection, now, ticket.contact_id)
        asked = planning.settled(request, store, closed)
        if asked:
            self._asked(LineStore(connection), now, asked.rating.id)

    def _owner(
        self, connection: Connection, now: datetime, contact_id: int | None, *button: str
    ) -> tuple[OwnerStore, Request]:
        assert contact_id is not None
        contact = contacts.by_id(connection, contact_id)
        assert contact is not None
        store = OwnerStore(connection, contact, now)
        request = Request(
            text="", pieces=(), meaning=_NOTHING, household=store.household(), language="en", now=now, tz=TZ,
            settings=SETTINGS, button=button,
        )  # fmt: skip
        return store, request

    def _press(self, connection: Connection, now: datetime, press: tuple[int, int, int]) -> None:
        contact_id, rating_id, score = press
        store, request = self._owner(connection, now, contact_id, "rate", str(rating_id), str(score))
        said = rating.pressed(request, store)
        if "has ended" in said.replies[0].text:
            raise AssertionError(f"an answer in time was not counted: {rating_id}")
        self._at(now + 5 * _HOUR, "recover", None)

    def _press_late(self, connection: Connection, now: datetime, press: tuple[int, int, int]) -> None:
        contact_id, rating_id, score = press
        store, request = self._owner(connection, now, contact_id, "rate", str(rating_id), str(score))
        self.refused += "has ended" in rating.pressed(request, store).replies[0].text

    def _recover(self, connection: Connection, now: datetime, _about: None) -> None:
        """Somebody makes every contact that is open."""
        who = staff.serving(connection, self.estate_id)[0]
        store = StaffStore(connection, who)
        request = StaffRequest(who=who, now=now, tz=TZ, settings=SETTINGS)
        for one in store.recoveries.open_ones():
            recovering.end(request, store, one, result="put_right", words="We came again and put it right.")
            self.recovered += 1

    def _club(self, connection: Connection, now: datetime, _about: None) -> None:
        """Other messages that spend the budget, to a fifth of the homes, whoever they are."""
        for unit_id in self.random.sample(range(1, self.homes + 1), self.homes // 5):
            before = [at for at in self.contacts[unit_id] if at >= now - timedelta(days=30)]
            if len(before) < SETTINGS.notices.budget_most:
                row = {"estate_id": self.estate_id, "unit_id": unit_id, "kind": "club", "at": now}
                connection.execute(insert(unasked).values(row))
                self.contacts[unit_id].append(now)
