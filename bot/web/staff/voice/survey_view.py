"""What the pages of surveys show: the calendar, one survey with its sample, and what it found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.web.staff.quality import choosing
from bot.web.staff.voice.figures import Line, line
from handlers.voice.rules import VoiceRules
from handlers.voice.surveys import results, workflow
from handlers.wording import say, weekday
from storage.score_begging import Begging
from storage.staff_store import StaffStore
from storage.survey_groups import Group
from storage.surveys import Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One survey as one line of the calendar."""

    id: int
    name: str
    state: str
    where: str
    when: str
    stages: str
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of figures under its heading; `heads` names the columns before the figure."""

    title: str
    hint: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A survey's page. `steps` were taken, `next` may be; `pool` tells what it was drawn from, `samples` what became of whom."""

    row: Row
    questions: tuple[str, ...]
    steps: tuple[str, ...]
    next: tuple[str, ...]
    pool: tuple[str, ...]
    strata: tuple[tuple[str, str, int, int], ...]
    samples: tuple[tuple[str, results.Sample, str], ...]
    tables: tuple[Table, ...]
    sentences: tuple[str, ...]
    readable: bool


#: What may be done next, by the state.
_NEXT = {
    "draft": ("draw", "withdraw"),
    "drawn": ("start", "withdraw"),
    "running": ("close",),
    "closed": ("report",),
}


def calendar(store: StaffStore, language: str, now: datetime) -> list[Row]:
    """Every survey, the one that opens last first (I08)."""
    return [_row(store, language, one, now) for one in store.surveys.newest()]


def _row(store: StaffStore, language: str, survey: Survey, now: datetime) -> Row:
    zone = choosing.zone_of(store)
    today = now.astimezone(zone).date()
    days = [
        weekday(language, one.astimezone(zone).date(), today) for one in (survey.opens_at, survey.closes_at)
    ]
    names = {one.id: one.name for one in store.estates()}
    return Row(
        id=survey.id, name=survey.name, state=survey.state, where=", ".join(names[one] for one in survey.estate_ids),
        when=" – ".join(days), stages=", ".join(say(language, f"surveys.stage.{one}") for one in survey.stages),
        mode=say(language, f"surveys.mode_name.{survey.mode}"),
    )  # fmt: skip


def view(
    store: StaffStore, language: str, survey_id: int, now: datetime, rules: VoiceRules, *, again: bool
) -> View | None:
    """The page of one survey; None for one that is not there, or not to be seen. `again`: the draw is done once more."""
    survey = store.surveys.by_id(survey_id)
    if survey is None:
        return None
    zone, names = choosing.zone_of(store), {one.id: one.name for one in store.estates()}
    counts = store.survey_invitations.counts(survey)
    readable = survey.state in ("closed", "reported")
    return View(
        row=_row(store, language, survey, now), next=_NEXT.get(survey.state, ()), readable=readable,
        questions=tuple(say(language, f"survey.question.{key}.{version}") for key, version in survey.questions),
        steps=tuple(_step(language, one.step, one.name, one.at, zone) for one in store.surveys.steps(survey)),
        pool=_pool(store, language, survey, rules, again=again),
        strata=tuple(
            (names[estate], say(language, f"surveys.owner.{owner}"), every, drawn)
            for estate, owner, every, drawn in survey.pool.get("strata", ())
        ),
        samples=tuple(
            (say(language, f"surveys.owner.{one.owner}"), one, _reasons(language, one)) for one in results.samples(counts)
        ),
        tables=_tables(store, language, survey, counts, names, rules) if readable else (),
        sentences=tuple(results.sentences(store.survey_sheets.of(survey), rules.surveys.least_answers)),
    )  # fmt: skip


def _step(language: str, step: str, name: str | None, at: datetime, zone: ZoneInfo) -> str:
    who = name or say(language, "surveys.the_line")
    return f"{say(language, f'surveys.state.{step}')} · {who} · {at.astimezone(zone):%Y-%m-%d %H:%M}"


def _reasons(language: str, one: results.Sample) -> str:
    return ", ".join(
        f"{say(language, f'surveys.reason.{reason}')} {times}"
        for reason, times in sorted(one.left_out.items())
    )


def _pool(
    store: StaffStore, language: str, survey: Survey, rules: VoiceRules, *, again: bool
) -> tuple[str, ...]:
    """What the sample was drawn from and by which seed; and whether drawing again gives the same."""
    pool = survey.pool
    if not pool:
        return ()
    told = say(
        language, "surveys.pool", count=pool["count"], day=pool["day"], before=pool["asked_before"], hash=pool["hash"][:16],
        seed=survey.seed,
    )  # fmt: skip
    if not again:
        return (told,)
    found = workflow.draw_again(store, survey, rules.surveys)
    if found is None:
        return (told,)
    key = (
        "same" if found.same_pool and found.same_sample else "other_pool" if not found.same_pool else "other"
    )
    return (told, say(language, f"surveys.again.{key}", count=found.count))


def _tables(
    store: StaffStore, language: str, survey: Survey, counts: results.Counts, names: dict[int, str], rules: VoiceRules
) -> tuple[Table, ...]:  # fmt: skip
    least, sheets = rules.surveys.least_answers, store.survey_sheets.of(survey)

    def about(group: Group, question: str) -> tuple[str, ...]:
        place = (names[group.estate_id],) if group.estate_id else ()
        stage = (say(language, f"surveys.stage.{group.stage}"),) if group.stage else ()
        return (question, *place, *stage, say(language, f"surveys.owner.{group.owner}"))

    tables = []
    for split in results.SPLITS:
        found = results.figures(survey, sheets, counts, split, least)
        lines = [line(language, one, *about(one.group, _named(language, one))) for one in found]
        tables.append(_table(language, split, lines))
    crossed = results.courses(survey, sheets, least)
    lines = [
        line(language, one, _named(language, one), say(language, f"surveys.course.{one.course}"),
             say(language, f"surveys.owner.{one.group.owner}"))
        for one in crossed
    ]  # fmt: skip
    return (*tables, _table(language, "course", lines)) if lines else tuple(tables)


def _table(language: str, split: str, lines: list[Line]) -> Table:
    heads = ("question", *(() if split == "owner" else (split,)), "owner")
    return Table(
        title=say(language, f"surveys.table.{split}"), hint=say(language, f"surveys.hint.{split}"),
        heads=tuple(say(language, f"surveys.head.{one}") for one in heads), lines=tuple(lines),
    )  # fmt: skip


def _named(language: str, one: results.Figure) -> str:
    """The question by its short name, the formula of its scale, and the version of its wording."""
    formula = say(language, f"surveys.formula.{one.result.measure}")
    return say(
        language, "surveys.question_told", question=say(language, f"surveys.question.{one.question}"), formula=formula,
        version=one.version,
    )  # fmt: skip


def begging(store: StaffStore) -> list[tuple[Begging, str]]:
    """The attempts to beg for scores, the last one first, each with its time at the estate."""
    zone = choosing.zone_of(store)
    return [(one, f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}") for one in store.score_begging.newest()]
