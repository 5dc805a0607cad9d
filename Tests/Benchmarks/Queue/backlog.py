"""Whether a job costs the same however many wait behind it."""

from collections.abc import Callable
from pathlib import Path

from contender import Contender
from measurements import Figures, take
from processes import wait_until
from proctor import Proctor
from sqlite_peer import SQLitePeer
from tables import median, row

# Jobs whose cost is taken in one round.
JOBS = 10_000


def sample(contender: Contender, waiting: int) -> Figures:
    """The cost of the jobs above `waiting`; the worker starts and ends with them."""
    contender.fill(waiting + JOBS - contender.left())
    try:
        contender.work()
        wait_until(lambda: contender.left() < waiting + JOBS, contender.services)
        return take(contender, waiting)
    finally:
        contender.stop_working()


def measure(make: Callable[[Path], Contender], folder: Path, rounds: int, waiting: int) -> list[Figures]:
    contender = make(folder)
    try:
        contender.open()
        return [sample(contender, waiting) for _ in range(rounds)]
    finally:
        contender.close()


def measure_backlogs(folder: Path, rounds: int, largest: int) -> None:
    makers: dict[str, Callable[[Path], Contender]] = {
        "proctor": lambda folder: Proctor(folder, durable=True),
        "python+sqlite": lambda folder: SQLitePeer(folder, synchronous="FULL", batch=1),
    }
    sizes = [size for size in (1_000, 100_000, 1_000_000) if size <= largest]
    print(f"\nBacklog: {JOBS:,} jobs taken and finished while more wait behind them")
    row("", [f"{size:,}" for size in sizes])
    for name, make in makers.items():
        columns = [measure(make, folder / f"{name}-{size}", rounds, size) for size in sizes]
        for key, unit in (("CPU us", "CPU us/job"), ("jobs/s", "jobs/s"), ("MiB", "PSS MiB")):
            row(f"{name}, {unit}", [f"{median(samples, key):.1f}" for samples in columns])
