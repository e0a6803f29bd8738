"""What goes higher lands on the right people, is called by two routes until enough of them accept, and decided in time (C15, C16, D13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.base import LineAct, ToRoom
from handlers.staff import desk
from handlers.tickets import moments
from handlers.tickets.ladder import escalating, going_higher
from handlers.tickets.ladder.escalating import Said
from handlers.tickets.ladder.escalation import Escalation, Level
from handlers.tickets.rules import Rules
from storage import staff
from storage.store import LineStore
from tests.handlers.staff.house import NOW, SETTINGS, TZ, House
from tests.handlers.staff.ladder import (
    acceptances,
    called,
    calls,
    escalations,
    hire,
    house_ticket,
    kinds,
    line,
    pages_sent,
    subject,
    told,
    told_owner,
)


@pytest.fixture
def ladder(house: House) -> House:
    """Max manages, Dora directs, Tom stands at the top."""
    hire(house, "Dora", "director")
    hire(house, "Tom", "executive")
    return house


def raised(house: House, ticket, now=NOW, **why):
    return line(house, escalating.raise_to, ticket, now, **{"reason": "risk", **why})


def test_the_people_of_the_next_level_are_called_in_private_and_on_the_pages_never_in_the_group(
    ladder: House,
):
    ticket = ladder.open()
    replies = raised(ladder, ticket)
    assert ladder.ticket(ticket).level == 1
    [step] = escalations(ladder, ticket)
    assert (step.name, step.reason, step.needed) == ("manager", "risk", 1)
    assert (step.accept_due, step.decide_by) == (NOW + timedelta(minutes=30), NOW + timedelta(hours=24))
    [page] = called(ladder, ticket)
    assert (page.hazard, page.audience, page.needed) == ("escalation", (ladder.staff["Max"].id,), 1)
    [sent] = pages_sent(replies)
    assert sent.text == (
        "⬆️ GV-1001 · manager · a risk beyond the matter itself\nThe tap leaks\nFor: Max. Decide by tomorrow 18:00."
    )
    assert [one.text for one in replies if isinstance(one.to, ToRoom)] == []
    assert [(one.staff_id, one.routes) for one in calls(ladder, ticket)] == [
        (ladder.staff["Max"].id, ("telegram", "console"))
    ]


def test_the_same_event_raises_once(ladder: House):
    ticket = ladder.open()
    raised(ladder, ticket, event="press")
    assert raised(ladder, ticket, event="press") == []
    assert ladder.ticket(ticket).level == 1
    raised(ladder, ticket, event="court")
    assert ladder.ticket(ticket).level == 2


def test_it_goes_up_to_the_top_and_then_the_owner_is_told_of_the_outside(ladder: House):
    ticket = ladder.open()
    for number in range(3):
        raised(ladder, ticket, event=str(number))
    assert [one.name for one in escalations(ladder, ticket)] == ["manager", "director", "executive"]
    replies = raised(ladder, ticket, event="3")
    assert ladder.ticket(ticket).level == 4
    [owner] = told_owner(replies)
    assert owner.startswith("GV-1001: nobody in the company stands higher")
    assert "+852 2000 0000" in owner
    assert raised(ladder, ticket, event="4") == []
    assert kinds(ladder, ticket) == ["escalated"] * 3 + ["escalated_outside"]


def test_it_lands_at_least_where_it_must_and_never_goes_down(ladder: House):
    ticket = ladder.open()
    raised(ladder, ticket, at_least=2, event="a")
    assert ladder.ticket(ticket).level == 2
    raised(ladder, ticket, at_least=1, event="b")
    assert ladder.ticket(ticket).level == 2
    assert [one.audience for one in called(ladder, ticket)] == [(ladder.staff["Dora"].id,)] * 2


def test_nobody_complained_of_is_called_and_their_level_is_passed_over(ladder: House):
    ticket = subject(ladder, ladder.open(), "Max")
    replies = raised(ladder, ticket)
    assert ladder.ticket(ticket).level == 2
    assert [one.audience for one in called(ladder, ticket)] == [(ladder.staff["Dora"].id,)]
    assert told(ladder, replies, "Max") == []
    assert "The tap leaks" not in pages_sent(replies)[0].text


def test_of_two_managers_the_one_complained_of_is_left_out(ladder: House):
    hire(ladder, "Mia", "manager")
    ticket = subject(ladder, ladder.open(), "Max")
    raised(ladder, ticket)
    assert [one.audience for one in called(ladder, ticket)] == [(ladder.staff["Mia"].id,)]
    with ladder.store("Max") as store:
        assert store.alarms() == []
    with ladder.store("Ivy") as store:
        assert store.alarms() == [], "a call is for those it is for"
    with ladder.store("Mia") as store:
        assert [one.id for _, one in store.alarms()] == [ticket.id]


def test_with_nobody_on_the_ladder_it_is_said_aloud_and_kept_once(house: House):
    with house.db.transaction() as connection:
        staff.change(connection, house.staff["Max"].id, active=False)
    ticket = house.open()
    [said] = raised(house, ticket, reason="late", event="x")
    assert isinstance(said.to, ToRoom)
    assert said.text.startswith("⚠️ GV-1001 should go higher (a time was not kept)")
    assert (kinds(house, ticket), house.ticket(ticket).level) == (["escalation_stuck"], 0)
    assert raised(house, ticket, reason="late", event="x") == []


def moment(house: House, name: str, ticket, now=NOW):
    return line(house, lambda acting, store, one: moments.come(name, acting, store, one), ticket, now)


def test_missed_times_go_one_level_up_and_two_at_once_no_further(ladder: House):
    ticket = ladder.open()
    replies = moment(ladder, "late", ticket)
    assert told_owner(replies) == [
        "GV-1001: the time we gave you was not kept, so it is with Max (manager) now. You hear what is decided by tomorrow 18:00."
    ]
    moment(ladder, "broken", ticket, NOW + timedelta(seconds=1))
    assert ladder.ticket(ticket).level == 1
    moment(ladder, "broken", ticket, NOW + timedelta(hours=1))
    assert ladder.ticket(ticket).level == 2


@pytest.mark.parametrize(("chases", "level"), [(2, 0), (3, 1), (5, 1), (6, 2)])
def test_every_third_chase_without_a_persons_answer_goes_up(ladder: House, chases: int, level: int):
    ticket = ladder.open()
    for number in range(chases):
        _chase(ladder, ticket, NOW + timedelta(hours=number))
    assert ladder.ticket(ticket).level == level


def _chase(house: House, ticket, now):
    def work(acting, store, one):
        store.tickets.record(one, at=now, kind="chased", actor="owner", text="?")
        moments.come("chased", acting, store, one)

    return line(house, work, ticket, now)


def test_an_answer_between_begins_the_count_anew(ladder: House):
    ticket = ladder.open()
    _chase(ladder, ticket, NOW)
    _chase(ladder, ticket, NOW)
    ladder.do("Ivy", desk.reply, ticket, "We come at three.")
    _chase(ladder, ticket, NOW)
    assert ladder.ticket(ticket).level == 0


@pytest.mark.parametrize(("reopened", "level"), [(1, 0), (2, 1)])
def test_opened_again_for_the_second_time_it_goes_up(ladder: House, reopened: int, level: int):
    ticket = ladder.open(stage="reopened", reopened=reopened, holder_id=ladder.staff["Ivy"].id)
    moment(ladder, "reopened", ticket)
    assert ladder.ticket(ticket).level == level


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({"complaint": True, "code": "community.fire_lane"}, 1), ({"complaint": True, "urgency": "E1"}, 1),
        ({"complaint": True, "code": "service.fees"}, 0), ({"urgency": "E1"}, 0),
    ],
)  # fmt: skip
def test_a_complaint_about_danger_goes_to_the_first_level_at_once(ladder: House, values, level: int):
    ticket = ladder.open(**values)
    moment(ladder, "received", ticket)
    assert ladder.ticket(ticket).level == level


def with_two(house: House):
    """A level that needs two people."""
    first = Level(name="manager", roles=("manager",), accept=2)
    return replace(SETTINGS, tickets=Rules(escalation=Escalation(ladder=(first,))))


def test_the_calls_go_on_until_two_accept_each_by_their_own_route_and_each_counts_once(ladder: House):
    hire(ladder, "Mia", "manager")
    ticket = ladder.open(holder_id=ladder.staff["Ivy"].id, stage="assigned")
    with ladder.db.transaction() as connection:
        acting = LineAct(now=NOW, tz=TZ, settings=with_two(ladder))
        escalating.raise_to(acting, LineStore(connection), house_ticket(connection, ticket), reason="late")
    replies = ladder.do("Mia", desk.accept_alarm, ticket, answers="message-7")
    assert told(ladder, replies, "Max") == ["✅ Mia 跟緊 GV-1001，仲要 1 位。"], (
        "each acceptance says who, and how many are still needed"
    )
    assert told_owner(replies) == [
        "GV-1001: Mia (manager) has taken it up. You hear what is decided by tomorrow 18:00."
    ]
    again = ladder.mistake("Mia", desk.accept_alarm, ticket)
    assert (again.key, again.values["count"]) == ("desk.alarm_yours", 1)
    [page] = called(ladder, ticket)
    assert (page.accepted_at, page.accepted_so_far) == (None, 1)
    replies = ladder.do("Max", desk.accept_alarm, ticket, form="key-1")
    assert told(ladder, replies, "Mia") == ["✅ Max is on GV-1001."]
    assert told_owner(replies) == []
    [page] = called(ladder, ticket)
    assert page.accepted_at == NOW
    assert acceptances(ladder, page.id) == [
        (ladder.staff["Mia"].id, "private_chats"), (ladder.staff["Max"].id, "staff_pages")
    ]  # fmt: skip
    assert [(one.accepted_at, one.accepted_route) for one in calls(ladder, ticket)] == [
        (NOW, "staff_pages"), (NOW, "private_chats")
    ]  # fmt: skip
    [step] = escalations(ladder, ticket)
    assert (step.accept_due, step.decide_due) == (None, NOW + timedelta(hours=24))
    assert ladder.mistake("Max", desk.accept_alarm, ticket).key == "desk.alarm_taken"


def test_a_level_that_is_smaller_than_it_should_be_needs_everybody_it_has(ladder: House):
    ticket = ladder.open()
    with ladder.db.transaction() as connection:
        acting = LineAct(now=NOW, tz=TZ, settings=with_two(ladder))
        escalating.raise_to(acting, LineStore(connection), house_ticket(connection, ticket), reason="late")
    assert called(ladder, ticket)[0].needed == 1


def test_nobody_else_accepts_a_call_to_a_level(ladder: House):
    ticket = ladder.open()
    raised(ladder, ticket)
    assert ladder.mistake("Ivy", desk.accept_alarm, ticket).key == "desk.alarm_taken"


def test_what_nobody_took_is_theirs_who_accept(ladder: House):
    ticket = ladder.open()
    raised(ladder, ticket)
    ladder.do("Max", desk.accept_alarm, ticket)
    after = ladder.ticket(ticket)
    assert (after.holder_id, after.stage) == (ladder.staff["Max"].id, "assigned")


def test_a_fire_that_needs_two_is_called_until_two_are_on_it(ladder: House):
    ticket = ladder.open(urgency="E0", intent="emergency", code="fire")
    with ladder.store("Ivy") as store:
        store.page(ticket, hazard="fire", routes=[], at=NOW, repeat_at=NOW, needed=2)
    first = ladder.do("Ivy", desk.accept_alarm, ticket)
    assert [one.split("\n")[0] for one in told_owner(first)] == [
        "GV-1001: Ivy (housekeeper) has your alarm and is on it."
    ]
    assert [one.text for one in first if isinstance(one.to, ToRoom)] == [
        "✅ Ivy is on GV-1001; 1 more needed."
    ]
    with ladder.store("Ivy") as store:
        assert store.alarms() == []
    with ladder.store("Eli") as store:
        assert len(store.alarms()) == 1
    second = ladder.do("Eli", desk.accept_alarm, ticket)
    assert (told_owner(second), called(ladder, ticket)[0].accepted_at) == ([], NOW)


def clock(house: House, work, ticket, now):
    """A level's clock runs out."""
    [*_, newest] = escalations(house, ticket)
    return line(house, lambda acting, store, one: work(newest, one, acting, store), ticket, now)


