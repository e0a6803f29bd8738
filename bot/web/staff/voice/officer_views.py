"""What headquarters' pages of experience officers show; for local staff there is nothing to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.web.staff.quality import choosing
from bot.web.staff.quality.defect_forms import Choices
from handlers.tickets.quality.defects import DEPARTMENTS
from handlers.voice.officers import drawing, findings, scoring, templates
from handlers.voice.officers.drawing import Again
from handlers.wording import moment, say, weekday
from storage.life_stages import STAGES
from storage.officer_rows import Draw, Mission, Officer
from storage.staff_store import StaffStore


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawLine:
    """A draw as one line."""

    draw: Draw
    at: str
    where: str
    who: str
    standing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionLine:
    """A mission as one line: what, where, how it stands."""

    mission: Mission
    name: str
    home: str
    state: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The first page."""

    draws: tuple[DrawLine, ...]
    in_office: int
    findings: tuple[MissionLine, ...]
    missions: tuple[MissionLine, ...]
    estates: Choices
    stages: Choices
    roles: Choices
    templates: Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A household's place in a draw."""

    officer: Officer
    home: str
    name: str
    state: str
    role: str
    replaces: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawView:
    """The record of a draw. `again` is the draw made again, where that was asked."""

    line: DrawLine
    criteria: tuple[str, ...]
    places: tuple[Place, ...]
    again: Again | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """One answered mission: who, the scores by question, the words; and what an improvement may choose."""

    line: MissionLine
    place: Place
    task: str
    scores: tuple[tuple[str, str], ...]
    owners: Choices
    due: str
    why: str


def overview(store: StaffStore, language: str, now: datetime) -> Overview:
    return Overview(
        draws=tuple(_draw(store, language, one, now) for one in store.officers.draws()),
        in_office=len(store.officers.active()),
        findings=tuple(_mission(store, language, one, now) for one in store.officer_missions.findings()),
        missions=tuple(_mission(store, language, one, now) for one in store.officer_missions.newest(50)),
        estates=tuple((str(one.id), one.name) for one in store.estates()),
        stages=tuple((one, say(language, f"audience.stage.{one}")) for one in STAGES),
        roles=tuple((one, say(language, f"audience.role.{one}")) for one in drawing.LIVING_THERE),
        templates=tuple((one.key, say(language, f"officers.mission.{one.key}.name")) for one in templates.TEMPLATES),
    )  # fmt: skip


def draw(store: StaffStore, language: str, draw_id: int, now: datetime, *, again: bool) -> DrawView | None:
    """The record of one draw; None for one that is not there, or not theirs to see."""
    made = store.officers.draw(draw_id)
    if made is None:
        return None
    found = store.officers.of_draw(made.id)
    ranks = {one.id: one.rank for one in found}
    return DrawView(
        line=_draw(store, language, made, now), criteria=tuple(_criteria(store, language, made)),
        places=tuple(_place(store, language, one, now, ranks) for one in found),
        again=drawing.again(store, made) if again else None,
    )  # fmt: skip


def finding(store: StaffStore, language: str, mission_id: int, now: datetime) -> FindingView | None:
    """The page of one mission with its answer."""
    found = store.officer_missions.by_id(mission_id)
    officer = store.officers.by_id(found.officer_id) if found else None
    if found is None or officer is None:
        return None
    owners = tuple((f"staff:{one.id}", one.name) for one in store.colleagues(found.estate_id))
    departments = tuple(
        (f"department:{one}", say(language, f"quality.department.{one}")) for one in DEPARTMENTS
    )
    name = say(language, f"officers.mission.{found.template}.name")
    return FindingView(
        line=_mission(store, language, found, now), place=_place(store, language, officer, now, {}),
        task=say(language, f"officers.mission.{found.template}.task"), scores=tuple(_scores(store, language, found)),
        owners=(*owners, *departments), due=_day(store, now + findings.DUE), why=say(language, "officers.page.why", name=name),
    )  # fmt: skip


def _scores(store: StaffStore, language: str, mission: Mission) -> list[tuple[str, str]]:
    """Question and answer, as they were asked and said; of an older wording the names of its questions."""
    known, template = store.officer_missions.scores_of(mission), scoring.template_of(mission)
    if template is None:
        return [(key, str(score)) for key, score in known.items()]
    return [
        (
            say(language, f"officers.mission.{template.key}.{one.key}"),
            say(language, f"officers.answer.{known[one.key]}")
            if one.scale == "yes_no"
            else f"{known[one.key]} / 5",
        )
        for one in template.questions
        if one.key in known
    ]


def _draw(store: StaffStore, language: str, made: Draw, now: datetime) -> DrawLine:
    who = store.colleague(made.drawn_by)
    standing = [one for one in store.officers.of_draw(made.id) if one.state == "active"]
    names = [one.name for one in store.estates() if one.id in made.estate_ids]
    return DrawLine(
        draw=made, at=moment(language, made.drawn_at, choosing.zone_of(store), now),
        where=say(language, "quality.and").join(names), who=who.name if who else "", standing=len(standing),
    )  # fmt: skip


def _criteria(store: StaffStore, language: str, made: Draw) -> list[str]:
    comma = say(language, "quality.and")
    stages = comma.join(say(language, f"audience.stage.{one}") for one in made.stages)
    roles = comma.join(say(language, f"audience.role.{one}") for one in made.roles)
    return [
        stages or say(language, "officers.page.every_stage"), roles or say(language, "officers.page.every_role"),
        say(language, "officers.page.lived", days=made.tenure_days),
    ]  # fmt: skip


def _place(store: StaffStore, language: str, officer: Officer, now: datetime, ranks: dict[int, int]) -> Place:
    unit = store.unit(officer.unit_id)
    today = now.astimezone(choosing.zone_of(store)).date()
    accounts = store.household_contacts(unit, today) if unit else []
    name = next((one.name for one in accounts if one.id == officer.contact_id), "")
    since = officer.ended_at or officer.answered_at or officer.invited_at or officer.made_at
    reason = f" ({say(language, f'officers.reason.{officer.reason}')})" if officer.reason else ""
    return Place(
        officer=officer, home=unit.label if unit else "", name=name,
        state=say(language, f"officers.state.{officer.state}") + reason,
        role=say(language, f"officers.role_named.{officer.role}") if officer.answered_at else "",
        replaces=str(ranks.get(officer.replaces_id or 0, "")), since=weekday(language, since.astimezone(choosing.zone_of(store)).date(), today),
    )  # fmt: skip


def _mission(store: StaffStore, language: str, mission: Mission, now: datetime) -> MissionLine:
    officer = store.officers.by_id(mission.officer_id)
    unit = store.unit(officer.unit_id) if officer else None
    at = mission.answered_at or mission.sent_at or mission.made_at
    reason = f" ({say(language, f'officers.reason.{mission.reason}')})" if mission.reason else ""
    return MissionLine(
        mission=mission, name=say(language, f"officers.mission.{mission.template}.name"), home=unit.label if unit else "",
        state=say(language, f"officers.mission_state.{mission.state}") + reason,
        at=moment(language, at, choosing.zone_of(store), now),
    )  # fmt: skip


def _day(store: StaffStore, at: datetime) -> str:
    return at.astimezone(choosing.zone_of(store)).date().isoformat()


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day."""
    return datetime.combine(day, time(), zone) + timedelta(days=1, seconds=-1)
