"""The peer on the same pattern: a durable queue in one SQLite file, and a worker on it, as Python programs have them.

Write-ahead mode; a claim is one UPDATE ... RETURNING under a lease; a job that is done stays as a row, as history and
against a second job of the same id. One worker: SQLite has one writer, and more of them only wait for each other.
"""

import signal
import sqlite3
import sys
import time

SCHEMA = """
    CREATE TABLE IF NOT EXISTS jobs (
        id INTEGER PRIMARY KEY, payload BLOB NOT NULL, priority INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL,
        state INTEGER NOT NULL DEFAULT 0, attempt INTEGER NOT NULL DEFAULT 0, lease REAL);
    CREATE INDEX IF NOT EXISTS waiting ON jobs (priority DESC, id) WHERE state = 0;
    CREATE INDEX IF NOT EXISTS leased ON jobs (lease) WHERE state = 1;
"""
CLAIM = """
    UPDATE jobs SET state = 1, attempt = attempt + 1, lease = :now + 30
    WHERE id IN (SELECT id FROM jobs WHERE state = 0 AND due <= :now ORDER BY priority DESC, id LIMIT :most)
    RETURNING id, payload, attempt
"""
FINISH = "UPDATE jobs SET state = 2, lease = NULL WHERE id = ? AND state = 1 AND attempt = ?"
EXPIRE = "UPDATE jobs SET state = 0 WHERE state = 1 AND lease < ?"
PUT = "INSERT INTO jobs (payload, due) VALUES (?, ?)"
# Jobs are taken in the order of their ids, so how many are left follows from the first that waits or runs.
LEFT = """
    SELECT coalesce(max(last - first + 1, 0), 0) FROM (
        SELECT (SELECT max(id) FROM jobs) AS last, min(
            coalesce((SELECT min(id) FROM jobs INDEXED BY waiting WHERE state = 0 AND priority = 0), 1 << 62),
            coalesce((SELECT min(id) FROM jobs INDEXED BY leased WHERE state = 1), 1 << 62)) AS first)
"""
IDLE = 0.005  # seconds between two looks at an empty queue


def connect(path: str, synchronous: str) -> sqlite3.Connection:
    """Autocommit: each statement is a transaction, unless one is begun. SQLite gives the lock in no order, so a put may
    wait for seconds beside a busy worker."""
    db = sqlite3.connect(path, isolation_level=None, timeout=60)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute(f"PRAGMA synchronous = {synchronous}")
    return db


def put(db: sqlite3.Connection, payload: bytes) -> None:
    db.execute(PUT, (payload, time.time()))


def fill(db: sqlite3.Connection, payload: bytes, count: int) -> None:
    """Many at once, in one transaction."""
    now = time.time()
    db.execute("BEGIN IMMEDIATE")
    db.executemany(PUT, ((payload, now) for _ in range(count)))
    db.execute("COMMIT")


def handle(payload: bytes) -> None:
    """Does nothing: what is left is the queue's cost."""


def work(db: sqlite3.Connection, most: int) -> None:
    """Takes up to `most` jobs in one transaction, and says in one more that they are done. Until SIGTERM."""
    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: stopping.append(number))
    swept = 0.0
    while not stopping:
        now = time.time()
        if now - swept > 1:
            db.execute(EXPIRE, (now,))
            swept = now
        jobs = db.execute(CLAIM, {"now": now, "most": most}).fetchall()
        for _, payload, _ in jobs:
            handle(payload)
        if len(jobs) == 1:
            db.execute(FINISH, (jobs[0][0], jobs[0][2]))
        elif jobs:
            db.execute("BEGIN IMMEDIATE")
            db.executemany(FINISH, ((job, attempt) for job, _, attempt in jobs))
            db.execute("COMMIT")
        else:
            time.sleep(IDLE)


if __name__ == "__main__":
    work(connect(sys.argv[1], sys.argv[2]), int(sys.argv[3]))
