"""How the person complains and what risks the words carry, for staff only. Called by parse.

Stances after A06-A10 of the requirements: a monitor points out a fault, a rational person wants an answer, a negotiator
compensation, a victim sympathy, an advocate tells of satisfaction. Risks: meaning.md, "Risks".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlu.meaning import RISKS, Matter
from nlu.needles import Guarded, shingles

_NEGOTIATOR = re.compile(
    r"(赔|补偿|减免|退(钱|款|费|还|一赔)|打折|免(了|除|掉)?.{0,4}(费|物业)|索赔|损失.{0,6}(谁|承担|负责)|误工费|精神损失|折扣|抵(扣|物业)|不交(物业)?费|拒交|扣(物业费|钱))"
    r"|\b(compensat\w*|reimburs\w*|refund\w*|waive\w*|discount|damages|pay (me|us|for)|who pays|claim|deduct\w*|withhold\w*|rebate|goodwill|money back|make it right|reduction|credit)\b"
)
_VICTIM = re.compile(
    r"(求求|可怜|崩溃|睡不着|睡不好|没法睡|受不了|撑不住|哭|太难了|无助|绝望|折磨|孕妇|老人.{0,8}(怎么|没法|受不)|孩子.{0,8}(怎么|没法|害怕|生病|发烧|吓)|失眠|抑郁|神经衰弱|心力交瘁|生病|害怕|没人管我|欺负|委屈|好惨|血压|心脏不好|熬不住|身心)"
    r"|\b(can not sleep|no sleep|begging|in tears|crying|desperate|exhausted|at my wits|suffering|helpless|my (baby|child|kids?|mother|mum|dad|elderly) (is|are|can not|has)|anxious|anxiety|nightmare|stressed|stressful|scared|ill because|heartbroken|breaking point|sleepless|please help|pregnant|disabled|depress\w*|traumati\w*|unbearable)\b"
)
_RATIONAL = re.compile(
    r"(说法|解释|答复|依据|说明|为什么|为何|原因|理由|明确|书面|回复我|什么规定|凭什么|给个|交代|到底|合理|具体|公示)"
    r"|\b(explain|explanation|why|reason\w*|basis|clarify|clarification|in writing|written|on what grounds|answer|justify|justification|evidence|breakdown|transparen\w*|timeline|response)\b"
)
_ADVOCATE = re.compile(
    r"(推荐(给)?|一直(都)?(很)?(支持|满意|信任)|老业主|会告诉|介绍(给)?朋友|好评|住(着|得)(很)?(舒心|满意|放心|幸福)|越来越好|点赞|表扬|锦旗|最好的(物业|小区)|为你们|骄傲)"
    r"|\b(recommend\w*|proud|love living|best (management|estate|team|building)|tell (my|all|everyone)|loyal|happy to live|keep (it )?up|always (been )?(great|good|happy|helpful)|shout ?out|kudos|well done|amazing|brilliant)\b"
)
_FAULT = re.compile(
    r"(应该|必须|不作为|监督|整改|改进|管理不善|失职|形同虚设|没人管|管不管|不合格|不到位|不专业|不规范|多次|反映|提醒|注意|责任)"
    r"|\b(should|must|needs? to|not acceptable|unacceptable|standards?|poor|failing|fail(ed|ure)?|negligen\w*|neglect\w*|improve|duty|responsib\w*|not doing)\b"
)

_RISK_WORDS = {
    "media": Guarded(
        r"(抖音|微博|小红书|媒体|电视台|记者|曝光|朋友圈|快手|上新闻|爆料|报社|热搜|头条|知乎|b站|发(到)?(网|群|视频|网上)|挂(到)?网|传到网|直播|脸书|面书|蘋果|报纸|新闻台|讨论区|网红|周刊|公众号|短视频|ptt|dcard|threads|连登)"
        r"|\b(press|media|newspapers?|reporters?|journalists?|twitter|facebook|instagram|tiktok|youtube|linkedin|reddit|google review|trustpilot|go viral|viral|post (this|it|about|the|a|my) ?(online|on|video|photos?|everywhere|review)?|social media|tv (station|news|crew)|the news|name and shame|influencer|yelp|xiaohongshu|bbc|daily mail|blog|one star review)\b"
    ),
    "legal": Guarded(
        r"(法院|起诉|律师|诉讼|告你们|仲裁|打官司|法律|告上|上法庭|告到|法庭|审裁|索偿|律师函|律师信|公证|维权官司|法务|民事|小额钱债|土审|入禀)"
        r"|\b(court|lawyers?|solicitors?|sue|suing|sued|legal|tribunal|litigation|attorney|lawsuit|small claims|barrister|law suit|injunction|legal action|breach of contract)\b"
    ),
    "authority": Guarded(
        r"(12345|12315|12369|96333|住建|街道办|街道|信访|市长|消协|消费者委员会|消费者协会|工商|房管|城管|派出所|报警|居委|社区|监管局|民政事务|渗水办|区议员|议员|食环|屋宇署|消委会|申诉专员|政府|环保|市场监管|消防(部门|大队|局|支队|投诉)|纪委|廉署|廉政|物监局|建委|执法|举报到|1823|1999|里长|市政|县政府|市政府|调解委员会|民政|警察|公安|110|质监|安监|卫健|机电署|地政)"
        r"|\b(ombudsman|council|councillor|authorit(y|ies)|regulator|government|trading standards|environmental health|mp\b|local mp|police|fire department|building department|buildings department|hdb|town council|watchdog|health and safety executive|hse|district office|housing authority|hotline|ico|311|city hall|inspector|code enforcement|health department|consumer council|case trust|redress scheme|first tier|property ombudsman|bca|nea|lta|mayor)\b"
    ),
    "group": Guarded(
        r"(业主群(里)?(都|已经|准备|商量|要|联)|联名|联合(其他|起来|投诉|业主|大家|签)|集体|大家一起|一起(去|投诉|告|维权|抵制|拒交|签|找|上)|几十户|几十个业主|上百户|维权|拉横幅|签名|串联|抱团|组织业主|组织了|我们(全楼|整栋|几户|这栋楼).{0,6}(一起|联合|决定|商量|准备)|拉群|众筹|全体业主(要|决定|将)|一致决定|罢交|请愿|游行|示威|聚众|业主们(准备|决定|要|一起|打算))"
        r"|\b(petition|all of us (will|are|have|agreed)|neighbours and i|group of (us|residents|owners|neighbours)|(residents|owners|neighbours|tenants|households|families) (are |have |will |all )?(together|organis\w*|organiz\w*|sign\w*|agreed|plan\w*|getting together|withhold\w*|joining|banding|united|acting)|collectively|collective|class action|joint (complaint|letter)|signed by|protest|boycott|sign(ed|ing)? (a |the )?(letter|petition)|rent strike|whatsapp group (is|are|has|have|agreed|planning)|banding together|(\d+|dozens of|several|other) (households|owners|residents|families|neighbours) (are|have|will|and i|signed|with me|joining))\b"
    ),
    "threat": Guarded(
        r"((打|揍|砍|弄|杀|捅|收拾|废|灭|干|抽|扇)(死)?了?(你们?|他们?|那个?(保安|物业|经理|人)|保安|经理)(?!电话|的电话|扫|印|理|广告)|砸了?(你们|物业|门岗|岗亭|办公室|前台)|小心(你|点|我)|走着瞧|等着瞧|弄死|同归于尽|让你们(好看|死|后悔)|放火|烧了(你|物业|办公室)|要你(命|好看)|见一次打一次|不客气了|带人(去|来|砸)|拿刀|找人(打|收拾|弄|搞)|打断|血债|剁|划(你|他|车|了)|扎(胎|车胎)|撞死|锁车|泼油漆|拆了(你|道闸|物业)|砸(掉|烂|车|了它|道闸|锁|门|摄像头)|毒死(他|它|那))"
        r"|\b((beat|punch|kill|hurt|hit|smash|slap|knock|break|burn|stab|strangle|kick)( (up|down|in))? (you|him|her|them|your|his|the (guard|manager|staff|office|barrier|gate|window|car|door|camera|concierge|idiot))|you will (be sorry|regret)|watch (your|his|her) back|watch out|someone (will|is going to) get hurt|deal with (him|it|them) myself|take matters into my own hands|burn (it|the place|your office) down|make (you|him|them|her) pay|i know where|come down there and|slash (his|her|the|your|their)|key (his|her|the|their) car|smash (his|her|their|it|your)|rip (the|it|that) |poison (the|that|his|her))\b"
    ),
    "injury": Guarded(
        r"(受伤|摔伤|摔了|摔倒|摔断|骨折|流血|出血|缝(了)?(\d|几|两|三)?针|砸伤|砸到(头|脚|人|手|孩子)|砸中|划伤|割伤|割到|烫伤|烧伤|夹伤|夹到手|夹(了|到)(手|人|孩子|脚)|咬伤|被.{0,6}咬|扭伤|撞伤|滑倒|跌伤|跌倒|绊倒|擦伤|刮伤|破皮|磕(破|伤|到)|电伤|打伤|打(破|得).{0,4}(头|血|伤)|触电(了|受)|肿|被电(到|了|伤)|伤到|伤了|电了我|绊了|崴)"
        r"|\b(injur\w*|hurt (my|his|her|himself|herself|myself|their|badly)|(was|got|been|is|were) hurt|broke (my|his|her) (arm|leg|hip|wrist|ankle|ribs?|toe|collarbone|nose)|broken (arm|leg|hip|wrist|ankle|rib|bone)|fractur\w*|sprain\w*|stitches|bleed\w*|cut (my|his|her) (hand|finger|foot|leg|head|arm|knee)|bruis\w*|burned (my|his|her)|burnt (my|his|her)|slipped|tripped|bitten|bit (me|my|him|her)|twisted (my|his|her)|concussion|a&e|hit (my|his|her|me|him) (on|in) the|knocked (over|down|me)|electric shock|scald\w*|wounded|crushed|trapped (his|her|my) (hand|finger|fingers)|fell (down|over|on the (stairs|ice|step)))\b"
    ),
    "repeat": Guarded(
        r"(第[二三四五六七八九十\d]+(次|回)|[两二三四五六七八九十百几多n\d]+(次|遍|回)(了|都|还|也|报|找|没|反|投|打)|又双叒|反复|老(是|问题|样子|毛病)|再次|屡次|多次|每次|一直反映|又(坏|漏|堵|停|来|不|没|出|跳|渗|是|开始|反|返|塌|滴|裂|响|吵|臭|黑|停电|停水|掉|犯|复发|失灵|故障|发生|这样|拖|爆|被|在)|(报|说|投诉|反映|催|打电话|找|修|打)(过|了).{0,6}(好多|很多|几|无数|多少|n|两|三|四|\d)(次|遍|回)|修(了|过|完|好).{0,10}(又|还|再|没几|没过|不到|依旧|照样|仍)|又坏|还是(坏|漏|堵|没修|老样|这样|一样|不)|(几|多少|无数|n)(次|遍)|上次修|复发|隔三差五|三天两头|屡教不改|屡次)"
        r"|\b(again|(second|third|fourth|fifth|2nd|3rd|4th|5th|nth|umpteenth|tenth|sixth|hundredth) time|(two|three|four|five|several|many|multiple|countless|dozen|\d+|so many|a few) times|times (now|already)|repeatedly|keeps? (happening|coming back|breaking|leaking|failing|tripping|going|stopping)|keep (reporting|asking|complaining|having|getting|telling|chasing)|still (leaking|broken|not fixed|not working|happening|the same|dripping|no|there)|came back|come back|is back|back again|same (problem|issue|fault|thing|leak)|recurring|recurs|once more|yet again|already reported|reported (this|it)( \w+)? (before|already|twice|again|several|three|last)|twice|after (the|your|being|it was) (repair\w*|fix\w*)|since the repair|every (week|time|month|day)|always)\b"
    ),
}
_REPEAT_NOT = re.compile(
    r"(多少次卡|每次(多少|收|几)|一次几)|\b(thanks again|hello again|hi again|hope .* again|see you again|again thank)\b"
)
_COMPLAINING = frozenset({"complaint", "dispute", "follow_up"})


def stance(folded: str, read: Sequence[Matter]) -> str:
    """One of STANCES. Only those who complain, chase or praise take one; the rest is neutral."""
    intents = {matter.intent for matter in read}
    if "emergency" in intents:
        return "neutral"
    if _NEGOTIATOR.search(folded) and intents & (_COMPLAINING | {"repair"}):
        return "negotiator"
    if intents & (_COMPLAINING | {"handoff", "repair"}) and _VICTIM.search(folded):
        return "victim"
    if intents & _COMPLAINING:
        return "rational" if _RATIONAL.search(folded) else "monitor"
    if "praise" in intents or (_ADVOCATE.search(folded) and intents & {"suggestion", "rating"}):
        return "advocate"
    return "monitor" if intents & {"repair", "suggestion"} and _FAULT.search(folded) else "neutral"


def risks(folded: str, read: Sequence[Matter]) -> tuple[str, ...]:
    """Those of RISKS that the words carry, in that order."""
    seen = shingles(folded)
    found = {
        name for name, words in _RISK_WORDS.items() if words.can_match(seen) and words.pattern.search(folded)
    }
    if any(matter.code == "construction.repeat_fault" for matter in read):
        found.add("repeat")
    elif "repeat" in found and (_REPEAT_NOT.search(folded) or not _reports(read)):
        found.discard("repeat")
    return tuple(name for name in RISKS if name in found)


def _reports(read: Sequence[Matter]) -> bool:
    return any(
        matter.intent in ("repair", "complaint", "follow_up", "dispute", "emergency", "handoff")
        for matter in read
    )
