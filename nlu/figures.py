"""The figures of a message that are said as a score: with its unit, on a scale named beside it, or where a score stands. Called by ratings.

A number of a floor, a door, an hour or a wait is none. Whether a figure found here may be believed is asked in figure_doubts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from nlu.normalise import simplified

_EDGE = r"(?:(?<![a-z\d])(?=[a-z\d])|(?<=[a-z\d])(?![a-z\d]))"


def pattern(written: str) -> re.Pattern[str]:
    """The expression, in which a Latin word ends where Han characters begin: "5 stars呀"."""
    return re.compile(written.replace(r"\b", _EDGE))


_DIGITS = {
    "零": 0, "〇": 0, "一": 1, "壹": 1, "二": 2, "两": 2, "俩": 2, "贰": 2, "三": 3, "叁": 3, "四": 4, "肆": 4, "五": 5, "伍": 5,
    "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "百": 100,
    "zero": 0, "nil": 0, "nought": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "hundred": 100, "a hundred": 100,
}  # fmt: skip
_ENGLISH = "|".join(sorted((word for word in _DIGITS if word.isascii()), key=len, reverse=True))
_HAN_NUMBER = "[零〇一壹二两俩贰三叁四肆五伍六七八九十百]"
_N = rf"(?:(?<![\d.])\d{{1,3}}(?:\.\d+)?(?!\.?\d)|(?<!{_HAN_NUMBER}){_HAN_NUMBER}{{1,5}}(?!{_HAN_NUMBER})(?:点[五5])?|(?<![a-z])(?:{_ENGLISH})(?![a-z]))"
_M = r"(?:100|一百|10|7|5|十|七|五|百|(?:a )?hundred|ten|seven|five)(?![\da-z])"
_APART = r"(?<![\d.#/第-])(?<!\d:)(?<![a-z]-)"
"""No part of a door number, a date, an hour or an order."""
PARTICLE = r"(?:[吧啦啰囉咯喇啊呀呢叭哦喔嘞了的嘅挂掛卦噢呗唄罢哈呐㖞喎~～!！✨🙏👍😊🙂]|\b(?:lah|la|lor|leh|pls|please|thanks|thank you|thx|ty|i guess|i think|i suppose|only|from me|overall|sir|bro|mate)\b)"
_SEPARATOR = r"[\s,，.。!！;；:：、~～…—–()（）\"“”'|]"
_PLURAL = r"(?!\s+(?:of\s+)?(?:the\s+|my\s+|our\s+)?(?!stars|points|marks|thanks|this|his|was|is|as|us|yes|plus|less|always)[a-z]{2,}s\b)"
"""Three out of five lights is a count."""
_BEHIND_BARE = (
    r"(?=\s*(?:你哋|你们|佢哋?|他们?|她|您)?(?:"
    + PARTICLE
    + r")*\s*(?:$|[,，。!！?;；、~～…—–(（\"”]|[.:](?!\s?\d)|-\s?(?=\D)|"
    r"(?:because|cos|cuz|coz|bc|but|since|as (?:he|she|they|the|it|i|we)|for|though|pls|please|and(?! a half)|he|she|they|it|i|so(?! far)|too|if|not|very|good|great|ok|nice)\b|"
    r"太|但|因|就|谢|多谢|唔该|不过|(?<=\s)(?:师傅|个师傅|师父)|可惜|马马虎虎|服务|态度|挺|还|很|好))"
)
"""What may follow a lone number that is a score: an end, a particle, a breath, a reason."""

_NAMED = (
    pattern(rf"{_APART}(?P<n>{_N})\s*分?\s*(?:/|／|out\s*of|outta|of|over)\s*(?P<m>{_M})(?!\s*[栋楼座号层室-])(?P<counted>{_PLURAL})?"),
    pattern(rf"满分(?:是|为|有|系)?\s*(?P<m>{_M})\s*分?(?:的话|嘅话)?.{{0,8}}?(?P<n>{_N})"),
    pattern(rf"(?P<m>{_M})\s*分(?:是|为|系)?\s*满分.{{0,8}}?(?P<n>{_N})"),
    pattern(rf"(?P<n>{_N})\s*分?\s*[,，(（]?\s*满分(?:是|为|系)?\s*(?P<m>{_M})"),
    pattern(rf"(?P<m>{_M})\s*分(?:里面?|之中|当中|入面).{{0,4}}?(?P<n>{_N})\s*分?"),
    pattern(rf"(?P<m>{_M})\s*分制.{{0,6}}?(?P<n>{_N})"),
    pattern(rf"(?P<n>{_N})\s*分?.{{0,3}}?(?P<m>{_M})\s*分制"),
    pattern(rf"scale of (?:1|one|0|zero)?\s*(?:to|-)?\s*(?P<m>{_M}).{{0,12}}?(?P<n>{_N})"),
    pattern(rf"\bout of (?P<m>{_M}).{{0,12}}?(?P<n>{_N})"),
    pattern(r"(?P<n>\d{1,3})\s*(?:%|percent)(?P<hundred>)"),
)  # fmt: skip
_GLYPHS = pattern(r"[⭐★🌟]+☆*|(?<![☆])☆{5}")
_STARS = pattern(
    rf"{_APART}(?P<n>{_N})(?P<half>个?半|\s+and a half)?\s*(?:个|颗|粒|只)?\s*(?:星+(?![期级座球巴])|stars?\b|starz\b|strs\b|[⭐★🌟]|\*+(?!\d)|(?<=[颗粒])(?=\s*(?:$|[,。!吧啦])))(?P<half2>半)?"
)
_POINTS = pattern(
    rf"(?<![点:：第\d.#/-])(?P<n>{_N})(?P<half>个?半|\s+and a half)?\s*(?:分(?:数)?(?!钟|锺|鐘|半[钟锺]|之|期|别|析|开|公司|部|店|配|摊|机|多|钱|地|手|类|层|米|贝|秒|货|收获|耕耘|担|心|五裂|重奏|天下|人情)|fen\b|pts?\b|points?\b(?!\s*(?:to|about|i|that|:|-))|marks?\b(?!\s*(?:on|in|at|left)))(?P<half2>半)?"
)
_TEN_AS_ADVERB = pattern(
    rf"(?<![一二三四五六七八九])十分(?!\s*(?:(?!的)(?:{PARTICLE})|的\s*(?:$|[,。!])|{_SEPARATOR}|$|制|满分|师傅|谢谢|多谢|俾|给|因|但))"
)
"""十分满意 is "very satisfied"."""
_VERB = (
    r"(?:(?<![\u4e00-\u9fff])|(?<=我)|(?<=们)|(?<=就)|(?<=就系)|(?<=那)|(?<=都)|(?<=[\u4e00-\u9fff])(?<![拨拍安雇敲殴送交还发寄派分供电补付退赔]))"
    r"(?:给|打|评|俾|畀|值|选|拣|答|系|俾返|俾足|givee?|giv|give|giving|given|gives|gave|rate|rated|rating|score|scored|scoring|mark|grade)(?:\s*(?:is|was|would be|of|=|:|了|：))?(?:返|佢|他|她|师傅|你们|你哋|您|it|him|her|them|you|u|u guys|this)*\s*(?:个|一个|a|an|a solid|a strong)?\s*"
    r"|(?:评分|打分|分数|得分|我评|评价)[\s:：=是系为]*"
    r"|\b(?:i'?d say|i say|i'?ll say|it'?s|its|that'?s|call it|make it|so|a|an|a solid|a strong|solid|all|definitely|my answer(?: is)?:?|mine is|put (?:me )?down(?: as)?(?: a)?|go with(?: a)?|choose|pick|let'?s say|maybe|probably|just|like a|only)\s+"
)
_BARE = (
    pattern(rf"^[\W_]*{_APART}(?P<n>{_N})(?:[\s,、!]+(?P=n)(?![\d.]))*(?P<half>半|\s+and a half|½)?\u20e3?{_BEHIND_BARE}"),
    pattern(rf"(?:{_VERB}){_APART}(?P<n>{_N})(?:[\s,、!]+(?P=n)(?![\d.]))*(?P<half>半|\s+and a half|½)?\u20e3?{_BEHIND_BARE}"),
    pattern(rf"(?:评分|打分|分数|得分|评价|低分|rating|score|rate)[\s:=是系为]+(?P<n>{_N})(?=\s|$)(?!\s*[栋楼座号层室])"),
    pattern(rf"(?<=[,;；])\s*{_APART}(?P<n>{_N})(?:[\s,、!]+(?P=n)(?![\d.]))*(?P<half>半|\s+and a half|½)?\u20e3?{_BEHIND_BARE}"),
    pattern(rf"(?<=[\s,，.。:：!！👍]){_APART}(?P<n>{_N})(?P<half>半|\s+and a half|½)?\u20e3?\s*(?:{PARTICLE}|[\s.!])*[?]?\s*$"),
)  # fmt: skip
_PLACE_BEFORE = pattern(
    r"(?:tower|towers|flat|block|blk|unit|apt|apartment|room|rm|floor|level|lift|no\.?|number|phase|gate|line|ticket|case|bay|lot|since|at|after|before|until|till|by|to|from|in|on|around|about|for|waited|栋|座|幢|期|单元|室|楼|号|门|车位|电梯|第|单号|路|等|等了|等咗|(?<![给打评俾畀])了|有)\s*#?\s*$"
)
_OTHER_TALK = pattern(
    r"\d|.{41}|[\u4e00-\u9fff].{16}|上午|下午|早上|晚上|明天|后天|听日|tomorrow|tonight|o'clock|stars?|starz|points?|marks?|分|[颗粒]|星|\b[ap]m\b|楼|栋|座|单元|漏|坏"
)
"""What makes a lone number at the end of a sentence an hour, a place or a count."""
_LOOSE = pattern(
    rf"{_APART}(?<![a-z])(?P<n>10|\d|two|three|four|five|six|seven|eight|nine|ten)(?![\d.]\d|\d|[a-z])(?!\s*(?:hours?|hrs?|mins?|minutes?|days?|weeks?|months?|years?|times?|am|pm|floors?|visits?|people|guys|men|of|o'clock|stars?|starz|points?|marks?|分|[颗粒]|星|[/#:-]\s*\d|\u20e3?[个次天点小分楼栋座单室周星年月号人块元蚊遍趟钟名位盏部条间期层间]))"
)
"""A second number that counts nothing we know: which of them is the score must be asked."""
_BELOW = pattern(
    rf"负\s*(?:{_N})?\s*(?:分|星|颗星)|(?:minus|negative)\s+(?:{_N})|^\s*-(?:{_N})\s*(?:分|stars?|points?|星)|零蛋|零鸡蛋|大?鸭蛋|食蛋|zilch"
)
_FULL = pattern(
    rf"(?<!差一分)(?<!没)(?<!几多分)(?<!多少分)(?<!几分)满分(?!\s*(?:是|为|有|系)?\s*{_M})|满星|打满|全满|full (?:marks?|score|stars)\b|top marks\b|perfect score\b|maximum (?:marks?|score|points?|stars)\b"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and where it stands in the flat text. `of` is the scale named with it, None where none was; `value` None is that
    scale's highest, -1 less than its lowest. `counted`: it may count something else
    ("3 out of 5 lights")."""

    value: float | None
    of: int | None
    start: int
    end: int
    counted: bool = False


