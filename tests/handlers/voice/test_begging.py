"""Words of staff that ask owners for good scores are found in every voice we read; words about scores that ask for none are left alone."""

from __future__ import annotations

import pytest

from handlers.voice.begging import found


@pytest.mark.parametrize(
    "words",
    [
        "麻烦给个五星好评", "请您给我们打5分，谢谢", "维修已经完成，麻烦您帮忙打个满分", "希望您能给个好评", "求好评！", "评价的时候请选非常满意",
        "到时有电话回访，请务必说非常满意", "给师傅五星哦", "麻烦點一下五顆星", "記得俾個好評我哋", "請俾5分", "唔該俾返五星我哋吖", "拜託大家打滿分",
        "帮忙刷一下5星", "五星好评，谢谢您", "調查嗰陣麻煩揀最高分", "可唔可以俾個五星", "恳请各位业主支持，打10分",
        "Please give us 5 stars", "please rate us 10 out of 10", "Could you give my colleague a five-star rating?", "Kindly leave a positive review",
        "Don't forget to give us five stars", "Give us 5 stars", "If the survey calls, please say you are very satisfied: please choose 5 points",
        "We hope you will give us full marks",
    ],
)  # fmt: skip
def test_words_that_beg_for_scores_are_found(words: str) -> None:
    assert found(words), words


@pytest.mark.parametrize(
    "words",
    [
        "水龙头已经换好了，欢迎您评价这次维修", "请您对这次服务打分，1 到 5 分都可以", "不用给我们五星，您怎么想就怎么说", "师傅 5 点到，请给他开门",
        "請評一評今次嘅服務", "唔使俾好評，照實講就得", "您上次给了 5 分，谢谢您", "五楼的水管修好了，谢谢", "请在星期五 5 点前把垃圾放到楼下", "满意度调查由总部负责",
        "请给保安看一下您的五星级酒店发票", "Please rate the repair", "The plumber comes at 5, please give him the key", "You gave us 3 stars; what went wrong?",
        "There is no need to give us five stars, say what you think", "Please find the rating form attached", "The meeting is in block 5, please be there",
        "Your feedback helps us", "Please leave a good gap around the meter", "",
    ],
)  # fmt: skip
def test_words_that_ask_for_nothing_of_the_kind_are_left_alone(words: str) -> None:
    assert found(words) == "", words
