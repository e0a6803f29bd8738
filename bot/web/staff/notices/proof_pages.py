"""The proof of a notice: the page, the doors to knock at, and the whole list to take along, as a table or with its hashes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from hashlib import sha256
from zoneinfo import ZoneInfo

from aiohttp import web
from markupsafe import Markup

from bot.web.staff import page
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.inside import Inside, language_of
from bot.web.staff.notices import proof_view
from bot.web.staff.notices.one_view import View, answer_named, to_the_second, view
from handlers.notices import proof
from handlers.notices.proof import Hashes
from handlers.reports import csv_table
from handlers.wording import moment, say
from storage.delivery_book import Row
from storage.estates import Estate
from storage.notices import Notice, NoticeText
from storage.staff_store import StaffStore

#: Rows that are read at once: a list of any length never stands in the memory as a whole.
_PIECE = 2000

#: Deliveries that stand in the document itself; its hash is over all of them, and the file beside it holds them.
_LISTED = 2000

_COLUMNS = (
    "building", "floor", "home", "person", "channel", "language", "state", "at", "reason", "read_at", "answer", "answered_at",
)  # fmt: skip

Found = tuple[Notice, Estate, dict[str, NoticeText]]


class ProofPages:
    """/staff/notices/N/proof and what hangs on it."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in, one = self._inside.signed_in, r"/staff/notices/{number:\d{1,15}}"
        return [
            web.get(f"{one}/proof", signed_in(self.proof)),
            web.get(f"{one}/doors", signed_in(self.doors)),
            web.get(f"{one}/doors.csv", signed_in(self.doors_table)),
            web.get(f"{one}/proof.csv", signed_in(self.table)),
            web.get(f"{one}/proof.jsonl", signed_in(self.file)),
            web.get(f"{one}/proof.html", signed_in(self.document)),
        ]

    async def proof(self, visit: Visit) -> web.StreamResponse:
        number = _number(visit)
        seen = await self._inside.read(
            visit, lambda store, now: proof_view.proof(store, language_of(visit), number, now)
        )
        if seen is None:
            raise Refusal(404, "missing")
        return await self._inside.draw(visit, "notices/proof.html", seen=seen, most=proof_view.MOST)

    async def doors(self, visit: Visit) -> web.StreamResponse:
        """?unread=yes adds those of which nobody said that they read it."""
        (notice, estate, _), language = await self._sent(visit), language_of(visit)
        unread = "unread" in visit.request.query
        found, title, when = await self._inside.read(
            visit,
            lambda store, now: (
                store.deliveries.doors(notice, also_unread=unread),
                proof_view.headline(store, notice, language),
                moment(language, now, ZoneInfo(estate.timezone), now),
            ),
        )
        floors = list(proof_view.floors(found[: proof_view.MOST_DOORS], language))
        return await self._inside.draw(
            visit, "notices/doors.html", notice=notice, place=estate.name, headline=title, floors=floors, count=len(found),
            unread=unread, most=proof_view.MOST_DOORS, when=when,
        )  # fmt: skip

    async def doors_table(self, visit: Visit) -> web.StreamResponse:
        (notice, _, _), language = await self._sent(visit), language_of(visit)
        unread = "unread" in visit.request.query
        found = await self._inside.read(
            visit, lambda store, _now: store.deliveries.doors(notice, also_unread=unread)
        )
        rows = [
            [floor.building, floor.floor, door.label, door.why]
            for floor in proof_view.floors(found, language)
            for door in floor.doors
        ]
        text = csv_table.table(_head(language, ("building", "floor", "home", "state")), rows)
        named = _saved(f"notice-{notice.id}-doors.csv")
        return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=named)

    async def table(self, visit: Visit) -> web.StreamResponse:
        """Every delivery as CSV, in pieces."""
        (notice, _, texts), language = await self._sent(visit), language_of(visit)
        choices = proof_view.choices_in(texts, language)
        response = _streamed(f"notice-{notice.id}.csv", "text/csv")
        await response.prepare(visit.request)
        await response.write(csv_table.table(_head(language, _COLUMNS), []).encode())
        async for rows in self._pieces(visit, notice):
            cells = (_cells(notice, choices, one, language) for one in rows)
            await response.write(csv_table.lines(cells).encode())
        return response

    async def file(self, visit: Visit) -> web.StreamResponse:
        """The proof in its fixed form, line by line: what the hashes are over."""
        notice, _, texts = await self._sent(visit)
        response = _streamed(f"notice-{notice.id}.jsonl", "application/jsonl")
        await response.prepare(visit.request)
        await response.write(proof.first_line(notice, texts))
        async for rows in self._pieces(visit, notice):
            await response.write(b"".join(proof.row_line(one) for one in rows))
        return response

    async def document(self, visit: Visit) -> web.StreamResponse:
        """A page that stands alone: who was told which text when, and the hashes. To be read, printed, kept."""
        (notice, estate, texts), language = await self._sent(visit), language_of(visit)
        listed, hashes = await self._hashed(visit, notice, texts)
        means, zone = self._inside.notices, ZoneInfo(estate.timezone)
        choices = proof_view.choices_in(texts, language)

        def look(store: StaffStore, now: datetime) -> tuple[View | None, str]:
            found = view(store, means, visit.who, language, notice.id, now, exact=True)
            return found, _exact(now, zone)

        seen, made = await self._inside.read(visit, look)
        text = page.drawn(
            "notices/document.html", language, seen=seen, hashes=hashes, made=made, more=hashes.rows - len(listed),
            rows=[_cells(notice, choices, one, language, zone) for one in listed], head=_head(language, _COLUMNS),
            style=Markup(page.file_named("file.css")),  # noqa: S704 - our own style sheet
        )  # fmt: skip
        named = _saved(f"notice-{notice.id}-proof.html")
        return web.Response(text=text, content_type="text/html", charset="utf-8", headers=named)

    async def _hashed(
        self, visit: Visit, notice: Notice, texts: dict[str, NoticeText]
    ) -> tuple[list[Row], Hashes]:
        """The first rows, and the hashes over all of them, read in one go so that both tell of the same list."""
        listed, digest, count = list[Row](), sha256(), 0
        async for rows in self._pieces(visit, notice):
            listed += rows[: _LISTED - len(listed)]
            count += len(rows)
            for one in rows:
                digest.update(proof.row_line(one))
        none = proof.hashes(notice, texts, ())
        return listed, replace(none, rows=count, list=digest.hexdigest())

    async def _pieces(self, visit: Visit, notice: Notice) -> AsyncIterator[list[Row]]:
        after = 0
        while True:
            rows = await self._inside.read(
                visit, lambda store, _now, after=after: store.delivery_book.rows(notice, after, _PIECE)  # type: ignore[misc]
            )  # fmt: skip
            if not rows:
                return
            yield rows
            after = rows[-1].id

    async def _sent(self, visit: Visit) -> Found:
        """Raises Refusal 404 for a notice that is not theirs, and for one of which nothing has left."""

        def look(store: StaffStore, _now: datetime) -> Found | None:
            found = proof_view.found_sent(store, _number(visit))
            return (*found, store.notices.texts(found[0])) if found else None

        found = await self._inside.read(visit, look)
        if found is None:
            raise Refusal(404, "missing")
        return found


def _number(visit: Visit) -> int:
    return int(visit.request.match_info["number"])


def _head(language: str, columns: Iterable[str]) -> list[str]:
    return [say(language, f"notice_pages.column.{one}") for one in columns]


def _cells(notice: Notice, choices: Sequence[str], row: Row, language: str, zone: tzinfo = UTC) -> list[str]:
    """A row in words; moments to the second, in the estate's own time or in UTC."""
    read = say(language, f"audience.language.{row.language}") if row.language else ""
    moments = {name: _exact(getattr(row, name), zone) for name in ("at", "read_at", "answered_at")}
    return [
        row.building, row.floor, row.label, row.person or "", proof_view.channel_named(language, row.channel), read,
        proof_view.end_named(language, row.state), moments["at"], row.reason or "", moments["read_at"],
        answer_named(language, notice, row.answer or "", choices), moments["answered_at"],
    ]  # fmt: skip


def _exact(at: datetime | None, zone: tzinfo) -> str:
    return to_the_second(at, zone) if at else ""


def _saved(name: str) -> dict[str, str]:
    return {**page.HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}


def _streamed(name: str, kind: str) -> web.StreamResponse:
    return web.StreamResponse(headers={**_saved(name), "Content-Type": f"{kind}; charset=utf-8"})
