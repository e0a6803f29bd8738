"""What a survey found: each question apart for new and for existing owners, each figure with its sample, its response and how sure it
is; never one number for all (I16 - I18, I20, L09, M07, M08).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from handlers.voice.formulas import SCALES, Result, Tally, result
from handlers.voice.surveys.bank import BANK, LOYALTY, QUIET, SOLVED, UNSOLVED
from storage.survey_groups import OWNERS, Group, owner_of
from storage.survey_invitations import ASKED
from storage.survey_reports import Counted
from storage.survey_sheets import Sheet
from storage.surveys import Survey

#: How many households of a group are in which state, for which reason.
Counts = dict[tuple[Group, str, str], int]

#: What a household lived through (M07, M08): its complaint was solved, or not; it wanted to complain and did not; none of these.
COURSES = ("solved", "unsolved", "silent", "calm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A question in one group. `shown` False: too few answered, and then nothing of what they said is told."""

    question: str
    version: int
    group: Group
    result: Result
    shown: bool
    course: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A group of owners: how many were drawn, asked, finished, stopped, let it expire, and left out by reason."""

    owner: str
    drawn: int
    asked: int
    finished: int
    declined: int
    expired: int
    left_out: dict[str, int]


def samples(counts: Counts) -> list[Sample]:
    """New owners and existing ones, apart."""
    return [
        _sample(owner, counts)
        for owner in OWNERS
        if any(owner_of(one.stage) == owner for one, _, _ in counts)
    ]


def _sample(owner: str, counts: Counts) -> Sample:
    states: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for (group, state, reason), times in counts.items():
        if group.owner == owner:
            states[state] += times
            reasons.update({reason: times} if state == "left_out" else {})
    return Sample(
        owner=owner, drawn=states.total(), asked=sum(states[one] for one in ASKED), finished=states["finished"],
        declined=states["declined"], expired=states["expired"], left_out=dict(reasons),
    )  # fmt: skip


#: What a table is split by: all of an owner's group, an estate's, a stage's. Each keeps new and existing owners apart.
SPLITS: dict[str, Callable[[Group], Group]] = {
    "owner": lambda one: Group(None, one.owner, ""),
    "estate": lambda one: Group(one.estate_id, one.owner, ""),
    "stage": lambda one: Group(None, one.owner, one.stage),
}


def figures(survey: Survey, sheets: Sequence[Sheet], counts: Counts, split: str, least: int) -> list[Figure]:
    """Every question that is measured, in each group of a split; groups that are not told (too few shared them) are left out."""
    by = SPLITS[split]
    asked: Counter[Group] = Counter()
    for (group, state, _), times in counts.items():
        asked[by(group)] += times if state in ASKED else 0
    told = [one for one in sheets if _is_told(one.group, split)]
    found = []
    for key, version in survey.questions:
        if BANK[key].scale not in SCALES:
            continue
        for group in sorted(asked, key=_order):
            scores = _scores(key, (one for one in told if by(one.group) == group))
            if asked[group]:
                found.append(_figure(key, version, group, scores, asked[group], least))
    return found


def _is_told(group: Group, split: str) -> bool:
    wanted = {"owner": group.owner, "estate": group.owner and group.estate_id, "stage": group.stage}
    return bool(wanted[split])


def _order(group: Group) -> tuple[int, int, str]:
    return (group.estate_id or 0, OWNERS.index(group.owner), group.stage)


def _scores(key: str, sheets: Iterable[Sheet]) -> Counter[int]:
    return Counter(int(one.answers[key]) for one in sheets if one.answers.get(key) is not None)


def _figure(
    key: str, version: int, group: Group, scores: Counter[int], asked: int, least: int, course: str = ""
) -> Figure:
    tally = Tally(
        data_set="survey", question=key, scale=BANK[key].scale, version=version, asked=asked, counts=scores
    )
    return Figure(
        question=key, version=version, group=group, result=result(tally), shown=tally.answered >= least, course=course
    )  # fmt: skip


def courses(survey: Survey, sheets: Sequence[Sheet], least: int) -> list[Figure]:
    """Loyalty by what a household lived through, crossed on the sheet itself: nobody's answers are joined to their complaints
    (M07, M08). Nobody was asked as a member of a course, so that there is no response rate.
    """
    versions = dict(survey.questions)
    return [
        _figure(key, versions[key], Group(None, owner, ""), scores, 0, least, course)
        for key in LOYALTY
        if key in versions and "complained" in versions
        for owner in OWNERS
        for course in COURSES
        if (
            scores := _scores(key, (one for one in sheets if one.owner == owner and course_of(one) == course))
        )
    ]


def course_of(sheet: Sheet) -> str:
    """What the household of a sheet lived through; "" where it did not say."""
    complained = sheet.answers.get("complained")
    if complained is None:
        return ""
    if complained == QUIET:
        return "silent" if sheet.answers.get("swallowed") == 1 else "calm"
    return {SOLVED: "solved", UNSOLVED: "unsolved"}.get(int(complained), "")


def sentences(sheets: Sequence[Sheet], least: int) -> list[str]:
    """What was written, without any group, in the order of the lots; nothing where too few wrote."""
    found = [str(one.answers["sentence"]) for one in sheets if one.answers.get("sentence")]
    return found if len(found) >= least else []


def trend(counted: Sequence[Counted], least: int) -> list[tuple[Counted, Figure]]:
    """Loyalty over the waves that were reported, by estate and group of owners; one wording is never put in a row with another."""
    told = [
        (one, _figure(one.question, one.version, Group(one.estate_id, one.owner, ""), Counter(one.counts), one.asked, least))
        for one in counted
    ]  # fmt: skip
    return sorted(
        told, key=lambda pair: (_order(pair[1].group), LOYALTY.index(pair[0].question), pair[0].version)
    )
