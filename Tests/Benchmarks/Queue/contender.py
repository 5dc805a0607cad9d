"""What every queue under test can do, so that one program measures them all in the same way."""

from abc import ABC, abstractmethod
from pathlib import Path

from processes import Service

PAYLOAD = b'{"raw": 70}'


class Contender(ABC):
    """A queue in a folder of its own, empty at first, and its worker."""

    name: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.services: list[Service] = []
        folder.mkdir(parents=True)

    @abstractmethod
    def open(self) -> None:
        """Makes the queue ready for `fill` and `left`; no worker runs."""

    @abstractmethod
    def fill(self, count: int) -> None:
        """Puts many jobs in, by the quickest way there is."""

    @abstractmethod
    def put(self) -> None:
        """Puts one job in as a producer does; returns when it is as durable as promised."""

    @abstractmethod
    def left(self) -> int:
        """How many jobs are not acknowledged yet. Cheap, however many there are."""

    @abstractmethod
    def work(self) -> None:
        """Starts the worker."""

    def stop_working(self) -> None:
        """Stops the worker and its server; what is queued stays."""
        for service in reversed(self.services):
            service.stop()
        self.services = []

    def close(self) -> None:
        self.stop_working()

    def start(self, name: str, command: list[str], environment: dict[str, str] | None = None) -> Service:
        service = Service(command, self.folder / f"{name}.log", environment)
        self.services.append(service)
        return service
