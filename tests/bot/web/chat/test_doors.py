"""Who is let in, and what is turned away before anything is kept."""

from __future__ import annotations

import pytest

from tests.bot.web.chat.conftest import Visitor, new_id
from tests.bot.web.chat.house import House, photo


async def test_a_visitor_gets_a_cookie_that_scripts_and_other_sites_cannot_use(visit):
    response = await (await visit()).client.get("/chat")
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/chat" in cookie
    assert "Secure" not in cookie  # over http a secure cookie would never come back


async def test_behind_https_the_cookie_travels_over_https_only(tmp_path, visit):
    from aiohttp.test_utils import TestClient, TestServer

    house = House(tmp_path / "proxied", address="https://line.example.org")
    async with TestClient(TestServer(house.application())) as client:
        cookie = (await client.get("/chat")).headers["Set-Cookie"]
    await house.close()
    assert cookie.startswith("__Host-ownerline_chat=")
    assert "Secure" in cookie
    assert "Path=/;" in cookie + ";"


async def test_the_cookie_itself_is_not_in_the_database(visit, house, tmp_path):
    response = await (await visit()).client.get("/chat")
    token = response.cookies["ownerline_chat"].value
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("chat.db*"))
    assert len(token) >= 43  # 256 bits
    assert token.encode() not in kept


async def test_a_second_visit_is_the_same_chat(ann: Visitor):
    await ann.client.get("/chat")
    assert (await (await ann.writes("hello")).json())["chat"] == ann.chat


@pytest.mark.parametrize(
    "method_and_door", ["get events", "get lines?before=5", "post messages", "post photos"]
)
async def test_a_stranger_has_no_conversation(visit, method_and_door):
    method, door = method_and_door.split()
    client = (await visit()).client
    client.session.cookie_jar.update_cookies({"ownerline_chat": "made-up"})
    response = await client.request(method, f"/chat/{door}", json={} if method == "post" else None)
    assert response.status == 401


@pytest.mark.parametrize("door", ["start", "messages", "buttons", "photos"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
async def test_another_sites_page_cannot_write_for_ann(ann: Visitor, house, door, headers):
    response = await ann.client.post(
        f"/chat/{door}", json={"id": new_id(), "text": "from elsewhere"}, headers=headers
    )
    assert response.status == 403
    assert house.inbound == []


async def test_the_pages_own_origin_is_welcome(ann: Visitor, server):
    response = await ann.post(
        "messages", headers={"Origin": str(server.make_url("")).rstrip("/")}, id=new_id(), text="mine"
    )
    assert response.status == 200


ODD = [None, [], {}, 10**40, 1.5, True, "", "x" * 9000]


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:20])
@pytest.mark.parametrize("field", ["id", "text"])
async def test_a_message_of_the_wrong_shape_is_refused_with_a_word(ann: Visitor, house, field, value):
    response = await ann.post("messages", **{"id": new_id(), "text": "good", field: value})
    assert response.status == 400
    assert len((await response.json())["text"]) > 20
    assert house.inbound == []


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:20])
@pytest.mark.parametrize("field", ["id", "data", "line"])
async def test_a_press_of_the_wrong_shape_is_refused(ann: Visitor, house, field, value):
    sent = await house.says(ann.chat, "Settled?", [[("Yes", "yes")]])
    right = {"id": new_id(), "data": "yes", "line": int(sent.external_id)}
    response = await ann.post("buttons", **{**right, field: value})
    assert response.status == 400
    assert house.inbound == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'"x"', b"{", b"\xff\xfe{}", b"[" * 40000, b"NaN"], ids=lambda b: repr(b[:8])
)
async def test_what_is_no_json_object_is_refused(ann: Visitor, body):
    response = await ann.client.post(
        "/chat/messages", data=body, headers={"Content-Type": "application/json"}
    )
    assert response.status == 400


async def test_a_form_is_no_json(ann: Visitor):
    response = await ann.client.post("/chat/messages", data={"id": new_id(), "text": "x"})
    assert response.status == 415


async def test_a_body_too_large_is_refused(ann: Visitor):
    assert (await ann.writes("x" * 60_000)).status == 413


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("en-GB,en;q=0.9", "There is no text"),
        ("zh-CN,zh;q=0.9", "没有内容"),
        ("zh-HK", "冇內容"),
        ("yue", "冇內容"),
        ("fr, zh-TW;q=0.7, en;q=0.8", "There is no text"),
        ("fr", "There is no text"),
    ],
)
async def test_a_refusal_speaks_the_pages_language(ann: Visitor, wanted, said):
    response = await ann.post("messages", headers={"Accept-Language": wanted}, id=new_id(), text="  ")
    assert response.status == 400
    assert said in (await response.json())["text"]


async def test_what_cannot_be_kept_is_refused_for_the_moment(ann: Visitor, house):
    house.refuses = True
    for response in (await ann.writes("help"), await ann.sends(("a.jpg", photo()))):
        assert response.status == 503
        assert int(response.headers["Retry-After"]) > 0
    assert [line for line in await ann.log() if line["side"] == "owner"] == []


async def test_every_answer_is_fenced_in(ann: Visitor):
    page = await ann.client.get("/chat")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    for response in (
        page,
        await ann.writes(""),
        await ann.client.get("/chat/media/x"),
        await ann.client.get("/chat/events"),
    ):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        response.close()


@pytest.mark.parametrize(
    "name", ["../page.html", "..%2fpage.html", "%2e%2e/routes.py", "page.html", "nothing.js"]
)
async def test_only_the_pages_files_are_given_out(ann: Visitor, name):
    assert (await ann.client.get(f"/chat/static/x/{name}")).status == 404
