"""The workers that are compared, each as a command that takes jobs from one queue and publishes to another."""

import os
import shutil
import sys
from pathlib import Path

from broker import Broker

PROGRAM = os.environ.get("BENCH_PROCTOR", "proctor")
PLUGIN = os.environ.get("BENCH_NOOP", "libNoop.so")
LOOP = os.environ.get("BENCH_LOOP", "loop")
COMMANDS, CALLBACKS = "bench.commands", "bench.callbacks"

SETTINGS = """
version: 1
host:
  http:  { listen: "127.0.0.1:0" }
  admin: { listen: "127.0.0.1:0" }
  plugins: [ ./plugins ]
  state: ./var
brokers:
  rabbit: amqp://guest:guest@127.0.0.1:%(port)d
processors:
  noop:
    plugin: noop
    limits: { concurrency: 1, queue: %(queue)d }
    bindings:
      - amqp: { queue: %(commands)s, prefetch: %(prefetch)d }
        operation: %(operation)s
        %(callback)s
"""


def proctor(folder: Path, broker: Broker, prefetch: int) -> list[str]:
    return host(folder, broker, prefetch, callback=f'callback: {{ exchange: "", key: {CALLBACKS} }}')


def proctor_that_holds(folder: Path, broker: Broker, prefetch: int) -> list[str]:
    """Its one place is taken by a job that never ends, and the source holds all others."""
    return host(folder, broker, prefetch, operation="noop.keep", queue=1)


def host(
    folder: Path, broker: Broker, prefetch: int, operation: str = "noop.run", queue: int = 2000, callback: str = ""
) -> list[str]:
    settings = folder / "plugins.yaml"
    settings.write_text(
        SETTINGS
        % {
            "port": broker.port,
            "queue": queue,
            "commands": COMMANDS,
            "prefetch": prefetch,
            "operation": operation,
            "callback": callback,
        }
    )
    for name in ("plugins", "var"):
        (folder / name).mkdir(mode=0o755)
    shutil.copy(PLUGIN, folder / "plugins" / "libNoop.so")
    return [PROGRAM, "run", "--config", str(settings)]


def loop(folder: Path, broker: Broker, prefetch: int) -> list[str]:
    return [LOOP, "work", str(broker.port), COMMANDS, CALLBACKS, str(prefetch)]


def aio_pika(folder: Path, broker: Broker, prefetch: int) -> list[str]:
    worker = Path(__file__).with_name("aio_pika_worker.py")
    return [sys.executable, str(worker), str(broker.port), COMMANDS, CALLBACKS, str(prefetch)]


WORKERS = {"host": proctor, "C loop": loop, "aio-pika": aio_pika}
