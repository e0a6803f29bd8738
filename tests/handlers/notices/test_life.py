"""A notice from draft to sent: what is refused before anything leaves, who agrees, who gets it, and how it is held and stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from handlers.base import Mistake, ToDelivery
from handlers.notices import approval, drafting, sending
from storage import contacts, people
from storage.audience import Audience
from storage.db import Connection
from storage.notices import notices
from tests.handlers.notices.writing import ALL, arrived, proposed, sent, wanted, words, written
from tests.handlers.staff.house import NOW, House


def addresses(replies) -> list[str]:
    return [one.to.address for one in replies if isinstance(one.to, ToDelivery)]


def change(house: House, name: str, **values) -> None:
    with house.db.transaction() as connection:
        contacts.change(connection, house.contacts[name], **values)


# Before anything is sent


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"texts": ()}, "notices.empty"),
        ({"texts": (words(headline=" "),)}, "notices.empty"),
        ({"texts": (words(facts="水" * 4000),), "fallback": True}, "notices.long"),
        ({"texts": (words(facts="😀" * 2000),), "fallback": True}, "notices.long"),
        ({"texts": ALL[:1]}, "notices.language_missing"),
        ({"kind": "gossip"}, "notices.no_such_kind"),
        ({"question": "colour"}, "notices.no_such_question"),
        ({"send_at": NOW - timedelta(hours=1)}, "notices.past"),
        ({"send_at": NOW + timedelta(hours=5)}, "notices.quiet"),
        ({"expires": NOW - timedelta(hours=1)}, "notices.expires_before"),
        ({"msg_type": "Update"}, "notices.no_reference"),
        ({"msg_type": "Cancel", "refers_to": 999}, "notices.no_reference"),
        ({"refers_to": 1}, "notices.alert_refers"),
        ({"estate_id": 999}, "notices.no_such_place"),
        ({"audience": Audience(floors=("99",))}, "notices.nobody"),
        ({"audience": Audience(club=("member",))}, "notices.for_everybody"),
        ({"kind": "safety", "audience": Audience(tiers=("gold",))}, "notices.for_everybody"),
        ({"kind": "announcement", "audience": Audience(club=("member",))}, "notices.nobody"),
    ],
)
def test_what_cannot_be_sent_says_why_before_anything_is(house: House, values: dict, key: str) -> None:
    with pytest.raises(Mistake) as refused:
        written(house, **values)
    assert refused.value.key == key
    with house.store("Ivy") as store:
        assert store.notices.newest() == []


def test_an_engineer_writes_no_notices(house: House) -> None:
    with pytest.raises(Mistake) as refused:
        written(house, "Eli")
    assert refused.value.key == "notices.not_yours"


def test_the_missing_language_is_named_with_its_readers(house: House) -> None:
    with pytest.raises(Mistake) as refused:
        written(house, texts=ALL[:2])
    assert "1 readers of Simplified Chinese" in refused.value.values["languages"]


def test_a_safety_alert_may_go_out_by_night(house: House) -> None:
    assert written(house, kind="safety", send_at=NOW + timedelta(hours=5)).state == "draft"


def test_it_is_counted_by_household_and_by_account_with_the_reasons(house: House) -> None:
    change(house, "Cat", state="blocked")
    with house.store("Ivy") as store:
        found = drafting.preview(house.request("Ivy"), store, wanted(house))
    assert found.reach.households == {"waiting": 1, "blocked": 1}
    assert found.reach.contacts == {"waiting": 2, "blocked": 1}
    assert found.languages == {"en": 1, "zh-Hant": 1}


# Two people


def test_the_author_cannot_approve_and_another_can(house: House) -> None:
    notice = proposed(house)
    with house.store("Ivy") as store, pytest.raises(Mistake) as refused:
        approval.approve(house.request("Ivy"), store, notice)
    assert refused.value.key == "notices.own_approval"
    with house.store("Ivy") as store:
        assert store.notices.approve(notice, NOW) is None, "the update itself refuses the author"
    with house.store("Max") as store:
        assert approval.approve(house.request("Max"), store, notice).state == "sending"


def test_whoever_proposes_what_the_line_drafted_cannot_approve_it(house: House) -> None:
    notice = written(house)
    with house.db.transaction() as connection:
        connection.execute(update(notices).where(notices.c.id == notice.id).values(author_id=None))
    with house.store("Max") as store:
        found = store.notices.by_id(notice.id)
        assert found
        mine = approval.propose(house.request("Max"), store, found)
    with house.store("Max") as store, pytest.raises(Mistake) as refused:
        approval.approve(house.request("Max"), store, mine)
    assert refused.value.key == "notices.own_approval"
    with house.store("Ivy") as store:
        assert approval.approve(house.request("Ivy"), store, mine).state == "sending"


def test_a_refusal_needs_a_reason_and_ends_it(house: House) -> None:
    notice = proposed(house)
    with house.store("Max") as store:
        with pytest.raises(Mistake) as refused:
            approval.refuse(house.request("Max"), store, notice, " ")
        assert refused.value.key == "notices.why_not"
        assert approval.refuse(house.request("Max"), store, notice, "Wrong day").reason == "Wrong day"
    with house.store("Max") as store, pytest.raises(Mistake) as refused:
        approval.approve(house.request("Max"), store, notice)
    assert refused.value.key == "notices.moved_on"


def test_whoever_wrote_it_refuses_nothing_and_takes_it_back(house: House) -> None:
    notice = proposed(house)
    with house.store("Ivy") as store, pytest.raises(Mistake) as refused:
        approval.refuse(house.request("Ivy"), store, notice, "Wrong day")
    assert refused.value.key == "notices.own_refusal"
    with house.store("Max") as store, pytest.raises(Mistake) as refused:
        approval.withdraw(house.request("Max"), store, notice)
    assert refused.value.key == "notices.not_your_draft"
    with house.store("Ivy") as store:
        assert approval.withdraw(house.request("Ivy"), store, notice).state == "refused"
        with pytest.raises(Mistake):
            approval.withdraw(house.request("Ivy"), store, notice)


def test_a_draft_is_rewritten_by_its_author_alone_until_it_is_proposed(house: House) -> None:
    notice = written(house)
    other = wanted(house, kind="safety", texts=(words(facts="Pump repair"),), fallback=True)
    with house.store("Max") as store, pytest.raises(Mistake) as refused:
        drafting.rewrite(house.request("Max"), store, notice, other)
    assert refused.value.key == "notices.not_your_draft"
    with house.store("Ivy") as store:
        after = drafting.rewrite(house.request("Ivy"), store, notice, other)
        assert (after.id, after.kind, after.author_id) == (notice.id, "safety", house.staff["Ivy"].id)
        assert [text.facts for text in store.notices.texts(after).values()] == ["Pump repair"]
        approval.propose(house.request("Ivy"), store, after)
        with pytest.raises(Mistake) as refused:
            drafting.rewrite(house.request("Ivy"), store, after, other)
        assert refused.value.key == "notices.moved_on"


@pytest.mark.parametrize("status", ["Actual", "Exercise", "Test", "System", "Draft"])
def test_what_an_official_sent_stays_theirs_however_it_is_rewritten(house: House, status: str) -> None:
    source = {"name": "Weather Bureau", "identifier": "RAIN-1", "part": 0}
    notice = written(house, status=status, source=source, effective=NOW)
    for said in ("Actual", "Exercise"):
        with house.store("Ivy") as store:
            after = drafting.rewrite(house.request("Ivy"), store, notice, wanted(house, status=said))
        assert (after.status, after.source, after.effective) == (status, source, NOW)


def test_whoever_wrote_a_draft_says_themselves_whether_it_is_an_exercise(house: House) -> None:
    notice = written(house)
    with house.store("Ivy") as store:
        after = drafting.rewrite(house.request("Ivy"), store, notice, wanted(house, status="Exercise"))
    assert after.status == "Exercise"


def test_an_emergency_goes_first_and_is_approved_after(house: House) -> None:
    notice = written(house, kind="safety")
    request = house.request("Ivy")
    with house.store("Ivy") as store:
        gone = approval.go_first(request, store, notice)
    assert (gone.state, gone.after_the_fact, gone.approver_id) == ("sending", True, None)
    assert "went out as an emergency" in request.told[0].text
    with house.store("Max") as store:
        assert [one.id for one in store.notices.waiting_for_approval()] == [notice.id]
        assert approval.approve(house.request("Max"), store, gone).approver_id == house.staff["Max"].id
        assert store.notices.waiting_for_approval() == []


def test_nothing_but_a_pressing_alert_goes_first(house: House) -> None:
    for form, values in (
        ("a", {"kind": "outage"}),
        ("b", {"kind": "safety", "cap": {"urgency": "Future", "severity": "Minor"}}),
    ):
        notice = written(house, form=form, **values)
        with house.store("Ivy") as store, pytest.raises(Mistake) as refused:
            approval.go_first(house.request("Ivy"), store, notice)
        assert refused.value.key == "notices.no_emergency"


def test_where_one_person_is_enough_it_goes_at_once(house: House) -> None:
    notice = written(house)
    request = house.request("Ivy")
    alone = replace(request.settings, notices=replace(request.settings.notices, second_person=False))
    with house.store("Ivy") as store:
        assert approval.propose(replace(request, settings=alone), store, notice).state == "sending"


def test_what_is_approved_in_quiet_hours_waits_for_the_morning(house: House) -> None:
    late = NOW + timedelta(hours=5)
    notice = proposed(house)
    with house.store("Max") as store:
        approved = approval.approve(house.request("Max", now=late), store, notice)
    assert (approved.state, approved.send_at) == ("approved", NOW + timedelta(hours=14))


# Sending


def test_everybody_reachable_gets_it_once_in_their_own_language(house: House) -> None:
    _, replies = sent(house)
    assert {one.to.address: one.title for one in replies} == {
        "chat-Ann": "Outage · Water off",
        "chat-Bob": "停水停電等通知 · 停水",
        "chat-Cat": "停水停电等通知 · 停水",
    }
    assert {one.urgency for one in replies} == {"bulk"}
    assert all(one.buttons[0][0].data == f"read:{one.to.delivery_id}" for one in replies)


def test_the_same_form_twice_is_one_notice(house: House) -> None:
    assert written(house).id == written(house).id
    assert written(house, form="f2").id != written(house).id


def test_a_household_with_two_accounts_is_counted_once(house: House) -> None:
    notice, replies = sent(house)
    assert (notice.homes, len(replies)) == (2, 3)


def test_held_nothing_leaves_and_resumed_it_goes_on(house: House) -> None:
    notice = proposed(house)
    with house.store("Max") as store:
        notice = approval.approve(house.request("Max"), store, notice)
        assert len(sending.feed(house.request("Max"), store, notice, 1)) == 1
        held = sending.hold(house.request("Max"), store, notice)
        assert held.state == "paused"
        again = sending.resume(house.request("Max"), store, held)
        assert len(sending.feed(house.request("Max"), store, again, 9)) == 2


def test_stopped_it_stays_stopped_and_says_what_did_not_leave(house: House) -> None:
    notice = proposed(house)
    with house.store("Max") as store:
        notice = approval.approve(house.request("Max"), store, notice)
        replies = sending.feed(house.request("Max"), store, notice, 1)
        with pytest.raises(Mistake) as refused:
            sending.stop(house.request("Max"), store, notice, "")
        assert refused.value.key == "notices.why_stop"
        stopped = sending.stop(house.request("Max"), store, notice, "The repair is put off")
        assert store.deliveries.reach(stopped).contacts == {"queued": 1, "stopped": 2}
        with pytest.raises(Mistake):
            sending.resume(house.request("Max"), store, stopped)
    arrived(house, replies)


def test_it_is_done_once_the_last_one_ended(house: House) -> None:
    notice, replies = sent(house)
    with house.store("Max") as store:
        assert sending.finish(house.request("Max"), store, notice).state == "sending"
    arrived(house, replies)
    with house.store("Max") as store:
        assert sending.finish(house.request("Max"), store, notice).state == "sent"


def test_nobody_but_an_announcer_resumes_and_nothing_approved_is_sent_before_its_moment(house: House) -> None:
    notice = proposed(house, send_at=NOW + timedelta(hours=1))
    with house.store("Max") as store:
        approved = approval.approve(house.request("Max"), store, notice)
    for name, key in (("Eli", "notices.not_yours"), ("Max", "notices.moved_on")):
        with house.store(name) as store, pytest.raises(Mistake) as refused:
            sending.resume(house.request(name), store, approved)
        assert refused.value.key == key


def test_what_would_have_run_out_is_not_approved(house: House) -> None:
    notice = proposed(house, expires=NOW + timedelta(hours=1))
    with house.store("Max") as store, pytest.raises(Mistake) as refused:
        approval.approve(house.request("Max", now=NOW + timedelta(hours=2)), store, notice)
    assert refused.value.key == "notices.expires_before"


# Who is spared


def test_a_mute_keeps_everything_out_but_safety(house: House) -> None:
    change(house, "Cat", muted=True)
    assert addresses(sent(house, "a")[1]) == ["chat-Ann", "chat-Bob"]
    assert len(sent(house, "b", kind="safety")[1]) == 3


def test_no_invitation_to_a_household_with_an_open_complaint(house: House) -> None:
    house.open("Ann", complaint=True)
    assert addresses(sent(house, "a", kind="invitation")[1]) == ["chat-Cat"]
    assert len(sent(house, "b", kind="outage")[1]) == 3


def test_offers_go_to_whoever_asked_for_them(house: House) -> None:
    change(house, "Bob", offers=True)
    notice, replies = sent(house, kind="offer")
    assert addresses(replies) == ["chat-Bob"]
    with house.store("Ivy") as store:
        assert store.deliveries.reach(notice).households == {"queued": 1, "not_asked": 1}


def test_a_spent_budget_spares_the_household_and_safety_goes_through(house: House) -> None:
    for number in range(4):
        arrived(house, sent(house, f"n{number}", kind="announcement")[1])
    with pytest.raises(Mistake) as refused:
        written(house, form="fifth", kind="announcement")
    assert refused.value.key == "notices.nobody"
    assert len(sent(house, "alert", kind="safety")[1]) == 3
    assert len(sent(house, "outage", kind="outage")[1]) == 3
    later = NOW + timedelta(days=31)
    with house.store("Ivy") as store:
        assert (
            drafting.preview(
                house.request("Ivy", now=later), store, wanted(house, kind="announcement")
            ).reach.reached
            == 3
        )


# One account after the other


def second_account(connection: Connection, house: House) -> int:
    person = contacts.by_id(connection, house.contacts["Ann"])
    made = contacts.add(
        connection, estate_id=house.estates["GV"], channel="webchat", address="web-Ann", name="Ann", at=NOW
    )
    contacts.change(connection, made.id, person_id=person.person_id if person else None)
    return made.id


def test_a_person_with_two_accounts_gets_it_on_one_and_on_the_next_when_that_fails(house: House) -> None:
    with house.db.transaction() as connection:
        second_account(connection, house)
    notice, replies = sent(house)
    assert sorted(addresses(replies)) == ["chat-Ann", "chat-Bob", "chat-Cat"]
    arrived(house, tuple(one for one in replies if one.to.address == "chat-Ann"), "failed")
    with house.store("Max") as store:
        assert addresses(sending.feed(house.request("Max"), store, notice, 9)) == ["web-Ann"]


def test_an_account_lost_since_it_was_frozen_gives_its_turn_to_the_next(house: House) -> None:
    with house.db.transaction() as connection:
        second_account(connection, house)
    notice = proposed(house)
    with house.store("Max") as store:
        notice = approval.approve(house.request("Max"), store, notice)
    change(house, "Ann", state="blocked")
    with house.store("Max") as store:
        request = house.request("Max")
        found = [*sending.feed(request, store, notice, 9), *sending.feed(request, store, notice, 9)]
    assert sorted(addresses(found)) == ["chat-Bob", "chat-Cat", "web-Ann"]


def test_what_was_begun_a_moment_ago_spends_the_budget_too(house: House) -> None:
    for number in range(4):
        waits = proposed(house, form=f"n{number}", kind="announcement")
        with house.store("Max") as store:
            approval.approve(house.request("Max"), store, waits)
    with pytest.raises(Mistake) as refused:
        written(house, form="fifth", kind="announcement")
    assert refused.value.key == "notices.nobody"


def test_a_grave_alert_goes_to_every_account_at_once(house: House) -> None:
    with house.db.transaction() as connection:
        second_account(connection, house)
    assert "web-Ann" in addresses(sent(house, kind="safety")[1])


# Updates and cancellations


def test_an_update_reaches_exactly_whoever_got_the_first(house: House) -> None:
    change(house, "Cat", state="blocked")
    notice, replies = sent(house)
    arrived(house, replies)
    with house.store("Max") as store:
        sending.finish(house.request("Max"), store, notice)
    change(house, "Cat", state="reachable")
    change(house, "Bob", language="en")
    update, told = sent(house, "u", msg_type="Update", refers_to=notice.id, texts=ALL[:1])
    assert addresses(told) == ["chat-Ann", "chat-Bob"], "Cat did not get the first"
    assert {one.title for one in told} == {"Outage, new state · Water off"}, "Bob reads English by now"
    arrived(house, told)
    change(house, "Ann", state="blocked")
    with house.store("Max") as store:
        sending.finish(house.request("Max"), store, update)
    cancel, told = sent(house, "c", msg_type="Cancel", refers_to=update.id)
    assert addresses(told) == ["chat-Bob"]
    with house.store("Max") as store:
        assert store.deliveries.reach(cancel).contacts == {"queued": 1, "blocked": 1}
        assert (cancel.refers_to, cancel.root_id) == (update.id, notice.id)


def test_whoever_moved_out_still_hears_the_update(house: House) -> None:
    notice, replies = sent(house)
    arrived(house, replies)
    with house.store("Max") as store:
        sending.finish(house.request("Max"), store, notice)
    with house.db.transaction() as connection:
        person = contacts.by_id(connection, house.contacts["Ann"])
        assert person
        assert person.person_id
        assert people.leave(connection, person_id=person.person_id, unit_id=house.units["Ann"])
    assert "chat-Ann" in addresses(sent(house, "u", msg_type="Update", refers_to=notice.id)[1])


def test_a_notice_still_on_its_way_cannot_be_updated(house: House) -> None:
    notice, _ = sent(house)
    with pytest.raises(Mistake) as refused:
        written(house, form="u", msg_type="Update", refers_to=notice.id)
    assert refused.value.key == "notices.reference_under_way"


def test_an_update_that_was_drafted_earlier_waits_for_the_first_too(house: House) -> None:
    notice, replies = sent(house)
    arrived(house, replies)
    with house.store("Max") as store:
        sending.finish(house.request("Max"), store, notice)
    update_ = proposed(house, form="u", msg_type="Update", refers_to=notice.id)
    arrived(house, replies[:1], "queued")
    with house.store("Max") as store, pytest.raises(Mistake) as refused:
        approval.approve(house.request("Max"), store, update_)
    assert refused.value.key == "notices.reference_under_way"


def test_after_a_cancellation_no_other_one_goes_out(house: House) -> None:
    notice, replies = sent(house)
    arrived(house, replies)
    with house.store("Max") as store:
        sending.finish(house.request("Max"), store, notice)
    waiting = [proposed(house, form=form, msg_type="Cancel", refers_to=notice.id) for form in ("one", "two")]
    with house.store("Max") as store:
        approval.approve(house.request("Max"), store, waiting[0])
    with house.store("Max") as store, pytest.raises(Mistake) as refused:
        approval.approve(house.request("Max"), store, waiting[1])
    assert refused.value.key == "notices.cancelled_before"
