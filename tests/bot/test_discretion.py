"""Guard Li is complained about. Whatever way something is posted, nothing of it reaches the staff group or him (C11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.posting import Posting
from handlers.base import Button, Reply, ToDuty, ToRoom, ToStaff, ToTopic
from handlers.staff import desk, handover
from handlers.staff.complaints import concerned, deciding
from handlers.staff.request import StaffRequest
from handlers.tickets.complaints.decision import Draft
from storage import staff
from storage.db import Database
from storage.outbox import outbox
from storage.scope import LineScope
from storage.staff_store import StaffStore
from storage.ticket_rows import Ticket
from storage.tickets import Tickets
from tests.support.house import GROUP, House

pytestmark = pytest.mark.usefixtures("plain_log")

WANG, LI, MAX = "900", "901", "902"
RUDE = "保安小李态度太差了，还骂人"
SECRET = ("LH-1001", "态度太差", "骂人")


@pytest.fixture
def house(database: Database, now) -> House:
    """Li guards (901), Wang Fang keeps house (900), Max manages (902); all are in the staff group."""
    made = House(database, now)
    with database.transaction() as connection:
        staff.add(
            connection, name="Max Chow", role="manager", language="en", telegram_id=MAX, estate_ids=(made.estate_id,)
        )  # fmt: skip
    return made


def told(house: House, chat: str) -> str:
    return "\n".join(f"{one.title} {one.text}" for one in house.all_to(chat))


def quiet(house: House) -> bool:
    """Whether nothing of the complaint stands in the group or in Li's chat."""
    return not any(word in told(house, chat) for chat in (GROUP, LI) for word in SECRET)


def ticket_of(house: House, number: str = "LH-1001") -> Ticket:
    with house.database.reading() as connection:
        found = Tickets(connection, LineScope()).numbered(number)
    assert found
    return found


def as_staff(
    house: House, telegram_id: str, step: Callable[..., tuple[Reply, ...]], number: str, *values
) -> None:
    """A step of the pages, posted with all that follows from it."""
    with house.database.transaction() as connection:
        who = staff.by_telegram(connection, telegram_id)
        assert who
        request = StaffRequest(who=who, now=house.now, tz=ZoneInfo("Asia/Shanghai"), settings=house.rules)
        store = StaffStore(connection, who)
        ticket = store.tickets.numbered(number)
        assert ticket
        replies = step(request, store, ticket, *values)
        posting = Posting(connection, house.routes, now=house.now, turn_id="t")
        posting.post((*replies, *request.told), None)


async def test_a_complaint_about_somebody_opens_no_topic_and_its_reader_is_told_in_private(
    house: House,
) -> None:
    heard = await house.says("1", RUDE)
    assert "不经手" in heard[0].text
    assert "Wang Fang" not in heard[0].text
    assert ticket_of(house).guard == "named"
    assert quiet(house)
    assert "LH-1001" in told(house, MAX)
    assert told(house, WANG) == "", "a colleague of hers is not hers to hear of while somebody above is there"


async def _more_words(house: House) -> None:
    await house.says("1", "LH-1001 他态度太差，昨天又骂人")


async def _a_photo(house: House) -> None:
    await house.shows("1")


async def _asked_how_it_stands(house: House) -> None:
    await house.says("1", "LH-1001 态度太差那件事怎么样了")


async def _late(house: House) -> None:
    house.later(hours=9)


async def _promise_broken(house: House) -> None:
    as_staff(house, MAX, desk.set_next_date, "LH-1001", house.now + timedelta(hours=1))
    house.later(hours=2)


async def _claimed_and_resolved_in_silence(house: House) -> None:
    as_staff(house, MAX, desk.claim, "LH-1001")
    as_staff(house, MAX, desk.reply, "LH-1001", "已经了解，关于骂人一事明天10:00答复您")
    draft = Draft(
        outcome="upheld", reasons="态度太差一事已与当事人谈过", remedy="当面道歉", due=house.now + timedelta(days=2),
        feedback="none", feedback_why="骂人一事只此一次",
    )  # fmt: skip
    as_staff(house, MAX, deciding.decide, "LH-1001", draft)
    assert ticket_of(house).stage == "decided"
    as_staff(house, MAX, desk.resolve, "LH-1001", "态度太差一事已当面道歉")
    house.later(days=4)


