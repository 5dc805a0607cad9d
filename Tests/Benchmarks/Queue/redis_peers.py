"""The peers on Redis: dramatiq and huey, each with its defaults, on a server of their own with an append-only file."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import redis

from contender import PAYLOAD, Contender
from processes import free_port, wait_until

# One server at a time, always here: dramatiq and huey read where it is once, when their tasks are imported.
PORT = free_port()
os.environ["BENCH_REDIS_PORT"] = str(PORT)

import dramatiq_tasks  # noqa: E402
import huey_tasks  # noqa: E402

HERE = Path(__file__).parent
TOOLS = Path(sys.executable).parent


class RedisPeer(Contender):
    """`flush` is Redis's appendfsync: always waits for the disk at each write, everysec may lose a second."""

    command: list[str]
    client: redis.Redis
    send: Callable[[str], object]

    def __init__(self, folder: Path, flush: str) -> None:
        super().__init__(folder)
        self.flush = flush

    def open(self) -> None:
        # fmt: off
        self.start("redis", [
            "redis-server", "--bind", "127.0.0.1", "--port", str(PORT), "--dir", str(self.folder), "--save", "",
            "--appendonly", "yes", "--appendfsync", self.flush])
        # fmt: on
        wait_until(self.answers, self.services)

    def answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.ConnectionError:
            return False

    def fill(self, count: int) -> None:
        for _ in range(count):
            self.put()

    def put(self) -> None:
        self.send(PAYLOAD.decode())

    def work(self) -> None:
        self.start("worker", self.command, {"PYTHONPATH": str(HERE)})

    def close(self) -> None:
        self.client.connection_pool.disconnect()
        super().close()


class DramatiqPeer(RedisPeer):
    name = "dramatiq+redis"
    # One process for each core and 8 threads in each.
    command = [str(TOOLS / "dramatiq"), "dramatiq_tasks"]
    client = dramatiq_tasks.broker.client
    send = staticmethod(dramatiq_tasks.handle.send)

    def left(self) -> int:
        """Messages stay here until they are acknowledged."""
        return self.client.hlen("dramatiq:default.msgs")


class HueyPeer(RedisPeer):
    """A job leaves Redis before it runs, so the last one may still run when none is left; a kill loses it."""

    name = "huey+redis"
    # One thread.
    command = [str(TOOLS / "huey_consumer"), "huey_tasks.queue"]
    client = huey_tasks.queue.storage.conn
    send = staticmethod(huey_tasks.handle)

    def left(self) -> int:
        return self.client.llen("huey.redis.bench")
