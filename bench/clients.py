"""Measures the cost of a prompt in Python: `clients.py <url>` prints microseconds as JSON. Run by clients.ts."""

import json
import os
import sys
from time import perf_counter_ns

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "sdk-python"))

from understudy import Understudy  # noqa: E402

WARM_UP, ROUNDS, PROMPTS = 5_000, 30_000, 1_000
client = Understudy(sys.argv[1], "us_bench", mode="poll", deadline_ms=10_000, flush_seconds=60)
client.ready(10)
users = [f"user-{n}" for n in range(1_000)]
names = [f"bench/p{n}" for n in range(PROMPTS - 1)]
prompt = client.resolve("bench/p0")


def time(work):
    for n in range(WARM_UP):
        work(n)
    taken, clock = [], []
    for n in range(ROUNDS):
        began = perf_counter_ns()
        work(n)
        taken.append(perf_counter_ns() - began)
        began = perf_counter_ns()
        clock.append(perf_counter_ns() - began)
    taken.sort()
    own = sorted(clock)[ROUNDS // 2]
    return {"p50": (taken[ROUNDS // 2] - own) / 1_000, "p99": (taken[ROUNDS * 99 // 100] - own) / 1_000}


print(
    json.dumps(
        {
            "released": time(lambda n: client.resolve(names[n % len(names)], user_id=users[n % 1_000])),
            "assigned": time(lambda n: client.resolve(f"bench/p{PROMPTS - 1}", user_id=users[n % 1_000])),
            "rendered": time(lambda n: prompt.render({"name": "Ann", "topic": "tents"})),
        }
    )
)
client.close(0)
