"""Words of staff that ask owners for good scores (I11): `found` is pure; what it finds does not leave, and headquarters see who tried.

To ask for a score is not begging for one: "please rate us" is left alone, "please give us five stars" is not. A sentence that says
that nobody needs to give any is left alone too.
"""

from __future__ import annotations

import re
from typing import Literal

from handlers.base import Mistake
from handlers.staff.request import StaffRequest
from nlu.normalise import clean, simplified
from storage.store import LineStore

Place = Literal["reply", "next_date", "notice", "event"]

_BEST = r"(?:(?:五|5|满|高|十|10|100|一百)\s*(?:颗|粒)?\s*(?:分|星(?!级|期))|好评|好分|好成绩|非常满意|很满意|最高(?:分|评价)|打?满意|5\s*个?\s*⭐|⭐{3,})"
_GIVE = r"(?:给|俾|打|评|选|揀|拣|点|撳|按|勾|填|赏|送|投|支持|刷|留|写|回)"
_PLEASE = r"(?:请|麻烦|拜托|唔该|劳烦|烦请|希望|帮(?:忙|手|我|下)|求|务必|记得|一定要|最好|恳请|望|可唔可以|可不可以|能不能|可以)"
_CHINESE = re.compile(
    rf"{_PLEASE}.{{0,16}}?{_GIVE}.{{0,10}}?{_BEST}"
    rf"|{_PLEASE}.{{0,6}}?{_BEST}"
    rf"|{_GIVE}(?:我|我们|我哋|个|咱|佢|师傅|管家|一下|返|番|翻)+.{{0,6}}?{_BEST}"
    rf"|{_BEST}.{{0,8}}?(?:谢谢|多谢|拜托|唔该)(?!.{{0,6}}(?:您|你)的?(?:评价|意见))"
    rf"|(?:求|跪求)\s*(?:好评|五星|5星|满分)"
)
_TOP = r"(?:five|5|full|top|ten|10|highest|maximum|max|perfect|good|great|high|positive|excellent|best)"
_ENGLISH = re.compile(
    rf"\b(?:please|pls|kindly|could you|can you|would you|hope you|want you to|remember to|don'?t forget to|be sure to|make sure|appreciate|grateful|help us)\b.{{0,48}}?\b{_TOP}[\s-]*(?:out of (?:5|10|five|ten) )?(?:stars?|points?|marks?|scores?|ratings?|reviews?|feedback|satisfied)\b"
    rf"|\b(?:give|rate|score|leave|tick|choose|select) (?:us|me|him|her|them|it|my colleague|our \w+)?\s*(?:an? |the |with )*{_TOP}\b[\s-]*(?:stars?|points?|marks?|scores?|ratings?|reviews?|out of)\b",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"(?:给|打|俾|评|留)(?:了|咗|过)|(?:不用|不必|无需|不要|别|唔使|唔好|毋须|不得|不会|不能|请勿|禁止).{0,14}(?:分|星|好评|满意)|\b(?:no need|need not|do not|don'?t|never|must not|may not)\b.{0,30}\b(?:give|rate|ask|star|score|rating)",
    re.IGNORECASE,
)
_BUT = re.compile(r"\bdon'?t forget to\b", re.IGNORECASE)
#: A scale that is named from end to end asks for nothing.
_RANGE = re.compile(
    r"(?:\b|(?<=\D))[01]\s*(?:分|星)?\s*(?:到|至|-|–|~|to)\s*(?:5|10|五|十)\s*(?:分|星|points?|stars?)?",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^。！？!?\n；;]+")


def found(text: str) -> str:
    """The words that ask for good scores; empty where none do. Simplified, Traditional, Cantonese and English."""
    for sentence in _SENTENCE.findall(clean(text)):
        plain = _RANGE.sub(lambda scale: " " * len(scale[0]), simplified(sentence).lower())
        hit = _CHINESE.search(plain) or _ENGLISH.search(plain)
        if hit and (_BUT.search(plain) or not _NOT_ASKED.search(plain)):
            return str(sentence[hit.start() : hit.end()]).strip()
    return ""


def require_none(request: StaffRequest, estate_id: int, place: Place, *texts: str, about: str = "") -> None:
    """Raises Mistake for words that ask for good scores: they do not leave, and the attempt is kept although the step is taken back."""
    for words in texts:
        excerpt = found(words)
        if not excerpt:
            continue
        mistake = Mistake("surveys.begging.refused", words=excerpt)

        def keep(store: LineStore, words: str = words, excerpt: str = excerpt) -> None:
            store.score_begging.keep(
                estate_id,
                request.who.id,
                place=place,
                excerpt=excerpt,
                words=words,
                at=request.now,
                about=about,
            )

        mistake.kept = keep
        raise mistake