def test_a_level_that_does_not_accept_is_passed_over_and_the_last_one_goes_on_being_called(ladder: House):
    ticket = ladder.open()
    raised(ladder, ticket)
    for hours, level in ((1, 2), (2, 3), (3, 3)):
        clock(ladder, going_higher.unanswered, ticket, NOW + timedelta(hours=hours))
        assert ladder.ticket(ticket).level == level
    assert "escalated_outside" not in kinds(ladder, ticket)


def test_a_level_that_does_not_decide_is_passed_over_and_above_the_last_is_the_outside(ladder: House):
    ticket = ladder.open()
    raised(ladder, ticket)
    for days, level in ((1, 2), (3, 3), (6, 4)):
        clock(ladder, going_higher.undecided, ticket, NOW + timedelta(days=days))
        assert ladder.ticket(ticket).level == level
    assert kinds(ladder, ticket)[-2:] == ["level_undecided", "escalated_outside"]


def test_an_earlier_levels_clock_means_nothing_any_more(ladder: House):
    ticket = ladder.open()
    raised(ladder, ticket, event="a")
    [first] = escalations(ladder, ticket)
    raised(ladder, ticket, event="b")
    line(ladder, lambda acting, store, one: going_higher.undecided(first, one, acting, store), ticket)
    assert ladder.ticket(ticket).level == 2


