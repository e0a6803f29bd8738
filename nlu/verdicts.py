"""A scale's own words: "very satisfied" is 5 of 5, "strongly agree" 7 of 7. Words that are no step of the scale are none. Called by ratings.

Source of the steps: CSAT's five answers and the seven of CES 2.0 (docs/requirements.md, I01).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from nlu.figures import PARTICLE, pattern

UNCLEAR = 0.5
"""A verdict that is no step of its scale: "nothing to be dissatisfied with", "quite satisfied"."""

_CLAUSES = pattern(
    r"[,，。!！;；?？\n]|\.(?=\s|$)|(?<=[\u4e00-\u9fff])\s+|\bbut\b|\bthough\b|但是?|不过|就是(?=[来有弄太])"
)
_WORDS = {"satisfied": r"满意(?!度|为止|调查|答复|方案|结果|程度)", "agree": "同意(?!书)"}
_NEAR = 24
"""Characters before the verdict that may turn it."""
_TWICE = pattern(r"(非常|很|十分|好|超|特别|[不唔]?满意|[不唔]?同意)\1+")
_STEPS: Mapping[str, Mapping[str, float]] = {
    "satisfied": {"much": 5, "plain": 4, "rather": 4, "hardly": 2, "not": 2, "not much": 1, "not rather": UNCLEAR},
    "agree": {"much": 7, "plain": 6, "rather": 5, "hardly": UNCLEAR, "not": 2, "not much": 1, "not rather": 3},
}  # fmt: skip
_MUCH = (
    "非常[之的]?|很|十分的?|特别|特|超级?|极其?|极度|极之|百分百|百分之百|完全|太|好|都好|真心|真系好|相当之?"
)
_HARDLY = "不太|不大|不怎么|不是很|不是太|不很|唔系几|唔系好|唔系太|唔系咁|唔太|唔多|唔几|唔系好"
_MAYBE = "挺|蛮|几|算是|算|还算|尚算|还|尚|基本|基本上|大致|勉强|都算系|算|稍微|谈不上|说不上|称不上|没有|没|冇|冇咩|无|未|不算|唔算|不能说|相当"
_HAN = {
    word: pattern(
        rf"(?P<lead>.*?)(?:(?P<maybe>{_MAYBE})|(?P<hardly>{_HARDLY})|(?P<little>有点|有些|有啲|有d|少少|比较|较|几|挺|蛮|颇)?(?P<much>{_MUCH}|一点都|一点也|一点儿也|一啲都|毫|根本|丝毫)?(?P<no>不|唔)?(?P<so>是很)?){wording}(?P<tail>.*)$"
    )
    for word, wording in _WORDS.items()
}
_RISKY_LEAD = pattern(
    r"[不没唔冇未别非哪谁怎何如若要望才曾为难除直使让令包保证吗无]|以前|说(?!$)|点会|点可能|边个|每次都|没什么|冇咩|到(?!底)|上次"
)
_SAYS_SO = pattern(
    r"(?:我也?)?不会(?:打分|评)|不错|不好意思|不用谢|说实话|老实说|讲真|没得挑|就说|只能说|可以说|我说|说声|不用(?:说|讲)|没话说|冇话讲|没得说|师傅|到底"
)
_PLAIN_TAIL = pattern(rf"^(?:{PARTICLE}|\s)*(?:$|谢|多谢|唔该|辛苦|因|麻烦|师傅)")
_PLAIN_LEAD = pattern(
    r"(?:^|\s|[我们哋体示觉得务修量果理作度都就是系人妈爸也说嗯家啊呀]|还是|总的来说|师傅|也算是)$"
)
"""What may stand around a verdict without a degree: anything else is asked."""
_RHETORIC = pattern(
    r"满意个(?:屁|鬼|头|毛|P|p)|(?<![不几])(?:怎么|怎|点|咋|哪里?|哪儿)(?:可能|会|能|可以)?\s*满意|满意就(?:假|怪)|满意才怪|满意条铁|how (?:can|could) (?:i|anyone) be satisfied"
)
_ASKED = pattern(r"(?:满意|同意|satisfied|agree)\w{0,2}\s*[?？]")
_LOW_WORD = pattern(
    r"差评|差劲|(?:很|太|真|好|非常)差|极差|垃圾|poor\b|terrible|awful|worst|horrible|disgusting|useless"
)

_LATIN_FIX = pattern(
    r"\b(dis|un)?(?:sat(?:is|si)?(?:f|sf)i?[ei]*[ei]?d|satisifed|satified|satsified|satisfed|statisfied)\b"
)
_MIXED = pattern(r"(?<=[\u4e00-\u9fff])\s?satisfied\b")
_MUCHLY = (
    "very|extremely|totally|completely|highly|really|so|absolutely|super|100%|most|strongly|fully|entirely"
)
_LATIN = {
    "satisfied": (
        (3, r"neither satisfied (?:nor|or) (?:dis|un)satisfied"),
        (UNCLEAR, r"(?:not|isn't|wasn't|'m not|never|nobody|no one|who|how|can't|until|are you|if|would|will|want to be|hope|is|barely|hardly)\b[^,.]{0,24}\b(?:dis|un)satisfied|not (?:fully|entirely|completely|totally|100%|absolutely) (?:satisfied)"),
        (1, rf"(?:{_MUCHLY}) (?:dis|un)satisfied|not (?:at all )?satisfied at all|not at all satisfied|not satisfied (?:in the least|one bit)"),
        (2, r"(?:not|isn't|wasn't|ain't) (?:(?:very|really|too|that|so|particularly|all that) )?satisfied|(?:dis|un)satisfied"),
        (5, rf"(?:{_MUCHLY}) (?:satisfied|pleased)|(?:very|extremely|super|really|absolutely) happy(?! (?:to|if|when))"),
        (UNCLEAR, r"(?:quite|fairly|pretty|mostly|reasonably|generally|kind of|sort of|rather|more or less|partly|nobody|no one|how|until|are you|if|would be|will be|never|can't be|who|hardly|barely|once|is)(?: \w+){0,3} satisfied"),
        (4, r"somewhat satisfied"),
        (4, r"^\s*(?:(?:we're|they're|i'm|i|we|my \w+|overall|generally|yes|ok|well|all|both|i'm|we're|they're|am|are|were|was|feel|felt|is|have been|been|honestly|service|,)\s*)*+satisfied"),
        (UNCLEAR, r"satisfied"),
    ),
    "agree": (
        (4, r"neither agree (?:nor|or) disagree|neutral"),
        (1, rf"(?:{_MUCHLY}) disagree|disagree (?:{_MUCHLY})"), (3, r"(?:somewhat|slightly|partly) disagree"),
        (UNCLEAR, r"(?:don't|do not|can't|cannot|not) (?:really |fully |quite |entirely )?(?:dis)?agree"), (2, r"disagree"),
        (7, rf"(?:{_MUCHLY}) agree|agree (?:{_MUCHLY})"), (5, r"(?:somewhat|slightly|partly) agree"), (6, r"agree"),
    ),
}  # fmt: skip
_LATIN_STEPS = {
    word: [(step, pattern(rf"(?<![a-z]){wording}\b")) for step, wording in steps]
    for word, steps in _LATIN.items()
}
_BEFORE_MIDDLE = r"(?:满意度|评价|评分|:|那|我们|我|觉得|感觉|认为|也就|就|都|只能说|算系|算|嗯|呃|唉|还|做得|修得|得|嘅|的|d|系|师傅|手艺|态度|质量|效果|服务|总体|整体来说|整体|总的来说|来说|这次|今次|给个|俾个|it was|it is|it's|its|just|about|kind of|pretty|i'd say|service was|service|overall|honestly|well|um|uh|only|:|\s)*+"
_BEHIND_MIDDLE = r"(?:吧|啦|啰|咯|喇|啊|呀|了|的|哦|喔|呢|咁|水平|而已|囉|lor|lah|la|really|service|thanks|谢谢|多谢|i guess|tbh|~|…|\s)*+"
_MIDDLE = {
    "satisfied": pattern(rf"^\s*{_BEFORE_MIDDLE}\s*(?:一般般?|麻麻地?|麻麻哋|普普通通|普通|马马虎虎|中等|麻麻烦烦地|so[ -]?so|average|neutral)\s*(?:{_BEHIND_MIDDLE}$|[吧啦])"),
    "agree": pattern(rf"^\s*{_BEFORE_MIDDLE}\s*(?:中立)\s*{_BEHIND_MIDDLE}$"),
}  # fmt: skip
_MIDDLES = {"satisfied": 3, "agree": 4}
_FAILED = pattern(
    r"还在|还是(?:漏|没|坏|不|会|滴)|仲(?:系|未|喺度|漏)|没修好|未整好|整唔好|又坏|又漏|又来|第[二三四五六七八九十\d]+次|[二三四五六七八九十\d]+次(?:了|都|还)|白跑|白等|投诉|退钱|没人|冇人|不来|从来|still\b|third time|never\b|again\b|nobody|no one|\brefund"
)
"""Praise beside a failure is no praise."""


def verdict(text: str, word: str) -> float | None:
    """The step of the scale that a flat text names in the scale's words; UNCLEAR for a verdict that names none or two; None for
    no verdict. `word` is "satisfied" (1 to 5) or "agree" (1 to 7)."""
    text = _TWICE.sub(r"\1", text)
    text = _LATIN_FIX.sub(lambda hit: (hit[1] or "") + "satisfied", text)
    text = _MIXED.sub("满意", text)
    found = {step for clause in _CLAUSES.split(text) for step in _clause(clause or "", word)}
    if _RHETORIC.search(text) or _ASKED.search(text) or len(found) > 1:
        return UNCLEAR
    step = next(iter(found), None)
    failed = step is not None and step > _MIDDLES[word] and _FAILED.search(text)
    return UNCLEAR if failed else step


def scornful(text: str) -> bool:
    """Whether a verdict without a figure is a low one, so that a complaint may be offered."""
    return bool(_RHETORIC.search(text) or _LOW_WORD.search(text))


def _clause(clause: str, word: str) -> Iterator[float]:
    if _MIDDLE[word].search(clause):
        yield float(_MIDDLES[word])
    for step, wording in _LATIN_STEPS[word]:
        hit = wording.search(clause)
        if hit:
            yield float(step)
            break
    yield from _han(clause, word)


def _han(clause: str, word: str) -> Iterator[float]:
    plain = _SAYS_SO.sub("", clause)
    at = re.search(_WORDS[word], plain)
    hit = _HAN[word].match(plain[max(0, at.start() - _NEAR) :]) if at else None
    if hit is None:
        return
    second = re.search(_WORDS[word], hit["tail"])
    if hit["maybe"] or second or _RISKY_LEAD.search(hit["lead"]) or not _PLAIN_TAIL.search(hit["tail"]):
        yield UNCLEAR
        return
    if not (hit["hardly"] or hit["little"] or hit["much"] or hit["no"] or _PLAIN_LEAD.search(hit["lead"])):
        yield UNCLEAR
        return
    degree = "much" if hit["much"] else "rather" if hit["little"] else ""
    if hit["hardly"]:
        kind = "hardly"
    else:
        kind = " ".join(part for part in ("not" if hit["no"] else "", degree) if part) or "plain"
    yield (
        _STEPS[word][kind]
        if not (
            hit["little"]
            and hit["little"].startswith(("有", "少", "几", "挺", "蛮", "颇"))
            and word == "satisfied"
        )
        else UNCLEAR
    )
