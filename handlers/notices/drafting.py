"""Writing a notice: what is wanted, whether it could be sent as it stands, and whom it would reach. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.base import Acting, Mistake
from handlers.notices import asks, templates
from handlers.notices.kinds import KINDS, Kind, goes_by_night
from handlers.notices.messages import LONGEST, length
from handlers.notices.rules import NoticeRules
from handlers.staff.request import StaffRequest
from handlers.voice import begging
from handlers.wording import LANGUAGES, say, speak
from storage.addressing import Terms
from storage.audience import Audience
from storage.contact_budget import Budget
from storage.deliveries import Reach
from storage.estates import Estate
from storage.notices import Notice, NoticeText
from storage.scope import SENIOR
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.store import LineStore

#: Who may write to a whole estate, and who may agree to what another wrote.
ANNOUNCERS = ("housekeeper", *SENIOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A notice as its author wants it. `cap` holds the CAP fields that differ from those of its kind; `fallback` says that whoever
    reads a language without a text gets another.
    """

    estate_id: int
    kind: str
    texts: tuple[NoticeText, ...]
    template: str = ""
    audience: Audience = field(default_factory=Audience)
    cap: Mapping[str, str] = field(default_factory=dict)
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    send_at: datetime | None = None
    refers_to: int | None = None
    msg_type: str = "Alert"
    status: str = "Actual"
    pictures: tuple[str, ...] = ()
    question: str = ""
    at_most_once: bool = False
    fallback: bool = False
    source: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preview:
    """A notice that could be sent: whom it reaches, in how many accounts by language, and when it goes out."""

    estate: Estate
    reach: Reach
    languages: dict[str, int]
    goes_at: datetime


def is_cancellation(one: Notice, first: Notice) -> bool:
    """Whether a notice that was sent cancels the first of its row; an exercise cancels no real alert."""
    return one.msg_type == "Cancel" and one.sent_at is not None and one.status == first.status


def held_by_crisis(store: StaffStore | LineStore, notice: Notice | Wanted) -> bool:
    """While a crisis holds back what is sent to many, only safety, an incident's question and a cancellation leave (G03)."""
    spared = notice.kind in ("safety", "question") or notice.msg_type == "Cancel"
    return not spared and store.risk_book.frozen(notice.estate_id)


def may_announce(who: Staff) -> bool:
    return who.role in ANNOUNCERS


def preview(request: StaffRequest, store: StaffStore, wanted: Wanted) -> Preview:
    """Counts before anything is sent. Raises Mistake for whatever could not be sent as it stands, in the words of who can mend it."""
    if wanted.kind != "question" and not may_announce(request.who):
        raise Mistake("notices.not_yours")
    estate = store.estate(wanted.estate_id)
    if estate is None:
        raise Mistake("notices.no_such_place")
    if wanted.kind not in KINDS:
        raise Mistake("notices.no_such_kind")
    if held_by_crisis(store, wanted):
        raise Mistake("notices.frozen")
    if wanted.question.partition(":")[0] not in asks.QUESTIONS:
        raise Mistake("notices.no_such_question")
    first = _first(store, wanted)
    _check_begging(request, wanted)
    _check_texts(wanted, estate, request.now)
    _check_options(wanted)
    _check_fairness(wanted)
    goes_at = _goes_at(request, wanted, estate)
    reach, languages = _reach(request, store, wanted, first)
    if not reach.reached:
        raise Mistake("notices.nobody", homes=reach.addressed)
    if first is None and not wanted.fallback:
        _check_languages(request, wanted, estate, languages)
    return Preview(estate, reach, languages, goes_at)


def _first(store: StaffStore, wanted: Wanted) -> Notice | None:
    """The first of the row that an update or a cancellation belongs to. CAP 1.2: both need a reference."""
    if wanted.msg_type == "Alert":
        if wanted.refers_to is not None:
            raise Mistake("notices.alert_refers")
        return None
    before = store.notices.by_id(wanted.refers_to) if wanted.refers_to else None
    if before is None or before.estate_id != wanted.estate_id:
        raise Mistake("notices.no_reference")
    first = store.notices.by_id(before.root_id) if before.root_id else before
    if first is None or first.state not in ("sent", "stopped"):
        raise Mistake("notices.reference_under_way")
    if any(is_cancellation(one, first) for one in store.notices.after(first)):
        raise Mistake("notices.cancelled_before")
    return first


