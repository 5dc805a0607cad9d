"""The Python worker on SQLite, see sqlite_queue.py."""

import sys
from pathlib import Path

import sqlite_queue
from contender import PAYLOAD, Contender


class SQLitePeer(Contender):
    def __init__(self, folder: Path, synchronous: str, batch: int) -> None:
        super().__init__(folder)
        self.name = "python+sqlite" + (f" x{batch}" if batch > 1 else "")
        self.synchronous = synchronous
        self.batch = batch
        self.file = str(folder / "queue.db")

    def open(self) -> None:
        self.db = sqlite_queue.connect(self.file, self.synchronous)
        self.db.executescript(sqlite_queue.SCHEMA)

    def fill(self, count: int) -> None:
        sqlite_queue.fill(self.db, PAYLOAD, count)

    def put(self) -> None:
        sqlite_queue.put(self.db, PAYLOAD)

    def left(self) -> int:
        return self.db.execute(sqlite_queue.LEFT).fetchone()[0]

    def work(self) -> None:
        self.start("worker", [sys.executable, sqlite_queue.__file__, self.file, self.synchronous, str(self.batch)])

    def close(self) -> None:
        super().close()
        self.db.close()
