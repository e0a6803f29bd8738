"""Photos and files: what arrives is looked at, cleaned, and seen by nobody else."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from PIL import Image

from bot.web.chat.pace import Counts, Limit
from tests.bot.web.chat.conftest import Visitor
from tests.bot.web.chat.house import House, photo


def with_exif(orientation: int) -> bytes:
    """A wide picture whose left half is red, with a place and a camera in its EXIF data."""
    picture = Image.new("RGB", (400, 200), "white")
    picture.paste("red", (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "Canary Camera"
    exif.get_ifd(0x8825)[2] = (22.0, 16.0, 42.0)
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"Canary comment")
    return out.getvalue()


async def media_of(visitor: Visitor) -> list[dict]:
    return [item for line in await visitor.log() for item in line.get("media", ())]


async def test_a_photo_comes_back_to_its_sender_alone(ann: Visitor, cat: Visitor, house: House):
    assert (await ann.sends(("leak.jpg", photo()), text="under the sink")).status == 200
    (update,) = house.inbound
    assert (update.text, update.album, update.media[0].kind, update.media[0].name) == (
        "under the sink", None, "photo", "leak.jpg",
    )  # fmt: skip
    assert await house.channel.fetch(update.media[0].reference) == house.media.read(update.media[0].reference)
    name = update.media[0].reference.removeprefix("file:")
    mine = await ann.client.get(f"/chat/media/{name}")
    assert (mine.status, mine.content_type) == (200, "image/jpeg")
    assert mine.headers["Content-Disposition"].startswith("inline")
    foreign, absent = (
        await cat.client.get(f"/chat/media/{name}"),
        await cat.client.get(f"/chat/media/{'0' * 40}.jpg"),
    )
    assert foreign.status == absent.status == 404
    assert await foreign.read() == await absent.read()


async def test_naming_anns_photo_does_not_open_it(ann: Visitor, cat: Visitor, house: House):
    await ann.sends(("leak.jpg", photo()))
    reference = house.inbound[0].media[0].reference
    await cat.writes(reference)
    await cat.writes('{"media": [{"reference": "' + reference + '"}]}')
    await cat.sends((reference, photo("red")))
    assert (await cat.client.get(f"/chat/media/{reference.removeprefix('file:')}")).status == 404


async def test_several_at_once_are_one_album(ann: Visitor, house: House):
    await ann.sends(
        *((f"{count}.jpg", photo(size=(60 + count, 60))) for count in range(3)), text="three views"
    )
    assert len({update.album for update in house.inbound}) == 1
    assert house.inbound[0].album
    assert [update.text for update in house.inbound] == ["three views", "", ""]
    assert len({update.update_id for update in house.inbound}) == 3
    (line,) = await ann.log()
    assert len(line["media"]) == 3


async def test_a_resend_keeps_one(ann: Visitor, house: House, tmp_path):
    answers = [await ann.sends(("leak.jpg", photo()), client_id="same-id-1") for _ in range(3)]
    assert len({str(await answer.json()) for answer in answers}) == 1
    assert len(house.inbound) == 1
    assert len(list((tmp_path / "media").iterdir())) == 1


@pytest.mark.parametrize(("orientation", "size", "red_at"), [(1, (400, 200), (50, 100)), (3, (400, 200), (350, 100)),
                                                             (6, (200, 400), (100, 50)), (8, (200, 400), (100, 350))])  # fmt: skip
async def test_a_photo_stands_upright_and_tells_no_place(
    ann: Visitor, house: House, orientation, size, red_at
):
    await ann.sends(("a.jpg", with_exif(orientation)))
    kept = house.media.read(house.inbound[0].media[0].reference)
    picture = Image.open(BytesIO(kept))
    assert picture.size == size
    red, green, _ = picture.getpixel(red_at)
    assert (red > 200, green < 60) == (True, True)
    assert dict(picture.getexif()) == {}
    assert b"Canary" not in kept
    assert b"Exif" not in kept


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
async def test_other_formats_become_one(ann: Visitor, house: House, kind):
    assert (await ann.sends((f"a.{kind.lower()}", photo("navy", kind=kind)))).status == 200
    assert Image.open(BytesIO(house.media.read(house.inbound[0].media[0].reference))).format == "JPEG"


async def test_what_is_transparent_turns_white_and_what_is_huge_turns_smaller(ann: Visitor, house: House):
    out = BytesIO()
    Image.new("RGBA", (4000, 1000), (255, 0, 0, 0)).save(out, "PNG")
    await ann.sends(("plan.png", out.getvalue()))
    picture = Image.open(BytesIO(house.media.read(house.inbound[0].media[0].reference)))
    assert picture.size == (2560, 640)
    assert min(picture.getpixel((5, 5))) > 250


def bomb(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


HEIC = b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100
BAD = {
    "a page": (b"<html><script>alert(1)</script>", 415, "no photo"),
    "a drawing with script": (
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        415,
        "no photo",
    ),
    "a page behind a photo's first bytes": (
        b"\xff\xd8\xff\xe0<html><script>alert(1)</script>",
        415,
        "no photo",
    ),
    "a photo cut in half": (photo(size=(900, 900))[:4000], 415, "no photo"),
    "nothing": (b"", 400, "no photo"),
    "a program": (b"MZ" + b"\x00" * 500, 415, "no photo"),
    "an archive": (b"PK\x03\x04" + b"\x00" * 500, 415, "no photo"),
    "a bomb of 400 million pixels": (bomb(20000, 20000), 413, "pixels"),
    "a bomb of 36 million pixels": (bomb(6000, 6000), 413, "pixels"),
    "a photo as Apple writes it": (HEIC, 415, "JPEG"),
    "eleven megabytes": (b"\xff\xd8\xff" + b"\x00" * (11 * 1024 * 1024), 413, "10 MB"),
}


@pytest.mark.parametrize("what", BAD)
async def test_what_is_no_photo_is_refused_in_plain_words(ann: Visitor, house: House, tmp_path, what):
    data, status, said = BAD[what]
    answer = await ann.sends(("good.jpg", photo()), ("thing.jpg", data))
    assert answer.status == status
    assert said in (await answer.json())["text"]
    assert house.inbound == []
    assert list(tmp_path.glob("media/*")) == []


async def test_eleven_photos_are_too_many(ann: Visitor, house: House):
    answer = await ann.sends(*((f"{count}.jpg", photo(size=(20, 20))) for count in range(11)))
    assert answer.status == 413
    assert "10" in (await answer.json())["text"]
    assert house.inbound == []


async def test_ten_photos_of_several_megabytes_pass(ann: Visitor, house: House):
    noise = Image.effect_noise((1500, 1500), 90).convert("RGB")
    out = BytesIO()
    noise.save(out, "JPEG", quality=95)
    assert len(out.getvalue()) > 2_000_000
    answer = await ann.sends(*((f"{count}.jpg", out.getvalue()) for count in range(10)))
    assert answer.status == 200
    assert len(house.inbound) == 10


@pytest.mark.parametrize(
    ("name", "data", "kind", "mime"),
    [
        ("bill.pdf", b"%PDF-1.7 <script>alert(1)</script>", "document", "application/pdf"),
        ("voice.ogg", b"OggS" + b"\x00" * 60, "audio", "audio/ogg"),
        ("voice.m4a", b"\x00\x00\x00\x20ftypM4A " + b"\x00" * 60, "audio", "audio/mp4"),
    ],
)
async def test_papers_and_voices_are_only_ever_downloaded(ann: Visitor, house: House, name, data, kind, mime):
    assert (await ann.sends((name, data))).status == 200
    media = house.inbound[0].media[0]
    assert (media.kind, media.mime, media.name) == (kind, mime, name)
    answer = await ann.client.get(f"/chat/media/{media.reference.removeprefix('file:')}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert await answer.read() == data


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../etc/passwd", "passwd"), ("C:\\x\\bill.pdf", "bill.pdf"), ("a\u202efdp.exe", "afdp.exe"),
     ("\u200b\u2066", "document.pdf"), ("x" * 300, "x" * 80), ('a"b;c\r\nX: y', 'a"b;cX: y')],
)  # fmt: skip
async def test_a_files_name_cannot_deceive(ann: Visitor, house: House, name, kept):
    from bot.web.chat.kinds import safe_name

    assert safe_name(name, "document.pdf") == kept


@pytest.mark.parametrize(
    "name",
    ["", "x", "..", "%2e%2e%2fchat.db", "../chat.db", "0" * 40, "0" * 40 + ".jpg/..", "0" * 39 + "g.jpg"],
)
async def test_no_name_climbs_out_of_the_folder(ann: Visitor, name):
    assert (await ann.client.get(f"/chat/media/{name}")).status == 404


async def test_broken_pictures_never_break_the_chat(ann: Visitor, house: House):
    """A few hundred pictures with bytes knocked out of place: each is kept or refused, none is an error of ours."""
    rolls = random.Random(7)
    house.channel._pages._pace._chats = Counts(Limit(1000, 60))
    seeds = [photo(size=(40, 30), kind=kind) for kind in ("JPEG", "PNG", "WEBP", "GIF")]
    for _ in range(300):
        broken = bytearray(rolls.choice(seeds))
        for _ in range(rolls.randint(1, 8)):
            broken[rolls.randrange(12, len(broken))] = rolls.randrange(256)
        assert (await ann.sends(("x.jpg", bytes(broken)))).status in (200, 413, 415)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x\r\n",
        b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n",
        b"\x00" * 500,
        b"--x--\r\n",
    ],
    ids=repr,
)
async def test_a_form_that_is_none_is_refused(ann: Visitor, house: House, body):
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert (await ann.client.post("/chat/photos", data=body, headers=headers)).status == 400
    assert (
        await ann.client.post("/chat/photos", data=body, headers={"Content-Type": "multipart/form-data"})
    ).status == 400
    assert house.inbound == []
