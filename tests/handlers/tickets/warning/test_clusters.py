"""Which reports are one incident, which are none, and whom the same cause may reach."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.tickets.warning.clusters import Clusters, Home, cluster, families_of, neighbours
from handlers.tickets.warning.spots import spot_of
from storage.incidents import Report
from tests.handlers.tickets.tickets import NOW, report

RULES = Clusters()


def ago(**by: float) -> Any:
    return NOW - timedelta(**by)


@pytest.mark.parametrize(
    ("family", "found", "incident"),
    [
        # lifts: two homes of one entrance within a day
        ("lift", [report(1, "3-2-1502"), report(2, "3-2-903")], True),
        ("lift", [report(1, "3-2-1502"), report(2, "3-1-903")], False),  # the other entrance has its own lift
        ("lift", [report(1, "3-2-1502"), report(2, "4-2-903")], False),
        ("lift", [report(1, "3-2-1502"), report(2, "3-2-903", opened_at=ago(hours=25))], False),
        ("lift", [report(1, "3-2-1502"), report(2, "3-2-1502", unit_id=1)], False),  # one household
        ("lift", [report(1, "3-2-1502"), report(2, None, words="三栋电梯坏了")], True),
        ("lift", [report(1, "T5 12B"), report(2, "5座3樓A室")], True),
        # outages: three homes of one building within two hours
        ("water", [report(n, f"3-2-{n}02", "home.water_supply", urgency="E1") for n in (9, 10, 11)], True),
        ("water", [report(n, f"3-2-{n}02", "home.water_supply", urgency="E1") for n in (9, 10)], False),
        ("water", [report(n, f"3-2-{n}02", "home.water_supply", urgency="N") for n in (9, 10, 11)], False),
        ("water", [report(9, "3-2-902", "home.water_supply", urgency="E1"), report(10, "3-1-1002", "public.water_pump"),
                   report(11, "3-2-1102", "enquiry.outage", words="是不是停水了")], True),
        ("water", [report(9, "3-2-902", "home.water_supply", urgency="E1"), report(10, "3-1-1002", "public.water_pump"),
                   report(11, "3-2-1102", "enquiry.outage", words="是不是停电了")], False),
        ("power", [report(n, f"3-2-{n}02", "home.electrical", urgency="E1", opened_at=ago(hours=h))
                   for n, h in ((9, 0), (10, 1), (11, 3))], False),
        # leaks: a riser or a floor within fourteen days
        ("leak", [report(n, f"3-2-{n}02", "home.leak", opened_at=ago(days=d)) for n, d in ((9, 0), (10, 6), (11, 13))], True),
        ("leak", [report(n, f"3-2-{n}02", "home.leak", opened_at=ago(days=d)) for n, d in ((9, 0), (10, 6), (11, 15))], False),
        ("leak", [report(n, f"3-2-15{n:02}", "home.leak") for n in (1, 2, 3)], True),
        ("leak", [report(1, "3-2-1502", "home.leak"), report(2, "3-2-903", "home.leak"), report(3, "3-2-1104", "home.leak")], False),
        # public parts: the building that is said, not the one that is lived in
        ("public.lighting", [report(n, f"{n}-1-101", "public.lighting", place="5栋楼道") for n in (1, 2, 3)], True),
        ("public.lighting", [report(n, f"{n}-1-101", "public.lighting") for n in (1, 2, 3)], False),
        # complaints: the estate, in like words
        ("service.security", [report(n, f"{n}-1-101", "service.security", words="夜班保安睡觉没人管") for n in (1, 2, 3)], True),
        ("service.security", [report(n, f"{n}-1-101", "service.security", words=w)
                              for n, w in ((1, "保安睡觉"), (2, "门岗不登记快递"), (3, "巡逻车太吵"))], False),
        ("community.renovation_noise", [report(n, f"3-1-{n}02", "community.renovation_noise") for n in (9, 10, 11)], True),
    ],
)  # fmt: skip
def test_like_reports_are_one_incident(family: str, found: list[Report], incident: bool) -> None:
    members = cluster(family, found[0], found, RULES, NOW)
    assert bool(members) == incident
    assert not members or found[0] in members


@pytest.mark.parametrize(
    ("code", "urgency", "words", "families"),
    [
        ("home.water_supply", "E1", "停水了", ("water",)),
        ("home.water_supply", "N", "水压低", ("home.water_supply",)),
        ("home.electrical", "N", "插座坏了", ("home.electrical",)),
        ("enquiry.outage", "N", "是不是停水停电了", ("water", "power")),
        ("enquiry.outage", "N", "电梯什么时候修好", ()),
        ("enquiry.fees", "N", "物业费", ()),
        ("public.lift.door", "N", "x", ("public.lift.door",)),
        ("fire", "E0", "着火", ()),
        (None, "N", "x", ()),
        ("community.upstairs_leak", "N", "x", ("leak",)),
    ],
)
def test_what_a_report_may_be_one_of(
    code: str | None, urgency: str, words: str, families: tuple[str, ...]
) -> None:
    assert families_of(code, urgency, words) == families


LABELS = (
    "3-2-1402",
    "3-2-1502",
    "3-2-1503",
    "3-2-1602",
    "3-1-1502",
    "4-2-1502",
    "5座12樓B室",
    "5座11樓B室",
    "5座12樓A室",
    "T5 3C",
)


@pytest.mark.parametrize(
    ("family", "reported", "reaches"),
    [
        ("leak", "3-2-1502", {"3-2-1402", "3-2-1502", "3-2-1602", "3-2-1503"}),
        ("drain", "3-2-1502", {"3-2-1402", "3-2-1502", "3-2-1602"}),
        ("lift", "3-2-1502", {"3-2-1402", "3-2-1502", "3-2-1602", "3-2-1503"}),
        ("water", "3-2-1502", {"3-2-1402", "3-2-1502", "3-2-1602", "3-2-1503", "3-1-1502"}),
        ("leak", "5座12樓B室", {"5座12樓B室", "5座11樓B室", "5座12樓A室"}),
        ("power", "T5 3C", {"5座12樓B室", "5座11樓B室", "5座12樓A室", "T5 3C"}),
        ("service.security", "3-2-1502", set()),
        ("leak", "Villa", set()),
    ],
)
def test_whom_the_same_cause_may_reach(family: str, reported: str, reaches: set[str]) -> None:
    homes = [Home(number, spot_of(label)) for number, label in enumerate(LABELS)]
    assert {LABELS[one] for one in neighbours(family, [spot_of(reported)], homes)} == reaches


@pytest.mark.parametrize("wrong", [{"outage_hours": 0}, {"households": 1}])
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="incident"):
        Clusters(**wrong)  # type: ignore[arg-type]
