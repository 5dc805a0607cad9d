"""Jobs put by many HTTP clients at once, which share a wait for the disk: wrk on the host's enqueue address."""

import subprocess
import time
from pathlib import Path

from measurements import Figures
from processes import cpu_seconds, wait_until
from proctor import Proctor
from tables import median, row

# The request and the line of results of the HTTP benchmark.
SCRIPT = Path(__file__).parent.parent / "curve.lua"
SECONDS = 2


def flood(host: Proctor, connections: int) -> Figures:
    began, cpu = time.monotonic(), cpu_seconds(host.services)
    answer = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "-s", str(SCRIPT), f"http://127.0.0.1:{host.port}/jobs"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    line = next(line.split() for line in answer.splitlines() if line.startswith("RESULT"))
    jobs, microseconds, failed, p50, p99 = (int(field) for field in line[1:])
    if failed or not jobs:
        raise RuntimeError(f"{failed} of {jobs} puts failed")
    wait_until(lambda: host.left() == 0, host.services)
    elapsed = time.monotonic() - began
    return {
        "puts/s": jobs * 1e6 / microseconds,
        "p50": p50 / 1e3,
        "p99": p99 / 1e3,
        "jobs/s": jobs / elapsed,
        "CPU us": (cpu_seconds(host.services) - cpu) / jobs * 1e6,
    }


def measure_flood(folder: Path, rounds: int) -> None:
    columns = [("puts/s", 0), ("p50", 2), ("p99", 2), ("jobs/s", 0), ("CPU us", 1)]
    print(f"\nHTTP into the queue: wrk for {SECONDS} s, a put is answered when it is kept; done/s: until all are done")
    row("", ["puts/s", "p50 ms", "p99 ms", "done/s", "CPU us/job"])
    for durable in (True, False):
        host = Proctor(folder / str(durable), durable)
        try:
            host.open()
            host.work()
            for connections in (1, 32):
                samples = [flood(host, connections) for _ in range(rounds)]
                label = f"{connections} connection(s), sync: {'full' if durable else 'normal'}"
                row(label, [f"{median(samples, key):.{digits}f}" for key, digits in columns])
        finally:
            host.close()
