"""The door for XML from outside: bytes become an element, or a sentence says why not. Nothing is fetched, nothing expanded.

An alert needs no DTD and no entity beyond the five of XML, so that any of them is refused whole; a picture inside
an alert is the only reason for a large one.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from handlers.notices.cap.values import NAMESPACE

#: The largest message that is read, bytes; those seen in public feeds stay below 200 kB.
LARGEST = 1_000_000

#: How deep elements may stand in each other. CAP itself needs four; a signature in it (xmldsig) a dozen.
DEEPEST = 32

#: How many elements there may be. A warning for a whole country in thirty languages has some thousand.
MOST = 20_000

_OLDER = {
    "urn:oasis:names:tc:emergency:cap:1.1": "1.1",
    "http://www.incident.com/cap/1.0": "1.0",
    "urn:oasis:names:tc:emergency:cap:1.0": "1.0",
}

#: What else is sent around where alerts are, by the name of its first element.
_NO_ALERTS = {
    "feed": "This is an Atom feed, a list of alerts. Save one alert that it links to, and take in that.",
    "rss": "This is an RSS feed, a list of alerts. Save one alert that it links to, and take in that.",
    "EDXLDistribution": "This is an EDXL envelope. Take out the alert in it, and take in that.",
    "html": "This is a web page. Save the alert itself, an XML file.",
}


class Unreadable(ValueError):  # noqa: N818 - said to the person who brings the file
    """It cannot be taken in as an alert; the text says why and what to do, a line for each reason."""


class _Limited(TreeBuilder):
    """Builds the tree, and stops where it grows beyond anything an alert needs."""

    def __init__(self) -> None:
        super().__init__()
        self._deep = self._many = 0

    def start(self, tag: Any, attrs: Any, /) -> Any:
        self._deep += 1
        self._many += 1
        if self._deep > DEEPEST:
            raise Unreadable(
                f"Its elements stand more than {DEEPEST} deep in each other; no alert needs that."
            )
        if self._many > MOST:
            raise Unreadable(f"It has more than {MOST} elements; no alert needs that.")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._deep -= 1
        return super().end(tag)


def root(data: bytes) -> Element:
    """The `alert` element of a message of CAP 1.2. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable(
            f"It has {len(data)} bytes; at most {LARGEST} are read. Leave out the pictures in it."
        )
    if not data.strip():
        raise Unreadable("It is empty.")
    found = _parsed(data)
    if found.tag != f"{{{NAMESPACE}}}alert":
        raise Unreadable(_no_alert(found.tag))
    return found


def _parsed(data: bytes) -> Element:
    parser = XMLParser(target=_Limited(), forbid_dtd=True)
    try:
        parser.feed(data)
        found: Element = parser.close()
    except Unreadable:
        raise
    except DefusedXmlException as error:
        raise Unreadable(
            "It has a document type (DOCTYPE) or entities of its own, which can hide files of this machine or "
            "swell without end. No alert needs them: ask the sender for one without."
        ) from error
    except ParseError as error:
        raise Unreadable(f"It is not XML, or broken XML: {error}.") from error
    except (ValueError, LookupError) as error:
        raise Unreadable(
            f"Its characters cannot be read ({error}). Save it as UTF-8, and let its first line say so."
        ) from error
    return found


def _no_alert(tag: str) -> str:
    namespace, _, name = tag.removeprefix("{").rpartition("}")
    if name == "alert" and namespace in _OLDER:
        return (
            f"This is an alert of CAP {_OLDER[namespace]}; CAP 1.2 is read here ({NAMESPACE}). "
            "Ask the sender for 1.2: most offer both."
        )
    if name in _NO_ALERTS:
        return _NO_ALERTS[name]
    where = f'in the namespace "{namespace}"' if namespace else "without a namespace"
    return f'Its first element is "{name}" {where}; an alert of CAP 1.2 begins with "alert" in "{NAMESPACE}".'
