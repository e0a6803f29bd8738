"""What the page of one notice shows, and which steps it offers to whoever looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from bot.web.staff.notice_means import Means
from bot.web.staff.notices import watching
from bot.web.staff.notices.choices import code_named
from bot.web.staff.notices.fields import CODES
from bot.web.staff.notices.listing import state_named
from bot.web.staff.notices.meaning import QUESTIONS
from bot.web.staff.notices.previewing import Line, Message, messages, missed
from bot.web.staff.notices.watching import Watch
from handlers.notices import asks
from handlers.notices.audience_words import describe
from handlers.notices.drafting import may_announce
from handlers.notices.kinds import WRITTEN, goes_by_night
from handlers.notices.messages import headed
from handlers.wording import moment, say
from storage.audience import from_json
from storage.estates import Estate
from storage.notice_replies import NoticeReply
from storage.notices import Notice, NoticeText
from storage.staff import Staff
from storage.staff_store import StaffStore

Told = Callable[[datetime], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """A notice of the same row: what this one updates, or what followed."""

    id: int
    what: str
    headline: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One notice. `facts` as (name, words); `steps` may be taken by whoever looks; `answers` as (words, households)."""

    notice: Notice
    headline: str
    kind: str
    state: str
    when: str
    place: str
    audience: str
    facts: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...]
    messages: tuple[Message, ...]
    watch: Watch | None
    missed: tuple[Line, ...]
    answers: tuple[tuple[str, int], ...]
    replies: tuple[NoticeReply, ...]
    before: Kin | None
    after: tuple[Kin, ...]
    steps: frozenset[str]
    own: bool


def view(
    store: StaffStore, means: Means, who: Staff, language: str, notice_id: int, now: datetime, *, exact: bool = False
) -> View | None:  # fmt: skip
    """None for a notice that is not theirs to see. `exact`: moments to the second, for what is kept; else as people say them."""
    notice = store.notices.by_id(notice_id)
    estate = store.estate(notice.estate_id) if notice else None
    if notice is None or estate is None:
        return None
    texts = store.notices.texts(notice)
    zone = ZoneInfo(estate.timezone)
    text = texts.get(language) or next(iter(texts.values()))
    sent = notice.sent_at is not None

    def told(at: datetime) -> str:
        return to_the_second(at, zone) if exact else moment(language, at, zone, now)

    return View(
        notice=notice, headline=text.headline, kind=headed(notice, language), state=state_named(language, notice),
        when=told(notice.ended_at or notice.sent_at or notice.created_at), place=estate.name,
        audience=_audience(store, notice, estate, language), facts=tuple(_facts(store, notice, language, told)),
        codes=tuple(_codes(notice, language, told)), messages=messages(notice, texts, estate, {}, language),
        watch=watching.watch(store, means, notice, language, now) if sent else None,
        missed=missed(store.deliveries.reach(notice), language) if sent else (),
        answers=_answers(store, notice, language, text), replies=tuple(store.notice_replies.of(notice)),
        before=_kin(store, store.notices.by_id(notice.refers_to), language, told) if notice.refers_to else None,
        after=tuple(
            kin
            for one in store.notices.after(notice)
            if one.id > notice.id and (kin := _kin(store, one, language, told))
        ),
        steps=frozenset(_steps(means, notice, who)), own=notice.author_id == who.id,
    )  # fmt: skip


def _audience(store: StaffStore, notice: Notice, estate: Estate, language: str) -> str:
    if notice.refers_to:
        return say(language, "notice_pages.same_people", number=notice.refers_to)
    return describe(store, estate, from_json(notice.audience), language)


