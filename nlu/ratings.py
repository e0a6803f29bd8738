"""A score said in words, in answer to a question with a scale: "3分吧 师傅ok但迟到", "畀個4啦", "very satisfied". Called by awaited and by handlers.

A wrong figure is the worst answer: what is open is asked again, and nothing is converted from one scale to another (I01, I07).
Danger comes first: a message that sounds of it holds no score.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from nlu import hazards
from nlu.figure_doubts import believed, in_doubt
from nlu.figures import Figure, figures, flat, lone_figures, pattern
from nlu.meaning import Score
from nlu.normalise import clean, fold
from nlu.rating_facets import low_sides
from nlu.verdicts import UNCLEAR, scornful, verdict
from nlu.yes_or_no import yes_or_no

Note = Literal["", "out_of_range", "other_scale", "unclear"]


@dataclass(frozen=True, slots=True)
class Scale:
    """The steps a question offers, both ends included, and in what words they are said ("" for none)."""

    lowest: int
    highest: int
    words: Literal["satisfied", "agree", "yes", ""] = ""


CSAT = Scale(1, 5, "satisfied")
CES = Scale(1, 7, "agree")
NPS = Scale(0, 10)
YES_NO = Scale(0, 1, "yes")


@dataclass(frozen=True, slots=True)
class Rated:
    """What was answered. `score` is a step of the scale whose highest is `of`, or None.

    `note` with a score: "out_of_range", less than the lowest was said. Without one: "other_scale" or "unclear", ask again; "", the
    words are no answer and are to be read as anything else. `rest` are the words beside the score. `complaint_offered`: the
    scorn in it deserves the offer of a complaint. `facets`: what is found wanting, see rating_facets.
    """

    score: int | None
    of: int
    note: Note = ""
    rest: str = ""
    complaint_offered: bool = False
    facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Heard:
    """A figure, "unclear", or nothing; and whether it was said with scorn."""

    figure: Figure | None = None
    unclear: bool = False
    scorn: bool = False


_LEAST = pattern(
    r"(?:给|打|俾|畀)?(?P<n>[01零一]|one|zero)\s*(?:分|颗星|个星|星|粒星|stars?|point)\s*(?:都|也)(?:嫌多|嫌|多余|不想给|不给|不值|唔值|不配|唔配|配唔上|高|算多|唔想[俾畀]|唔[俾畀够]|不够|欠奉|费事|太多|多咗|没有)"
    r"|(?:不配|唔配|不值|唔值|配不上)(?:[1一])(?:分|颗星|星|粒星)"
    r"|\bnot even (?:a|one|1)(?: single)? ?(?:star|point)?\b|(?:doesn'?t|don'?t|not) (?:even )?deserve (?:a|one|1|any)(?: single)? ?(?:star|point)?\b"
    r"|\b(?:one|1|a)(?: (?:star|point))? (?:is|and (?:that'?s|even that'?s)|would be|would still be)(?: \w+)? (?:too (?:much|many|generous|high)|generous)"
)
"""Even the lowest star is too much."""
_NO_ZERO = pattern(
    r"(?:,|,|,|因为|既然)?\s*(?:不能|没有|没法|冇得|唔可以|唔能够|can'?t|cannot|couldn'?t)\s*(?:给|打|俾|畀|选|give|go|choose)?\s*(?:0|零|zero)\s*(?:分|stars?)?"
    r"|(?:if|wish) i could(?: give| have given)?(?: (?:0|zero|less|lower|it)(?: stars?)?)?"
)
_REFUSES = pattern(
    r"(?:没|没有|不想|不|不用|懒得|冇|唔想|唔|未)\s*(?:打|评|给|俾|畀)分(?!\s*\d)|\b(?:did ?n[o']t|don'?t want to|not going to|won'?t) (?:rate|score)"
)
_VAGUE = pattern(
    r"优秀?|良好?|尚可|合格|不?及格分?|棒棒哒|好嘢|好掂|收货|中中哋|可能会|百分之百|俾|没毛病|冇问题|朋友|乐意|愿意|还行|还可以|还好|还不错|可以|不错|唔错|几好|几ok|都得|得啦|挺好|蛮好|挺方便|挺容易|方便|容易|简单|麻烦|很好|好好|非常好|好评|差评|中评|凑合|将就|过得去|冇得弹|完美|棒|厉害|赞|正|靓|差|"
    r"肯定推荐|会推荐|不会推荐|推荐|唔会介绍|一定介绍|介绍|愿意|唔会|不会|会|yyds|绝绝子|666+|999|\b(?:ok|okay|k|good|great|fine|nice|excellent|perfect|meh|mediocre|absolutely|never|not|neither|nor|likely|bad|poor|job|work|well done|done|awesome|amazing|brilliant|lovely|decent|acceptable|fair|alright|all right|"
    r"easy|hard|difficult|very|pretty|quite|it was|was|would|will|recommend|definitely|maybe|probably|happy|service|five+|four+|idk|top)\b"
)
_WEIGHS = pattern(
    r"优|良|尚可|合格|及格|嘢|掂|收货|中中哋|没毛病|唔会|不会|还行|还可以|可以|错|好|得|凑|将就|过|方便|容易|简单|完美|棒|赞|差|推荐|介绍|愿意|yyds|666|\b(?:ok|okay|k|gr8|likely|recommend|absolutely|never|mediocre|good|great|fine|nice|excellent|perfect|meh|bad|poor|awesome|amazing|brilliant|lovely|decent|acceptable|fair|alright|easy|hard|difficult|would|happy|five+)\b"
)
_AROUND = pattern(
    r"给|叭|我|觉得|感觉|就|那|都|也|很|非常|十分|真的|好|挺|蛮|师傅|服务|一定|肯定|谢谢|多谢|thanks?|thank you|[吧啦啰咯喇啊呀呢的哦喔嘞了嘅哈噢㖞\W_]|\b(?:lah|la|i|it|is|so|really|super|job|the|a|for|me|you|to|friends?)\b"
)
_LETTER = pattern(r"^\s*[a-f]\s?(?:[+-]|plus|minus)?\s*$")
_AGREED = pattern(r"^\s*好(?:的|吧|啊|呀|啦|嘞|咯)?[\s.。!~]*$")
"""An acknowledgement is no praise."""
_PICTURES = pattern(r"^[\s*\u20e3\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55]+$")
_READ = 400
"""Characters of a message that are read for a score: who writes more tells a story."""
_LED = pattern(r"(?:我|就|那)?(?:给|給|打|评|評|俾|畀|rate|give)\s*(?:个|個|it|a)?\s*$")
_EDGES = " \t\n,，.。!！;；:：、~～-—–…"


def rated(text: str, scale: Scale) -> Rated:
    """What the words say on the scale that was asked. Of messages without a hazard only: what danger the rules of hazards are
    sure of is respected here, the trained judge is not asked."""
    shown = clean(text)
    if _dangerous(shown):
        return Rated(None, scale.highest, rest=shown)
    even = flat(shown[:_READ])
    facets = low_sides(even)
    if scale.words == "yes":
        return _answered(shown, even, facets)
    heard = _hear(even, scale)
    rest, scorn = _rest(shown, heard.figure), heard.scorn
    if heard.figure is None:
        note: Note = "unclear" if heard.unclear else ""
        return Rated(None, scale.highest, note, rest, scorn, facets)
    score, note = _on(scale, heard.figure)
    lowest = note == "out_of_range" and scale.words == "satisfied"
    return Rated(score, scale.highest, note, rest, scorn or lowest, facets)


@lru_cache(maxsize=64)
def said(text: str) -> tuple[Score | None, bool]:
    """The score on the scale it was said on, and whether the words answer a question for a score at all. Without a named scale it
    is out of 5, 10 or 100, the first that holds it; 0 stays 0, and less is 0."""
    shown = clean(text)
    heard = _hear(flat(shown[:_READ]), CSAT)
    figure = heard.figure
    if figure is None:
        return None, heard.unclear
    of = figure.of or (5 if figure.value is None or figure.value <= 5 else 10 if figure.value <= 10 else 100)
    return Score(max(0.0, of if figure.value is None else figure.value), of), True


def _dangerous(shown: str) -> bool:
    return any(alarm.sure and not alarm.cancelled for alarm in hazards.alarms(fold(shown)))


def _hear(even: str, scale: Scale) -> _Heard:
    least = _LEAST.search(even)
    if least:
        return (
            _Heard(Figure(_least(least, scale), None, *least.span()), scorn=True)
            if scale.lowest
            else _Heard(None, True, True)
        )
    no_zero = _NO_ZERO.search(even)
    masked = _NO_ZERO.sub(lambda hit: "," * len(hit.group()), even)
    units, lone = figures(masked), lone_figures(masked)
    found = units or lone
    word = verdict(even, scale.words) if scale.words else verdict(even, "satisfied") and UNCLEAR
    if not found:
        return _worded(even, word, scale)
    heard = _figured(masked, found, lone)
    apart = (
        scale.words == "satisfied"
        and word is not None
        and heard.figure is not None
        and _contradicts(heard.figure, word)
    )
    return (
        _Heard(None, unclear=True, scorn=scornful(even))
        if apart
        else _Heard(heard.figure, heard.unclear, scorn=_scorn(no_zero, heard.figure))
    )


def _least(hit: re.Match[str], scale: Scale) -> int:
    """Even the lowest is too much; even nothing would be."""
    return -1 if hit["n"] in ("0", "零", "zero") else scale.lowest


def _scorn(no_zero: re.Match[str] | None, figure: Figure | None) -> bool:
    """ "I would give zero if I could"; not "six if I could"."""
    return no_zero is not None and figure is not None and figure.value is not None and figure.value <= 1


def _figured(text: str, found: list[Figure], lone: list[Figure]) -> _Heard:
    """The one figure that stands, or "unclear": of those with a unit, or, where these were taken back, of the lone numbers."""
    stand, unsure = believed(text, found)
    if not stand:
        stand, unsure = believed(
            text, [one for one in lone if all(one.end <= two.start or two.end <= one.start for two in found)]
        )
    if unsure or in_doubt(text, found) or len({(figure.value, figure.of) for figure in stand}) != 1:
        return _Heard(unclear=True)
    return _Heard(stand[0])


def _worded(even: str, word: float | None, scale: Scale) -> _Heard:
    other = "agree" if scale.words == "satisfied" else "satisfied"
    if word is not None and word != UNCLEAR:
        return _Heard(Figure(word, scale.highest, len(even), len(even)))
    unclear = (
        word == UNCLEAR
        or in_doubt(even, ())
        or _vague(even)
        or (not _REFUSES.search(even) and verdict(even, other) is not None)
    )
    return _Heard(unclear=unclear, scorn=unclear and scornful(even))


def _vague(even: str) -> bool:
    """Praise or blame that is no step of a scale, and nothing else said."""
    if _PICTURES.match(even):
        return True
    if _LETTER.match(even):
        return True
    if _AGREED.match(even):
        return False
    return (
        bool(_WEIGHS.search(even)) and len(even) <= 40 and not _AROUND.sub("", _VAGUE.sub("", even)).strip()
    )


def _contradicts(figure: Figure, word: float) -> bool:
    """A figure of five beside words two steps away, or beside words that are no step and mock it."""
    return (
        figure.of in (None, 5)
        and figure.value is not None
        and word != UNCLEAR
        and abs(figure.value - word) >= 2
        and figure.value <= 5
    )


def _on(scale: Scale, figure: Figure) -> tuple[int | None, Note]:
    value = float(scale.highest if figure.value is None else figure.value)
    if figure.of not in (None, scale.highest):
        return None, "other_scale"
    if value != int(value):
        return None, "unclear"
    if value > scale.highest:
        return None, "other_scale"
    return max(int(value), scale.lowest), "out_of_range" if value < scale.lowest else ""


def _answered(shown: str, even: str, facets: tuple[str, ...]) -> Rated:
    said_so = yes_or_no(even)
    if said_so is None:
        return Rated(
            None,
            1,
            "unclear" if figures(even) or lone_figures(even) or _vague(even) else "",
            shown,
            False,
            facets,
        )
    if said_so == UNCLEAR:
        return Rated(None, 1, "unclear", shown, False, facets)
    first, _, more = re.sub(r"[，。!！;；\n]", ",", shown).partition(",")
    return Rated(int(said_so), 1, "", shown[len(first) :].strip(_EDGES) if more else "", False, facets)


def _rest(shown: str, figure: Figure | None) -> str:
    """The words without the figure; a verdict in words stays, for it is their own."""
    if figure is None:
        return shown
    before_it = _LED.sub("", shown[: figure.start])
    before, behind = before_it.strip(_EDGES), shown[figure.end :]
    behind = re.sub(r"^\s*(?:分|[吧啦囉咯喇啊呀呢的])+(?=\s|[,，.。!！]|$)", "", behind).strip(_EDGES)
    return " ".join(part for part in (before, behind) if part)
