"""Run the fake by hand: `python -m tests.fake_telegram --port 8081`, then point a bot at it."""

from __future__ import annotations

import argparse
import asyncio
import contextlib

from . import TOKEN, FakeTelegram, LimitSettings, ManualClock


async def serve(arguments: argparse.Namespace) -> None:
    clock = ManualClock() if arguments.manual_clock else None
    limits = LimitSettings(on=not arguments.no_limits)
    fake = FakeTelegram(token=arguments.token, clock=clock, limits=limits)
    await fake.start(arguments.port)
    print(f"base_url {fake.base_url}\nbase_file_url {fake.base_file_url}\ntoken {fake.token}", flush=True)
    print(f"script people with POST {fake.url}/control/…, read GET {fake.url}/control/ledger", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await fake.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--no-limits", action="store_true", help="take any number of messages a second")
    parser.add_argument(
        "--manual-clock", action="store_true", help="time moves by POST /control/advance only"
    )
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
