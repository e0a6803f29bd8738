"""HTML is read as Telegram reads it, and refused in its words."""

from __future__ import annotations

import pytest

from tests.fake_telegram.entities import parse
from tests.fake_telegram.errors import ApiError

REFUSED = [
    ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("水 <b", "Unclosed start tag at byte offset 4"),
    ("水🙂<x>", 'Unsupported start tag "x" at byte offset 7'),
    ("<i  =a>", 'Empty attribute name in the tag "i" at byte offset 0'),
    ("<i a>", 'Expected equal sign in declaration of an attribute of the tag "i" at byte offset 0'),
    ("<a href", 'Unclosed start tag "a" at byte offset 0'),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    ("&#xDFDF;", "Text contains invalid Unicode characters after decoding HTML entities"),
]

READ = [
    ("<b>水</b>", "水", [("bold", 0, 1)]),
    ("🙂<b>x</b>", "🙂x", [("bold", 2, 1)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("&lt;b&gt; &amp; &quot;", '<b> & "', []),
    ("&apos; &nbsp; & &copy", "&apos; &nbsp; & &copy", []),
    ("&#39;&#x1F642;", "'🙂", []),
    ("<b></b>x", "x", []),
    ("  <b> x </b>  ", "x", [("bold", 0, 1)]),
    ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
    ("<span class='tg-spoiler'>s</span>", "s", [("spoiler", 0, 1)]),
    ("<B>x</B>", "x", [("bold", 0, 1)]),
    ("see https://a.example/b now", "see https://a.example/b now", [("url", 4, 19)]),
    ("/start 7", "/start 7", [("bot_command", 0, 6)]),
]


@pytest.mark.parametrize(("source", "words"), REFUSED)
def test_bad_markup_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse(source, "HTML", [])
    assert caught.value.description.startswith(f"Bad Request: can't parse entities: {words}")


@pytest.mark.parametrize(("source", "text", "entities"), READ)
def test_markup_becomes_text_and_entities_in_utf16_units(
    source: str, text: str, entities: list[tuple]
) -> None:
    read, found = parse(source, "html", [])
    assert read == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == entities


def test_links_and_languages_are_kept() -> None:
    _, found = parse(
        '<a href="https://a.example/?x=1&amp;y">a</a> <a href="tg://user?id=7">b</a>', "HTML", []
    )
    assert found[0]["url"] == "https://a.example/?x=1&y"
    assert found[1]["user"]["id"] == 7
    _, found = parse('<pre><code class="language-python">x</code></pre>', "HTML", [])
    assert found == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]


def test_more_than_100_entities_are_ignored() -> None:
    _, found = parse("<b>x</b> " * 150, "HTML", [])
    assert len(found) == 100
