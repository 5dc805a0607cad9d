"""What the CPU of the host's jobs is made of, from its threads in one run and from two measurements of parts alone.

The consuming connection's thread takes jobs, hands them to dispatch, and settles them; the worker's is dispatch, the
plugin, and the making of the callback, which the publishing connection's thread sends. What taking alone costs shows a
host that must hold all it takes; what dispatch and the plugin's table cost alone, the benchmark program. What is left
of a thread is named for what it does then, and has the thread's sleeping and waking in it. A run without callbacks
would not do: the broker is quicker then, jobs come in smaller groups, and threads sleep and wake more often.
"""

import os
import statistics
import subprocess
import time
from pathlib import Path

from broker import Broker
from draining import cpu_by_thread, drain, fill
from processes import Service, wait_until
from tables import row
from workers import COMMANDS, PLUGIN, proctor, proctor_that_holds

PROGRAM = os.environ.get("BENCH_PARTS", "benchmark")
PREFETCH = 250
THREADS = [
    ("consuming connection", "proctor-consume"),
    ("worker", "noop"),
    ("publishing connection", "proctor-publish"),
]


def measure(folder: Path, broker: Broker, jobs: int, rounds: int) -> None:
    rows = [one(folder / f"parts-{number}", broker, jobs) for number in range(rounds)]
    middle = {name: statistics.median(row[name] for row in rows) for name in rows[0]}
    feeding, working, table = parts(folder, jobs, rounds)
    print(f"\nRabbitMQ, what the host's CPU is made of: classic queues, prefetch {PREFETCH}, us/job")
    for label, thread in THREADS:
        row(f"thread: {label}", [f"{middle[thread]:.2f}"])
    row("all threads", [f"{middle['CPU us']:.2f}"])
    for label, figure in {
        "source: frames to a job that is held": middle["source"],
        "dispatch: to the worker and back": feeding + working - table,
        "plugin ABI: its table, called alone": table,
        "callback: made, handed over, sent": middle["proctor-publish"] + middle["noop"] - working,
        "settle: the rest of consuming": middle["proctor-consume"] - middle["source"] - feeding,
    }.items():
        row(label, [f"{figure:.2f}"])


def one(folder: Path, broker: Broker, jobs: int) -> dict[str, float]:
    figures = drain(proctor, folder / "drain", broker, PREFETCH, jobs, "classic")
    # Connecting is taken off: what a host without a job has spent.
    idle, busy = (held(folder / f"held-{count}", broker, count) for count in (0, jobs))
    return figures | {"source": (busy - idle) / jobs * 1e6}


def held(folder: Path, broker: Broker, jobs: int) -> float:
    """Seconds of the consuming thread until it holds all jobs, which none leaves."""
    folder.mkdir(parents=True)
    fill(broker, "classic", jobs)
    worker = Service(proctor_that_holds(folder, broker, 65_535), folder / "worker.log")
    try:
        wait_until(lambda: "proctor-consume" in cpu_by_thread(worker), [worker])
        wait_until(lambda: broker.ready(COMMANDS) == 0, [worker])
        before, now = -1.0, 0.0
        while now - before > 0.001:
            time.sleep(0.3)
            before, now = now, cpu_by_thread(worker)["proctor-consume"]
        return now
    finally:
        # It would wait for the job that never ends.
        worker.process.kill()
        worker.stop()


def parts(folder: Path, jobs: int, rounds: int) -> tuple[float, float, float]:
    """Microseconds a job, with no source: of the thread that feeds dispatch, of the worker, of the plugin's table."""
    command = [PROGRAM, "parts", str(rounds), str(jobs), str(folder / "images"), PLUGIN, "noop.run", "{}"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    feeding, working, table = map(float, output.split())
    return feeding, working, table
