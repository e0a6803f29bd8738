"""The rule layer alone: which wordings are alarms, and what takes the danger out of them."""

import pytest

from nlu.hazards import alarms
from nlu.meaning import HAZARDS
from nlu.normalise import fold

ALARMS = {
    "fire": ["6号楼楼道冒烟！", "着火了快来人", "垃圾桶出煙呀", "隔壁火燭呀", "theres smoke coming from the bin room", "FIRE in the kitchen", "my e-bike is on fire"],
    "gas": ["家里有股煤气味", "成陣煤氣味 廚房嗰邊", "smell gas in corridor 15/F", "臭鸡蛋味从灶台出来", "rotten eggs by the stove"],
    "carbon_monoxide": ["洗完澡头晕恶心 热水器在屋里", "CO alarm is screaming", "一氧化碳报警"],
    "lift_trapped": ["电梯困人了 9栋 有个老人 快", "𨋢困咗人呀！！2座", "lift stuck between 8 and 9, 3 ppl inside", "we are stuck in the lift"],
    "flood": ["水管爆了 满屋水", "爆水喉呀", "burst pipe flooding the flat", "water pouring through the ceiling"],
    "electric": ["插座冒火花", "有人触电了", "burning smell from the socket", "sparks from the fuse box"],
    "intruder": ["有人撬我家门", "屋企有賊", "i think someone is trying to open my door rn", "there is a burglar in my flat"],
    "burglary": ["家里被盗了", "屋企好似俾人爆咗格", "someone broke in last night while we were out"],
    "medical": ["阿婆暈咗喺平台", "我爸没有呼吸了", "he collapsed and is not breathing", "call an ambulance"],
    "self_harm": ["活着没意思 我在顶楼", "唔想做人喇", "i want to die", "going to jump off the roof"],
    "violence": ["有人拿刀砍人", "楼下打架了", "he is hitting me", "man with a knife in the lobby"],
    "falling_object": ["外墙瓷砖掉下来差点砸到孩子", "大堂冧咗塊石屎落嚟", "chunk of concrete fell off the balcony above"],
    "missing_person": ["我妈一个人在家 一直不接电话", "孩子不见了", "my mum isnt answering her door", "lost my daughter near the pool"],
    "structure": ["楼要塌了", "爆炸了", "the ceiling beam is cracking and the wall is leaning", "there was an explosion"],
    "storm": ["台风把窗吹飞了", "地库进水了 雨太大", "basement is flooding from the rain"],
}  # fmt: skip

QUIET = {
    "idiom": ["我真的火大了", "火滾！成個月無人覆", "气炸了", "吵死了 救命稻草都没有", "the garden team is on fire 🔥", "dying of heat in here", "this bill is a bomb", "吃火锅去", "daylight robbery these fees"],
    "gas bill": ["天然气费在哪交", "煤氣費點交", "is the gas bill included"],
    "denied": ["不是漏气 是燃气表走得太快", "唔係漏煤氣 係想轉個爐頭", "it was not a fire", "no smell of gas"],
    "over": ["昨天着过火已经灭了", "the fire was put out yesterday", "上周电梯困人的事"],
    "imagined": ["如果电梯困人打哪个", "万一着火怎么办", "what if someone gets stuck in the lift", "怕引起火灾"],
    "drill": ["消防演习几点开始", "is the fire drill on friday", "smoke alarm battery needs replacing"],
}  # fmt: skip


def live(text):
    return [alarm.hazard for alarm in alarms(fold(text)) if alarm.sure and not alarm.cancelled]


def test_every_hazard_has_wordings():
    assert set(ALARMS) == set(HAZARDS)


@pytest.mark.parametrize(
    ("hazard", "text"), [(hazard, text) for hazard, texts in ALARMS.items() for text in texts]
)
def test_a_dangerous_wording_is_an_alarm(hazard, text):
    assert hazard in live(text)


@pytest.mark.parametrize(("why", "text"), [(why, text) for why, texts in QUIET.items() for text in texts])
def test_a_danger_that_is_none_is_no_alarm(why, text):
    assert live(text) == []


def test_a_question_about_a_present_danger_is_an_alarm():
    assert live("是不是漏气了") == ["gas"]


def test_the_most_dangerous_alarm_comes_first():
    assert live("水管爆了满屋水 插座冒火花 还着火了")[0] == "fire"
