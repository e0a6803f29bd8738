"""Many lives of tickets: the property test of tests/e2e/test_life_of_a_ticket.py with fresh chance and as many examples as wished.

What it looks for after each step: one holder who may hold it, one next date, no step that the table does not know, no clock that runs
while it should rest, nobody who sees what they must not, files that prove themselves. It stops at the first life that breaks a rule.

    python -m benchmarks.lives [--lives 200] [--steps 40]
"""

from __future__ import annotations

import argparse
import json
import time

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.e2e.test_life_of_a_ticket import Life


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lives", type=int, default=200)
    parser.add_argument("--steps", type=int, default=40)
    given = parser.parse_args()
    start = time.perf_counter()
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=given.lives, stateful_step_count=given.steps, deadline=None, suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        ),
    )  # fmt: skip
    took = round(time.perf_counter() - start, 1)
    print(
        json.dumps({"lives": given.lives, "steps_at_most": given.steps, "broken_rules": 0, "seconds": took})
    )


if __name__ == "__main__":
    main()
