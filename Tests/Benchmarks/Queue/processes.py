"""Processes that are measured: started and ended by pid, with their CPU time and memory, all children included."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path


class Service:
    """A process of ours and what it starts. It is ended with SIGTERM, and with SIGKILL if that does not help."""

    def __init__(self, command: list[str], log: Path, environment: dict[str, str] | None = None) -> None:
        self.name = command[0]
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=os.environ | (environment or {})
            )

    @property
    def pids(self) -> list[int]:
        """The process and its children, theirs too."""
        found, index = [self.process.pid], 0
        while index < len(found):
            for file in Path(f"/proc/{found[index]}/task").glob("*/children"):
                found += [int(pid) for pid in file.read_text().split()]
            index += 1
        return found

    def check(self) -> None:
        """Says in the process's own words why it is no more."""
        if self.process.poll() is not None:
            tail = self.log.read_text(errors="replace").splitlines()[-5:]
            raise RuntimeError("\n".join([f"{self.name} ended:", *tail]))

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()


def cpu_seconds(services: Iterable[Service]) -> float:
    """User and system time so far, all threads, from the kernel's clock of each process: clock_getcpuclockid(3)."""
    return sum(time.clock_gettime((~pid << 3) | 2) for service in services for pid in service.pids)


def resident_mib(services: Iterable[Service]) -> float:
    """Resident memory, pages shared between the processes counted once (PSS)."""
    total = 0
    for service in services:
        for pid in service.pids:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def wait_until(
    condition: Callable[[], bool], services: Iterable[Service], limit: float = 120, pause: float = 0.002
) -> None:
    """Asks again and again, for `limit` seconds at most."""
    end = time.monotonic() + limit
    while not condition():
        for service in services:
            service.check()
        if time.monotonic() > end:
            raise RuntimeError(f"nothing came within {limit:.0f} s")
        time.sleep(pause)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
