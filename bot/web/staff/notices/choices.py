"""What the form of a notice offers to choose from, in plain words beside CAP's own."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.ids import id_of
from bot.web.staff.lists import Choice, Option
from bot.web.staff.notices import fields, meaning
from bot.web.staff.wide_form import Values, first
from handlers.notices import attributes, kinds, templates
from handlers.notices.audience_words import describe
from handlers.wording import LANGUAGES, say
from storage.audience import CLUB, from_json
from storage.estates import Estate
from storage.homes import Choices
from storage.life_stages import STAGES
from storage.notices import Notice
from storage.people import ROLES
from storage.staff_store import StaffStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The fields of one language, with what stands in them."""

    language: str
    name: str
    words: dict[str, str]
    unfolded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An estate that can be ticked, with its buildings."""

    id: int
    name: str
    chosen: bool
    buildings: Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Everything that the form shows. `before`: the notice that is updated or cancelled; then `to` says whom it goes to. No `status`:
    it is not theirs to choose.
    """

    title: str
    kinds: Choice
    sheets: tuple[Sheet, ...]
    places: tuple[Place, ...]
    audience: tuple[Choice, ...]
    codes: tuple[Choice, ...]
    question: Choice
    status: Choice | None
    before: Notice | None
    to: str
    narrowed: bool
    detailed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """A template, or an empty sheet of a kind, to begin from."""

    link: str
    kind: str
    headline: str
    empty: bool


def beginnings(language: str) -> tuple[Beginning, ...]:
    """What a new notice can begin from: the templates, the most urgent first, and an empty sheet of each kind."""
    found = [
        Beginning(
            link=f"/staff/notices/new?template={one.name}", kind=say(language, f"notices.kind.{one.kind}"),
            headline=say(language, f"notice_pages.template.{one.name}"), empty=False,
        )
        for one in templates.every().values()
    ]  # fmt: skip
    found += [
        Beginning(
            link=f"/staff/notices/new?kind={kind}", kind=say(language, f"notice_pages.kind_hint.{kind}"),
            headline=say(language, f"notices.kind.{kind}"), empty=True,
        )
        for kind in kinds.WRITTEN
    ]  # fmt: skip
    return tuple(found)


def offer(store: StaffStore, language: str, values: Values) -> Offer:
    """The form with what was typed."""
    before = store.notices.by_id(id_of(first(values, "refers_to")))
    place = store.estate(before.estate_id) if before else None
    estates = store.estates()
    known = [store.homes.choices(one.id) for one in estates]
    named = {
        "with_attributes": _attributes(language, known), "without_attributes": _attributes(language, known),
        "roles": [(one, say(language, f"audience.role.{one}")) for one in ROLES],
        "languages": [(one, say(language, f"audience.language.{one}")) for one in LANGUAGES],
        "tiers": [(one, one) for one in dict.fromkeys(tier for each in known for tier in each.tiers)],
        "club": [(one, say(language, f"audience.club.{one}")) for one in CLUB],
        "stages": [(one, say(language, f"audience.stage.{one}")) for one in STAGES],
    }  # fmt: skip
    return Offer(
        title=_title(language, values, before),
        kinds=_choice(language, "kind", [(one, _kind(language, one)) for one in kinds.WRITTEN], values),
        sheets=_sheets(language, values, estates), places=_places(store, language, values, estates),
        audience=tuple(_choice(language, name, options, values) for name, options in named.items() if options),
        codes=tuple(_code(language, name, values) for name in fields.CODES),
        question=_choice(language, "question", [(one, _question(language, one)) for one in meaning.QUESTIONS], values),
        status=_status(store, language, values),
        before=before, to=describe(store, place, from_json(before.audience), language) if before and place else "",
        narrowed=any(first(values, name).strip() for name in fields.AUDIENCE),
        detailed=any(first(values, name) for name in ("onset", "at_most_once", *fields.CODES)),
    )  # fmt: skip


def _title(language: str, values: Values, before: Notice | None) -> str:
    if before:
        kind = "cancel" if first(values, "msg_type") == "Cancel" else "update"
        return say(language, f"notice_pages.write_{kind}", number=before.id)
    draft = first(values, "draft")
    return (
        say(language, "notice_pages.change_draft", number=draft)
        if draft
        else say(language, "notice_pages.new")
    )


def _kind(language: str, kind: str) -> str:
    return f"{say(language, f'notices.kind.{kind}')} · {say(language, f'notice_pages.kind_hint.{kind}')}"


def _question(language: str, name: str) -> str:
    return say(language, f"notice_pages.question.{name or 'none'}")


def _status(store: StaffStore, language: str, values: Values) -> Choice | None:
    """None where an official said it. A copy may still be what it was copied from."""
    if meaning.official(store, values):
        return None
    standing = [one for one in kinds.STATUSES if one in (*meaning.STATUSES, first(values, "status"))]
    named = [(one, say(language, f"notice_pages.status.{one}")) for one in standing]
    return _choice(language, "status", named, values)


def _choice(language: str, name: str, options: list[tuple[str, str]], values: Values) -> Choice:
    ticked = values.get(name, ())
    return Choice(
        name=name, label=say(language, f"notice_pages.field.{name}"),
        options=tuple(Option(value=value, text=text, chosen=value in ticked) for value, text in options),
    )  # fmt: skip


_CODES = {
    "category": kinds.CATEGORIES, "urgency": kinds.URGENCIES, "severity": kinds.SEVERITIES, "certainty": kinds.CERTAINTIES,
    "response_type": kinds.RESPONSES,
}  # fmt: skip


def _code(language: str, name: str, values: Values) -> Choice:
    usual = [("", say(language, "notice_pages.as_usual"))]
    return _choice(
        language, name, usual + [(one, code_named(language, name, one)) for one in _CODES[name]], values
    )


def code_named(language: str, name: str, value: str) -> str:
    """A code of CAP in plain words, with the word itself."""
    return f"{say(language, f'notice_pages.{name}.{value}')} · {value}"


def _attributes(language: str, known: list[Choices]) -> list[tuple[str, str]]:
    names = dict.fromkeys((*attributes.KNOWN, *(name for each in known for name in each.attributes)))
    return [(name, attributes.word_of(name, language)) for name in names]


def _sheets(language: str, values: Values, estates: list[Estate]) -> tuple[Sheet, ...]:
    """The estates' own languages first; a language in which nothing stands is folded away unless it is one of theirs."""
    own = [one for one in dict.fromkeys(estate.language for estate in estates) if one in LANGUAGES]
    order = [*own, *(one for one in LANGUAGES if one not in own)]
    sheets = []
    for one in order:
        words = {name: first(values, fields.part(name, one)) for name in fields.PARTS}
        sheets.append(
            Sheet(
                language=one, name=say(language, f"audience.language.{one}"), words=words,
                unfolded=one in own or any(words.values()),
            )
        )  # fmt: skip
    return tuple(sheets)


def _places(store: StaffStore, language: str, values: Values, estates: list[Estate]) -> tuple[Place, ...]:
    ticked = values.get("estate", ())
    every = store.buildings()
    found = []
    for estate in estates:
        name = fields.buildings_of(estate.id)
        mine = [(one.name, one.name) for one in every if one.estate_id == estate.id]
        chosen = values.get(name, ())
        found.append(
            Place(
                id=estate.id, name=estate.name, chosen=str(estate.id) in ticked or len(estates) == 1,
                buildings=Choice(
                    name=name, label=say(language, "notice_pages.field.buildings"),
                    options=tuple(Option(value=value, text=text, chosen=value in chosen) for value, text in mine),
                ),
            )
        )  # fmt: skip
    return tuple(found)
