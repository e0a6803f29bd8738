"""/staff/known: answers that solved cases gave; looked for by everybody, proposed by everybody, approved by managers (L04)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from aiohttp import web

from bot import clock
from bot.web.ids import is_id
from bot.web.staff.door import Refusal, Visit
from bot.web.staff.draft import source
from bot.web.staff.inside import Inside, form_of, language_of, sentence
from handlers.base import Mistake, Reply
from handlers.staff.people import knowing
from handlers.staff.request import StaffRequest
from handlers.tickets import kinds
from handlers.tickets.people.known_search import found, spoken
from handlers.wording import LANGUAGES
from storage.known_answers import KnownAnswer
from storage.staff_store import StaffStore

#: What may be decided, and the state it leads to.
_DECISIONS = {"approve": "approved", "refuse": "refused", "retire": "retired"}


class KnownPages:
    """The list with its search, the form of a proposal, and the decisions."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def routes(self) -> list[web.RouteDef]:
        signed_in = self._inside.signed_in
        return [
            web.get("/staff/known", signed_in(self.page)),
            web.get("/staff/known/new", signed_in(self.new)),
            web.post("/staff/known/new", signed_in(self.propose)),
            web.post(r"/staff/known/{id:\d{1,15}}/{decision}", signed_in(self.decide)),
        ]

    async def page(self, visit: Visit) -> web.StreamResponse:
        """?q=WORDS, ?for=NUMBER of the ticket that an answer is looked for."""
        done = visit.request.query.get("done", "")
        return await self._listed(visit, done=done if done in ("proposed", *_DECISIONS) else "")

    async def _listed(self, visit: Visit, *, status: int = 200, **values: Any) -> web.Response:
        query, language = visit.request.query, language_of(visit)
        words, ticket = query.get("q", "")[:80], query.get("for", "")[:40]

        def look(store: StaffStore, now: datetime) -> dict[str, Any]:
            target = store.tickets.numbered(ticket) if ticket else None
            waiting = store.known.waiting()
            return {
                "found": [_view(store, language, one, now) for one in found(store.known.standing(), words)],
                "waiting": [_view(store, language, one, now) for one in waiting],
                "target": target.number if target else "",
            }

        seen = await self._inside.read(visit, look)
        return await self._inside.draw(
            visit, "team/known.html", status=status, form_key=clock.token(12), words=words,
            may_decide=knowing.may_decide(visit.who), **seen, **{"done": "", "wrong": "", "at": 0, **values},
        )  # fmt: skip

    async def new(self, visit: Visit) -> web.StreamResponse:
        """?from=NUMBER of a solved case, or ?of=ID of an answer that is to be better."""
        return await self._form(visit, dict(visit.request.query), typed={})

    async def _form(
        self,
        visit: Visit,
        about: dict[str, str],
        *,
        typed: dict[str, str],
        wrong: str = "",
        status: int = 200,
    ) -> web.Response:
        begun = await self._inside.read(visit, lambda store, _now: _begun(store, about))
        if begun is None:
            raise Refusal(404, "missing")
        return await self._inside.draw(
            visit, "team/known_new.html", status=status, form_key=clock.token(12), typed=begun | typed, wrong=wrong,
            languages=tuple(LANGUAGES), most_question=knowing.LONGEST_QUESTION, most_answer=knowing.LONGEST_ANSWER,
        )  # fmt: skip

    async def propose(self, visit: Visit) -> web.StreamResponse:
        form = await form_of(visit)
        texts = {one: (form.get(f"question-{one}", ""), form.get(f"answer-{one}", "")) for one in LANGUAGES}

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            request = replace(request, form=form.get("form", "")[:64] or None)
            ticket, answer = _about(store, form)
            if ticket is not None:
                knowing.propose_from(request, store, ticket, form.get("code", ""), texts)
            elif answer is not None:
                knowing.propose_better(request, store, answer, form.get("code", ""), texts)
            else:
                raise Mistake("known.moved_on")
            return ()

        try:
            await self._inside.run(visit.who, step)
        except Mistake as mistake:
            return await self._form(visit, form, typed=form, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther("/staff/known?done=proposed")

    async def decide(self, visit: Visit) -> web.StreamResponse:
        form, name = await form_of(visit), visit.request.match_info["decision"]
        number = int(visit.request.match_info["id"])
        known = await self._inside.read(visit, lambda store, _now: store.known.by_id(number))
        if known is None or name not in _DECISIONS:
            raise Refusal(404, "missing")

        def step(request: StaffRequest, store: StaffStore) -> tuple[Reply, ...]:
            now = store.known.by_id(number) or known
            return knowing.decide(request, store, now, _DECISIONS[name], form.get("why", ""))

        try:
            await self._inside.run(visit.who, step)
        except Mistake as mistake:
            return await self._listed(visit, at=number, wrong=sentence(visit, mistake), status=422)
        raise web.HTTPSeeOther(f"/staff/known?done={name}")


def _about(store: StaffStore, form: dict[str, str]) -> tuple[Any, KnownAnswer | None]:
    """The case or the answer that a form is about."""
    number, answer = form.get("from", "")[:40], form.get("of", "")
    ticket = store.tickets.numbered(number) if number else None
    whole = is_id(answer)
    return ticket, store.known.by_id(int(answer)) if whole else None


def _begun(store: StaffStore, about: dict[str, str]) -> dict[str, str] | None:
    """What stands in the form at first; None for a case that is none."""
    ticket, answer = _about(store, about)
    if ticket is not None:
        begun = knowing.draft(store, ticket)
        return {
            "from": ticket.number, "of": "", "code": begun.code, f"question-{begun.language}": begun.question,
            f"answer-{begun.language}": begun.answer,
        }  # fmt: skip
    if answer is None:
        return None
    texts = {
        f"{part}-{language}": text
        for language, pair in answer.texts.items()
        for part, text in zip(("question", "answer"), pair, strict=True)
    }
    return {"from": "", "of": str(answer.id), "code": answer.code, **texts}


def _view(store: StaffStore, language: str, one: KnownAnswer, now: datetime) -> dict[str, Any]:
    first, (question, answer) = spoken(one.texts, language)
    others = [(key, *pair) for key, pair in one.texts.items() if key != first]
    return {
        "id": one.id, "kind": kinds.named(language, _label(one.code)), "texts": [(first, question, answer), *others],
        "source": source(store, language, one, now), "mine": one.proposed_by == store.scope.staff_id,
        "before": [(earlier.version, earlier.state) for earlier in store.known.versions(one) if earlier.id != one.id],
    }  # fmt: skip


def _label(code: str) -> str:
    """The label of a category: an intent stands for itself, a code behind the intent whose code it is."""
    return next((label for label in kinds.LABELS if kinds.parts_of(label)[1] == code), code)
