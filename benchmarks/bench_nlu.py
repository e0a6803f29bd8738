"""`make bench-nlu`: one JSON line of how fast and how well the reader reads. Run on a quiet machine."""

from __future__ import annotations

import importlib
import json
import statistics
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Hong_Kong")
NOW = datetime(2026, 7, 6, 10, 0, tzinfo=ZONE)
CORPUS = Path(__file__).parent.parent / "tests" / "nlu" / "corpus"


def resident() -> float:
    """Megabytes of memory this process holds now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    importlib.import_module("nlu")  # before numpy, as in serving: it asks for one thread
    import numpy as np

    np.zeros(1)
    before = resident()
    from nlu import model
    from nlu.parse import parse

    model.load()  # trained here when missing: a second run measures the memory of serving alone
    started = time.process_time()
    parse("there is smoke in the lobby, 有人晕倒", now=NOW, tz=ZONE)
    first = time.process_time() - started
    more = resident() - before

    from nlu import evaluate, train

    cases = evaluate.cases(CORPUS)
    texts = [case.text for case in cases]
    middle = sorted(texts, key=len)[len(texts) * 4 // 10 : len(texts) * 6 // 10]
    spans = []
    for text in middle * 5:
        started = time.perf_counter()
        parse(text, now=NOW, tz=ZONE)
        spans.append((time.perf_counter() - started) * 1000)
    started = time.perf_counter()
    for text in texts:
        parse(text, now=NOW, tz=ZONE)
    rate = len(texts) / (time.perf_counter() - started)
    started = time.perf_counter()
    train.train_own()
    trained = time.perf_counter() - started
    scores = evaluate.scores(evaluate.outcomes(cases))
    print(
        json.dumps(
            {
                "train_seconds": round(trained, 1),
                "first_parse_cpu_seconds": round(first, 3),
                "messages_per_second": round(rate),
                "p50_ms": round(statistics.median(spans), 3),
                "p99_ms": round(statistics.quantiles(spans, n=100)[98], 3),
                "more_memory_mb": round(more, 1),
                "median_characters": len(middle[len(middle) // 2]),
                "scores": scores,
            }
        )
    )


if __name__ == "__main__":
    main()
