"""The four sources of what owners think, side by side and never blended (I03 - I06): each gives tallies, and says what each is about.

A source that nobody has connected gives nothing, and what is shown of it says that there are no data yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from handlers.voice import tallies
from handlers.voice.formulas import DATA_SETS, SCALES, DataSet, Tally
from handlers.voice.officers.tallies import officer_tallies
from handlers.voice.rules import VoiceRules
from handlers.voice.surveys.bank import BANK
from handlers.voice.touch_points import REGISTER
from handlers.wording import has, say
from storage.measure_questions import Cohort
from storage.measures import Share
from storage.staff_store import StaffStore
from storage.store import LineStore
from storage.survey_reports import Counted

AnyStore = StaffStore | LineStore

#: The tallies of a period of one estate, or of all within the scope; the rules say of how few nothing is told.
Tallies = Callable[[AnyStore, datetime, datetime, int | None, VoiceRules], list[Tally]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source. `topic`: what a tally of it is about, a touch-point of the register or a theme of its own. `part`: what tells it from
    the others about that topic, in a language; empty where there is one alone.
    """

    tallies: Tallies
    topic: Callable[[Tally], str]
    part: Callable[[str, Tally], str] = lambda _language, _tally: ""


def _touch_points(
    store: AnyStore, since: datetime, until: datetime, estate_id: int | None, _rules: VoiceRules
) -> list[Tally]:
    return tallies.of_touch_points(store, since, until, estate_id)


def _follow_up(
    store: AnyStore, since: datetime, until: datetime, estate_id: int | None, _rules: VoiceRules
) -> list[Tally]:
    """What owners said in the contact after their complaint (D08): of all contacts that ended in the period, those who answered."""
    period = Cohort(since=since, until=until, now=until, estate_id=estate_id)
    tried = next(iter(store.measures.shares("contacted", period)), Share("", 0, 0))
    said = next(iter(store.measures.shares("satisfied", period)), Share("", 0, 0))
    if not tried.all:
        return []
    counts = {score: count for score, count in ((0, said.all - said.met), (1, said.met)) if count}
    return [
        Tally(
            data_set="follow_up",
            question="settled",
            scale="yes_no",
            version=1,
            asked=tried.all,
            counts=counts,
        )
    ]


def _survey(
    store: AnyStore, since: datetime, until: datetime, estate_id: int | None, rules: VoiceRules
) -> list[Tally]:
    """The newest wave that was reported in the period, estate by estate, new owners and existing ones apart (I16)."""
    questions = [key for key, one in BANK.items() if one.scale in SCALES]
    newest: dict[tuple[int, str, int, str], Counted] = {}
    for one in store.survey_reports.counts(questions):
        if estate_id in (None, one.estate_id) and since <= one.closes_at < until:
            newest[one.estate_id, one.question, one.version, one.owner] = one
    summed: dict[tuple[str, int], tuple[Counter[int], int]] = {}
    for found in newest.values():
        key = (f"{found.question}.{found.owner}", found.version)
        counts, asked = summed.get(key, (Counter(), 0))
        summed[key] = (counts + Counter(found.counts), asked + found.asked)
    return [
        Tally(data_set="survey", question=question, scale=BANK[question.partition(".")[0]].scale, version=version, asked=asked, counts=counts)
        for (question, version), (counts, asked) in sorted(summed.items())
        if counts.total() >= rules.surveys.least_answers
    ]  # fmt: skip


def _of_survey(one: Tally) -> str:
    """What a question is about; "overall" asks about living here, as officers are asked."""
    question = one.question.partition(".")[0]
    return "living_here" if question == "overall" else question


def _owner(language: str, one: Tally) -> str:
    """New owners or existing ones, who are never put together."""
    return say(language, f"surveys.owner.{one.question.partition('.')[2]}")


