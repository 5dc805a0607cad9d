"""A RabbitMQ broker of our own on loopback: a folder, free ports, no part of the system's."""

import os
import subprocess
from pathlib import Path

import pika

from processes import Service, free_port, wait_until

PROGRAMS = Path("/usr/lib/rabbitmq/bin")


class Broker:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.port = free_port()
        (folder / "rabbitmq.conf").write_text(f"listeners.tcp.1 = 127.0.0.1:{self.port}\nloopback_users = none\n")
        (folder / "enabled_plugins").write_text("[].\n")
        epmd = str(free_port())
        self.environment = {
            "HOME": str(folder),
            "ERL_EPMD_PORT": epmd,
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": f"bench{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
            "RABBITMQ_PID_FILE": str(folder / "pid"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        }
        self.epmd = epmd
        self.service = Service([str(PROGRAMS / "rabbitmq-server")], folder / "server.log", self.environment)
        wait_until(self.answers, [self.service], pause=0.2)

    def answers(self) -> bool:
        try:
            self.connection = pika.BlockingConnection(
                pika.ConnectionParameters("127.0.0.1", self.port, heartbeat=0, socket_timeout=5)
            )
        except (pika.exceptions.AMQPError, OSError):
            return False
        self.channel = self.connection.channel()
        return True

    def declare(self, queue: str, kind: str) -> None:
        self.channel.queue_delete(queue)
        self.channel.queue_declare(queue, durable=True, arguments={"x-queue-type": kind})

    def ready(self, queue: str) -> int:
        """Messages that nobody has taken yet."""
        return self.channel.queue_declare(queue, passive=True).method.message_count

    def purge(self, queue: str) -> None:
        self.channel.queue_purge(queue)

    def close(self) -> None:
        self.connection.close()
        self.service.stop()
        subprocess.run(["epmd", "-port", self.epmd, "-kill"], env=os.environ | self.environment, capture_output=True)
