"""What is read, what is overlooked, and what is refused with which sentence."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.settings import Settings
from handlers.notices.cap.door import LARGEST
from handlers.notices.cap.reading import Unreadable, read
from handlers.notices.cap.values import Circle, Coded, Point, Reference
from handlers.notices.cap.writing import write
from tests.handlers.notices.cap.examples import SENT, storm, told_by_the_schema

GOOD = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>WATER-7</identifier>
  <sender>works@water.example.org</sender>
  <sent>2026-08-20T09:30:00+08:00</sent>
  <status>Actual</status>
  <msgType>Alert</msgType>
  <scope>Public</scope>
  <info>
    <category>Infra</category>
    <event>Water off</event>
    <urgency>Expected</urgency>
    <severity>Minor</severity>
    <certainty>Likely</certainty>
    <area><areaDesc>Sha Tin</areaDesc></area>
  </info>
</alert>
"""


def _read(old: str = "", new: str = ""):
    assert old in GOOD
    return read(GOOD.replace(old, new, 1).encode())


def test_the_least_that_an_alert_may_say_is_read() -> None:
    alert = _read()
    (info,) = alert.infos
    assert (alert.identifier, alert.sender, alert.sent) == ("WATER-7", "works@water.example.org", SENT)
    assert (info.language, info.event, info.areas[0].description) == ("en-US", "Water off", "Sha Tin")


@pytest.mark.parametrize(
    "more",
    [
        "<mood>calm</mood>",
        '<x:part xmlns:x="urn:x"><x:deep>1</x:deep></x:part>',
        "<parameter><valueName>layer:1:colour</valueName><value>red</value></parameter>",
        "<!-- a note of the printer -->",
        "<?printer on?>",
        '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>',
    ],
)
def test_what_is_not_known_is_overlooked(more: str) -> None:
    assert _read("<scope>", f"{more}<scope>").identifier == "WATER-7"
    assert _read("<area>", f"{more}<area>").infos[0].event == "Water off"


def test_parameters_are_kept() -> None:
    pair = "<parameter><valueName>colour</valueName><value>red</value></parameter>"
    assert _read("<area>", f"{pair}<area>").infos[0].parameters == (Coded("colour", "red"),)


def test_a_prefix_an_attribute_an_order_and_lines_of_its_own_do_not_matter() -> None:
    other = (
        GOOD.replace("<scope>Public</scope>", "")
        .replace("<sender>", "<scope>\n  Public </scope><sender>\n\t")
        .replace("<", "<cap:").replace("<cap:/", "</cap:").replace("<cap:?", "<?")
        .replace("xmlns=", 'note="x" xmlns:cap=')
    )  # fmt: skip
    assert read(other.encode()) == _read()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_the_encoding_that_it_names_is_used(encoding: str) -> None:
    named = GOOD.replace("UTF-8", "utf-8" if encoding == "utf-8-sig" else encoding)
    assert read(named.encode(encoding)) == _read()


def test_an_open_polygon_is_closed_and_commas_may_have_spaces() -> None:
    shapes = "<polygon>22.3, 114.1 22.3,114.2\n 22.4,114.2</polygon><circle>22.3,114.1 0.5</circle>"
    (area,) = _read("</area>", f"{shapes}</area>").infos[0].areas
    assert area.polygons[0][0] == area.polygons[0][-1] == Point(22.3, 114.1)
    assert area.circles == (Circle(Point(22.3, 114.1), 0.5),)


