"""Which known answers fit words, as a table."""

from __future__ import annotations

import pytest

from handlers.tickets.people.known_search import found, spoken
from storage.known_answers import KnownAnswer
from tests.handlers.staff.house import NOW


def answer(number: int, code: str, **texts: tuple[str, str]) -> KnownAnswer:
    return KnownAnswer(
        id=number, estate_id=1, first_id=None, version=1, ticket_id=None, code=code, state="approved", proposed_by=1,
        proposed_at=NOW, decided_by=2, decided_at=NOW, why="", texts={key.replace("_", "-"): list(text) for key, text in texts.items()},
    )  # fmt: skip


FEES = answer(1, "enquiry.fees", en=("How do I pay the management fee?", "At the counter or online."),
              zh_Hans=("物业费怎么交？", "前台或网上。"))  # fmt: skip
TAP = answer(2, "home.leak", en=("The tap drips", "Close the valve under the sink; we bring a washer."))
LIFT = answer(3, "public.lift", zh_Hant=("升降機有怪聲點算？", "請唔好跳，即刻打熱線。"))
ALL = (FEES, TAP, LIFT)


@pytest.mark.parametrize(
    ("words", "code", "ids"),
    [
        pytest.param("my kitchen tap drips all night", "home.leak", [2], id="a word of letters"),
        pytest.param("物業費點樣交", "", [1], id="the other writing of it"),
        pytest.param("电梯有怪声", "", [3], id="pairs of characters"),
        pytest.param("the valve", "", [2], id="a word of the answer"),
        pytest.param("the and of", "home.leak", [2, 3, 1], id="no word: everything, the category first"),
        pytest.param("swimming pool", "home.leak", [], id="the category alone is not enough"),
    ],
)  # fmt: skip
def test_what_fits_words(words: str, code: str, ids: list[int]) -> None:
    assert [one.id for one in found(ALL, words, code=code)] == ids


def test_the_text_is_in_the_owners_language_or_the_nearest() -> None:
    assert spoken(FEES.texts, "en")[0] == "en"
    assert spoken(FEES.texts, "zh-Hant")[0] == "zh-Hans"
    assert spoken(LIFT.texts, "en")[0] == "zh-Hant"
