"""Each rule of CAP 1.2, broken once, and the sentence that says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.notices.cap.checking import faults, own_faults
from handlers.notices.cap.values import Area, Circle, Coded, Point, Reference, Resource
from tests.handlers.notices.cap.examples import SENT, storm

HOUR = timedelta(hours=1)
ZERO = Point(0.0, 0.0)
EARLIER = (Reference("warnings@weather.example.org", "RAIN-0", SENT - HOUR),)


def _info(**changes):
    return storm(infos=(replace(storm().infos[0], **changes),))


def _area(**changes):
    return _info(areas=(replace(Area(description="Sha Tin"), **changes),))


def test_a_good_alert_has_no_fault() -> None:
    assert own_faults(storm()) == ()


@pytest.mark.parametrize(
    ("alert", "told"),
    [
        (storm(identifier=""), "identifier: is missing"),
        (storm(identifier="RAIN 1"), 'identifier: "RAIN 1" may hold no space, comma, < or &'),
        (storm(identifier="RAIN,1"), 'identifier: "RAIN,1" may hold no space, comma, < or &'),
        (storm(sender="a&b"), 'sender: "a&b" may hold no space, comma, < or &'),
        (storm(sender="a<b"), 'sender: "a<b" may hold no space, comma, < or &'),
        (storm(sent=SENT.replace(tzinfo=None)), "sent: needs an offset from UTC and whole seconds"),
        (storm(sent=SENT.replace(microsecond=1)), "sent: needs an offset from UTC and whole seconds"),
        (storm(status="Real"), 'status: "Real" is none of Actual, Exercise, System, Test, Draft'),
        (storm(msg_type="Warn"), 'msgType: "Warn" is none of Alert, Update, Cancel, Ack, Error'),
        (storm(scope="Secret"), 'scope: "Secret" is none of Public, Restricted, Private'),
        (storm(scope="Restricted"), "restriction: a Restricted alert must say to whom it is restricted"),
        (storm(scope="Private"), "addresses: a Private alert must name whom it is for"),
        (storm(addresses=('a"b',)), "addresses: 'a\"b' is empty or holds a quotation mark"),
        (storm(msg_type="Update"), "references: an Update must name the message it speaks of, as sender,identifier,sent"),
        (storm(msg_type="Cancel"), "references: a Cancel must name the message it speaks of, as sender,identifier,sent"),
        (storm(msg_type="Ack"), "references: an Ack must name the message it speaks of, as sender,identifier,sent"),
        (storm(references=(Reference("a b", "c", SENT),)), 'references: sender: "a b" may hold no space, comma, < or &'),
        (storm(note=" x"), "note: begins or ends with a space, or holds characters that XML cannot carry"),
        (storm(codes=("",)), "code: is missing"),
        (_info(language="Cantonese of Hong Kong"), 'info 1: language: "Cantonese of Hong Kong" is no language code such as zh-HK'),
        (_info(categories=()), "info 1: category: is missing"),
        (_info(categories=("Rain",)), 'info 1: category: "Rain" is none of Geo, Met, Safety, Security, Rescue, Fire, Health, Env, Transport, Infra, CBRNE, Other'),
        (_info(event=""), "info 1: event: is missing"),
        (_info(response_types=("Run",)), 'info 1: responseType: "Run" is none of Shelter, Evacuate, Prepare, Execute, Avoid, Monitor, Assess, AllClear, None'),
        (_info(urgency=""), "info 1: urgency: is missing"),
        (_info(severity="Bad"), 'info 1: severity: "Bad" is none of Extreme, Severe, Moderate, Minor, Unknown'),
        (_info(certainty="Sure"), 'info 1: certainty: "Sure" is none of Observed, Likely, Possible, Unlikely, Unknown'),
        (_info(expires=SENT), "info 1: expires: must be after effective"),
        (_info(effective=None, expires=SENT), "info 1: expires: must be after sent"),
        (_info(onset=SENT + 9 * HOUR), "info 1: expires: must not be before onset"),
        (_info(onset=SENT.replace(microsecond=5)), "info 1: onset: needs an offset from UTC and whole seconds"),
        (_info(description="bell\x07"), "info 1: description: begins or ends with a space, or holds characters that XML cannot carry"),
        (_info(web="see our page"), 'info 1: web: "see our page" is no address of a page'),
        (_info(parameters=(Coded("", "x"),)), "info 1: parameter: valueName: is missing"),
        (_info(resources=(Resource(description="map", mime_type=""),)), "info 1: resource 1: mimeType: is missing"),
        (_info(resources=(Resource(description="map", mime_type="image/png", size=-1),)), "info 1: resource 1: size: is below zero"),
        (_area(description=""), "info 1: area 1: areaDesc: is missing"),
        (_area(polygons=((ZERO, ZERO, ZERO),)), "info 1: area 1: polygon: needs at least four points, of which the last is the first again"),
        (_area(polygons=((ZERO, ZERO, ZERO, Point(1, 1)),)), "info 1: area 1: polygon: needs at least four points, of which the last is the first again"),
        (_area(polygons=((ZERO, Point(91, 0), ZERO, ZERO),)), "info 1: area 1: polygon: needs latitudes within 90 and longitudes within 180"),
        (_area(circles=(Circle(ZERO, -1),)), "info 1: area 1: circle: needs a latitude within 90, a longitude within 180, and a radius in km that is not below zero"),
        (_area(circles=(Circle(ZERO, float("nan")),)), "info 1: area 1: circle: needs a latitude within 90, a longitude within 180, and a radius in km that is not below zero"),
        (_area(ceiling=100.0), "info 1: area 1: ceiling: stands only together with altitude"),
        (_area(altitude=float("inf")), "info 1: area 1: altitude, ceiling: need a number of feet"),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else "",
)  # fmt: skip
def test_a_broken_rule_is_told_in_plain_words(alert, told) -> None:
    assert faults(alert) == (told,)


@pytest.mark.parametrize(
    ("alert", "told"),
    [
        (storm(infos=()), "info: is missing; an alert of ours says what is the matter"),
        (storm(infos=storm().infos[:1] * 2), "info: en stands 2 times; one info a language"),
        (
            storm(infos=(storm().infos[0], replace(storm().infos[1], severity="Minor"))),
            "info: category, responseType, urgency, severity, certainty and times must be the same in every language",
        ),
    ],
)
def test_of_ours_more_is_asked_than_of_an_officials(alert, told) -> None:
    assert faults(alert) == ()
    assert own_faults(alert) == (told,)


@pytest.mark.parametrize("msg_type", ["Update", "Cancel", "Ack", "Error"])
def test_with_a_reference_it_is_whole(msg_type: str) -> None:
    assert faults(storm(msg_type=msg_type, references=EARLIER)) == ()


def test_a_cancel_may_end_when_it_begins() -> None:
    assert faults(replace(_info(expires=SENT), msg_type="Cancel", references=EARLIER)) == ()
