"""A full queue worked off by one worker, and what that costs the worker and the broker."""

import subprocess
import time
from pathlib import Path

from broker import Broker
from processes import Service, cpu_seconds, resident_mib, wait_until
from workers import CALLBACKS, COMMANDS, LOOP


def fill(broker: Broker, kind: str, jobs: int) -> None:
    """New queues, with so many jobs."""
    broker.declare(COMMANDS, kind)
    broker.declare(CALLBACKS, kind)
    publish(broker, jobs)
    # What the broker still writes down for the filler is none of the worker's.
    time.sleep(0.5)


def publish(broker: Broker, jobs: int) -> None:
    subprocess.run([LOOP, "fill", str(broker.port), COMMANDS, str(jobs)], check=True)


def drain(make, folder: Path, broker: Broker, prefetch: int, jobs: int, kind: str) -> dict[str, float]:
    """All jobs are there before the worker starts; the clock starts when a tenth is done: starting does not count."""
    folder.mkdir(parents=True)
    fill(broker, kind, jobs)
    worker = Service(make(folder, broker, prefetch), folder / "worker.log")
    try:
        wait_until(lambda: broker.ready(CALLBACKS) >= jobs // 10, [worker])
        first, began, threads = broker.ready(CALLBACKS), time.monotonic(), cpu_by_thread(worker)
        own, brokers = cpu_seconds([worker]), cpu_seconds([broker.service])
        wait_until(lambda: broker.ready(CALLBACKS) >= jobs, [worker], pause=0.01)
        elapsed, count = time.monotonic() - began, jobs - first
        figures = {
            "jobs/s": count / elapsed,
            "CPU us": (cpu_seconds([worker]) - own) / count * 1e6,
            "broker us": (cpu_seconds([broker.service]) - brokers) / count * 1e6,
            "MiB": resident_mib([worker]),
        }
        for name, seconds in cpu_by_thread(worker).items():
            figures[name] = (seconds - threads.get(name, 0)) / count * 1e6
        if broker.ready(CALLBACKS) != jobs or broker.ready(COMMANDS) != 0:
            raise RuntimeError("jobs and callbacks do not add up")
        return figures
    finally:
        worker.stop()


def cpu_by_thread(worker: Service) -> dict[str, float]:
    """Seconds on a processor so far of the living threads, by name; the kernel counts them in nanoseconds."""
    found: dict[str, float] = {}
    for task in Path(f"/proc/{worker.process.pid}/task").iterdir():
        try:
            name, spent = (task / "comm").read_text().strip(), (task / "schedstat").read_text().split()[0]
        except (FileNotFoundError, ProcessLookupError):
            continue
        found[name] = found.get(name, 0) + int(spent) / 1e9
    return found
