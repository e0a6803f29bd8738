"""Minutes and money of a ticket: from its page and from its topic; the card shows the sums."""

from __future__ import annotations

import pytest

from handlers.base import Mistake
from handlers.staff import card
from handlers.staff.quality import spent_words
from handlers.staff.quality.spending import Typed, spend
from storage.efforts import Spent
from tests.handlers.staff.group.test_room import act, refused
from tests.handlers.staff.house import NOW, House


def spent(house: House, ticket) -> Spent:
    with house.store("Ivy") as store:
        return store.efforts.of(ticket)


@pytest.mark.parametrize(
    ("typed", "minutes", "costs"),
    [
        (Typed(minutes="20"), 20, ()),
        (Typed(cost="120.5"), 0, (("HKD", 12_050),)),
        (Typed(minutes=" 5 ", cost="1,200"), 5, (("HKD", 120_000),)),
        (Typed(cost="0.05", currency="CNY"), 0, (("CNY", 5),)),
        (Typed(minutes="1440"), 1440, ()),
    ],
)
def test_what_is_typed_is_added(house: House, typed: Typed, minutes: int, costs):
    ticket = house.open()
    house.do("Ivy", spend, ticket, typed)
    assert spent(house, ticket) == Spent(minutes, costs)
    assert [(line.kind, line.shown) for line in house.timeline(ticket)] == [("spent", False)]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (Typed(), "nothing_spent"), (Typed(minutes="0", cost="0"), "nothing_spent"), (Typed(minutes="-5"), "minutes"),
        (Typed(minutes="1441"), "minutes"), (Typed(minutes="²"), "minutes"), (Typed(minutes="soonish"), "minutes"),
        (Typed(cost="1.234"), "cost"), (Typed(cost="-1"), "cost"), (Typed(cost="NaN"), "cost"), (Typed(cost="999999999"), "cost"),
        (Typed(minutes="5", what="golf"), "effort"), (Typed(minutes="5", currency="XXX"), "effort"),
        (Typed(minutes="5", note="x" * 201), "effort"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_and_leaves_nothing(house: House, typed: Typed, key: str):
    ticket = house.open()
    assert house.mistake("Ivy", spend, ticket, typed).key == f"quality.wrong.{key}"
    assert (spent(house, ticket), house.timeline(ticket)) == (Spent(0, ()), [])


def test_currencies_are_never_added_to_each_other(house: House):
    ticket = house.open()
    for currency in ("HKD", "CNY", "HKD"):
        house.do("Ivy", spend, ticket, Typed(minutes="10", cost="1", currency=currency))
    assert spent_words.told("en", spent(house, ticket)) == "30 min · CNY 1.00 · HKD 2.00"


def test_in_the_topic_it_is_one_line_and_the_card_shows_the_sum(house: House):
    ticket = house.open()
    said = act(house, "Ivy", ticket, text="/spent 20 waited for the plumber").replies[0].text
    assert said == "GV-1001: 20 min until now."
    assert (
        act(house, "Eli", ticket, text="/spent@ownerline_bot 5").replies[0].text == "GV-1001：累计 25 分钟。"
    )
    with house.store("Ivy") as store:
        drawn = card.draw(card.facts(store, house.ticket(ticket)), NOW)
    assert "Spent: 25 min" in drawn.text


def test_outside_a_topic_nobody_knows_which_ticket_is_meant(house: House):
    assert refused(house, "Ivy", text="/spent 20") == "quality.spent_where"


def test_a_ticket_of_another_estate_takes_no_minutes(house: House):
    foreign = house.open("Zoe")
    with house.store("Ivy") as store, pytest.raises((LookupError, Mistake)):
        spend(house.request("Ivy"), store, foreign, Typed(minutes="5"))