def flat(text: str) -> str:
    """The text character by character in one width, case and script; as long as the text itself."""
    return simplified("".join(_one(char) for char in text))


def _one(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char).lower()
    return {"’": "'", "‘": "'", "\n": " "}.get(plain, plain) if len(plain) == 1 else char


def figures(text: str) -> list[Figure]:
    """Every figure of a flat text that is said as a score with its unit or scale, in the order said."""
    return _apart(_with_a_unit(_TEN_AS_ADVERB.sub("□□", text)))


def lone_figures(text: str) -> list[Figure]:
    """Every number of a flat text that stands by itself where a score stands."""
    return _apart(_alone(_TEN_AS_ADVERB.sub("□□", text)))


def _apart(found: Iterator[Figure]) -> list[Figure]:
    """Without what lies inside another."""
    kept: list[Figure] = []
    for figure in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return kept


def _with_a_unit(text: str) -> Iterator[Figure]:
    named = [figure for one in _NAMED for figure in _named(one, text)]
    yield from named
    yield from (Figure(-1, None, *hit.span()) for hit in _BELOW.finditer(text))
    yield from (Figure(None, None, *hit.span()) for hit in _FULL.finditer(text))
    yield from _glyphs(text)
    for one, of in ((_STARS, 5), (_POINTS, None)):
        yield from (
            Figure(_value(hit), of, *hit.span())
            for hit in one.finditer(text)
            if not any(told.start < hit.end() and hit.start() < told.end for told in named)
        )


