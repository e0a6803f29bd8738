"""How fast a matter must be seen: E0 danger to life, E1 urgent, N normal, L low. Source: meaning.md, "Doubtful cases"."""

from __future__ import annotations

import re
from collections.abc import Callable

_LOW = frozenset(
    {"suggestion", "praise", "rating", "rsvp", "smalltalk", "out_of_scope", "preferences", "affirm", "deny"}
)

_BOWL = re.compile(
    r"(水渍|水印|发霉|霉|干了|有点潮|潮湿|返潮|受潮|痕迹|脸盆|盆子?接|桶接|接着|一滴一滴|偶尔|慢慢|轻微|有点渗|水龙头(关不紧|滴|漏|拧不紧)|滴答)"
    r"|\b(mould\w*|mold\w*|mildew|stain\w*|bowl|bucket|damp|old|dry|slow|slight\w*|small|tiny|occasional\w*|bit of|tap drips?|dripping tap|tap|faucet)\b"
)
_RUNNING = re.compile(
    r"(漏到|滴到|渗到|流到|楼下|楼上|一直|不停|还在|正在|很大|严重|越来越|哗|快来|马上|天花板|吊顶|滴水|漏水|往下|到处|满地|漏得|水管|喷|流|快)"
    r"|\b(coming|pouring|running|still|through|ceiling|into|from above|below|downstairs|upstairs|everywhere|now|asap|quick\w*|keeps|constant\w*|badly|leaking|dripping|gushing|urgent\w*)\b"
)
_WATER_GONE = re.compile(
    r"(没有?水|停水|断水|无水|没自来水|水停了|不出水|水来不了|一滴水(都|也)?没|没水用|全没水)(?!压|垢)|\b(no|without|have no|has no|any|zero) (running |cold |tap )?water\b(?! pressure| leak)|water (is |has )?(off|been off|gone|cut|stopped)|taps? (are |is |has |have )?(run |gone )?dry|not a drop"
)
_HOT = re.compile(r"热水|\bhot\b")
_POWER_GONE = re.compile(
    r"(停电|没有?电|断电|跳闸|全黑|黑了|推不上|合不上|没了电|全屋黑|整屋.{0,3}黑|电没了|没来电|黑漆漆|漆黑)"
    r"|\b(no (power|electric\w*)|power (is |has |just )?(out|off|gone|went|cut|been|failure|dead)|blackout|outage|without (power|electricity)|electric\w* (is |has )?(off|gone|out|cut)|breaker|trip\w*|fuse\w*|rcd|everything (went|is) (off|dark)|went dark|lost power|half the flat|in the dark|(dead|off) in (my|the) (whole )?flat)\b"
)
_SEWAGE = re.compile(
    r"(返水|返上|倒灌|往上冒|冒上来|涌上来|冒粪|粪水|污水|往上返|反上来|溢出|漫出|漫到|满地|全淹了|淹|涌出|冒出来|倒流)|\b(sewage|backing up|back(s|ed)? up|coming (back )?up|comes (back )?up|overflow\w*|came up|bubbling up|brown water|flooding|raw|rising)\b"
)
_LIFT_OUT = re.compile(
    r"(抖|晃|异响|响|声音|按钮|按键|慢|灯|脏|风扇|镜子|地板|空调|显示|味|臭|吱|广告|扶手|语音|对讲|刮|抖动|不平|颠|闷热|小票)"
    r"|\b(button|noise|noisy|light|slow|fan|mirror|screen|shak\w*|judder\w*|display|smell\w*|squeak\w*|squeal\w*|panel|floor mat|jerk\w*|rattl\w*|grind\w*|music|bell|bumpy|level|handrail|wobbl\w*|dirty|voice|scratch\w*|loud|uneven|mislevel\w*)\b"
)
_LIFT_DEAD = re.compile(
    r"(坏|停|不动|用不了|不能用|不来|死|故障|罢工|停运|不工作|爬楼|走楼梯)|\b(out|broken|not working|dead|down|stopped|off|will not (move|come)|does not (work|come|move)|stairs|no lift|out of (order|service)|stuck)\b"
)
_ENTRY = re.compile(
    r"(入户|大门|家门|防盗门|锁不上|关不上|锁不住|反锁不|进不去|进不了|打不开|开不了|锁坏|锁芯|被锁|锁在|钥匙|门锁|密码锁|指纹锁|门关不|锁不|回不了)"
    r"|\b(front|entrance|main|flat door|entry|lock(ed)?|key\w*|can not (lock|close|get in|get out|shut)|will not (lock|close|shut|latch|open)|does not (lock|close|shut|latch)|deadbolt|locked out|latch)\b"
)
_INNER = re.compile(
    r"(卧室|房门|房间门|书房|浴室门|厕所门|柜|信箱|主卧|次卧|室内门|阳台门|厨房门|储物)|\b(bedroom|bathroom|cupboard|closet|wardrobe|letter ?box|mailbox|inner|kitchen door|interior|toilet door|drawer|study|balcony)\b"
)
_NO_LOCK = re.compile(
    r"(锁不上|关不上|锁不住|关不严|锁坏|进不|打不开|开不了|坏|掉|断|被锁|锁在|没法锁|不能锁|卡|锁不)|\b(will not|can not|does not|not|broken|stuck|jammed|out|snapped|locked|faulty|dead|fell|loose|unable)\b"
)
_BUILDING = re.compile(
    r"(整栋|全楼|整楼|全栋|整个(小区|楼|单元)|大楼|楼里|单元|全小区|都没|整座|整幢|一栋)|\b(whole|entire|building|block|tower|every(one|body)?|all)\b"
)
_BREAK_IN = re.compile(
    r"(撬|撬痕|被人动过|贼|闯入)|\b(forced|jemmi\w+|tamper\w*|pry marks|break-?in|prised)\b"
)
_PUBLIC_LOCK = re.compile(
    r"(关不上|锁不上|敞开|开着|常开|谁都能进|锁坏|锁不住|关不住|大开)|\b(will not (close|lock|shut|latch)|does not (close|lock|shut|latch)|wide open|stuck open|anyone can|unlocked|propped|not closing|not locking|can not (lock|close|shut)|stays open)\b"
)


