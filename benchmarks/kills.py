"""kill -9 at random moments while owners write, many times over; prints what was lost, doubled, and how soon it was back.

python -m benchmarks.kills [--kills 200] [--seed 1]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path

from storage import schema
from storage.db import Database
from tests.fake_telegram.fake import FakeTelegram
from tests.fake_telegram.limits import LimitSettings
from tests.support.killing import Campaign, Findings
from tests.support.line import at_home, settle


async def campaign(kills: int, seed: int, url: str | None) -> Findings:
    folder = Path(tempfile.mkdtemp())
    url = url or f"sqlite:///{folder / 'ownerline.db'}"
    database = Database(url)
    schema.upgrade(database, lambda _step: None)
    database.close()
    homes = settle(url)
    async with FakeTelegram(limits=LimitSettings(scale=100)) as fake:
        fang = fake.user("王芳", user_id=900, met=True)
        staff = fake.forum("Staff", members=(fang,))
        owners = [fake.user(name, language_code="zh-hans") for name in ("Ann", "Bob", "Cat")]
        for owner, name in zip(owners, ("Ann", "Bob", "Cat"), strict=True):
            at_home(url, homes, name, str(owner.id))
        owners += [fake.user(f"Stranger {number}", language_code="en") for number in range(5)]
        return await Campaign(fake, url, folder / "media", staff.id, kills, seed).run(owners)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", help="an empty database; by default a scratch SQLite file")
    given = parser.parse_args()
    found = asyncio.run(campaign(given.kills, given.seed, given.database))
    print(json.dumps(found.summary()))
    sys.exit(bool(found.lost or found.doubled or found.unanswered))


if __name__ == "__main__":
    main()
