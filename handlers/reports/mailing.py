"""The standing reports as messages (M04, M01, M02): the digest of a morning; of a week or a quarter the chief figures, a picture, the way
to the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from handlers.base import Acting, Reply, ToStaff
from handlers.reports import digest, standing
from handlers.reports.boards import Asked, compared
from handlers.reports.boards.standing_boards import WEEKLY
from handlers.reports.drawing import picture
from handlers.reports.intervals import percent
from handlers.reports.measures import MEASURES
from handlers.reports.naming import titled
from handlers.reports.standing import Kind
from handlers.wording import say, speak
from storage.staff import Staff
from storage.staff_store import StaffStore
from storage.store import LineStore


def send(
    kind: Kind, who: Staff, store: StaffStore, before: datetime | None, acting: Acting, _line: LineStore
) -> None:
    """One report to one person, read in their own scope. `before`: when the one before it went out."""
    language = speak(who.language, "en")
    acting.told.append(_DRAFTS[kind](kind, who, store, before, acting, language))


def _digest(
    _kind: Kind, who: Staff, store: StaffStore, before: datetime | None, acting: Acting, language: str
) -> Reply:
    since = standing.since(acting.settings.voice.reports, acting.now.astimezone(acting.tz), before)
    found = digest.digest(store, language, acting.now, acting.tz, since)
    pictures = (picture(found.chart, language),) if found.chart else ()
    return Reply(
        to=ToStaff(who.id), text=digest.told(language, found, acting.settings.address), pictures=pictures
    )


def _figures(
    kind: Kind, who: Staff, store: StaffStore, _before: datetime | None, acting: Acting, language: str
) -> Reply:
    about = standing.about(kind, acting.now.astimezone(acting.tz).date())
    asked = Asked(
        store=store, language=language, period=about, zone=acting.tz, now=acting.now, quality=acting.settings.tickets.quality,
        link=lambda _what, **_values: "",
    )  # fmt: skip
    title = say(
        language, f"mailing.{kind}", period=titled(language, about), where=digest.where(language, store)
    )
    pairs = compared.counted(asked, WEEKLY if kind == "weekly" else MEASURES)
    lines = [title, *_lines(asked, pairs)]
    if acting.settings.address:
        lines.append(
            f"{acting.settings.address}/staff/reports/{kind}?period={about.kind}&at={about.first.isoformat()}"
        )
    chart = compared.figures_chart(asked, title, pairs)
    return Reply(
        to=ToStaff(who.id),
        text="\n".join(lines),
        pictures=() if chart.is_empty else (picture(chart, language),),
    )


def _lines(asked: Asked, pairs: compared.Pairs) -> list[str]:
    """Each figure with what it was before; one line where there is none."""
    if not compared.has_data(pairs):
        return [asked.say("compared.no_data")]
    lines = []
    for one, now, before in pairs:
        if now.all:
            change = compared.change(now, before)
            words = asked.say(
                "mailing.figure", measure=asked.say(f"quality.measure.{one.name}"), figure=percent(now.met / now.all), met=now.met, all=now.all
            )  # fmt: skip
            lines.append(asked.say("mailing.changed", figure=words, change=change) if change else words)
    return lines


_Draft = Callable[[Kind, Staff, StaffStore, datetime | None, Acting, str], Reply]
_DRAFTS: dict[Kind, _Draft] = {"digest": _digest, "weekly": _figures, "review": _figures}