def urgency(intent: str, code: str | None, folded: str) -> str:
    """E0, E1, N or L for one matter, from its code and its words."""
    if intent == "emergency":
        return "E0"
    if intent in _LOW:
        return "L"
    if code is not None and _urgent(code, folded):
        return "E1"
    return "N"


def _urgent(code: str, folded: str) -> bool:
    check = _CHECKS.get(code)
    return check(folded) if check else code in _ALWAYS


_ALWAYS = frozenset({"public.power", "community.fire_lane"})


def _leak(folded: str) -> bool:
    return bool(_RUNNING.search(folded)) and not _BOWL.search(folded)


def _lift(folded: str) -> bool:
    return bool(_LIFT_DEAD.search(folded)) or not _LIFT_OUT.search(folded)


def _door(folded: str) -> bool:
    return bool(_NO_LOCK.search(folded)) and not _INNER.search(folded)


def _no_water(folded: str) -> bool:
    return bool(_WATER_GONE.search(folded)) and not _HOT.search(folded)


_CHECKS: dict[str, Callable[[str], bool]] = {
    "home.leak": _leak,
    "home.drain": lambda folded: bool(_SEWAGE.search(folded)),
    "home.water_supply": _no_water,
    "public.water_pump": _no_water,
    "home.electrical": lambda folded: bool(_POWER_GONE.search(folded)),
    "public.lift": _lift,
    "home.door_lock": _door,
    "public.access": lambda folded: bool(_PUBLIC_LOCK.search(folded)),
    "community.upstairs_leak": _leak,
    "home.window": lambda folded: bool(_BREAK_IN.search(folded)),
    "service.security": lambda folded: bool(_BREAK_IN.search(folded)),
}
