"""What a notice would be, for one estate: whom it reaches and whom not, what each reader sees, and when it goes."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.web.staff.notices.meaning import Meant
from handlers.notices import asks, drafting
from handlers.notices.audience_words import describe
from handlers.notices.drafting import Preview, Wanted
from handlers.notices.kinds import goes_by_night
from handlers.notices.messages import body, chosen, title
from handlers.staff.request import StaffRequest
from handlers.wording import LANGUAGES, moment, say
from storage.deliveries import Reach, Recipient
from storage.delivery_rows import BEST_FIRST, RESERVE, WAITING
from storage.estates import Estate
from storage.notices import Notice, NoticeText
from storage.staff_store import StaffStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What the readers of a language see; `words_of` names the language of the text where it is another one."""

    language: str
    name: str
    readers: int
    title: str
    body: str
    buttons: tuple[str, ...]
    words_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the count: what becomes of them, households and accounts."""

    text: str
    households: int
    accounts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The preview for one estate. `pressing`: it may go out before a second person approved it."""

    place: str
    audience: str
    households: int
    addressed: int
    accounts: int
    missed: tuple[Line, ...]
    messages: tuple[Message, ...]
    goes: str
    expires: str
    pressing: bool


def seen(request: StaffRequest, store: StaffStore, one: Meant) -> Seen:
    """Counts and draws; nothing is kept. Raises Mistake for whatever could not be sent as it stands."""
    found = drafting.preview(request, store, one.wanted)
    language, estate, zone = request.language, one.estate, ZoneInfo(one.estate.timezone)
    cap, wanted = drafting.cap_of(one.wanted), one.wanted
    pressing = wanted.kind == "safety" and goes_by_night(wanted.kind, cap["severity"], cap["urgency"])
    return Seen(
        place=estate.name, audience=_audience(store, one, language), addressed=found.reach.addressed,
        households=sum(found.reach.households.get(state, 0) for state in (WAITING, RESERVE)), accounts=found.reach.reached,
        missed=missed(found.reach, language),
        messages=messages(drafting.sample(wanted, estate, request.now), _by_language(wanted), estate, found.languages, language),
        goes=_goes(request, found, wanted, zone),
        expires=moment(language, wanted.expires, zone, request.now) if wanted.expires else "",
        pressing=pressing and wanted.send_at is None,
    )  # fmt: skip


def _audience(store: StaffStore, one: Meant, language: str) -> str:
    if one.wanted.refers_to:
        return say(language, "notice_pages.same_people", number=one.wanted.refers_to)
    return describe(store, one.estate, one.wanted.audience, language)


def _goes(request: StaffRequest, found: Preview, wanted: Wanted, zone: ZoneInfo) -> str:
    """When it leaves; at once where nothing holds it."""
    at = moment(request.language, found.goes_at, zone, request.now)
    if found.goes_at <= request.now:
        return say(request.language, "notice_pages.goes_now")
    key = "notice_pages.goes_then" if wanted.send_at else "notice_pages.goes_after_quiet"
    return say(request.language, key, when=at)


def _by_language(wanted: Wanted) -> dict[str, NoticeText]:
    return {text.language: text for text in wanted.texts}


def missed(reach: Reach, language: str) -> tuple[Line, ...]:
    """Whom it does not reach and why, households and accounts, the best first."""
    reached = (WAITING, RESERVE)
    return tuple(
        Line(
            text=say(language, f"notice_pages.why.{state}"), households=reach.households.get(state, 0),
            accounts=reach.contacts.get(state, 0),
        )
        for state in BEST_FIRST
        if state not in reached and (reach.households.get(state) or reach.contacts.get(state))
    )  # fmt: skip


def messages(
    notice: Notice, texts: dict[str, NoticeText], estate: Estate, readers: dict[str, int], language: str
) -> tuple[Message, ...]:
    """The message in each language that somebody reads or that was written."""
    wished = [one for one in LANGUAGES if one in texts or readers.get(one)]
    at = notice.sent_at or notice.created_at
    found = []
    for one in wished:
        text = chosen(texts, one, estate)
        found.append(
            Message(
                language=one, name=say(language, f"audience.language.{one}"), readers=readers.get(one, 0),
                title=title(notice, text, one), body=body(notice, text, estate, one, at), buttons=_buttons(notice, text, one),
                words_of=say(language, f"audience.language.{text.language}") if text.language != one else "",
            )
        )  # fmt: skip
    return tuple(found)


def _buttons(notice: Notice, text: NoticeText, language: str) -> tuple[str, ...]:
    nobody = Recipient(0, 0, "", "", language, None)
    rows = asks.buttons(
        notice, asks.Asked(nobody, language, [], notice.question.partition(":")[2], text.choices)
    )
    return tuple(button.text for row in rows for button in row)