async def _passed_around(house: House) -> None:
    with house.database.reading() as connection:
        ids = {who: one.id for who in (WANG, MAX) if (one := staff.by_telegram(connection, who))}
    as_staff(house, MAX, desk.claim, "LH-1001")
    for giver, to in ((MAX, WANG), (WANG, MAX), (MAX, WANG), (WANG, MAX)):
        as_staff(house, giver, desk.transfer, "LH-1001", ids[to])
        assert ticket_of(house).holder_id == ids[giver]  # until it is accepted
        as_staff(house, to, handover.accept, "LH-1001")
        assert ticket_of(house).holder_id == ids[to]


async def _taken_back(house: House) -> None:
    await house.says("1", "LH-1001 态度太差那件撤回")


async def _listed(house: House) -> None:
    await house.give(house.message(GROUP, "/tickets", sender=WANG, private=False))


async def _another_report(house: House) -> None:
    await house.says("1", "厨房水龙头漏水，关不紧")


async def _filed_by_telephone(house: House) -> None:
    await house.give(
        house.message(GROUP, "/file 3-2-1503 你们保安小李骂人，态度太差", sender=WANG, private=False)
    )


@pytest.mark.parametrize(
    "way",
    [
        _more_words, _a_photo, _asked_how_it_stands, _late, _promise_broken, _claimed_and_resolved_in_silence, _passed_around,
        _taken_back, _listed, _another_report,
    ],
)  # fmt: skip
async def test_no_way_leads_into_the_group_or_to_whoever_it_is_about(house: House, way) -> None:
    await house.says("1", RUDE)
    await way(house)
    assert quiet(house)


async def test_what_is_filed_by_telephone_about_a_colleague_does_not_show_in_the_group_either(
    house: House,
) -> None:
    await _filed_by_telephone(house)
    room = told(house, GROUP)
    assert "LH-1001" not in room
    assert "does not show in the group" in room
    assert ticket_of(house).guard == "named"


def post(house: House, *replies: Reply) -> None:
    with house.database.transaction() as connection:
        Posting(connection, house.routes, now=house.now, turn_id="t").post(replies, None)


@pytest.mark.parametrize(
    "reply",
    [
        lambda ticket: Reply(text="LH-1001 goes from hand to hand", to=ToRoom(ticket.estate_id)),
        lambda ticket: Reply(title="lh-1001", text="态度太差", to=ToRoom(ticket.estate_id)),
        lambda ticket: Reply(text="态度太差", to=ToRoom(ticket.estate_id), buttons=((Button("x", f"desk:claim:{ticket.id}"),),)),
        lambda ticket: Reply(text="态度太差", to=ToTopic(ticket.id)),
        lambda ticket: Reply(kind="card", to=ToTopic(ticket.id)),
        lambda ticket: Reply(kind="redraw", to=ToTopic(ticket.id)),
        lambda ticket: Reply(kind="close_topic", to=ToTopic(ticket.id)),
        lambda ticket: Reply(text="态度太差", to=ToDuty(ticket.id), urgency="urgent"),
    ],
)  # fmt: skip
async def test_posting_itself_keeps_it_out_whatever_a_rule_forgets(house: House, reply) -> None:
    await house.says("1", RUDE)
    post(house, reply(ticket_of(house)))
    assert quiet(house)


async def test_a_private_message_to_whoever_it_is_about_is_not_sent(house: House) -> None:
    await house.says("1", RUDE)
    with house.database.reading() as connection:
        li, wang = staff.by_telegram(connection, LI), staff.by_telegram(connection, WANG)
    assert li
    assert wang
    post(house, *(Reply(text="LH-1001 is late", to=ToStaff(one.id)) for one in (li, wang)))
    assert quiet(house)
    assert "LH-1001 is late" in told(house, WANG)


