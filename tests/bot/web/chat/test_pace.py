"""A gentle limit on floods: it speaks plainly, it forgets in a minute, and no emergency ever meets it."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.web.chat import pace
from bot.web.chat.pace import Counts, Limit, public_address
from tests.bot.web.chat.conftest import Visitor, new_id
from tests.bot.web.chat.house import House, photo


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a test reaches quickly."""
    monkeypatch.setattr(pace, "PER_CHAT", Limit(3, 60))
    monkeypatch.setattr(pace, "PER_ADDRESS", Limit(5, 60))
    monkeypatch.setattr(pace, "VISITORS", Limit(2, 3600))


def test_a_limit_counts_what_was_done_lately() -> None:
    now = 100.0
    counts = Counts(Limit(2, 60), lambda: now)
    for expected in (0, 0, 60):
        assert counts.wait("a") == expected
        counts.count("a") if not expected else None
    assert counts.wait("b") == 0
    now = 130.5
    assert counts.wait("a") == 30
    now = 160.0
    assert counts.wait("a") == 0


def test_who_was_quiet_longest_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_REMEMBERED", 2)
    counts = Counts(Limit(1, 60), lambda: 0.0)
    for who in ("a", "b", "a", "c"):
        counts.count(who)
    assert [counts.wait(who) for who in "abc"] == [60, 0, 60]


@pytest.mark.parametrize(
    ("direct", "told", "found"),
    [
        ("1.2.3.4", [], "1.2.3.4"),
        ("1.2.3.4", ["9.9.9.9"], "1.2.3.4"),
        ("127.0.0.1", [], ""),
        ("127.0.0.1", ["1.2.3.4"], "1.2.3.4"),
        ("172.17.0.1", ["9.9.9.9, 1.2.3.4"], "1.2.3.4"),
        ("10.0.0.5", ["9.9.9.9", "1.2.3.4"], "1.2.3.4"),
        ("127.0.0.1", ["192.168.1.7"], ""),
        ("127.0.0.1", ["x"], ""),
        ("2a00:1450:4001:81b::200e", [], "2a00:1450:4001:81b::/64"),
        ("", [], ""),
    ],
)
def test_a_proxys_word_counts_and_a_strangers_does_not(direct: str, told: list[str], found: str) -> None:
    class Wire:
        def get_extra_info(self, name: str, default: object = None) -> object:
            return (direct, 5000) if name == "peername" else default

    headers = [("X-Forwarded-For", one) for one in told]
    from multidict import CIMultiDict

    request = make_mocked_request("GET", "/chat", headers=CIMultiDict(headers), transport=Wire())
    assert public_address(request) == found


async def test_a_flood_is_told_plainly_and_kept_out(few, ann: Visitor, house: House) -> None:
    answers = [await ann.writes(f"the gate squeaks {number}") for number in range(5)]
    assert [one.status for one in answers] == [200, 200, 429, 429, 429]  # the page's own start counts too
    told = await answers[-1].json()
    assert "400-820-1234" in told["text"]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert len(house.inbound) == 2
    assert (await ann.sends(("a.jpg", photo()))).status == 429
    assert (await ann.post("start", start="AB12-ABCDEFGHJKMNPQRSTVWXYZ0123")).status == 429


@pytest.mark.parametrize("words", ["煤气泄漏", "火燭呀", "there is a fire in the kitchen"])
async def test_an_emergency_is_taken_above_every_limit(few, ann: Visitor, house: House, words: str) -> None:
    for number in range(4):
        await ann.writes(f"the gate squeaks {number}")
    assert (await ann.writes(words)).status == 200
    assert (await ann.sends(("a.jpg", photo()), text=words)).status == 200
    assert [one.text for one in house.inbound[-2:]] == [words, words]


async def test_one_flood_leaves_the_others_alone(few, ann: Visitor, cat: Visitor) -> None:
    for number in range(5):
        await ann.writes(f"the gate squeaks {number}")
    assert (await cat.writes("the lift is slow")).status == 200


async def test_many_new_visitors_of_one_address_see_the_page_and_an_emergency_of_theirs_is_taken(
    few, visit, house: House
) -> None:
    from_one = {"X-Forwarded-For": "1.2.3.4"}
    for expected in (200, 200, 429):
        visitor = await visit()
        assert (await visitor.client.get("/chat", headers={"X-Forwarded-For": "1.2.3.5"})).status == 200
        visitor.client.session.cookie_jar.clear()
        assert (await visitor.post("start", headers=from_one, start="")).status == expected
    page = await visitor.client.get("/chat", headers=from_one)
    assert page.status == 200
    assert "400-820-1234" in await page.text()
    assert not page.cookies
    values = {"headers": from_one, "id": new_id()}
    assert (await visitor.post("messages", text="the lift is slow", **values)).status == 401
    assert (await visitor.post("messages", text=["there is a fire"], **values)).status == 401
    assert (await visitor.post("messages", text="there is a fire", **values)).status == 200
    assert (await visitor.client.get("/chat/lines?before=99")).status == 200
