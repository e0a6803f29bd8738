"""Language, which notices may come, and offers of partners, which come to whoever asked for them (K12). Safety alerts always do."""

from __future__ import annotations

import re

from handlers.base import Button, Capability, Mistake, Outcome, Reply, Request
from handlers.notices.reply_words import is_stop
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

#: Offers, asked for or declined. Whole messages alone are taken before they are read; what speaks of preferences is looked through.
_OFFERS = r"(优惠|優惠|折扣|商户|商戶|\boffers?\b|\bdeals?\b|\bdiscounts?\b|\bpromo\w*\b)"
_NO_OFFERS = re.compile(
    rf"(不要|别|別|不想|不收|唔好|唔要|唔想|唔收|停|取消|关|關|閂|退订|退訂|\b(no|stop|mute|don'?t|unsubscribe|turn off|switch off)\b).*{_OFFERS}",
    re.IGNORECASE,
)
_YES_OFFERS = re.compile(
    rf"(想|要|收|开|開|打开|打開|订阅|訂閱|\b(send|switch on|turn on|want|like|get|receive|subscribe|start)\b).*{_OFFERS}",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\W*(请|請|麻烦|麻煩|我|我们|我哋|想|要|可以|再|开始|開始|打开|打開|开启|開啟|恢复|恢復|接收|收到|收|订阅|訂閱|不|别|別|唔|好|停止|停|取消|退订|退訂|发|發|send|给我|俾我|畀我|合作|商户|商戶|商家|嘅|的)*"
    r"(优惠|優惠|折扣)(信息|資訊|资讯|通知|消息|推送|俾我|畀我|给我|了|喇|啦)*\W*"
    r"|\W*((please|pls|i|would|i'd|do|want|to|like|get|receive|send|me|the|your|any|no|more|stop|sending|switch|turn|on|off|unsubscribe|from|don'?t|not|partner|shop)\s+)*(offers?|deals?|discounts?)(\s+(on|off|please|again|to|me|any|more))*\W*",
    re.IGNORECASE,
)
_LONGEST_WISH = 40

_NAMES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文（香港）", "en": "English"}


def said(request: Request, store: OwnerStore, _matter: Matter) -> Outcome:
    """Changes what was named; else offers what can be chosen."""
    language = wished(request.text)
    if language:
        return _in_language(request, store, language)
    offers = _offers_wished(request.text)
    if offers:
        return _offers(request, store, offers)
    if _UNMUTE.search(request.text):
        return _mute(request, store, "off")
    if _MUTE.search(request.text):
        return _mute(request, store, "on")
    return choices(request)


def on_words(request: Request, store: OwnerStore) -> Outcome | None:
    """A short wish about offers and nothing else; None for all other words."""
    if request.button or len(request.text) > _LONGEST_WISH or not _WISH.fullmatch(request.text):
        return None
    offers = _offers_wished(request.text)
    return _offers(request, store, offers) if offers else None


def on_reply(request: Request, store: OwnerStore) -> Outcome | None:
    """ "No more of this", as a reply to a notice: it is about its kind. None for all other words."""
    if request.button or request.edited or not request.replied_to or not is_stop(request.text):
        return None
    heard = store.heard.by_delivery(request.replied_to)
    if heard and heard.notice.kind == "offer":
        return _offers(request, store, "off")
    return _mute(request, store, "on")


def _offers_wished(text: str) -> str:
    """Whether a text asks for offers ("on") or for no more of them ("off"); empty where it does neither."""
    if _NO_OFFERS.search(text):
        return "off"
    return "on" if _YES_OFFERS.search(text) else ""


def wished(text: str) -> str | None:
    """The language that a text asks for; None when it names none, or only the one to be left."""
    for language, called in _CALLED:
        left = re.sub(f"{_NOT}(?:{called})", "", text, flags=re.IGNORECASE)
        if re.search(called, left, re.IGNORECASE):
            return language
    return None


def choices(request: Request) -> Outcome:
    """The languages, and the switches of notices and of offers, as buttons."""
    languages = tuple(Button(name, f"language:{code}") for code, name in _NAMES.items())
    text = say(request.language, "preferences.choose")
    contact = request.household.contact
    switches = (
        (_switch(request, muted=contact.muted),),
        (_offer_switch(request, on=contact.offers),),
        (_ask_switch(request, on=contact.asks),),
    )
    return Outcome(replies=(Reply(text=text, buttons=(languages, *switches)),), awaiting=request.awaiting)


def _switch(request: Request, *, muted: bool) -> Button:
    key, data = ("preferences.unmute", "mute:off") if muted else ("preferences.mute", "mute:on")
    return Button(say(request.language, key), data)


def _ask_switch(request: Request, *, on: bool) -> Button:
    key, data = ("voice.no_more", "asks:off") if on else ("voice.ask_again", "asks:on")
    return Button(say(request.language, key), data)


def _offer_switch(request: Request, *, on: bool) -> Button:
    key, data = ("preferences.no_offers", "offers:off") if on else ("preferences.offers", "offers:on")
    return Button(say(request.language, key), data)


def pressed(request: Request, store: OwnerStore) -> Outcome:
    chosen = request.button[1] if len(request.button) > 1 else ""
    if request.button[0] == "language" and chosen in LANGUAGES:
        return _in_language(request, store, chosen)
    if request.button[0] == "mute" and chosen in ("on", "off"):
        return _mute(request, store, chosen)
    if request.button[0] == "offers" and chosen in ("on", "off"):
        return _offers(request, store, chosen)
    raise Mistake("common.no_such_button")


def _offers(request: Request, store: OwnerStore, switch: str) -> Outcome:
    """Said back with the way back. Offers are notices too: nothing comes while those are muted, and that is said."""
    on, muted = switch == "on", request.household.contact.muted
    store.set_offers(on)
    back = (_offer_switch(request, on=on),)
    rows = (back, (_switch(request, muted=True),)) if on and muted else (back,)
    key = "preferences.offers_on_muted" if on and muted else f"preferences.offers_{switch}"
    return Outcome(replies=(Reply(text=say(request.language, key), buttons=rows),), awaiting=request.awaiting)


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
    name="preferences",
    intents=("preferences",),
    said=said,
    buttons=("language", "mute", "offers"),
    pressed=pressed,
)
