"""`ownerline notice`: official alerts become drafts of the estates they are about, notices become alerts, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import clock
from handlers.notices.cap.reading import read
from handlers.notices.cap.values import Alert, Reference
from handlers.notices.cap.writing import write
from storage import estates
from storage.audience import Audience
from storage.db import Database
from storage.notices import Notice, NoticeText
from storage.store import LineStore
from tests.handlers.notices.cap.examples import storm, told_by_the_schema

SETTINGS = """
cap:
  sender: line.example.org
  places:
    LH: {areas: [Sha Tin, 沙田], latitude: 22.38, longitude: 114.19}
    HV: {areas: [HASC=HK.TP]}
"""


class Desk:
    """The commands, a folder, and the database behind them."""

    def __init__(self, ownerline: Callable[..., Any], folder: Path, database: Database) -> None:
        self.type = ownerline
        self.folder = folder
        self.database = database

    def take_in(self, alert: Alert, *words: str) -> Any:
        (self.folder / "alert.xml").write_bytes(write(alert))
        return self.type("notice", "import-cap", "alert.xml", *words)

    def export(self, number: int = 1, *words: str) -> Any:
        return self.type("notice", "export-cap", number, *words)

    def notices(self) -> list[Notice]:
        with self.database.reading() as connection:
            return LineStore(connection).notices.newest()[::-1]

    def texts(self, number: int) -> dict[str, NoticeText]:
        with self.database.reading() as connection:
            notices = LineStore(connection).notices
            notice = notices.by_id(number)
            assert notice
            return notices.texts(notice)

    def sent(self, number: int) -> None:
        """The notice went out, to nobody."""
        with self.database.transaction() as connection:
            notices = LineStore(connection).notices
            notice = notices.by_id(number)
            assert notice
            assert notices.change(notice, "draft", state="sent", sent_at=clock.now(), ended_at=clock.now())


def current(**changes: Any) -> Alert:
    """The storm of the examples, beginning now."""
    begins = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    times = {"effective": begins, "onset": begins, "expires": begins + timedelta(hours=6)}
    infos = tuple(replace(info, **times) for info in storm().infos)
    return storm(**{"sent": begins, "infos": infos} | changes)


def later(alert: Alert, msg_type: str, identifier: str = "RAIN-2", **changes: Any) -> Alert:
    """A message about an earlier one."""
    sent = alert.sent + timedelta(minutes=1)
    return replace(
        alert, identifier=identifier, msg_type=msg_type, references=(alert.reference,), sent=sent, **changes
    )


@pytest.fixture
def desk(prepared, alone: Path, database_url: str) -> Any:
    """Two estates: Lake House in Sha Tin, Hill View elsewhere."""
    (alone / "config.yaml").write_text(SETTINGS, "utf-8")
    database = Database(database_url)
    with database.transaction() as connection:
        for code, name in (("LH", "Lake House"), ("HV", "Hill View")):
            estates.add_estate(
                connection, code=code, name=name, timezone="Asia/Hong_Kong", jurisdiction="HK", language="en", phone="2345 6789"
            )  # fmt: skip
    yield Desk(prepared, alone, database)
    database.close()


# In


def test_an_alert_becomes_a_draft_of_the_estate_it_is_about(desk: Desk) -> None:
    alert = current()
    done = desk.take_in(alert)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == (
        'LH: draft of notice 1, Alert, “Black rainstorm in Sha Tin” ("Sha Tin" in the area "Sha Tin District").\n'
    )
    assert "LH: It has no text in zh-Hans" in done.stderr
    (notice,) = desk.notices()
    assert (notice.state, notice.author_id, notice.kind, notice.status) == ("draft", None, "safety", "Actual")
    assert (notice.category, notice.urgency, notice.severity, notice.certainty, notice.response_type) == (
        "Met", "Immediate", "Severe", "Observed", "Shelter",
    )  # fmt: skip
    assert notice.expires == alert.infos[0].expires
    assert (notice.source["identifier"], notice.source["name"]) == ("RAIN-2026-0820-1", "Weather Bureau")
    texts = desk.texts(1)
    assert set(texts) == {"en", "zh-Hant"}
    assert texts["en"].facts.startswith("Weather Bureau, ")
    assert texts["en"].asked == "Stay indoors. Keep away from slopes and streams."


def test_the_same_alert_taken_in_twice_makes_one_draft(desk: Desk) -> None:
    alert = current()
    desk.take_in(alert)
    done = desk.take_in(alert)
    assert (done.exit_code, done.stdout) == (0, "LH: taken in before as notice 1 (draft).\n")
    assert len(desk.notices()) == 1


def test_staff_are_told_in_the_line_that_a_draft_waits(desk: Desk) -> None:
    desk.type("check-config")
    (desk.folder / "config.yaml").write_text(
        f"{SETTINGS}\ntelegram:\n  token: '1:a'\n  staff_group: '-100'\n", "utf-8"
    )
    assert desk.take_in(current()).exit_code == 0
    from storage.outbox import outbox

    with desk.database.reading() as connection:
        (row,) = connection.execute(outbox.select()).mappings()
    assert "Weather Bureau: “Black rainstorm in Sha Tin”. It came in as a draft, notice 1." in str(row)


def test_standard_input_is_read(desk: Desk) -> None:
    done = desk.type("notice", "import-cap", "-", input=write(current()))
    assert done.exit_code == 0
    assert len(desk.notices()) == 1


def test_estates_can_be_chosen_by_hand(desk: Desk) -> None:
    done = desk.take_in(current(), "--estate", "HV", "--estate", "LH", "--estate", "HV")
    assert [line[:2] for line in done.stdout.splitlines()] == ["HV", "LH"]
    assert "(chosen by hand)" in done.stdout


def test_a_dry_run_shows_the_words_and_keeps_nothing(desk: Desk) -> None:
    done = desk.take_in(current(), "--dry-run")
    assert done.exit_code == 0
    assert "--- en\nBlack rainstorm in Sha Tin\nWeather Bureau, " in done.stdout
    assert "--- zh-Hant\n沙田黑色暴雨" in done.stdout
    assert done.stdout.endswith("Nothing was kept (--dry-run).\n")
    assert desk.notices() == []


def test_an_exercise_is_marked_in_the_notice_and_at_the_terminal(desk: Desk) -> None:
    done = desk.take_in(current(status="Exercise"))
    assert "Its status is Exercise: it is no real warning" in done.stderr
    assert desk.notices()[0].status == "Exercise"
    assert "This is an exercise, not a real emergency." in desk.texts(1)["en"].facts


def test_each_part_of_an_alert_goes_to_the_estates_it_is_about(desk: Desk) -> None:
    alert = current()
    first = alert.infos[0]
    hills = replace(
        first, severity="Moderate", headline="Rain in the hills",
        areas=(replace(first.areas[0], description="Hills", polygons=(), geocodes=(replace(first.areas[0].geocodes[0], value="HK.TP"),)),),
    )  # fmt: skip
    over = replace(
        first, severity="Minor", effective=None, onset=None, expires=alert.sent + timedelta(minutes=1)
    )
    done = desk.take_in(replace(alert, infos=(first, over, hills)))
    assert [line.split(" (")[0] for line in done.stdout.splitlines()] == [
        "LH: draft of notice 1, Alert, “Black rainstorm in Sha Tin”",
        "HV: draft of notice 2, Alert, “Rain in the hills”",
    ]


# Updates and cancellations


def test_an_update_of_what_was_sent_refers_to_it(desk: Desk) -> None:
    alert = current()
    desk.take_in(alert)
    desk.sent(1)
    done = desk.take_in(later(alert, "Update"))
    assert "draft of notice 2, Update" in done.stdout
    notice = desk.notices()[1]
    assert (notice.msg_type, notice.refers_to, notice.root_id) == ("Update", 1, 1)
    desk.sent(2)
    desk.take_in(later(later(alert, "Update"), "Update", "RAIN-3"))
    assert (desk.notices()[2].refers_to, desk.notices()[2].root_id) == (2, 1)


def test_an_update_reaches_an_estate_that_was_told_even_when_it_names_it_no_more(desk: Desk) -> None:
    alert = current()
    desk.take_in(alert, "--estate", "HV")
    desk.sent(1)
    done = desk.take_in(later(alert, "Update"))
    assert "LH: draft of notice 2, Alert" in done.stdout
    assert "HV: draft of notice 3, Update" in done.stdout
    assert "(an earlier alert of its row was taken in here)" in done.stdout
    assert "LH: Residents were told nothing of what it updates: it is a first notice here." in done.stderr


def test_an_update_takes_the_place_of_a_draft_that_nobody_sent(desk: Desk) -> None:
    alert = current()
    desk.take_in(alert)
    done = desk.take_in(later(alert, "Update"))
    assert "LH: notice 1, made of an earlier alert and not sent, is withdrawn." in done.stdout
    first, second = desk.notices()
    assert (first.state, first.reason) == ("refused", "Update: RAIN-2")
    assert (second.msg_type, second.refers_to) == ("Alert", None)


def test_a_cancel_of_what_was_sent_becomes_a_cancellation(desk: Desk) -> None:
    alert = current()
    desk.take_in(alert)
    desk.sent(1)
    desk.take_in(later(alert, "Cancel"))
    notice = desk.notices()[1]
    assert (notice.msg_type, notice.refers_to) == ("Cancel", 1)
    assert "Weather Bureau withdraws what it sent on" in desk.texts(2)["en"].facts


def test_a_bare_cancel_keeps_the_codes_of_what_it_cancels(desk: Desk) -> None:
    alert = current()
    desk.take_in(alert)
    desk.sent(1)
    assert desk.take_in(later(alert, "Cancel", infos=())).exit_code == 0
    notice = desk.notices()[1]
    assert (notice.kind, notice.category, notice.severity, notice.msg_type) == (
        "safety",
        "Met",
        "Severe",
        "Cancel",
    )
    assert set(desk.texts(2)) == {"en", "zh-Hans", "zh-Hant"}


def test_a_cancel_of_a_draft_withdraws_it_and_needs_no_notice(desk: Desk) -> None:
    alert = current()
    desk.take_in(alert)
    done = desk.take_in(later(alert, "Cancel"))
    assert done.exit_code == 0
    assert "LH: no notice is needed" in done.stdout
    assert "Residents were told nothing of what it cancels." in done.stderr
    assert [one.state for one in desk.notices()] == ["refused"]


def test_after_a_cancellation_the_next_one_is_a_first_notice(desk: Desk) -> None:
    alert = current()
    desk.take_in(alert)
    desk.sent(1)
    cancel = later(alert, "Cancel")
    desk.take_in(cancel)
    desk.sent(2)
    again = replace(later(alert, "Update", "RAIN-3"), references=(alert.reference, cancel.reference))
    desk.take_in(again)
    assert (desk.notices()[2].msg_type, desk.notices()[2].refers_to) == ("Alert", None)


def test_an_alert_that_comes_after_its_own_update_makes_nothing(desk: Desk) -> None:
    alert = current()
    desk.take_in(later(alert, "Update"))
    done = desk.take_in(alert)
    assert "LH: no notice is needed" in done.stdout
    assert "Notice 1 was made of a later message about it." in done.stderr
    assert len(desk.notices()) == 1


@pytest.mark.parametrize(
    ("real", "said"), [("Actual", "Exercise"), ("Exercise", "Actual"), ("Actual", "Draft")]
)
def test_a_cancel_of_another_status_withdraws_and_cancels_nothing(desk: Desk, real: str, said: str) -> None:
    alert, left = (
        current(status=real),
        f"but its status is {real} and this message's is {said}: it is left as it is",
    )
    desk.take_in(alert)
    done = desk.take_in(later(alert, "Cancel", status=said))
    assert "LH: no notice is needed" in done.stdout
    assert f"LH: Notice 1 belongs to it, {left}" in done.stderr
    assert [one.state for one in desk.notices()] == ["draft"]
    desk.sent(1)
    done = desk.take_in(later(alert, "Cancel", "RAIN-3", status=said, infos=()))
    assert f"LH: Notice 1 belongs to it, {left}" in done.stderr
    assert len(desk.notices()) == 1


def test_an_exercise_that_updates_a_real_alert_is_an_exercise_of_its_own(desk: Desk) -> None:
    alert = current()
    desk.take_in(alert)
    desk.sent(1)
    done = desk.take_in(later(alert, "Update", status="Exercise"))
    assert "LH: Notice 1 belongs to it, but its status is Actual" in done.stderr
    exercise = desk.notices()[1]
    assert (exercise.status, exercise.msg_type, exercise.refers_to) == ("Exercise", "Alert", None)


def test_an_exercise_that_updates_a_real_alert_reaches_no_estate_that_it_does_not_name(desk: Desk) -> None:
    alert = current()
    desk.take_in(alert, "--estate", "HV")
    assert "HV" not in desk.take_in(later(alert, "Update", status="Exercise")).stdout


def test_a_real_alert_is_taken_in_after_an_exercise_that_speaks_of_it(desk: Desk) -> None:
    alert = current()
    desk.take_in(later(alert, "Update", status="Exercise"))
    done = desk.take_in(alert)
    assert "LH: draft of notice 2, Alert" in done.stdout
    assert "LH: Notice 1 belongs to it, but its status is Exercise" in done.stderr


def test_an_update_finds_the_thirtieth_part_of_an_alert(desk: Desk) -> None:
    alert = current()
    first = alert.infos[0]
    elsewhere = replace(first.areas[0], description="Far away", polygons=(), geocodes=())
    many = [replace(first, event=f"Rain {one}", areas=(elsewhere,)) for one in range(30)]
    many = [replace(one, expires=alert.sent + timedelta(hours=2 + n)) for n, one in enumerate(many)]
    alert = replace(alert, infos=(*many, first))
    desk.take_in(alert)
    desk.sent(1)
    assert desk.notices()[0].source["part"] == 30
    desk.take_in(later(alert, "Update", infos=(first,)))
    assert desk.notices()[1].refers_to == 1


# What is refused


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "alert.xml: cannot be read (No such file or directory)."),
        (b"", "alert.xml is not taken in.\nIt is empty."),
        (b"Dear all, it rains", "alert.xml is not taken in.\nIt is not XML, or broken XML"),
        (b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>', "It has a document type (DOCTYPE)"),
        (b"<a>" * 1_000_000, "at most 1000000 are read"),
        (b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.1"/>', "This is an alert of CAP 1.1"),
        (write(current(msg_type="Ack", references=(Reference("a", "b", current().sent),))), "This is an Ack"),
        (write(storm(sent=current().sent - timedelta(days=900), infos=tuple(replace(one, effective=None, onset=None, expires=current().sent - timedelta(days=800)) for one in storm().infos))), "This alert is over"),
    ],
    ids=["missing", "empty", "words", "bomb", "large", "1.1", "ack", "over"],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_said_and_nothing_is_kept(
    desk: Desk, content: bytes | None, told: str
) -> None:
    if content is not None:
        (desk.folder / "alert.xml").write_bytes(content)
    done = desk.type("notice", "import-cap", "alert.xml")
    assert done.exit_code == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert desk.notices() == []


def test_a_folder_is_no_alert(desk: Desk) -> None:
    done = desk.type("notice", "import-cap", ".")
    assert (done.exit_code, done.stderr) == (2, ".: cannot be read (Is a directory).\n")


def test_in_a_language_that_nobody_reads_here_it_is_refused_and_nothing_is_kept(desk: Desk) -> None:
    done = desk.take_in(current(infos=tuple(replace(one, language="fr") for one in current().infos[:1])))
    assert (done.exit_code, done.stderr) == (
        2,
        "This alert is in fr; the line speaks zh-Hans, zh-Hant, en.\n",
    )
    assert desk.notices() == []


def test_an_unknown_estate_is_named(desk: Desk) -> None:
    done = desk.take_in(current(), "--estate", "XX")
    assert (done.exit_code, done.stderr) == (2, "There is no estate XX; there are LH, HV.\n")


def test_when_no_estate_matches_it_says_what_it_looked_at(desk: Desk) -> None:
    areas = (replace(storm().infos[0].areas[0], description="Lantau", polygons=(), geocodes=()),)
    done = desk.take_in(current(infos=tuple(replace(one, areas=areas) for one in current().infos)))
    assert done.exit_code == 2
    assert done.stderr == (
        'No estate matches. The alert names the area "Lantau". Held against it: LH (Lake House, Sha Tin, 沙田; at 22.38,114.19); '
        "HV (Hill View, HASC=HK.TP; no coordinates).\n"
        "Choose an estate with --estate CODE, or tell under cap.places in the settings where it lies.\n"
    )


# Out


def kept(desk: Desk, **values: Any) -> int:
    """A notice that was sent."""
    row = {
        "kind": "outage", "template": "", "status": "Actual", "msg_type": "Alert", "category": "Infra", "urgency": "Expected",
        "severity": "Minor", "certainty": "Likely", "response_type": "Prepare", "audience": {}, "pictures": [], "question": "",
        "source": {}, "at_most_once": False, "after_the_fact": False, "created_at": clock.now(), "sent_at": clock.now(),
        "state": "sent", "form_key": f"f{len(desk.notices())}", **values,
    }  # fmt: skip
    texts = [
        NoticeText(language="en", headline="Water off", facts="A pipe is changed.", doing="A tanker stands at the gate.", asked="Fill a bucket.", signature=""),
        NoticeText(language="zh-Hant", headline="停水", facts="換水喉。", doing="", asked="", signature=""),
    ]  # fmt: skip
    with desk.database.transaction() as connection:
        lake = estates.by_code(connection, "LH")
        assert lake
        notice = LineStore(connection).notices.draft(texts, **{"estate_id": lake.id, **row})
        assert notice
        return notice.id


def test_a_notice_that_was_sent_is_written_as_an_alert(desk: Desk) -> None:
    done = desk.export(kept(desk))
    assert done.exit_code == 0, done.stderr
    assert told_by_the_schema(done.stdout.encode()) == []
    alert = read(done.stdout.encode())
    assert (alert.identifier, alert.sender, alert.status, alert.msg_type, alert.scope) == (
        "LH-N1", "line.example.org", "Actual", "Alert", "Public",
    )  # fmt: skip
    info = alert.infos[0]
    assert (info.language, info.event, info.headline, info.instruction) == (
        "en-GB",
        "Outage",
        "Water off",
        "Fill a bucket.",
    )
    assert info.description == "A pipe is changed.\n\nWhat we are doing\nA tanker stands at the gate."
    assert (info.sender_name, info.contact, info.audience) == (
        "Lake House",
        "2345 6789",
        "Owners and residents of Lake House",
    )
    assert [(area.description, area.geocodes[0].value) for area in info.areas] == [("Lake House", "LH")]


def test_a_new_file_is_written_and_none_is_written_over(desk: Desk) -> None:
    number = kept(desk)
    done = desk.export(number, "--to", "out.xml")
    assert (done.exit_code, done.stdout) == (0, "out.xml is written.\n")
    assert told_by_the_schema((desk.folder / "out.xml").read_bytes()) == []
    again = desk.export(number, "--to", "out.xml")
    assert (again.exit_code, again.stderr) == (2, "out.xml is there already; nothing is written over.\n")


def test_what_is_not_sent_goes_out_as_a_draft(desk: Desk) -> None:
    desk.take_in(current())
    alert = read(desk.export(1).stdout.encode())
    assert (alert.status, alert.source) == ("Draft", "Weather Bureau")
    desk.sent(1)
    assert read(desk.export(1).stdout.encode()).status == "Actual"


def test_an_update_names_every_message_of_its_row_before_it(desk: Desk) -> None:
    first = kept(desk)
    second = kept(desk, msg_type="Update", refers_to=first, root_id=first)
    third = kept(desk, msg_type="Cancel", refers_to=second, root_id=first)
    for number, known in ((second, ["LH-N1"]), (third, ["LH-N1", "LH-N2"])):
        alert = read(desk.export(number).stdout.encode())
        assert [one.identifier for one in alert.references] == known


def test_what_is_between_an_estate_and_its_people_is_restricted(desk: Desk) -> None:
    alert = read(desk.export(kept(desk, kind="invitation")).stdout.encode())
    assert (alert.scope, alert.restriction) == ("Restricted", "Owners and residents of Lake House")


def test_buildings_and_single_homes_are_named_by_our_geocodes(desk: Desk) -> None:
    with desk.database.transaction() as connection:
        lake = estates.by_code(connection, "LH")
        assert lake
        block = estates.building_named(connection, lake.id, "Block 3")
        home = estates.add_unit(
            connection, estate_id=lake.id, building_id=block.id, label="3-1502", floor="15"
        )
    audience = Audience(buildings=(block.id,), include=(home,)).as_json()
    alert = read(desk.export(kept(desk, audience=audience)).stdout.encode())
    (area,) = alert.infos[0].areas
    assert area.description == "Lake House · Block 3, some homes"
    assert [(one.name, one.value) for one in area.geocodes] == [
        ("estate-building", "LH/Block 3"), ("estate-unit", "LH/3-1502"),
    ]  # fmt: skip


def test_our_own_alert_finds_its_way_back_to_its_estate(desk: Desk) -> None:
    expires = clock.now() + timedelta(hours=3)
    written = desk.export(kept(desk, expires=expires)).stdout.encode()
    done = desk.type("notice", "import-cap", "-", "--dry-run", input=written)
    assert "LH: draft of notice 2, Alert, “Water off” (geocode estate LH)." in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("9",), "There is no notice 9."),
        (("many",), "Invalid value"),
        (("1", "--to", "nowhere/out.xml"), "nowhere/out.xml: No such file or directory"),
    ],
)
def test_what_cannot_be_written_is_said(desk: Desk, words: tuple[str, ...], told: str) -> None:
    kept(desk)
    done = desk.type("notice", "export-cap", *words)
    assert done.exit_code == 2
    assert told in done.stderr


def test_a_refused_notice_goes_nowhere(desk: Desk) -> None:
    number = kept(desk, state="refused", sent_at=None, reason="Wrong day")
    assert "Notice 1 was refused (Wrong day) and goes nowhere." in desk.export(number).stderr


def test_without_a_name_of_ours_nothing_is_written(desk: Desk) -> None:
    number = kept(desk)
    (desk.folder / "config.yaml").write_text("cap: {}", "utf-8")
    done = desk.export(number)
    assert (done.exit_code, "Set cap.sender" in done.stderr) == (2, True)


def test_a_place_of_an_estate_that_is_not_there_is_found_by_the_check(desk: Desk) -> None:
    (desk.folder / "config.yaml").write_text("cap:\n  places:\n    XX: {areas: [Lantau]}\n", "utf-8")
    done = desk.type("check-config")
    assert "warning: cap.places.XX: there is no estate XX; there are: LH, HV" in done.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cap:\n  sender: two words", "cap.sender: "),
        ("cap:\n  places:\n    LH: {latitude: 91, longitude: 1}", "cap.places.LH.latitude: "),
        ("cap:\n  places:\n    LH: {latitude: 22}", "cap.places.LH: latitude and longitude stand together"),
        ("cap:\n  places:\n    LH: {area: [x]}", "cap.places.LH.area: there is no such setting"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start(ownerline, alone: Path, text: str, told: str) -> None:
    (alone / "config.yaml").write_text(text, "utf-8")
    done = ownerline("check-config")
    assert (done.exit_code, told in done.stderr) == (2, True)
