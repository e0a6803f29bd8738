"""Seconds from starting `ownerline run` until a waiting message is answered, and the memory held then, on the demonstration estate.

python -m benchmarks.start [--runs 5]        limits: 5 s, 250 MB
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.fake_telegram.fake import FakeTelegram

ROOT = Path(__file__).parents[1]
OWNERLINE = str(Path(sys.executable).parent / "ownerline")


def memory_mb(pid: int) -> float:
    """Resident memory of a process, MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024


async def start_once(fake: FakeTelegram, environment: dict[str, str]) -> dict[str, float]:
    owner = fake.user("Ann", language_code="zh-hans")
    await owner.say("你好")
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        OWNERLINE, "run", cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        await owner.hears("", within=60)
        answered = time.perf_counter() - begun
        await owner.say("厨房水龙头漏水")
        await owner.hears("LH-", within=60)
        return {"answered_s": round(answered, 2), "memory_mb": round(memory_mb(process.pid), 1)}
    finally:
        process.terminate()
        await process.wait()


async def main(runs: int) -> None:
    folder = Path(tempfile.mkdtemp())
    async with FakeTelegram() as fake:
        environment = os.environ | {
            "OWNERLINE_STORAGE__URL": f"sqlite:///{folder / 'o.db'}", "OWNERLINE_STORAGE__MEDIA": str(folder / "media"),
            "OWNERLINE_WEB__PORT": "0", "OWNERLINE_TELEGRAM__TOKEN": fake.token, "OWNERLINE_TELEGRAM__BASE_URL": fake.url,
            "OWNERLINE_LOG__LEVEL": "error",
        }  # fmt: skip
        loading = await asyncio.create_subprocess_exec(OWNERLINE, "demo", "load", cwd=ROOT, env=environment)
        assert await loading.wait() == 0
        found = [await start_once(fake, environment) for _ in range(runs)]
    middle = sorted(found, key=lambda one: one["answered_s"])[len(found) // 2]
    worst = max(one["answered_s"] for one in found)
    print(json.dumps({"runs": runs, "median": middle, "worst_s": worst, "limit_s": 5, "limit_mb": 250}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    asyncio.run(main(parser.parse_args().runs))
