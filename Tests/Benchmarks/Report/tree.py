"""A process and all that it starts, measured: processor time, and memory at its highest."""

import ctypes
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
TICK = os.sysconf("SC_CLK_TCK")


class Tree:
    """What ends without a parent of its own becomes our child, so that no processor time is lost."""

    def __init__(self, command: list[str], log: Path) -> None:
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
        self.before = os.times()
        self.started = time.monotonic()
        self.log = log
        with log.open("wb") as errors:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        self.peak_rss = self.peak_pss = 0.0
        self.is_watched = True
        self.watcher = threading.Thread(target=self.watch)
        self.watcher.start()

    def line(self) -> tuple[str, float]:
        """The next line that it says, and the seconds since its start."""
        text = self.process.stdout.readline()
        if not text:
            tail = self.log.read_text(errors="replace").splitlines()[-5:]
            raise RuntimeError("\n".join([f"{self.process.args[0]} ended:", *tail]))
        return text.strip(), time.monotonic() - self.started

    def pids(self) -> list[int]:
        """All that live, those without a parent too: they are our children then."""
        found, index = [os.getpid()], 0
        while index < len(found):
            for file in Path(f"/proc/{found[index]}/task").glob("*/children"):
                try:
                    found += [int(pid) for pid in file.read_text().split()]
                except OSError:
                    pass
            index += 1
        return found[1:]

    def cpu_seconds(self) -> float:
        """Of all that live, with their ended children, and of our own that ended."""
        total = 0
        for pid in self.pids():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            total += sum(int(field) for field in fields[11:15])
        now = os.times()
        ended = now.children_user + now.children_system
        return total / TICK + ended - self.before.children_user - self.before.children_system

    def watch(self) -> None:
        while self.is_watched:
            rss = pss = 0
            for pid in self.pids():
                try:
                    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
                except OSError:
                    continue
                for line in text.splitlines():
                    rss += int(line.split()[1]) if line.startswith("Rss:") else 0
                    pss += int(line.split()[1]) if line.startswith("Pss:") else 0
            self.peak_rss, self.peak_pss = max(self.peak_rss, rss / 1024), max(self.peak_pss, pss / 1024)
            time.sleep(0.25)

    def stop(self) -> None:
        self.is_watched = False
        self.watcher.join()
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.reap()

    def reap(self) -> None:
        """Waits for what outlived its parent, and does not wait long."""
        end = time.monotonic() + 10
        while left := self.pids():
            for pid in left:
                if time.monotonic() > end:
                    os.kill(pid, signal.SIGKILL)
                try:
                    os.waitpid(pid, os.WNOHANG)
                except ChildProcessError:
                    pass
            time.sleep(0.01)
