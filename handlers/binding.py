"""Ties a chat to a home by a one-time code made for that unit, and unties it. A wrong code locks chat and code (NIST: throttle)."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from handlers import binding_codes, greeting
from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request
from handlers.binding_codes import Given
from handlers.wording import say
from nlu.meaning import Matter
from storage.owner_store import OwnerStore


def on_start(request: Request, store: OwnerStore) -> Outcome | None:
    """The first page of a chat: a deep link with a code, or a plain hello that says what the line does."""
    if request.start is None:
        return None
    given = binding_codes.linked(request.start)
    return _bind(request, store, given) if given else greeting.welcome(request, store)


def on_code(request: Request, store: OwnerStore) -> Outcome | None:
    """A message that is nothing but a code."""
    given = binding_codes.typed(request.text) if not request.button else None
    return _bind(request, store, given) if given else None


def _bind(request: Request, store: OwnerStore, given: Given) -> Outcome:
    contact = request.household.contact
    if contact.locked_until and contact.locked_until > request.now:
        left = ceil((contact.locked_until - request.now).total_seconds() / 60)
        raise Mistake("binding.locked", minutes=left, phone=request.estate.phone)
    code = store.binding_code(given.selector)
    if code and code.used_by == contact.id and given.opens(code.code_hash, code.link_hash):
        return greeting.welcome(request, store)
    right = (
        code
        and given.opens(code.code_hash, code.link_hash)
        and code.wrong_tries < request.settings.binding_tries
    )
    if not code or not right:
        return _wrong(request, store, given)
    if code.person_id and contact.person_id and code.person_id != contact.person_id:
        raise Mistake("binding.somebody_else", phone=request.estate.phone)
    if code.used_at or code.expires_at <= request.now:
        key = "binding.used" if code.used_at else "binding.expired"
        return Outcome(replies=(Reply(text=say(request.language, key, phone=request.estate.phone)),))
    if not store.bind(code, at=request.now):
        return Outcome(
            replies=(Reply(text=say(request.language, "binding.used", phone=request.estate.phone)),)
        )
    return _welcome_home(request, store, code.unit_id)


def _welcome_home(request: Request, store: OwnerStore, unit_id: int) -> Outcome:
    """By name, with the home and its housekeeper; a question that was open stays open."""
    household = store.household()
    unit = next((unit.label for unit in household.units if unit.id == unit_id), "")
    keeper = store.housekeeper()
    text = say(
        request.language, "binding.bound", name=household.person.name if household.person else "", unit=unit,
        estate=household.estate.name,
    )  # fmt: skip
    keeper_line = say(request.language, "binding.housekeeper", name=keeper.name) if keeper else ""
    return Outcome(
        replies=(Reply(text="\n".join(filter(None, [text, keeper_line]))),), awaiting=request.awaiting,
        memory={"greeted": True},
    )  # fmt: skip


def _wrong(request: Request, store: OwnerStore, given: Given) -> Outcome:
    """Counts the try; the same words whether the code never existed, was mistyped or is locked."""
    tries = request.household.contact.wrong_codes + 1
    locked = tries >= request.settings.binding_tries
    until = request.now + timedelta(minutes=request.settings.binding_lock_minutes) if locked else None
    store.count_wrong_code(
        store.binding_code(given.selector), tries=0 if locked else tries, locked_until=until
    )
    key = "binding.locked" if locked else "binding.wrong"
    minutes = int(request.settings.binding_lock_minutes)
    return Outcome(
        replies=(Reply(text=say(request.language, key, minutes=minutes, phone=request.estate.phone)),)
    )


def said(request: Request, store: OwnerStore, _matter: Matter) -> Outcome:
    """Binding or unbinding asked for in words; what a person must change (a phone number) goes to one."""
    own = store.own_units()
    if not own:
        return Outcome(
            replies=(Reply(text=say(request.language, "binding.how", phone=request.estate.phone)),)
        )
    buttons = tuple(
        (Button(say(request.language, "binding.unbind", unit=unit.label), f"unbind:{unit.id}"),)
        for unit in own
    )
    people = (Button(say(request.language, "fallback.person"), "person"),)
    text = say(request.language, "binding.account", unit=", ".join(unit.label for unit in own))
    return Outcome(replies=(Reply(text=text, buttons=(*buttons, people)),))


def pressed(request: Request, store: OwnerStore) -> Outcome:
    """Unbinds one of the owner's units, after asking once."""
    own = {str(unit.id): unit for unit in store.own_units()}
    unit = own.get(request.button[1] if len(request.button) > 1 else "")
    if unit is None:
        raise Mistake("common.no_such_button")
    if request.button[0] == "unbind":
        sure = Button(say(request.language, "binding.unbind_sure", unit=unit.label), f"unbound:{unit.id}")
        return Outcome(
            replies=(
                Reply(text=say(request.language, "binding.unbind_ask", unit=unit.label), buttons=((sure,),)),
            )
        )
    store.unbind(unit)
    return Outcome(replies=(Reply(text=say(request.language, "binding.unbound", unit=unit.label)),))


CAPABILITY = Capability(
    name="binding", intents=("account",), said=said, buttons=("unbind", "unbound"), pressed=pressed
)