def _named(scaled: re.Pattern[str], text: str) -> Iterator[Figure]:
    for hit in scaled.finditer(text):
        parts = hit.groupdict()
        of = 100 if "hundred" in parts else int(number(parts["m"]))
        value = number(parts["n"])
        if value <= of:
            yield Figure(value, of, *hit.span(), counted="counted" in parts and parts["counted"] is None)


def _glyphs(text: str) -> Iterator[Figure]:
    """Drawn stars. One alone may be applause; more than five are."""
    for hit in _GLYPHS.finditer(text):
        lit, drawn = len(hit.group().rstrip("☆")), len(hit.group())
        digit = re.search(r"\d\s*$|^\s*\d", text[: hit.start()][-2:]) or re.match(r"\s*\d", text[hit.end() :])
        if digit is None:
            doubtful = (
                drawn == 1
                or drawn > 5
                or lit == 0
                or (lit < drawn != 5)
                or text[hit.end() : hit.end() + 1] == "半"
            )
            yield Figure(0.5 if doubtful else lit, 5, *hit.span())


def _alone(text: str) -> Iterator[Figure]:
    for at, lone in enumerate(_BARE):
        for hit in lone.finditer(text):
            before = text[: hit.start("n")]
            value = _value(hit)
            last = at == len(_BARE) - 1
            if value > 100 or _PLACE_BEFORE.search(before) or (last and _OTHER_TALK.search(before)):
                continue
            doubtful = any(number(other["n"]) not in (value, 1) for other in _LOOSE.finditer(text))
            end = max(hit.end("n"), hit.end("half")) if last else hit.end()
            yield Figure(value, None, hit.start("n"), end, counted=doubtful)


def _value(hit: re.Match[str]) -> float:
    parts = hit.groupdict()
    return number(parts["n"]) + (0.5 if parts.get("half") or parts.get("half2") else 0)


def number(said: str) -> float:
    """A number as written: 4.5, 四点五, 十二, four."""
    if said[0].isdigit():
        return float(said)
    if said.isascii():
        return _DIGITS[said]
    whole, _, part = said.partition("点")
    return _han(whole) + (0.5 if part else 0)


def _han(whole: str) -> int:
    if "十" not in whole and "百" not in whole:
        return int("".join(str(_DIGITS[char]) for char in whole))
    total, current = 0, 0
    for char in whole:
        if _DIGITS[char] >= 10:
            total, current = total + (current or 1) * _DIGITS[char], 0
        else:
            current = _DIGITS[char]
    return total + current
