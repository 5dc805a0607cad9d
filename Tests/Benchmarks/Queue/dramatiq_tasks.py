"""The peer on Redis: dramatiq with its defaults. Its guarantee is that of a lease, too: what a killed worker held is
done again. (huey takes a job out of Redis before it runs, and a kill loses it.)
"""

import os

import dramatiq
from dramatiq.brokers.redis import RedisBroker

broker = RedisBroker(host="127.0.0.1", port=int(os.environ["BENCH_REDIS_PORT"]))
dramatiq.set_broker(broker)


@dramatiq.actor
def handle(payload: str) -> None:
    """Does nothing: what is left is the queue's cost."""
