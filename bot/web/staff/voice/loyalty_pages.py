"""Loyalty over the waves that were reported, for every unit: its own estates, new and existing owners apart (L09, M12, I16, I17)."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

from aiohttp import web

from bot.charts import Look, drawn
from bot.web.staff.door import Visit
from bot.web.staff.inside import Inside, language_of
from bot.web.staff.quality import choosing
from bot.web.staff.voice.figures import Line, line
from handlers.reports.chart import Chart
from handlers.voice.surveys import results, trend_charts
from handlers.voice.surveys.bank import LOYALTY
from handlers.wording import say
from storage.staff_store import StaffStore
from storage.survey_reports import Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One estate: each question of loyalty in each group of owners, wave by wave; `pictures` are (said, light, dark)."""

    place: str
    lines: tuple[Line, ...]
    pictures: tuple[tuple[str, str, str], ...]


class LoyaltyPages:
    """/staff/voice/loyalty."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/staff/voice/loyalty", self._inside.signed_in(self.page))]

    async def page(self, visit: Visit) -> web.StreamResponse:
        language, least = language_of(visit), self._inside.voice.surveys.least_answers
        trends = await self._inside.read(visit, lambda store, _now: _trends(store, language, least))
        return await self._inside.draw(visit, "voice/loyalty.html", trends=trends, least=least)


def _trends(store: StaffStore, language: str, least: int) -> list[Trend]:
    zone, names = choosing.zone_of(store), {one.id: one.name for one in store.estates()}
    told = results.trend(store.survey_reports.counts(LOYALTY), least)

    def told_line(counted: Counted, figure: results.Figure) -> Line:
        day: datetime = counted.closes_at.astimezone(zone)
        question = say(
            language, "surveys.question_told", question=say(language, f"surveys.question.{figure.question}"),
            formula=say(language, f"surveys.formula.{figure.result.measure}"), version=figure.version,
        )  # fmt: skip
        owner = say(language, f"surveys.owner.{figure.group.owner}")
        return line(language, figure, owner, question, f"{counted.name} ({day:%Y-%m})")

    found = [
        (estate_id, list(pairs)) for estate_id, pairs in groupby(told, key=lambda pair: pair[0].estate_id)
    ]
    return [
        Trend(
            place=names[estate_id], lines=tuple(told_line(*pair) for pair in pairs),
            pictures=tuple(
                (one.said, _picture(language, one, "light"), _picture(language, one, "dark"))
                for one in trend_charts.charts(language, pairs)
            ),
        )
        for estate_id, pairs in found
    ]  # fmt: skip


def _picture(language: str, chart: Chart, theme: Literal["light", "dark"]) -> str:
    """The address that holds the picture itself; empty where there is nothing to draw."""
    made = drawn(chart, Look(language=language, theme=theme, form="svg"))
    return f"data:image/svg+xml;base64,{b64encode(made).decode()}" if made else ""
