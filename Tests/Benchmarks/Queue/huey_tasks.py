"""The quicker peer on Redis, with less of a promise: huey takes a job out of Redis before it runs, so a kill of the
worker loses what it held.
"""

import os

from huey import RedisHuey

queue = RedisHuey("bench", host="127.0.0.1", port=int(os.environ["BENCH_REDIS_PORT"]), results=False)


@queue.task()
def handle(payload: str) -> None:
    """Does nothing: what is left is the queue's cost."""