def test_references_addresses_and_incidents_are_taken_apart() -> None:
    more = (
        "<references>a@b,X-1,2026-08-20T01:30:00-00:00\n  a@b,X-2,2026-08-20T09:30:00+08:00</references>"
        '<addresses>first "the second one" third</addresses><incidents>rain "big flood"</incidents>'
    )
    alert = _read("<info>", f"{more}<info>")
    assert alert.references == (Reference("a@b", "X-1", SENT), Reference("a@b", "X-2", SENT))
    assert alert.addresses == ("first", "the second one", "third")
    assert alert.incidents == ("rain", "big flood")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("cap:1.2", "cap:1.1", "This is an alert of CAP 1.1; CAP 1.2 is read here"),
        ("urn:oasis:names:tc:emergency:cap:1.2", "http://www.incident.com/cap/1.0", "This is an alert of CAP 1.0;"),
        (' xmlns="urn:oasis:names:tc:emergency:cap:1.2"', "", 'Its first element is "alert" without a namespace'),
        ("<sent>2026-08-20T09:30:00+08:00</sent>", "", "sent: is missing"),
        ("+08:00", "Z", 'sent: "2026-08-20T09:30:00Z" ends in a letter; CAP 1.2 wants the offset in numbers'),
        ("+08:00", "", 'sent: "2026-08-20T09:30:00" is not written as 2026-03-01T08:00:00+08:00'),
        ("+08:00", "+15:00", "is more than 14 hours from UTC"),
        ("2026-08-20T09", "0001-01-01T00", "is in no year of an alert"),
        ("2026-08-20T09", "9999-12-31T23", "is in no year of an alert"),
        ("08-20T", "02-30T", 'sent: "2026-02-30T09:30:00+08:00" is no time there is'),
        ("09:30:00+", "09:30:00.5+", "is not written as 2026-03-01T08:00:00+08:00"),
        ("Actual", "Real", 'status: "Real" is none of Actual'),
        ("<status>Actual</status>", "", "status: is missing"),
        ("<status>", "<status>Test</status><status>", "status: stands 2 times with different words"),
        (">Alert<", ">Update<", "references: an Update must name the message it speaks of"),
        ("<info>", "<references>X-1</references><info>", 'references: "X-1" is not written as sender,identifier,sent'),
        ("<info>", "<references>a,b,today</references><info>", 'references: "today" ends in a letter'),
        ("Public", "Private", "addresses: a Private alert must name whom it is for"),
        ("WATER-7", "WATER 7", 'identifier: "WATER 7" may hold no space'),
        ("<category>Infra</category>", "", "info 1: category: is missing"),
        ("<area>", "<expires>2026-08-20T09:00:00+08:00</expires><area>", "info 1: expires: must be after sent"),
        ("</area>", "<polygon>1,2 3</polygon></area>", "info 1: area 1: polygon: needs pairs of latitude and longitude"),
        ("</area>", "<polygon>1,2 3,x</polygon></area>", 'info 1: area 1: polygon: "x" is no number'),
        ("</area>", "<polygon>1,2 3,nan</polygon></area>", 'info 1: area 1: polygon: "nan" is no number'),
        ("</area>", "<circle>1,2</circle></area>", "info 1: area 1: circle: needs a latitude, a longitude and a radius"),
        ("</area>", "<altitude>1e9</altitude></area>", 'info 1: area 1: altitude: "1e9" is no number'),
        ("</alert>", "", "It is not XML, or broken XML: no element found"),
        ("Water off", "Water & off", "It is not XML, or broken XML: not well-formed"),
        ("Water off", "Water&nbsp;off", "It is not XML, or broken XML: undefined entity"),
        ("UTF-8", "GB18030", "Its characters cannot be read"),
        ("UTF-8", "Klingon", "Its characters cannot be read (unknown encoding: Klingon). Save it as UTF-8"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(old: str, new: str, told: str) -> None:
    with pytest.raises(Unreadable) as refused:
        _read(old, new)
    assert told in str(refused.value)


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Unreadable) as refused:
        read(GOOD.replace("Actual", "Real").replace("Minor", "Bad").replace("WATER-7", "").encode())
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == [
        "identifier",
        "status",
        "info 1",
    ]