@pytest.mark.parametrize("ended", ["resolved", "settled", "withdrawn", "silent", "decided"])
def test_what_has_ended_calls_nobody_and_no_clock_runs(ladder: House, ended: str):
    ticket = ladder.open()
    raised(ladder, ticket)
    moment(ladder, ended, ticket)
    [step] = escalations(ladder, ticket)
    assert (step.accept_due, step.decide_due) == (None, None)
    assert (step.decided_at is not None) is (ended == "decided")
    with ladder.store("Max") as store:
        assert store.alarms() == []


def test_the_level_decides_and_its_deadline_ends(ladder: House):
    ticket = ladder.open()
    raised(ladder, ticket)
    ladder.do("Max", desk.decide_level, ticket, "Two plumbers tomorrow at nine.")
    [step] = escalations(ladder, ticket)
    assert (step.decision, step.decided_by, step.decide_due) == (
        "Two plumbers tomorrow at nine.", ladder.staff["Max"].id, None
    )  # fmt: skip
    [*_, entry] = ladder.timeline(ticket)
    assert (entry.kind, entry.shown) == ("level_decided", False)
    assert ladder.mistake("Max", desk.decide_level, ticket, "Again").key == "escalation.nothing_to_decide"


@pytest.mark.parametrize(("who", "allowed"), [("Max", False), ("Ivy", False), ("Dora", True), ("Tom", True)])
def test_a_level_or_one_above_it_decides(ladder: House, who: str, allowed: bool):
    ticket = ladder.open()
    raised(ladder, ticket, at_least=2)
    if allowed:
        ladder.do(who, desk.decide_level, ticket, "So be it.")
    else:
        assert ladder.mistake(who, desk.decide_level, ticket, "So be it.").key == "escalation.not_yours"