def _check_texts(wanted: Wanted, estate: Estate, now: datetime) -> None:
    if not wanted.texts:
        raise Mistake("notices.empty")
    standing = templates.unfilled(wanted.template, wanted.texts)
    if standing:
        raise Mistake("notices.unfilled", gaps=" ".join(f"【{name}】" for name in standing))
    example = sample(wanted, estate, now)
    for text in wanted.texts:
        if not text.headline.strip() or not (text.facts.strip() or text.asked.strip()):
            raise Mistake("notices.empty")
        found = length(example, text, estate, now)
        if found > LONGEST:
            raise Mistake("notices.long", length=found, most=LONGEST)


#: What is told to everybody whom it concerns, whatever their standing (K06).
_FOR_EVERYBODY = ("safety", "outage")


def _check_fairness(wanted: Wanted) -> None:
    """Danger, and water and power that are cut, are told by place and need: neither a tier nor the club chooses among people."""
    if wanted.kind in _FOR_EVERYBODY and (wanted.audience.tiers or wanted.audience.club):
        raise Mistake("notices.for_everybody")


def _check_begging(request: StaffRequest, wanted: Wanted) -> None:
    """Nobody asks a whole estate for good scores (I11)."""
    words = [
        part
        for text in wanted.texts
        for part in (text.headline, text.facts, text.doing, text.asked, text.options, text.signature)
    ]
    begging.require_none(request, wanted.estate_id, "notice", *words)


def _check_options(wanted: Wanted) -> None:
    """A poll offers the same number of different options in every language, each short enough for a button; nothing else offers any."""
    found = [text.choices for text in wanted.texts]
    if wanted.question != "poll":
        if any(found):
            raise Mistake("notices.options_without_poll")
        return
    fewest, most = asks.FEWEST_OPTIONS, asks.MOST_OPTIONS
    if any(not fewest <= len(one) <= most for one in found):
        raise Mistake("notices.options_number", fewest=fewest, most=most)
    if len({len(one) for one in found}) > 1:
        raise Mistake("notices.options_unequal")
    if any(len(set(one)) < len(one) for one in found):
        raise Mistake("notices.options_twice")
    longest = max((option for one in found for option in one), key=len)
    if len(longest) > asks.LONGEST_OPTION:
        raise Mistake("notices.options_long", option=longest, most=asks.LONGEST_OPTION)


def _goes_at(request: StaffRequest, wanted: Wanted, estate: Estate) -> datetime:
    """When it goes out. Raises Mistake for a moment that is past, in quiet hours, or after it has expired."""
    rules, zone = request.settings.notices, ZoneInfo(estate.timezone)
    at = wanted.send_at or request.now
    cap = cap_of(wanted)
    if wanted.send_at and wanted.send_at < request.now - timedelta(minutes=1):
        raise Mistake("notices.past")
    if not goes_by_night(wanted.kind, cap["severity"], cap["urgency"]):
        free = rules.after_quiet(at, zone)
        if wanted.send_at and free > at:
            raise Mistake("notices.quiet", start=rules.quiet_from, until=rules.quiet_until)
        at = free
    if wanted.expires and wanted.expires <= at:
        raise Mistake("notices.expires_before")
    return at


def _reach(
    request: StaffRequest, store: StaffStore, wanted: Wanted, first: Notice | None
) -> tuple[Reach, dict[str, int]]:
    if first is not None:
        return store.deliveries.still_reached(first), {}
    estate = store.estate(wanted.estate_id)
    assert estate is not None
    terms = terms_of(KINDS[wanted.kind], cap_of(wanted)["severity"], request, estate)
    found = store.deliveries.languages(wanted.estate_id, wanted.audience, terms)
    spoken: dict[str, int] = {}
    for language, count in found.items():
        name = speak(language, estate.language)
        spoken[name] = spoken.get(name, 0) + count
    return store.deliveries.preview(wanted.estate_id, wanted.audience, terms), spoken


