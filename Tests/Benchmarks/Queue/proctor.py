"""The host: a queue bound to a plugin that does nothing; jobs come by HTTP, or from a file by `proctor queue put`."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
from pathlib import Path

from contender import PAYLOAD, Contender
from processes import wait_until

# queue.sh says where the two are.
PROGRAM = os.environ.get("BENCH_PROCTOR", "proctor")
PLUGIN = os.environ.get("BENCH_NOOP", "libNoop.so")

SETTINGS = """
version: 1
host:
  http:  { listen: "127.0.0.1:0" }
  admin: { listen: "127.0.0.1:0" }
  plugins: [ ./plugins ]
  state: ./var
  store: { path: ./var/proctor.db, sync: %s }
processors:
  noop:
    plugin: noop
    bindings:
      - http: POST /jobs
        enqueue: work
      - queue: { name: work, limit: 10000000 }
        operation: noop.run
"""


class Proctor(Contender):
    name = "proctor"

    def __init__(self, folder: Path, durable: bool) -> None:
        super().__init__(folder)
        self.settings = folder / "plugins.yaml"
        self.settings.write_text(SETTINGS % ("full" if durable else "normal"))
        plugins = folder / "plugins"
        plugins.mkdir(mode=0o755)
        shutil.copy(PLUGIN, plugins / "libNoop.so")
        self.state = folder / "var"
        self.state.mkdir(mode=0o755)
        self.connection: socket.socket | None = None
        self.port = 0

    def open(self) -> None:
        """The host makes the file with its tables when it starts; with the first job there is a queue."""
        self.work()
        self.db = sqlite3.connect(f"file:{self.state / 'proctor.db'}?mode=ro", uri=True, isolation_level=None)
        self.put()
        wait_until(lambda: self.left() == 0, self.services)
        self.stop_working()

    def fill(self, count: int) -> None:
        jobs = self.folder / "jobs.ndjson"
        jobs.write_bytes((PAYLOAD + b"\n") * count)
        self.run("queue", "put", "work", "--lines", str(jobs))
        jobs.unlink()

    def run(self, *arguments: str) -> None:
        subprocess.run(
            [PROGRAM, *arguments, "--config", str(self.settings)],
            check=True,
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )

    def put(self) -> None:
        """On a connection that stays, as a producer's HTTP library does it."""
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port))
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.sendall(
            b"POST /jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(PAYLOAD), PAYLOAD)
        )
        answer = self.connection.recv(4096)
        if not (answer.startswith(b"HTTP/1.1 202 ") and answer.endswith(b"}")):
            raise RuntimeError(f"a put was answered {answer!r}")

    def left(self) -> int:
        """The queue's own counts, kept in the transactions that change them."""
        return self.db.execute("SELECT coalesce(sum(ready + delayed + running), 0) FROM queue_queues").fetchone()[0]

    def work(self) -> None:
        self.start("host", [PROGRAM, "run", "--config", str(self.settings)])
        wait_until(self.listens, self.services)

    def listens(self) -> bool:
        """The host writes its addresses down as they open, and takes the file away when it ends."""
        try:
            addresses = json.loads((self.state / "host.json").read_text())
        except FileNotFoundError:
            return False
        if not addresses["http"]:
            return False
        self.port = int(addresses["http"].rpartition(":")[2])
        return True

    def stop_working(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None
        super().stop_working()

    def close(self) -> None:
        super().close()
        self.db.close()