def _mission(language: str, one: Tally) -> str:
    """The question of a mission in short, where the catalogues still know it."""
    key = f"officers.mission.{one.question.partition('.')[2]}"
    return say(language, key) if has(key) else ""


def _officers(
    store: AnyStore, since: datetime, until: datetime, estate_id: int | None, rules: VoiceRules
) -> list[Tally]:
    """What experience officers scored, mission by mission; nothing for local staff, and nothing of fewer than the rules say (J02)."""
    estates = [one.id for one in store.estates()] if isinstance(store, StaffStore) else []
    summed: dict[tuple[str, str, int], tuple[Counter[int], int]] = {}
    for estate in [one for one in estates if estate_id in (None, one)]:
        for found in officer_tallies(store, estate, since, until, least=rules.officers.least):
            if found.tally:
                key = (f"{found.touch_point}.{found.tally.question}", found.tally.scale, found.version)
                counts, asked = summed.get(key, (Counter(), 0))
                summed[key] = (counts + Counter(found.tally.counts), asked + found.tally.asked)
    return [
        Tally(data_set="officer", question=question, scale=scale, version=version, asked=asked, counts=counts)
        for (question, scale, version), (counts, asked) in sorted(summed.items())
    ]


#: Every source that is connected; another one is a line more here.
SOURCES: dict[DataSet, Source] = {
    "touch_point": Source(tallies=_touch_points, topic=lambda one: one.question),
    "follow_up": Source(tallies=_follow_up, topic=lambda _one: "complaint_closed"),
    "survey": Source(tallies=_survey, topic=_of_survey, part=_owner),
    "officer": Source(tallies=_officers, topic=lambda one: one.question.partition(".")[0], part=_mission),
}


def tallies_of(
    data_set: DataSet, store: AnyStore, since: datetime, until: datetime, estate_id: int | None = None,
    rules: VoiceRules | None = None,
) -> list[Tally]:  # fmt: skip
    """What one source has for a period; nothing where it is not connected. `rules`: of how few nothing is told."""
    source = SOURCES.get(data_set)
    return source.tallies(store, since, until, estate_id, rules or VoiceRules()) if source else []


def by_topic(
    store: AnyStore,
    since: datetime,
    until: datetime,
    estate_id: int | None = None,
    rules: VoiceRules | None = None,
) -> dict[str, dict[DataSet, list[Tally]]]:
    """Every topic with what each source has of it; the touch-points of the register first, in its order."""
    found: dict[str, dict[DataSet, list[Tally]]] = {}
    for data_set in DATA_SETS:
        for one in tallies_of(data_set, store, since, until, estate_id, rules):
            found.setdefault(SOURCES[data_set].topic(one), {}).setdefault(data_set, []).append(one)
    order = list(REGISTER)
    ranked = sorted(found, key=lambda topic: (order.index(topic) if topic in order else len(order), topic))
    return {topic: found[topic] for topic in ranked}


def topic_named(language: str, topic: str) -> str:
    """What people call a topic, as a heading; a theme without a sentence is called by its key."""
    keys = (f"voice.touch_point.{topic}", f"sources.topic.{topic}", f"officers.touch_point.{topic}")
    name = next((say(language, key) for key in keys if has(key)), topic)
    return name[:1].upper() + name[1:]


def question_told(language: str, one: Tally) -> str:
    """The question of a tally as it was put, with whom it was put to and the version of its wording (I06); one without a sentence is
    called by its key.
    """
    stem, _, rest = one.question.partition(".")
    key = {
        "touch_point": f"voice.ask.{stem}", "follow_up": f"sources.question.{stem}", "survey": f"survey.question.{stem}.{one.version}",
        "officer": f"officers.mission.{rest}",
    }[one.data_set]  # fmt: skip
    question = say(language, key) if has(key) else one.question
    owner = f"{_owner(language, one)}: " if one.data_set == "survey" and rest else ""
    return say(language, "sources.worded", question=f"{owner}{question}", version=one.version)
