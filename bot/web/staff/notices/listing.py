"""The list of notices: what waits for whoever looks, what is on its way, drafts, and what is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.web.staff.notice_means import Means
from bot.web.staff.notices.watching import ON_ITS_WAY, Watch, watch
from handlers.notices.audience_words import describe
from handlers.notices.drafting import may_announce
from handlers.notices.messages import headed
from handlers.wording import moment, say
from storage.audience import from_json
from storage.notices import Notice
from storage.staff import Staff
from storage.staff_store import StaffStore

#: How many of those that are over one page shows.
_OVER = 25

#: How many drafts are shown; who keeps more has forgotten them.
_DRAFTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One notice as one line. `when` is the moment that counts for its state; `watch` stands where it is on its way."""

    notice: Notice
    headline: str
    kind: str
    state: str
    place: str
    author: str
    when: str
    watch: Watch | None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """`mine` waits for whoever looks, `others` for a colleague of theirs. `older`: the id behind which more are over."""

    may: bool
    frozen: bool
    mine: tuple[Row, ...]
    others: tuple[Row, ...]
    going: tuple[Row, ...]
    drafts: tuple[Row, ...]
    over: tuple[Row, ...]
    older: int | None


def view(
    store: StaffStore, means: Means, who: Staff, language: str, now: datetime, before: int | None = None
) -> View:
    """What the page shows; with `before` the list of those that are over goes on behind that notice."""

    def rows(notices: list[Notice]) -> tuple[Row, ...]:
        return tuple(_row(store, means, one, language, now) for one in notices)

    waiting = store.notices.waiting_for_approval()
    may = may_announce(who)
    mine = [one for one in waiting if may and one.author_id != who.id]
    over = store.notices.standing("sent", "stopped", "refused", limit=_OVER + 1, before=before)
    going = store.notices.standing(*ON_ITS_WAY, limit=100)
    scheduled = store.notices.standing("approved", limit=100)
    return View(
        may=may, frozen=any(store.risk_book.frozen(estate.id) for estate in store.estates()), mine=rows(mine),
        others=rows([one for one in waiting if one not in mine]), going=rows([*going, *scheduled]),
        drafts=rows(store.notices.standing("draft", limit=_DRAFTS)), over=rows(over[:_OVER]),
        older=over[_OVER - 1].id if len(over) > _OVER else None,
    )  # fmt: skip


def _row(store: StaffStore, means: Means, notice: Notice, language: str, now: datetime) -> Row:
    estate = store.estate(notice.estate_id)
    assert estate is not None, "a notice in scope has its estate in scope"
    author = store.colleague(notice.author_id) if notice.author_id else None
    texts = store.notices.texts(notice)
    text = texts.get(language) or next(iter(texts.values()))
    place = describe(store, estate, from_json(notice.audience), language)
    at = notice.ended_at or notice.sent_at or notice.send_at or notice.proposed_at or notice.created_at
    return Row(
        notice=notice, headline=text.headline, kind=headed(notice, language), state=state_named(language, notice),
        place=place if estate.name in place else f"{estate.name} · {place}",
        author=author.name if author else say(language, "notice_pages.by_the_line"),
        when=moment(language, at, ZoneInfo(estate.timezone), now),
        watch=watch(store, means, notice, language, now, whole=False) if notice.state in ON_ITS_WAY else None,
    )  # fmt: skip


def state_named(language: str, notice: Notice) -> str:
    """Where it stands in its life; an emergency that nobody approved yet says so."""
    if notice.after_the_fact and notice.approver_id is None:
        return f"{say(language, f'notice_pages.state.{notice.state}')} · {say(language, 'notice_pages.unapproved')}"
    return say(language, f"notice_pages.state.{notice.state}")