def test_of_very_many_faults_the_first_dozen_is_said() -> None:
    with pytest.raises(Unreadable) as refused:
        _read("<category>Infra</category>", "<category>Rain</category>" * 50)
    assert str(refused.value).splitlines()[-1] == "… and 38 more."


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "It is empty."),
        (b" \n", "It is empty."),
        (b"%PDF-1.7", "It is not XML, or broken XML"),
        (b"\x00\x01\x02", "It is not XML, or broken XML"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "This is an Atom feed, a list of alerts."),
        (b'<rss version="2.0"/>', "This is an RSS feed, a list of alerts."),
        (
            b'<EDXLDistribution xmlns="urn:oasis:names:tc:emergency:EDXL:DE:1.0"/>',
            "This is an EDXL envelope.",
        ),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "This is a web page."),
        (b'<note xmlns="urn:x"/>', 'Its first element is "note" in the namespace "urn:x"'),
    ],
)
def test_what_is_no_alert_at_all_is_named(data: bytes, told: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert str(refused.value).startswith(told)


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE alert>",
        '<!DOCTYPE alert SYSTEM "http://127.0.0.1:9/cap.dtd">',
        f'<!DOCTYPE alert [<!ENTITY l0 "ha">{_LAUGHS}]>',
        '<!DOCTYPE alert [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE alert [<!ENTITY % more SYSTEM "http://127.0.0.1:9/x.dtd"> %more;]>',
        f'<!DOCTYPE alert [<!ENTITY blow "{"x" * 50_000}">]>',
    ],
)
def test_a_document_type_is_refused_before_anything_of_it_is_looked_at(head: str) -> None:
    body = GOOD.replace('encoding="UTF-8"?>', f'encoding="UTF-8"?>{head}').replace(
        "Water off", "&l9;&secret;"
    )
    with pytest.raises(Unreadable, match="It has a document type"):
        read(body.encode())


def test_nothing_is_included_from_elsewhere() -> None:
    inclusion = '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    assert _read("Water off", f"Water off{inclusion}").infos[0].event == "Water off"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("<a>" * 400_000, "at most 1000000 are read"),
        ("<a>" * 200_000, "Its elements stand more than 32 deep in each other"),
        ("<a/>" * 200_000, "It has more than 20000 elements"),
    ],
)
def test_size_depth_and_number_have_an_end(more: str, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        _read("<scope>", f"{more}<scope>")


def test_a_picture_inside_counts_towards_the_size() -> None:
    resource = "<resource><resourceDesc>m</resourceDesc><mimeType>image/png</mimeType><derefUri>{}</derefUri></resource>"
    assert (
        _read("<area>", resource.format("A" * 900_000) + "<area>").infos[0].resources[0].content[:3] == "AAA"
    )
    with pytest.raises(Unreadable, match="Leave out the pictures in it"):
        _read("<area>", resource.format("A" * LARGEST) + "<area>")


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read(data)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_message_with_bytes_changed_is_read_or_refused_in_words(data) -> None:
    whole = bytearray(write(storm()))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=4))
    _read_or_refused(bytes(whole))


@given(st.text(max_size=30))
@example("9" * 5000)
@example("2026-08-20T24:00:00+08:00")
@example("٢٠٢٦-08-20T09:30:00+08:00")
@settings(max_examples=100, deadline=None)
@pytest.mark.parametrize("name", ["sent", "references", "polygon", "circle", "altitude", "expires", "size", "language", "addresses"])  # fmt: skip
def test_any_words_in_an_element_are_read_or_refused_in_words(name: str, words: str) -> None:
    words = words.translate({ord(sign): None for sign in "<&"})
    at = (
        "</area>"
        if name in ("polygon", "circle", "altitude")
        else "<area>"
        if name in ("expires", "language")
        else "<info>"
    )
    more = f"<{name}>{words}</{name}>"
    if name == "size":
        at, more = (
            "<area>",
            f"<resource><resourceDesc>m</resourceDesc><mimeType>a/b</mimeType>{more}</resource><area>",
        )
    _read_or_refused(GOOD.replace(at, more if at in more else more + at).encode("utf-8", "surrogatepass"))


def _read_or_refused(data: bytes) -> None:
    with suppress(Unreadable):
        alert = read(data)
        assert read(write(alert)) == alert
        assert abs(alert.sent.utcoffset()) <= timedelta(hours=14)


def test_the_example_of_the_documentation_is_an_alert_and_its_settings_are_settings() -> None:
    page = (Path(__file__).parents[4] / "docs" / "cap.md").read_text("utf-8")
    example = page.split("```xml\n")[1].split("```")[0]
    assert told_by_the_schema(example.encode()) == []
    assert read(example.encode()).infos[0].headline == "No water in Lakeside from 16:00"
    named = yaml.safe_load(page.split("```yaml\n")[1].split("```")[0])
    assert Settings.model_validate(named).cap.places["LH"].areas[-1] == "WSD=Z17"