def test_staff_send_it_higher_with_a_reason_that_the_owner_does_not_read(ladder: House):
    ticket = ladder.open()
    assert ladder.mistake("Ivy", desk.escalate, ticket, " ").key == "desk.empty_text"
    replies = ladder.do("Ivy", desk.escalate, ticket, "The contractor does not come", form="key-1")
    [entry] = ladder.timeline(ticket)
    assert (entry.kind, entry.text, entry.shown) == ("escalated", "The contractor does not come", False)
    assert (entry.staff_id, entry.data["form"]) == (ladder.staff["Ivy"].id, "key-1")
    assert told_owner(replies) == []
    assert ladder.ticket(ticket).level == 1


def test_where_nobody_stands_higher_staff_are_told_so(ladder: House):
    ticket = ladder.open(level=4)
    assert ladder.mistake("Ivy", desk.escalate, ticket, "Once more").key == "escalation.nobody_higher"
    assert ladder.mistake("Ivy", desk.escalate, ladder.open(stage="closed"), "x").key == "common.moved_on"


def test_the_owners_wish_stands_until_it_is_decided(ladder: House):
    ticket = ladder.open()
    ask = {"words": "I want your manager"}
    heard = line(ladder, going_higher.ask_higher, ticket, **ask)
    assert told_owner(heard)[0].startswith("GV-1001: as you asked, it is with Max (manager) now.")
    heard = line(ladder, going_higher.ask_higher, ticket, NOW + timedelta(hours=1), **ask)
    assert told_owner(heard) == [
        "GV-1001 is with the manager already; you hear what is decided by tomorrow 18:00."
    ]
    ladder.do("Max", desk.decide_level, ticket, "No.")
    heard = line(ladder, going_higher.ask_higher, ticket, NOW + timedelta(hours=2), **ask)
    assert told_owner(heard)[0].startswith("GV-1001: as you asked, it is with Dora (director) now.")


def test_what_was_said_and_by_whom_is_kept(ladder: House):
    ticket = ladder.open()
    raised(ladder, ticket, said=Said("They called the press", ladder.staff["Ivy"].id))
    [entry] = ladder.timeline(ticket)
    assert (entry.actor, entry.text, entry.data["name"]) == ("staff", "They called the press", "manager")
