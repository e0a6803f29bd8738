"""Language, and which notices may come. Safety alerts always do."""

from __future__ import annotations

import re

from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request
from handlers.wording import LANGUAGES, say
from nlu.meaning import Matter
from storage.store import OwnerStore

#: What people call the languages, in any of them.
_CALLED = (
    (
        "zh-Hant",
        re.compile(
            r"繁體|繁体|正體|正体|廣東話|广东话|粵語|粤语|中文\(香港\)|cantonese|traditional", re.IGNORECASE
        ),
    ),
    ("zh-Hans", re.compile(r"简体|簡體|普通话|普通話|国语|mandarin|simplified|chinese|中文", re.IGNORECASE)),
    ("en", re.compile(r"英文|英语|英語|english", re.IGNORECASE)),
)

_NAMES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文（香港）", "en": "English"}


def said(request: Request, store: OwnerStore, _matter: Matter) -> Outcome:
    """Changes the language that was named; else offers what can be chosen."""
    for language, called in _CALLED:
        if called.search(request.text):
            return _in_language(store, language)
    return choices(request)


def choices(request: Request) -> Outcome:
    """The languages and the mute switch, as buttons."""
    languages = tuple(Button(name, f"language:{code}") for code, name in _NAMES.items())
    muted = request.household.contact.muted
    key, data = ("preferences.unmute", "mute:off") if muted else ("preferences.mute", "mute:on")
    mute = Button(say(request.language, key), data)
    text = say(request.language, "preferences.choose")
    return Outcome(replies=(Reply(text=text, buttons=(languages, (mute,))),), awaiting=request.awaiting)


def pressed(request: Request, store: OwnerStore) -> Outcome:
    chosen = request.button[1] if len(request.button) > 1 else ""
    if request.button[0] == "language" and chosen in LANGUAGES:
        return _in_language(store, chosen)
    if request.button[0] == "mute" and chosen in ("on", "off"):
        store.set_muted(chosen == "on")
        return Outcome(replies=(Reply(text=say(request.language, f"preferences.muted_{chosen}")),))
    raise Mistake("common.no_such_button")


def _in_language(store: OwnerStore, language: str) -> Outcome:
    store.set_language(language)
    return Outcome(replies=(Reply(text=say(language, "preferences.language_set")),))


CAPABILITY = Capability(
    name="preferences", intents=("preferences",), said=said, buttons=("language", "mute"), pressed=pressed
)
