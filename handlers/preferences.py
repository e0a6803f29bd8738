"""Language, and which notices may come. Safety alerts always do."""

from __future__ import annotations

import re

from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request
from handlers.wording import LANGUAGES, say
from nlu.meaning import Matter
from storage.owner_store import OwnerStore

#: What people call the languages, in any of them.
_CALLED = (
    ("zh-Hant", r"繁體|繁体|正體|正体|廣東話|广东话|粵語|粤语|中文\(香港\)|cantonese|traditional"),
    ("zh-Hans", r"简体|簡體|普通话|普通話|国语|國語|mandarin|simplified|chinese|中文"),
    ("en", r"英文|英语|英語|english"),
)

#: A language that is named to be left is not the one wished for.
_NOT = r"(?:不要|不用|别用|唔要|唔好|唔用|not|no more|instead of|from)\s*(?:用|in)?\s*"

_MUTE = re.compile(
    r"(不要|别|不想|唔好|唔要|唔想|停止|停|取消|关|閂|屏蔽).{0,8}(通知|消息|公告|推送)|"
    r"\b(mute|unsubscribe|stop|no more|turn off)\b.{0,24}(notice|notification|message|announcement)|^\W*(mute|unsubscribe)\W*$",
    re.IGNORECASE,
)
_UNMUTE = re.compile(
    r"(恢复|恢復|重新|继续|繼續|打开|打開|开启|開返).{0,8}(通知|公告|推送)|"
    r"\bunmute\b|\b(resume|turn on|send me)\b.{0,24}(notice|notification|announcement)",
    re.IGNORECASE,
)

_NAMES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文（香港）", "en": "English"}


def said(request: Request, store: OwnerStore, _matter: Matter) -> Outcome:
    """Changes what was named; else offers what can be chosen."""
    language = wished(request.text)
    if language:
        return _in_language(request, store, language)
    if _UNMUTE.search(request.text):
        return _mute(request, store, "off")
    if _MUTE.search(request.text):
        return _mute(request, store, "on")
    return choices(request)


def wished(text: str) -> str | None:
    """The language that a text asks for; None when it names none, or only the one to be left."""
    for language, called in _CALLED:
        left = re.sub(f"{_NOT}(?:{called})", "", text, flags=re.IGNORECASE)
        if re.search(called, left, re.IGNORECASE):
            return language
    return None


def choices(request: Request) -> Outcome:
    """The languages and the mute switch, as buttons."""
    languages = tuple(Button(name, f"language:{code}") for code, name in _NAMES.items())
    text = say(request.language, "preferences.choose")
    mute = _switch(request, muted=request.household.contact.muted)
    return Outcome(replies=(Reply(text=text, buttons=(languages, (mute,))),), awaiting=request.awaiting)


def _switch(request: Request, *, muted: bool) -> Button:
    key, data = ("preferences.unmute", "mute:off") if muted else ("preferences.mute", "mute:on")
    return Button(say(request.language, key), data)


def pressed(request: Request, store: OwnerStore) -> Outcome:
    chosen = request.button[1] if len(request.button) > 1 else ""
    if request.button[0] == "language" and chosen in LANGUAGES:
        return _in_language(request, store, chosen)
    if request.button[0] == "mute" and chosen in ("on", "off"):
        return _mute(request, store, chosen)
    raise Mistake("common.no_such_button")


def _mute(request: Request, store: OwnerStore, switch: str) -> Outcome:
    """Said back with the way back."""
    store.set_muted(switch == "on")
    back = _switch(request, muted=switch == "on")
    text = say(request.language, f"preferences.muted_{switch}")
    return Outcome(replies=(Reply(text=text, buttons=((back,),)),), awaiting=request.awaiting)


def _in_language(request: Request, store: OwnerStore, language: str) -> Outcome:
    store.set_language(language)
    return Outcome(
        replies=(Reply(text=say(language, "preferences.language_set")),), awaiting=request.awaiting
    )


CAPABILITY = Capability(
    name="preferences", intents=("preferences",), said=said, buttons=("language", "mute"), pressed=pressed
)
