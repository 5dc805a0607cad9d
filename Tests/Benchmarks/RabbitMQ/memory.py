"""Whether a host that goes on working grows: memory after each tenth of very many jobs."""

import time
from pathlib import Path

from broker import Broker
from draining import publish
from processes import Service, resident_mib, wait_until
from tables import row
from workers import CALLBACKS, COMMANDS, proctor

PREFETCH = 250
STEPS = 10
SHOWN = {1, 5, 10}


def measure(folder: Path, broker: Broker, jobs: int) -> None:
    """The jobs come a tenth at a time, and callbacks are thrown away after each: its memory does not matter."""
    folder = folder / "long"
    folder.mkdir(parents=True)
    broker.declare(COMMANDS, "classic")
    broker.declare(CALLBACKS, "classic")
    worker = Service(proctor(folder, broker, PREFETCH), folder / "worker.log")
    print(f"\nRabbitMQ, memory of one host over {jobs:,} jobs: classic queues, prefetch {PREFETCH}, PSS MiB")
    began = time.monotonic()
    try:
        for step in range(1, STEPS + 1):
            portion = jobs * step // STEPS - jobs * (step - 1) // STEPS
            publish(broker, portion)
            wait_until(lambda: broker.ready(CALLBACKS) >= portion, [worker], limit=600, pause=0.05)
            if step in SHOWN:
                row(f"after {jobs * step // STEPS:,}", [f"{resident_mib([worker]):.1f}"])
            broker.purge(CALLBACKS)
        row("seconds in all", [f"{time.monotonic() - began:.0f}"])
    finally:
        worker.stop()