async def test_other_tickets_reach_the_group_as_ever(house: House) -> None:
    await house.says("1", RUDE)
    await house.says("3", "厨房水龙头漏水，关不紧")
    assert "LH-1002" in told(house, GROUP)


async def test_of_two_matters_in_one_message_only_the_complaint_is_kept_away(house: House) -> None:
    await house.says("1", "厨房水龙头漏水关不紧，另外保安小李态度太差还骂人")
    with house.database.reading() as connection:
        found = {one.intent: one for one in Tickets(connection, LineScope()).newest()}
    assert (found["repair"].guard, found["complaint"].guard) == ("", "named")
    assert found["repair"].number in told(house, GROUP)
    assert "骂人" not in told(house, GROUP)
    assert "骂人" not in found["repair"].words


async def test_a_topic_that_stands_is_emptied_renamed_and_closed_when_somebody_is_named(house: House) -> None:
    """Filed as a complaint about security in general; then the manager learns who it was."""
    await house.says("1", "小区治安太差，自行车被偷")
    thread, card = house.topic("LH-1001")
    with house.database.transaction() as connection:
        connection.execute(outbox.update().where(outbox.c.chat == GROUP).values(state="sent"))
    await house.says("1", "LH-1001 处理得怎么样了")
    with house.database.reading() as connection:
        li = staff.by_telegram(connection, LI)
    assert li
    as_staff(house, MAX, concerned.name, "LH-1001", li.id)
    with house.database.reading() as connection:
        rows = connection.execute(select(outbox).where(outbox.c.chat == GROUP).order_by(outbox.c.id)).all()
    done = [
        row for row in rows if row.kind in ("edit", "name_topic", "close_topic") and row.state == "pending"
    ]
    assert {row.payload["text"] for row in done if row.kind == "edit"} == {"LH-1001 is handled elsewhere."}
    assert [row.payload["thread"] for row in done if row.kind != "edit"] == [thread, thread]
    assert [row.payload.get("text", "") for row in done if row.kind == "name_topic"] == ["LH-1001"]
    assert not [
        row
        for row in rows
        if row.state == "pending" and row.kind == "send" and row.ticket_id == ticket_of(house).id
    ]
    assert (ticket_of(house).topic, ticket_of(house).card_id) == (None, None)
    assert any("LH-1001" in one.text for one in house.all_to("1") if "看不到" in one.text)
    before = len(house.all_to("1"))
    await house.give(house.message(GROUP, "没这回事", sender=LI, private=False, thread=thread, reply_to=card))
    await house.give(house.message(GROUP, "我来答", sender=WANG, private=False, thread=thread, reply_to=card))
    assert len(house.all_to("1")) == before


async def test_once_nobody_in_particular_is_meant_the_group_has_it_again(house: House) -> None:
    await house.says("1", RUDE)
    as_staff(house, MAX, concerned.nobody, "LH-1001")
    assert ticket_of(house).guard == ""
    assert "LH-1001" in told(house, GROUP)


async def test_a_complaint_about_staff_that_names_nobody_is_seen_by_managers_alone(house: House) -> None:
    await house.says("1", "前台的人态度太差，根本不理人")
    assert ticket_of(house).guard == "senior"
    assert "LH-1001" in told(house, MAX)
    assert "LH-1001" not in told(house, WANG) + told(house, LI) + told(house, GROUP)


async def test_a_complaint_told_while_people_have_the_conversation_does_not_go_to_them(house: House) -> None:
    await house.says("1", "转人工")
    await house.says("1", RUDE)
    assert not any(word in told(house, GROUP) for word in ("态度太差", "骂人"))
    assert ticket_of(house, "LH-1002").guard == "named"


async def test_an_emergency_is_kept_from_nobody(house: House) -> None:
    await house.says("1", "保安室着火了，小李还在里面")
    assert ticket_of(house).guard == ""
    assert "LH-1001" in told(house, LI)


async def test_praise_is_kept_from_nobody(house: House) -> None:
    await house.says("1", "保安小李昨天帮我妈提东西到家，谢谢他")
    assert ticket_of(house).guard == ""
    assert "LH-1001" in told(house, GROUP)
