"""The page of seasons: for managers and above; submitted once, approved by another person, or not this year (H12)."""

from __future__ import annotations

import pytest

from bot import clock
from storage.store import LineStore
from tests.bot.web.staff.desk_house import Desk, plain


@pytest.fixture
def reminded(desk: Desk) -> Desk:
    """Two seasons of next year stand before Max: they are not over, whenever this runs."""
    with desk.house.db.transaction() as connection:
        for key in ("e_bikes", "ground_floor"):
            LineStore(connection).seasons.remind(
                desk.house.estates["GV"], key, clock.now().year + 1, clock.now()
            )
    return desk


async def test_a_manager_reads_the_notice_in_every_language_and_submits_it_once(
    reminded: Desk, signed_in
) -> None:
    max_ = await signed_in("Max")
    page = await max_.page("/staff/seasons")
    for words in ("Charging e-bikes in the heat", "夏季电动车充电", "夏天電動單車充電", "地下單位"):
        assert words in page, words
    done = await max_.post("/staff/seasons/1/propose", form="a", **{"doing-en": "Six more charging places."})
    assert done.headers.get("Location") == "/staff/seasons?done=proposed", plain(await done.text())
    with reminded.house.store("Max") as store:
        (notice,) = store.notices.newest()
        assert (notice.state, notice.author_id) == ("proposed", reminded.house.staff["Max"].id)
        assert store.notices.texts(notice)["en"].doing == "Six more charging places."
    assert (await max_.post("/staff/seasons/1/propose", form="a")).status == 422
    assert (await max_.post("/staff/seasons/1/skip", form="b")).status == 422


async def test_not_this_year(reminded: Desk, signed_in) -> None:
    max_ = await signed_in("Max")
    done = await max_.post("/staff/seasons/2/skip", form="a")
    assert done.headers["Location"] == "/staff/seasons?done=skipped"
    page = plain(await max_.page("/staff/seasons?done=skipped"))
    assert "今年唔發" in page
    assert "Max" in page
    with reminded.house.store("Max") as store:
        assert store.notices.newest() == []


@pytest.mark.parametrize("who", ["Ivy", "Eli", "Otto"])
async def test_others_find_no_such_page_and_decide_nothing(reminded: Desk, signed_in, who: str) -> None:
    other = await signed_in(who)
    assert (await other.get("/staff/seasons")).status == 404
    for path in ("propose", "skip"):
        assert (await other.post(f"/staff/seasons/1/{path}", form="a")).status in (404, 422)
    with reminded.house.store("Max") as store:
        assert {one.outcome for one in store.seasons.newest()} == {""}
    assert "/staff/seasons" not in await other.page("/staff/")


@pytest.mark.parametrize("number", ["0", "999", "9" * 40, "x"])
async def test_a_season_that_nobody_put_forward(signed_in, number: str) -> None:
    max_ = await signed_in("Max")
    assert (await max_.post(f"/staff/seasons/{number}/skip", form="a")).status in (404, 422)


async def test_a_season_that_is_over_is_not_sent_any_more(desk: Desk, signed_in) -> None:
    with desk.house.db.transaction() as connection:
        LineStore(connection).seasons.remind(desk.house.estates["GV"], "e_bikes", 2020, clock.now())
    max_ = await signed_in("Max")
    assert (await max_.post("/staff/seasons/1/propose", form="a")).status == 422


async def test_homes_that_nobody_lives_in_get_no_notice_and_the_season_stays_open(
    reminded: Desk, signed_in
) -> None:
    """Nobody at Green Valley has a home on the ground floor that is known as one."""
    max_ = await signed_in("Max")
    answer = await max_.post("/staff/seasons/2/propose", form="a", **{"doing-en": "x"})
    assert answer.status == 422
    assert 'role="alert"' in await answer.text()
    with reminded.house.store("Max") as store:
        assert store.notices.newest() == []
        assert {one.outcome for one in store.seasons.newest()} == {""}
