"""The four sources of what owners think, side by side and never blended (I03 - I06): each gives tallies, and says what each is about.

A source that nobody has connected gives nothing, and what is shown of it says that there are no data yet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from handlers.voice import tallies
from handlers.voice.formulas import DATA_SETS, DataSet, Tally
from handlers.voice.touch_points import REGISTER
from handlers.wording import has, say
from storage.measure_questions import Cohort
from storage.measures import Share
from storage.staff_store import StaffStore
from storage.store import LineStore

AnyStore = StaffStore | LineStore

#: The tallies of a period of one estate, or of all within the scope.
Tallies = Callable[[AnyStore, datetime, datetime, int | None], list[Tally]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source. `topic`: what a tally of it is about, a touch-point of the register or a theme of its own."""

    tallies: Tallies
    topic: Callable[[Tally], str]


def _follow_up(store: AnyStore, since: datetime, until: datetime, estate_id: int | None) -> list[Tally]:
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


#: Every source that is connected; another one is a line more here.
SOURCES: dict[DataSet, Source] = {
    "touch_point": Source(tallies=tallies.of_touch_points, topic=lambda one: one.question),
    "follow_up": Source(tallies=_follow_up, topic=lambda _one: "complaint_closed"),
}


def tallies_of(
    data_set: DataSet, store: AnyStore, since: datetime, until: datetime, estate_id: int | None = None
) -> list[Tally]:
    """What one source has for a period; nothing where it is not connected."""
    source = SOURCES.get(data_set)
    return source.tallies(store, since, until, estate_id) if source else []


def by_topic(
    store: AnyStore, since: datetime, until: datetime, estate_id: int | None = None
) -> dict[str, dict[DataSet, list[Tally]]]:
    """Every topic with what each source has of it; the touch-points of the register first, in its order."""
    found: dict[str, dict[DataSet, list[Tally]]] = {}
    for data_set in DATA_SETS:
        for one in tallies_of(data_set, store, since, until, estate_id):
            found.setdefault(SOURCES[data_set].topic(one), {}).setdefault(data_set, []).append(one)
    order = list(REGISTER)
    ranked = sorted(found, key=lambda topic: (order.index(topic) if topic in order else len(order), topic))
    return {topic: found[topic] for topic in ranked}


def topic_named(language: str, topic: str) -> str:
    """What people call a topic, as a heading; a theme without a sentence is called by its key."""
    key = f"voice.touch_point.{topic}" if topic in REGISTER else f"sources.topic.{topic}"
    name = say(language, key) if has(key) else topic
    return name[:1].upper() + name[1:]


def question_told(language: str, one: Tally) -> str:
    """The question of a tally as it was put, with the version of its wording (I06); one without a sentence is called by its key."""
    keys = (f"voice.ask.{one.question}", f"sources.question.{one.question}", f"survey.question.{one.question}.{one.version}")
    question = next((say(language, key) for key in keys if has(key)), one.question)
    return say(language, "sources.worded", question=question, version=one.version)
