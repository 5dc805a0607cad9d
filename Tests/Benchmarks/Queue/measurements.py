"""What is measured, the same for every contender. CPU is user and system time of all processes a job passes through."""

import statistics
import time

from contender import Contender
from processes import cpu_seconds, resident_mib, wait_until

Figures = dict[str, float]


def take(contender: Contender, until: int) -> Figures:
    """What it costs to get from the jobs that are left now down to `until`."""
    first, began, cpu = contender.left(), time.monotonic(), cpu_seconds(contender.services)
    if first <= until:
        raise RuntimeError("all was done before the clock could be started: more jobs are needed")
    wait_until(lambda: contender.left() <= until, contender.services)
    jobs, elapsed = first - contender.left(), time.monotonic() - began
    spent = cpu_seconds(contender.services) - cpu
    return {"jobs/s": jobs / elapsed, "CPU us": spent / jobs * 1e6, "MiB": resident_mib(contender.services)}


def drain(contender: Contender, jobs: int) -> Figures:
    """All jobs are there before the worker starts; the clock starts when the first is done: starting does not count."""
    contender.fill(jobs)
    contender.work()
    wait_until(lambda: contender.left() < jobs, contender.services)
    return take(contender, 0)


def once(contender: Contender) -> float:
    """Milliseconds from before a put until nothing is left, with the time that asking for it takes."""
    began = time.monotonic()
    contender.put()
    wait_until(lambda: contender.left() == 0, contender.services, pause=0.00005)
    return (time.monotonic() - began) * 1e3


def latency(contender: Contender, jobs: int) -> Figures:
    """One job at a time, put to an idle worker."""
    times = []
    for _ in range(jobs):
        times.append(once(contender))
        time.sleep(0.005)
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98]}


def through(contender: Contender, jobs: int) -> Figures:
    """One producer puts one job after the other, each when the one before is kept, while the worker works."""
    began, cpu = time.monotonic(), time.process_time() + cpu_seconds(contender.services)
    for _ in range(jobs):
        contender.put()
    wait_until(lambda: contender.left() == 0, contender.services)
    elapsed, spent = time.monotonic() - began, time.process_time() + cpu_seconds(contender.services) - cpu
    return {"through/s": jobs / elapsed, "through us": spent / jobs * 1e6}


def live(contender: Contender, jobs: int) -> Figures:
    """A worker that is there already, warm."""
    contender.work()
    for _ in range(20):
        once(contender)
    return latency(contender, 200) | through(contender, jobs)
