"""Measures the host's embedded queue beside its peers and prints the tables; queue.sh is the command for it."""

import argparse
import functools
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from backlog import measure_backlogs
from contender import Contender
from flood import measure_flood
from measurements import Figures, drain, live
from proctor import Proctor
from redis_peers import DramatiqPeer, HueyPeer
from sqlite_peer import SQLitePeer
from tables import median, ratio, row

# Jobs in one transaction of the batching worker: as many as the host takes.
BATCH = 64
# Column, figure, digits.
COLUMNS = [
    ("drain/s", "jobs/s", 0),
    ("CPU us/job", "CPU us", 1),
    ("PSS MiB", "MiB", 1),
    ("through/s", "through/s", 0),
    ("CPU us/job", "through us", 1),
    ("p50 ms", "p50", 2),
    ("p95 ms", "p95", 2),
    ("p99 ms", "p99", 2),
]

Maker = Callable[[Path], Contender]


def contenders(durable: bool) -> list[Maker]:
    """Those whose puts survive a power cut, or those whose puts survive only a kill of every process."""
    synchronous, flush = ("FULL", "always") if durable else ("NORMAL", "everysec")
    return [
        functools.partial(Proctor, durable=durable),
        functools.partial(SQLitePeer, synchronous=synchronous, batch=1),
        functools.partial(SQLitePeer, synchronous=synchronous, batch=BATCH),
        functools.partial(DramatiqPeer, flush=flush),
        functools.partial(HueyPeer, flush=flush),
    ]


def sample(make: Maker, folder: Path, jobs: int) -> tuple[str, Figures]:
    """One round of one contender, each half with a fresh queue."""
    figures: Figures = {}
    for part in (drain, live):
        contender = make(folder / part.__name__)
        try:
            contender.open()
            figures |= part(contender, jobs)
        finally:
            contender.close()
    return contender.name, figures


def compare(durable: bool, folder: Path, rounds: int, jobs: int) -> None:
    makers = contenders(durable)
    samples: list[list[Figures]] = [[] for _ in makers]
    names = [""] * len(makers)
    for number in range(rounds):
        for place in range(len(makers)):
            # Each goes first in turn: who follows a heavy neighbour finds the machine hot.
            index = (place + number) % len(makers)
            names[index], figures = sample(makers[index], folder / f"{durable}-{number}-{index}", jobs)
            samples[index].append(figures)
    print(f"\nQueue: what was put survives {'a power cut' if durable else 'kill -9, not a power cut'}")
    row("", [column for column, _, _ in COLUMNS])
    for name, own in zip(names, samples, strict=True):
        row(name, [f"{median(own, key):.{digits}f}" for _, key, digits in COLUMNS])
    for name, own in list(zip(names, samples, strict=True))[1:]:
        row(f"{name} / host", [f"{ratio(own, samples[0], key):.2f}x" for _, key, _ in COLUMNS])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folder", type=Path, required=True, help="an empty one")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--jobs", type=int, default=5_000, help="of one measurement")
    arguments.add_argument("--backlog", type=int, default=1_000_000, help="the largest")
    options = arguments.parse_args()
    # What was started is ended then, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(f"Queue: {options.jobs:,} jobs that do nothing, Python {sys.version.split()[0]}")
    print("  drain: all are queued before; through: one producer, each put kept before the next, the host's by HTTP;")
    print("  p50 to p99: one job to an idle worker, put to acknowledged; CPU: of all processes that a job passes")
    for durable in (True, False):
        compare(durable, options.folder, options.rounds, options.jobs)
    measure_flood(options.folder / "flood", options.rounds)
    measure_backlogs(options.folder / "backlog", options.rounds, options.backlog)


if __name__ == "__main__":
    main()
