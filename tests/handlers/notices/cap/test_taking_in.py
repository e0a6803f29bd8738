"""From an official's alert to what Ann reads: taken in by the line, completed and agreed to by people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.base import LineAct, ToDelivery, ToRoom
from handlers.notices import approval, sending
from handlers.notices.cap import taking_in
from handlers.notices.cap.parts import parts
from storage import estates
from storage.store import LineStore
from tests.handlers.notices.cap.examples import storm
from tests.handlers.notices.writing import arrived
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House
from tests.storage.asked.notices import A_NOTICE


def _now(**changes):
    """The storm of the examples, at the moment of the house."""
    infos = tuple(
        replace(info, effective=NOW, onset=NOW, expires=NOW + timedelta(hours=6)) for info in storm().infos
    )
    return storm(**{"sent": NOW, "infos": infos} | changes)


def _taken(house: House, alert, code: str = "GV"):
    acting = LineAct(now=NOW, tz=TZ, settings=SETTINGS)
    with house.db.transaction() as connection:
        estate = estates.by_code(connection, code)
        assert estate
        store = LineStore(connection)
        (part,) = parts(alert)
        return taking_in.take_in(acting, store, estate, alert, part), acting.told


def _sent(house: House, notice):
    """Ivy adds what is done and proposes, Max agrees; what everybody gets."""
    with house.store("Ivy") as store:
        texts = [
            replace(text, doing="A guard stands at the slope.")
            for text in store.notices.texts(notice).values()
        ]
        store.notices.write(notice, texts)
        proposed = approval.propose(house.request("Ivy"), store, notice)
    with house.store("Max") as store:
        begun = approval.approve(house.request("Max"), store, proposed)
        return sending.feed(house.request("Max"), store, begun, 1000)


def test_staff_hear_of_it_and_owners_read_it_once_people_agreed(house: House) -> None:
    taken, told = _taken(house, _now())
    assert [(type(one.to), one.urgency) for one in told] == [(ToRoom, "urgent")]
    assert taken.notice.state == "draft"
    to_ann = next(
        one for one in _sent(house, taken.notice) if isinstance(one.to, ToDelivery) and "Black" in one.title
    )
    assert to_ann.title == "Safety alert · Black rainstorm in Sha Tin"
    assert to_ann.text.startswith(
        "Weather Bureau, Sun 22 Nov 18:00:\nMore than 70 mm of rain fell in the past hour."
    )
    assert "What we are doing\n1. A guard stands at the slope." in to_ann.text
    assert "What we ask of you\n1. Stay indoors. Keep away from slopes and streams." in to_ann.text


@pytest.mark.parametrize("status", ["Exercise", "Test", "System", "Draft"])
def test_what_is_no_real_warning_is_marked_in_title_and_first_words(house: House, status: str) -> None:
    taken, told = _taken(house, _now(status=status))
    assert "not" in told[0].text.splitlines()[0] or "Nothing has happened" in told[0].text.splitlines()[0]
    for one in _sent(house, taken.notice):
        if isinstance(one.to, ToDelivery):
            assert not one.title.startswith(("Safety alert", "安全"))
            assert len(one.text.splitlines()[1]) > 5


def test_the_estates_do_not_share_what_was_taken_in(house: House) -> None:
    here, _ = _taken(house, _now())
    there, _ = _taken(house, _now(), "SB")
    assert here.new
    assert there.new
    assert here.notice.id != there.notice.id
    with house.store("Otto") as store:
        assert [one.id for one in store.notices.newest()] == [there.notice.id]


def test_a_cancellation_goes_to_whoever_got_the_alert(house: House) -> None:
    alert = _now()
    first, _ = _taken(house, alert)
    told = _sent(house, first.notice)
    before = {one.to.address for one in told if isinstance(one.to, ToDelivery)}
    arrived(house, told)
    with house.db.transaction() as connection:
        notices = LineStore(connection).notices
        assert notices.change(first.notice, "sending", state="sent", ended_at=NOW)
    cancel = replace(alert, identifier="RAIN-2", msg_type="Cancel", references=(alert.reference,))
    second, _ = _taken(house, cancel)
    assert (second.notice.refers_to, second.notice.root_id) == (first.notice.id, first.notice.id)
    replies = [one for one in _sent(house, second.notice) if isinstance(one.to, ToDelivery)]
    assert {one.to.address for one in replies} <= before
    assert all("Weather Bureau" in one.text or "天氣局" in one.text for one in replies)


def test_a_cancelled_exercise_in_its_row_does_not_end_a_real_alert(house: House) -> None:
    alert = _now()
    first, _ = _taken(house, alert)
    with house.db.transaction() as connection:
        notices = LineStore(connection).notices
        assert notices.change(first.notice, "draft", state="sent", sent_at=NOW, ended_at=NOW)
        row = {
            **A_NOTICE,
            "estate_id": first.notice.estate_id,
            "form_key": "c",
            "created_at": NOW,
            "root_id": first.notice.id,
        }
        assert notices.draft(
            [], **row | {"status": "Exercise", "msg_type": "Cancel", "state": "sent", "sent_at": NOW}
        )
    update = replace(alert, identifier="RAIN-2", msg_type="Update", references=(alert.reference,))
    second, _ = _taken(house, update)
    assert (second.notice.msg_type, second.notice.refers_to) == ("Update", first.notice.id)


def test_while_the_alert_is_still_on_its_way_whoever_looks_is_told_to_wait(house: House) -> None:
    alert = _now()
    first, _ = _taken(house, alert)
    _sent(house, first.notice)
    update = replace(alert, identifier="RAIN-2", msg_type="Update", references=(alert.reference,))
    second, _ = _taken(house, update)
    assert f"Notice {first.notice.id}, which it speaks of, is still on its way" in second.cautions[-1]