def _check_languages(request: StaffRequest, wanted: Wanted, estate: Estate, spoken: dict[str, int]) -> None:
    there = {text.language for text in wanted.texts}
    missing = [language for language in LANGUAGES if spoken.get(language) and language not in there]
    if missing:
        names = ", ".join(say(request.language, f"notices.reads.{one}", count=spoken[one]) for one in missing)
        raise Mistake("notices.language_missing", languages=names)


def terms_of(kind: Kind, severity: str, acting: Acting, estate: Estate) -> Terms:
    """Who is spared by a notice of this kind. A grave alert goes to every account at once."""
    rules: NoticeRules = acting.settings.notices
    return Terms(
        today=acting.now.astimezone(ZoneInfo(estate.timezone)).date(),
        optional=kind.optional,
        offer=kind.offer,
        spares_complaints=kind.spares_complaints,
        budget=Budget(rules.budget_most, acting.now - timedelta(days=rules.budget_days))
        if kind.budgeted
        else None,
        everywhere=severity in ("Extreme", "Severe"),
        channels=rules.channels,
    )


def cap_of(wanted: Wanted) -> dict[str, str]:
    """The CAP fields: those of the kind, and where its author said otherwise, those."""
    kind = KINDS[wanted.kind]
    own = {
        name: getattr(kind, name)
        for name in ("category", "urgency", "severity", "certainty", "response_type")
    }
    return own | {name: value for name, value in wanted.cap.items() if value}


def draft(request: StaffRequest, store: StaffStore, wanted: Wanted, form_key: str) -> Notice:
    """Keeps what was written, as a draft. The same form sent again gives the notice it made. Raises Mistake as `preview` does."""
    preview(request, store, wanted)
    made = store.notices.draft(wanted.texts, form_key=form_key, **_row(store, wanted, request.now))
    found = made or store.notices.with_form(form_key)
    if found is None:
        raise Mistake("notices.no_such_place")
    return found


def rewrite(request: StaffRequest, store: StaffStore, notice: Notice, wanted: Wanted) -> Notice:
    """Another text and other facts for a draft. Raises Mistake as `preview` does, for a draft of somebody else, and once it moved on.

    Only its author rewrites a draft, so that nobody approves what they wrote; a draft of the line becomes theirs. Where it came from
    stays, and what an official called an exercise, a test or a draft of theirs never becomes a real alert here, nor the other way.
    """
    if notice.author_id not in (None, request.who.id):
        raise Mistake("notices.not_your_draft")
    preview(request, store, wanted)
    store.notices.take_over(notice)
    values = _row(store, wanted, notice.created_at) | {
        "source": notice.source, "effective": notice.effective, "status": notice.status if notice.source else wanted.status,
    }  # fmt: skip
    after = store.notices.change(notice, "draft", **values)
    if after is None or after.author_id != request.who.id:
        raise Mistake("notices.moved_on")
    store.notices.write(after, wanted.texts)
    return after


def _row(store: StaffStore, wanted: Wanted, now: datetime) -> dict[str, object]:
    before = store.notices.by_id(wanted.refers_to) if wanted.refers_to else None
    return {
        "estate_id": wanted.estate_id, "kind": wanted.kind, "template": wanted.template, "status": wanted.status,
        "msg_type": wanted.msg_type, "effective": wanted.effective, "onset": wanted.onset, "expires": wanted.expires,
        "refers_to": before.id if before else None, "root_id": (before.root_id or before.id) if before else None,
        "audience": wanted.audience.as_json(), "pictures": list(wanted.pictures), "question": wanted.question,
        "source": dict(wanted.source), "at_most_once": wanted.at_most_once, "after_the_fact": False,
        "send_at": wanted.send_at, "created_at": now, **cap_of(wanted),
    }  # fmt: skip


def sample(wanted: Wanted, estate: Estate, now: datetime) -> Notice:
    """The notice as it would be, for measuring and for showing its text."""
    values = dict.fromkeys(Notice.__slots__)
    row = {
        "estate_id": estate.id,
        "kind": wanted.kind,
        "status": wanted.status,
        "msg_type": wanted.msg_type,
        "pictures": wanted.pictures,
        "question": wanted.question,
    }
    return Notice(**{**values, **row, "created_at": now})  # type: ignore[arg-type]
