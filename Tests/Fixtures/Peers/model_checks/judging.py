"""Comparisons that say what differs, and a model server to compare with."""

import contextlib
import json
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

SERVER = Path(__file__).parent.parent / "model_server.py"


class Differs(Exception):
    pass


def same(what: str, got: Any, wanted: Any) -> None:
    if got != wanted:
        raise Differs(f"{what}: got {got!r}, wanted {wanted!r}")


def holds(what: str, is_so: Any) -> None:
    if not is_so:
        raise Differs(f"{what} is not so")


@contextlib.contextmanager
def raises(what: str, kind: type | tuple[type, ...], **members: Any):
    """The very class, not one above it; `members` are attributes of the error."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    try:
        yield
    except Exception as error:
        if type(error) not in kinds:
            names = " or ".join(kind.__name__ for kind in kinds)
            raise Differs(f"{what}: raised {type(error).__name__} ({error}), wanted {names}") from error
        for name, value in members.items():
            same(f"{what}, {name}", getattr(error, name), value)
    else:
        raise Differs(f"{what}: nothing was raised, wanted {kinds[0].__name__}")


class Server:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        word, _, port = (self.process.stdout.readline() if self.process.stdout else "").partition(" ")
        if word != "port":
            raise Differs("the server did not say its port")
        self.port = int(port)
        self.origin = f"http://127.0.0.1:{self.port}"

    def end(self) -> None:
        """Its standard input ends, and so does it."""
        self.process.stdin.close()
        same("the server's end", self.process.wait(timeout=5), 0)

    def ask(self, method: str, path: str, document: Any = None) -> Any:
        body = None if document is None else json.dumps(document).encode()
        request = urllib.request.Request(self.origin + path, body, method=method)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            return json.loads(answer.read())

    def script(self, key: str, *steps: dict) -> None:
        self.ask("PUT", f"/_script/{urllib.parse.quote(key, safe='')}", list(steps))

    def seen(self, key: str) -> list[dict]:
        return self.ask("GET", f"/_seen/{urllib.parse.quote(key, safe='')}")

    def ended(self, key: str) -> list[dict]:
        """The key's requests once none of them is open."""
        deadline = time.monotonic() + 5
        while any(request["end"] == "open" for request in self.seen(key)):
            holds(f"the requests of {key} end within 5 s", time.monotonic() < deadline)
            time.sleep(0.002)
        return self.seen(key)
