"""Yes or no to a question of perception ("did he wear shoe covers?") or of will ("would you buy again?"), said in words. Called by ratings."""

from __future__ import annotations

from nlu.figures import pattern

UNSURE = 0.5
_END = (
    r"(?:[吧啦啰咯喇啊呀呢的哦喔嘞了嘅㖞喎哇\s~～!！。.…👍🙏]|\b(?:thanks|thank you|sir|please|lah|la)\b)*+$"
)
_FIRST = pattern(r"[,，。!！;；\n]|\.(?=\s|$)|(?<=[\u4e00-\u9fff])\s+|\bbut\b|但是?|不过")
_SEEN = r"(?:看|看见|看到|见|见到|戴|戴鞋套|穿|穿鞋套|着|着鞋套|做|做到|带|收到|听到|讲|说|介绍|清理|打扫|扫|扫地|通知|提醒|执|收拾|铺|铺垫|问|留意到)(?:过|咗|到|了|鞋套|工牌|证件)?"
_DOUBT = pattern(
    r"不知|不清楚|唔知|唔清楚|唔记得|不记得|忘了|忘记|唔见|唔系好|有的有|有些有|唔肯定|不确定|没注意|没留意|冇留意|冇注意|没在意|好像|好似|应该|可能|也许|或者|大概|有没有|有冇|是不是|系咪|说不准|"
    r"not sure|did ?n[o']t notice|unsure|don'?t know|dunno|\bidk\b|no idea|can'?t remember|don'?t remember|maybe|perhaps|probably|i think so|not really|sort of|kind of|yes and no|sometimes|没问题|冇问题|no problem|有问题|[?？]"
)
_YES = pattern(
    rf"^[\s\W]*(?:(?:当然|真的|真系|都|我|我们|肯定|一直)?(?:有{_SEEN}|有是有|有|{_SEEN}(?<=[到了过咗])|是|对|系|嗯+|正确|没错|冇错|啱|会|愿意|想|要)|yes|yeah|yep|yup|ya|sure|(?:they|he|she|it) (?:did|was|were|does)|indeed|of course|definitely|absolutely|✅)"
    r"(?:\s*(?:有|是|对|系|都有|(?:they|he|she|it|i|we) (?:did|do|does|was|were|is|has|had|have|would|will)|sir|indeed|definitely))?"
    + _END
)
_NO = pattern(
    rf"^[\s\W]*(?:(?:真的|都|我|我们|根本|完全|从来)?(?:(?:没有?|冇|未|唔|不)(?:{_SEEN})|没有|没|冇|无|不是|不|否|唔系|未有|唔会|不会|(?:不|唔)(?:愿意|想|要))|no|nope|nah|never|❌)"
    r"(?:\s*(?:没有|冇|(?:they|he|she|it|i|we) (?:did not|didn'?t|do not|don'?t|was not|wasn'?t|were not|weren'?t|hasn'?t|haven'?t|would not|wouldn'?t|will not|won'?t)(?: \w+){0,3}|not at all|sir))?"
    + _END
)


def yes_or_no(text: str) -> float | None:
    """1 for yes, 0 for no, UNSURE for an answer that is neither, None for no answer; of a flat text, by its first clause."""
    first = next((part for part in _FIRST.split(text) if part.strip()), "")
    yes, no = bool(_YES.search(first)), bool(_NO.search(first))
    if _DOUBT.search(text if len(text) < 12 else first):
        return UNSURE
    return float(yes) if yes != no else None
