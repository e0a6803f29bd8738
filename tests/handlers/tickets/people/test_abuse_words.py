"""What counts as abuse of staff, as a table: insults at the reader, and never anger about the matter."""

from __future__ import annotations

import pytest

from handlers.tickets.people.abuse_words import Abuse, is_abuse


@pytest.mark.parametrize(
    "words",
    [
        "你们都是一群废物，修个水管修三天",
        "傻逼物业",
        "滚蛋，叫你们经理来",
        "你哋班廢柴食屎啦",
        "仆街，整咗三次都未好",
        "屌你老母",
        "you are all idiots, three weeks for a tap",
        "Fuck you and your lift",
        "you bunch of morons",
        "Shut up and send somebody",
    ],
)
def test_insults_at_the_reader_are_abuse(words: str) -> None:
    assert is_abuse(words)


@pytest.mark.parametrize(
    "words",
    [
        "我真的火大了，这都第几次了！！！",
        "垃圾桶又满了，臭死了",
        "你们的垃圾房没人打扫",
        "保安骂我傻逼，我要投诉",
        "the guard called me an idiot in front of my kids",
        "This fucking lift is stuck AGAIN",
        "他妈的电梯又坏了",
        "You are useless, I will complain to 12345",
        "唔想做人喇",
        "我想去死",
        "this is stupid",
        "你們效率真高，三個星期了",
        "The dog of the neighbour barks all night, are you dog friendly?",
        "You left dog mess on the stairs",
        "保安鬧我廢柴",
    ],
)
def test_anger_judgement_and_what_is_told_of_others_are_not(words: str) -> None:
    assert not is_abuse(words)


def test_a_handover_is_offered_after_one_message_at_least() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        Abuse(rotate_after=0)