def _facts(store: StaffStore, notice: Notice, language: str, told: Told) -> list[tuple[str, str]]:
    """Who wrote, approved and when it went, in the order in which it happened."""

    def who(staff_id: int | None, at: datetime | None) -> str:
        found = store.colleague(staff_id) if staff_id else None
        name = found.name if found else say(language, "notice_pages.by_the_line")
        return f"{name} · {told(at)}" if at else name

    def when(at: datetime | None) -> str:
        return told(at) if at else ""

    found = [
        ("written", who(notice.author_id, notice.created_at)),
        ("proposed", when(notice.proposed_at)),
        ("approved", who(notice.approver_id, notice.approved_at) if notice.approver_id else ""),
        ("send_at", when(notice.send_at)),
        ("sent", when(notice.sent_at)),
        ("ended", when(notice.ended_at)),
        ("reason", notice.reason),
        ("question", say(language, f"notice_pages.question.{notice.question}") if notice.question in QUESTIONS[1:] else ""),
        ("once", say(language, "notice_pages.once") if notice.at_most_once else ""),
        ("source", str(notice.source.get("name", ""))),
    ]  # fmt: skip
    return [(say(language, f"notice_pages.fact.{name}"), words) for name, words in found if words]


def _codes(notice: Notice, language: str, told: Told) -> list[tuple[str, str]]:
    found = [
        (say(language, f"notice_pages.field.{name}"), code_named(language, name, getattr(notice, name)))
        for name in CODES
    ]
    for name in ("onset", "expires"):
        at = getattr(notice, name)
        if at:
            found.append((say(language, f"notice_pages.field.{name}"), told(at)))
    return found


def _answers(
    store: StaffStore, notice: Notice, language: str, text: NoticeText
) -> tuple[tuple[str, int], ...]:
    """Each answer that can be given, with the households that gave it."""
    given = store.deliveries.answers(notice)
    return tuple(
        (answer_named(language, notice, one, text.choices), given.get(one, 0))
        for one in asks.answers(notice.question, text.choices)
    )


def answer_named(language: str, notice: Notice, answer: str, choices: Sequence[str]) -> str:
    """An answer in the words of its button."""
    if answer not in asks.answers(notice.question, choices):
        return answer
    if notice.question == "poll":
        return f"{answer}. {choices[int(answer) - 1]}"
    return say(language, f"notices.answer.{notice.question}.{answer}")


def _kin(store: StaffStore, notice: Notice | None, language: str, told: Told) -> Kin | None:
    if notice is None:
        return None
    texts = store.notices.texts(notice)
    text = texts.get(language) or next(iter(texts.values()))
    at = notice.sent_at or notice.created_at
    return Kin(
        id=notice.id, what=f"{headed(notice, language)} · {state_named(language, notice)}", headline=text.headline,
        when=told(at),
    )  # fmt: skip


def to_the_second(at: datetime, zone: tzinfo) -> str:
    """A moment as a document holds it: to the second, with how far it is from UTC."""
    return at.astimezone(zone).isoformat(sep=" ", timespec="seconds")


def _steps(means: Means, notice: Notice, who: Staff) -> list[str]:
    """What whoever looks may do with it now; the steps themselves refuse everything else."""
    if not may_announce(who):
        return []
    own = notice.author_id == who.id
    written = notice.kind in WRITTEN and notice.question in QUESTIONS
    pressing = (
        means.rules.second_person
        and notice.kind == "safety"
        and goes_by_night(notice.kind, notice.severity, notice.urgency)
    )
    unapproved = notice.after_the_fact and notice.approver_id is None
    mine = own or notice.author_id is None
    offered = {
        "approve": (notice.state == "proposed" or unapproved) and not own,
        "refuse": notice.state == "proposed" and not own,
        "withdraw": notice.state in ("draft", "proposed") and mine,
        "propose": notice.state == "draft",
        "change": notice.state == "draft" and mine and written,
        "first": notice.state in ("draft", "proposed") and pressing,
        "hold": notice.state == "sending",
        "resume": notice.state == "paused",
        "stop": notice.state in ("approved", "sending", "paused"),
        "follow": notice.state in ("sent", "stopped") and notice.sent_at is not None and written and notice.msg_type != "Cancel",
        "copy": written and notice.msg_type == "Alert" and notice.state not in ("draft", "proposed"),
    }  # fmt: skip
    return [name for name, may in offered.items() if may]
