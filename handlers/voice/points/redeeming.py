"""Points become a reward: an owner takes one with two taps (K11); staff hand it over, or cancel it and the points come back."""

from __future__ import annotations

from handlers.base import Acting, Mistake
from handlers.voice.points import tiers
from handlers.wording import say, speak
from storage.estates import Estate
from storage.owner_store import OwnerStore
from storage.points import Entry
from storage.rewards import Redemption, Reward


def offered(acting: Acting, store: OwnerStore, estate: Estate, person_id: int) -> list[Reward]:
    """What somebody may have now: in stock, in time, and for their standing."""
    standing = tiers.of_member(acting, store, estate, person_id)
    every = store.rewards.on_offer(estate.id, acting.now)
    return [one for one in every if tiers.reaches(standing, one.tier)]


def named(reward: Reward, language: str, otherwise: str) -> str:
    """What it is called: in the reader's language, else in the estate's, else in whichever there is."""
    name = reward.name
    return name.get(language) or name.get(otherwise) or next(iter(name.values()), "")


def redeem(
    acting: Acting, store: OwnerStore, estate: Estate, person_id: int, reward_id: int, price: int
) -> tuple[Redemption, Reward, Entry]:
    """Takes one piece for the price that was shown. Raises Mistake, and nothing is taken, where it is gone or points are lacking."""
    reward = store.rewards.by_id(reward_id)
    standing = tiers.of_member(acting, store, estate, person_id)
    if reward is None or not tiers.reaches(standing, reward.tier):
        raise Mistake("points.gone")
    made = store.rewards.ask(reward, person_id, price, acting.now)
    if made is None:
        raise Mistake("points.gone")
    at_home = speak(estate.language, "en")
    entry = store.points.spend(
        person_id, price, reason=named(reward, at_home, estate.language), ref=f"redemption:{made.id}", at=acting.now,
        lapsed=say(at_home, "points.reason.lapsed"),
    )  # fmt: skip
    if entry is None:
        raise Mistake("points.too_few", price=price, balance=store.points.balance(person_id))
    return made, reward, entry
