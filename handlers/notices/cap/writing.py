"""The XML of an alert of CAP 1.2: the elements in the order of the schema, the same bytes for the same value."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from handlers.notices.cap.checking import faults
from handlers.notices.cap.listed import joined
from handlers.notices.cap.times import as_text
from handlers.notices.cap.values import NAMESPACE, Alert, Area, Circle, Coded, Info, Point, Resource

_FIRST_LINE = '<?xml version="1.0" encoding="UTF-8"?>\n'

_Value = str | datetime | int | float | None


class Unwritable(ValueError):  # noqa: N818 - said to the person who asked for it
    """The alert breaks the standard; the text has a line for each fault."""


def write(alert: Alert) -> bytes:
    """The message, in UTF-8. Raises Unwritable."""
    wrong = faults(alert)
    if wrong:
        raise Unwritable("\n".join(wrong))
    root = Element(_named("alert"))
    _fill_alert(root, alert)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode", default_namespace=NAMESPACE)
    return f"{_FIRST_LINE}{text}\n".encode()


def _fill_alert(root: Element, alert: Alert) -> None:
    _add(root, "identifier", alert.identifier)
    _add(root, "sender", alert.sender)
    _add(root, "sent", alert.sent)
    _add(root, "status", alert.status)
    _add(root, "msgType", alert.msg_type)
    _add(root, "source", alert.source)
    _add(root, "scope", alert.scope)
    _add(root, "restriction", alert.restriction)
    _add(root, "addresses", joined(alert.addresses))
    _add_all(root, "code", alert.codes)
    _add(root, "note", alert.note)
    references = (f"{one.sender},{one.identifier},{as_text(one.sent)}" for one in alert.references)
    _add(root, "references", " ".join(references))
    _add(root, "incidents", joined(alert.incidents))
    for info in alert.infos:
        _fill_info(SubElement(root, _named("info")), info)


def _fill_info(element: Element, info: Info) -> None:
    _add(element, "language", info.language)
    _add_all(element, "category", info.categories)
    _add(element, "event", info.event)
    _add_all(element, "responseType", info.response_types)
    _add(element, "urgency", info.urgency)
    _add(element, "severity", info.severity)
    _add(element, "certainty", info.certainty)
    _add(element, "audience", info.audience)
    _add_coded(element, "eventCode", info.event_codes)
    _fill_words(element, info)
    _add_coded(element, "parameter", info.parameters)
    for resource in info.resources:
        _fill_resource(SubElement(element, _named("resource")), resource)
    for area in info.areas:
        _fill_area(SubElement(element, _named("area")), area)


def _fill_words(element: Element, info: Info) -> None:
    _add(element, "effective", info.effective)
    _add(element, "onset", info.onset)
    _add(element, "expires", info.expires)
    _add(element, "senderName", info.sender_name)
    _add(element, "headline", info.headline)
    _add(element, "description", info.description)
    _add(element, "instruction", info.instruction)
    _add(element, "web", info.web)
    _add(element, "contact", info.contact)


def _fill_resource(element: Element, resource: Resource) -> None:
    _add(element, "resourceDesc", resource.description)
    _add(element, "mimeType", resource.mime_type)
    _add(element, "size", resource.size)
    _add(element, "uri", resource.uri)
    _add(element, "derefUri", resource.content)
    _add(element, "digest", resource.digest)


def _fill_area(element: Element, area: Area) -> None:
    _add(element, "areaDesc", area.description)
    _add_all(element, "polygon", (" ".join(map(_point, polygon)) for polygon in area.polygons))
    _add_all(element, "circle", map(_circle, area.circles))
    _add_coded(element, "geocode", area.geocodes)
    _add(element, "altitude", area.altitude)
    _add(element, "ceiling", area.ceiling)


def _add(parent: Element, name: str, value: _Value) -> None:
    """One element; none for a value that is empty."""
    if value is not None and value != "":
        SubElement(parent, _named(name)).text = _text(value)


def _add_all(parent: Element, name: str, values: Iterable[str]) -> None:
    for value in values:
        _add(parent, name, value)


def _add_coded(parent: Element, name: str, values: tuple[Coded, ...]) -> None:
    for one in values:
        pair = SubElement(parent, _named(name))
        SubElement(pair, _named("valueName")).text = one.name
        SubElement(pair, _named("value")).text = one.value


def _text(value: str | datetime | float) -> str:
    if isinstance(value, datetime):
        return as_text(value)
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    """A number without an exponent, to seven places: the last is a centimetre on the ground."""
    return f"{value:.7f}".rstrip("0").rstrip(".")


def _point(point: Point) -> str:
    return f"{_number(point.latitude)},{_number(point.longitude)}"


def _circle(circle: Circle) -> str:
    return f"{_point(circle.centre)} {_number(circle.kilometres)}"


def _named(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
