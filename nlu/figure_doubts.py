"""Which of the figures said may be believed: not one denied, taken back, asked about, wished for or ordered. Called by ratings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlu.figures import Figure, pattern

_CLAUSE = pattern(
    r"[,，。!！;；?？\n]|\.(?=\s|$)|(?<=[\u4e00-\u9fff])\s+(?=\S)|\b(?:but|because|so)\b|但是?|不过|因为|最后|结果"
)
_DROPPED = pattern(
    r"(?:(?<!又)不是|唔系|别给|不想[给打]|不会[给打]|不能[给打]|[给打]不[了到出]|唔会俾|唔想[俾畀]|唔会畀|[俾畀]唔到|没打|没给|冇[俾畀打]|无法[给打]|不配|唔值|不值|哪[有来能]|"
    r"\b(?:can'?t|cannot|can not|won'?t|wouldn'?t|not(?! bad)|never|don'?t|didn'?t|wasn'?t|isn'?t|ain'?t|hardly)\b(?:\s+\w+){0,3}?)\s*(?:得上|个|一个|a|it|him|you)?\s*$"
    r"|(?:本来|原本|原想|原来|差点|以为)[^,，。]{0,10}$|(?:would have|would've|was going to|were going to|could have been|could've been|should have been|nearly|almost|wanted to)\b[^,.]{0,14}$"
    r"|(?:扣|减|少|差|加|lost|lose|minus|deduct\w*|knock\w*( off)?|docked)\s*(?:了|掉|去|the|a|of)?\s*$"
)
"""Before a figure: it is denied, was meant once, or is taken off."""
_DENIED_BEHIND = pattern(
    r"^\s*(?:分|星)?\s*(?:是|都|就)?(?:不可能|没门|想都别想|唔使旨意|免谈|不够|太多|太高|is impossible|is too (?:much|high|good)|never|no way|are? too)"
)
_UNSURE_BEFORE = pattern(
    r"(?:不到|不足|至少|最少|起码|不低于|不少于|低于|高于|大于|小于|超过|唔到|少过|多过|上次|上回|以前|之前|人家|别人|如果|要是|假如|若|除非|只要|才|再|先|下次|\b(?:at least|less than|more than|under|above|below|over|about|around|roughly|maybe|perhaps|last time|previously|usually|if|unless|then i'?ll|(?:and|then) (?:i'?ll|i will|you get|you'?ll get))\b|大概|差不多|可能)"
    r"[^,，。.]{0,14}$"
    r"|(?:让|叫|求|请|逼|要求|教)(?:我|我们|我哋|我妈|我妈妈|人|大家|业主)[^,，。]{0,4}$|\b(?:asked|told|begged|wants?|made|forced|urged)\b (?:me|us|owners?)?[^,.]{0,12}$"
)
_UNSURE_BEHIND = pattern(
    r"^\s*(?:都(?!行|不够|嫌少|唔够)|也|的\s*(?![啊呀啦吧哦话])[\u4e00-\u9fff]|\s*[?]|-?ish\b|\s*,?\s*(?:maybe|perhaps)\b|以上|以下|左右不|or (?:more|less|above|below|so)|\+|plus\b|if\b|才怪|就怪|[吗么咩]|得唔得|可唔可以|可以吗|行不行|行吗|是不是|系咪|最高|最低|算高|好不好|是最)"
)
_ASKS = pattern(
    r"^\s*(?:is|does|do|what|which|how|why|can|should)\b|几多|多少|是不是|系咪|有没有|最高|最低|the (?:best|highest|lowest|worst)"
)
_MOCKS = pattern(
    r"才怪|呵呵|做梦|发梦|想得美|就假|想得倒美|你信吗|反话|yeah right|as if\b|in your dreams|just kidding|jk\b|🙄|😏|🤡"
)
_SHARED = r"\s*(?:-|~|～|–|—|到|至|或者?|定|、|,|or|to|and|maybe|/)\s*"
_RANGE = pattern(
    rf"(?<![\d#.-])(\d|[一二两三四五六七八九十]|\b(?:one|two|three|four|five|six|seven|eight|nine)\b)(?:分|stars?|星|颗星|粒星)?(?:{_SHARED})(\d{{1,2}}|[一二两三四五六七八九十]|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b)"
    r"\s*(?:分|个?星|颗星|粒星|stars?|points?|(?:[吧啦啰咯啊呀之间左右]|\s)*(?:$|[,，。.!！]))(?!\s*[钟锺])"
)
_LISTED = pattern(r"(?<!\d)1\s*[、.)．,]\s*\D+?2\s*[、.)．,]\s*\D")
"""Reasons that are numbered."""
_HALF = pattern(
    r"半[颗粒个]?星|[颗粒]半|半分|\d\s?-?ish\b|^\s*-\s?\d+\s*$|(?<!\d)\d\s*(?:分|stars?)?\s*[+±-]+\s*$|half an? (?:star|point)|[½¼¾]|(?<!\d)[1-9一二三四五六七八九十]\s*点\s*[1-9一二三四五六七八九]\s*分?\s*[吧啦啊]?\s*$"
)


def in_doubt(text: str, found: Sequence[Figure]) -> bool:
    """Whether the words as a whole leave the figure open: a range, a half, mockery."""
    return bool(_MOCKS.search(text) or _HALF.search(text) or _LISTED.search(text) or _between(text, found))


def _between(text: str, found: Sequence[Figure]) -> bool:
    hit = _RANGE.search(text)
    return (
        hit is not None
        and hit.group(1) != hit.group(2)
        and not any(
            figure.of is not None and figure.start <= hit.start() and hit.end() <= figure.end + 1
            for figure in found
        )
    )


def believed(text: str, found: Sequence[Figure]) -> tuple[list[Figure], bool]:
    """The figures that stand, and whether one of them is said with a condition or as a question."""
    stand = [figure for figure in found if not _dropped(text, figure)]
    return stand, any(_unsure(text, figure) for figure in stand)


def _dropped(text: str, figure: Figure) -> bool:
    return bool(_DROPPED.search(_before(text, figure)) or _DENIED_BEHIND.search(text[figure.end :]))


def _unsure(text: str, figure: Figure) -> bool:
    before, behind = _before(text, figure), text[figure.end :]
    clause = re.split(r"[,，。!！;；]|\.(?=\s|$)", behind)[0]
    asks = re.search(r"[?？]|[吗么咩]\s*$", clause) and len(clause.strip()) < 8
    return bool(
        figure.counted or _UNSURE_BEFORE.search(before) or _UNSURE_BEHIND.search(behind) or asks
        or _ASKS.search(before + "□" + clause if re.search("[?？吗]", clause) else before)
    )  # fmt: skip


def _before(text: str, figure: Figure) -> str:
    """The clause up to the figure."""
    return _CLAUSE.split(text[: figure.start])[-1] or ""
