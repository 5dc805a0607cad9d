"""Measures the host as a RabbitMQ worker beside a plain loop in C and a worker on aio-pika; rabbitmq.sh is the command.

A job: taken from a durable queue, done by an operation that does nothing, answered by a persistent callback that the
broker confirms, then acknowledged.
"""

import argparse
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "Queue"))
import breakdown  # noqa: E402
import memory  # noqa: E402
from broker import Broker  # noqa: E402
from draining import drain  # noqa: E402
from tables import median, ratio, row  # noqa: E402
from workers import WORKERS  # noqa: E402

COLUMNS = [
    ("jobs/s", "jobs/s", 0),
    ("CPU us/job", "CPU us", 1),
    ("broker us/job", "broker us", 1),
    ("PSS MiB", "MiB", 1),
]


def compare(folder: Path, broker: Broker, prefetch: int, jobs: int, rounds: int, kind: str) -> None:
    samples = {name: [] for name in WORKERS}
    names = list(WORKERS)
    for number in range(rounds):
        for place in range(len(names)):
            name = names[(place + number) % len(names)]
            count = jobs // 8 if name == "aio-pika" or prefetch == 1 else jobs
            place_of = folder / f"{kind}-{prefetch}-{number}-{name.replace(' ', '-')}"
            samples[name].append(drain(WORKERS[name], place_of, broker, prefetch, max(count, 500), kind))
    print(f"\nRabbitMQ, {kind} queues, prefetch {prefetch}")
    row("", [column for column, _, _ in COLUMNS])
    for name, own in samples.items():
        row(name, [f"{median(own, key):.{digits}f}" for _, key, digits in COLUMNS])
    for name in names[1:]:
        row(f"host / {name}", [f"{ratio(samples['host'], samples[name], key):.2f}x" for _, key, _ in COLUMNS])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folder", type=Path, required=True, help="an empty one")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--jobs", type=int, default=40_000, help="of one measurement")
    arguments.add_argument("--prefetch", type=int, nargs="*", default=[1, 10, 100, 250])
    arguments.add_argument("--kind", nargs="*", default=["classic", "quorum"], choices=["classic", "quorum"])
    arguments.add_argument("--long", type=int, default=1_000_000, help="jobs of one host, for its memory; 0: none")
    options = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(f"RabbitMQ: {options.jobs:,} jobs; an eighth for prefetch 1 and for aio-pika, which is as fast with few")
    print("  consume -> a job that does nothing -> confirmed persistent callback -> acknowledge; a process each")
    broker = Broker(options.folder / "broker")
    try:
        for kind in options.kind:
            for prefetch in options.prefetch:
                compare(options.folder, broker, prefetch, options.jobs, options.rounds, kind)
        breakdown.measure(options.folder, broker, options.jobs, options.rounds)
        if options.long:
            memory.measure(options.folder, broker, options.long)
    finally:
        broker.close()


if __name__ == "__main__":
    main()
