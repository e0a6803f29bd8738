"""Lengths are UTF-16 units; nothing is lost in a split; a button that Telegram would refuse is never built."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Key, Media, Outbound
from bot.channels.telegram_format import Words, markup, shortened, split, units, words_of
from bot.channels.telegram_plan import Say, Show, ShowAlbum, plan

PHOTO, VIDEO, VOICE = (Media(kind="photo", reference="p"), Media(kind="video", reference="v"),
                       Media(kind="voice", reference="o"))  # fmt: skip
FILE = Media(kind="document", reference="d")
NOTE = Media(kind="video", reference="video_note:n")
PLACE = Media(kind="location", latitude=1.0, longitude=2.0)
KEYS = ((Key(text="Yes", data="yes"),),)


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("abc", 3), ("电梯", 2), ("🔥", 2), ("👨‍👩‍👧", 8), ("🇭🇰", 4)]
)
def test_a_length_is_counted_as_telegram_counts(text: str, length: int) -> None:
    assert units(text) == length == len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("", "text", Words("text", 0)),
        ("Title", "text", Words("Title\ntext", 5)),
        ("🔥 Fire", "leave", Words("🔥 Fire\nleave", 7)),
        (" Title\n", " text ", Words("Title\ntext", 5)),
        ("Title", "", Words("Title", 5)),
        ("", "<b>*_`[x](y)", Words("<b>*_`[x](y)", 0)),
        ("half \ud83d", "a", Words("half ?\na", 6)),
    ],
)
def test_the_title_stands_bold_above_plain_text(title: str, text: str, words: Words) -> None:
    assert words_of(Outbound(chat="1", title=title, text=text)) == words


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("short", 10, ["short"]),
        ("first line\nsecond line", 15, ["first line", "second line"]),
        ("One two. Three four", 14, ["One two.", "Three four"]),
        ("水管爆了。请关总阀。谢谢", 10, ["水管爆了。请关总阀。", "谢谢"]),
        ("one two three", 9, ["one two", "three"]),
        ("版本3.14159265", 10, ["版本3.141592", "65"]),
        ("x" * 25, 10, ["x" * 10, "x" * 10, "x" * 5]),
        ("🔥" * 5, 5, ["🔥🔥", "🔥🔥", "🔥"]),
        ("   ", 2, []),
        ("", 10, []),
    ],
)
def test_a_long_text_is_cut_at_the_best_boundary(text: str, limit: int, pieces: list[str]) -> None:
    assert [piece.text for piece in split(Words(text), limit)] == pieces


@pytest.mark.parametrize(
    ("words", "bold"),
    [(Words("x" * 25, 12), [10, 2, 0]), (Words("ab cd", 5), [5]), (Words("a" * 12 + "b", 0), [0, 0])],
)
def test_a_title_cut_in_two_is_bold_in_both(words: Words, bold: list[int]) -> None:
    assert [piece.bold for piece in split(words, 10)] == bold


@given(text=st.text(max_size=300), limit=st.integers(2, 40), bold=st.integers(0, 300))
def test_a_split_loses_nothing_and_keeps_the_limit(text: str, limit: int, bold: int) -> None:
    pieces = split(Words(text, min(bold, units(text))), limit)
    assert "".join("".join(piece.text.split()) for piece in pieces) == "".join(text.split())
    assert all(0 < units(piece.text) <= limit and 0 <= piece.bold <= units(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("words", "limit", "short"),
    [
        (Words("abc", 2), 3, Words("abc", 2)),
        (Words("abcd", 3), 3, Words("ab…", 2)),
        (Words("🔥🔥", 0), 3, Words("🔥…", 0)),
    ],
)
def test_what_must_fit_one_bubble_ends_with_a_mark(words: Words, limit: int, short: Words) -> None:
    assert shortened(words, limit) == short


@pytest.mark.parametrize(
    ("key", "built"),
    [
        (Key(text="Yes", data="a" * 64), True), (Key(text="Yes", data="a" * 65), False),
        (Key(text="Yes", data="电" * 21), True), (Key(text="Yes", data="电" * 22), False),
        (Key(text="Yes"), False), (Key(text="", data="a"), False),
        (Key(text="Open", url="https://line.example.org/x"), True), (Key(text="Open", url="tg://user?id=1"), True),
        (Key(text="Open", url="http://127.0.0.1:8460/x"), False), (Key(text="Open", url="http://localhost/x"), False),
        (Key(text="Open", url="javascript:alert(1)"), False), (Key(text="Open", url="http://[bad"), False),
    ],
)  # fmt: skip
def test_a_button_that_telegram_refuses_is_never_built(key: Key, built: bool) -> None:
    assert (markup(((key,),)) is not None) is built


def test_an_address_that_makes_no_button_stands_below_the_text() -> None:
    key = Key(text="Sign in", url="http://127.0.0.1:8460/staff")
    words = words_of(Outbound(chat="1", text="Hello", keys=((key,),)))
    assert words.text == "Hello\nSign in: http://127.0.0.1:8460/staff"


LONG, LONGER = "x" * 1025, "x" * 4097


@pytest.mark.parametrize(
    ("outbound", "steps"),
    [
        (Outbound(chat="1", text="a", keys=KEYS), [Say(Words("a"), KEYS)]),
        (Outbound(chat="1", text=LONGER, keys=KEYS), [Say(Words("x" * 4096)), Say(Words("x"), KEYS)]),
        (Outbound(chat="1", text="a", media=(PHOTO,), keys=KEYS), [Show(PHOTO, Words("a"), KEYS)]),
        (Outbound(chat="1", media=(PHOTO,), keys=KEYS), [Show(PHOTO, keys=KEYS)]),
        (Outbound(chat="1", text=LONG, media=(PHOTO,), keys=KEYS), [Show(PHOTO), Say(Words(LONG), KEYS)]),
        (Outbound(chat="1", text="a", media=(PHOTO, VIDEO)), [ShowAlbum((PHOTO, VIDEO), Words("a"))]),
        (Outbound(chat="1", text="a", media=(PHOTO,) * 2, keys=KEYS), [ShowAlbum((PHOTO,) * 2), Say(Words("a"), KEYS)]),
        (Outbound(chat="1", text=LONG, media=(PHOTO,) * 2), [ShowAlbum((PHOTO,) * 2), Say(Words(LONG))]),
        (Outbound(chat="1", media=(PHOTO,) * 11), [ShowAlbum((PHOTO,) * 10), Show(PHOTO)]),
        (Outbound(chat="1", media=(PHOTO, FILE, FILE)), [Show(PHOTO), ShowAlbum((FILE, FILE))]),
        (Outbound(chat="1", media=(VOICE, VOICE)), [Show(VOICE), Show(VOICE)]),
        (Outbound(chat="1", text="a", media=(VOICE,)), [Show(VOICE, Words("a"))]),
        (Outbound(chat="1", text="a", media=(NOTE,)), [Show(NOTE), Say(Words("a"))]),
        (Outbound(chat="1", media=(PHOTO, NOTE)), [Show(PHOTO), Show(NOTE)]),
        (Outbound(chat="1", text="a", media=(PLACE,), keys=KEYS), [Show(PLACE), Say(Words("a"), KEYS)]),
        (Outbound(chat="1", text="  "), []),
    ],
    ids=lambda value: "" if isinstance(value, list) else f"{len(value.text)} {len(value.media)} {len(value.keys)}",
)  # fmt: skip
def test_an_outbound_becomes_the_fewest_requests_that_telegram_allows(
    outbound: Outbound, steps: list
) -> None:
    assert plan(outbound) == steps
