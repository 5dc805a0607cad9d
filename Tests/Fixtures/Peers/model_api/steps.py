"""Scripts: what a key's next requests meet."""

import dataclasses
from typing import Any

from .refusals import CODES

UNSET: Any = object()
# Of tokens that a step repeats.
MOST_TOKENS = 1_000_000
MALFORMED = ("json", "sse", "http", "wrong_shape", "empty_body", "html")
FINISHES = ("stop", "length", "content_filter", "tool_calls")
USAGE = ("input", "output", "cached", "cache_creation", "reasoning")


@dataclasses.dataclass(slots=True)
class Step:
    """One answer; model_server.py says what the members do."""

    text: str | None = None
    tokens: list | None = None
    repeat: dict | None = None
    echo: bool = False
    empty: bool = False
    null_content: bool = False
    refusal: str | None = None
    tools: list | None = None
    finish: str | None = None
    usage: dict | None = UNSET
    embedding: dict | None = None
    head_delay_ms: float = 0
    first_delay_ms: float = 0
    gap_ms: float = 0
    status: int | None = None
    code: str | None = None
    message: str | None = None
    retry_after: float | str | dict | None = None
    retry_after_ms: float | None = None
    headers: dict | None = None
    hang: str | dict | None = None
    cut: dict | None = None
    malformed: str | None = None
    error_after: int | None = None
    pings: int = 0
    comment: bool = False
    crlf: bool = False
    split: bool = False
    keep_alive: bool = True

    @property
    def refuses(self) -> bool:
        return self.error_after is None and (self.code is not None or (self.status or 200) != 200)


PLAIN = Step()
NUMBER, COUNT, TEXT, FLAG = (int, float), (int,), (str,), (bool,)
TYPES = {
    "text": TEXT, "tokens": (list,), "repeat": (dict,), "echo": FLAG, "empty": FLAG, "null_content": FLAG,
    "refusal": TEXT, "tools": (list,), "finish": TEXT, "usage": (dict, type(None)), "embedding": (dict,),
    "head_delay_ms": NUMBER, "first_delay_ms": NUMBER, "gap_ms": NUMBER, "status": COUNT, "code": TEXT,
    "message": TEXT, "retry_after": (int, float, str, dict), "retry_after_ms": NUMBER, "headers": (dict,),
    "hang": (str, dict), "cut": (dict,), "malformed": TEXT, "error_after": COUNT, "pings": COUNT, "comment": FLAG,
    "crlf": FLAG, "split": FLAG, "keep_alive": FLAG,
}
PARTS = {
    "repeat": {"text": TEXT, "count": COUNT}, "hang": {"tokens": COUNT}, "embedding": {"dimensions": COUNT},
    "cut": {"tokens": COUNT, "bytes": COUNT, "reset": FLAG}, "retry_after": {"date_in": NUMBER},
    "usage": dict.fromkeys(USAGE, COUNT),
}
CHOICES = {"malformed": MALFORMED, "finish": FINISHES, "hang": ("head",)}


def fits(value: Any, types: tuple) -> bool:
    return isinstance(value, types) and (not isinstance(value, bool) or types == FLAG)


def check_parts(name: str, value: dict) -> None:
    for part, inner in value.items():
        if part not in PARTS[name]:
            raise ValueError(f"{name}.{part} is unknown; there are {', '.join(PARTS[name])}")
        if not fits(inner, PARTS[name][part]):
            raise ValueError(f"{name}.{part} has a value of the wrong type")


def read_step(members: Any) -> Step:
    if not isinstance(members, dict):
        raise ValueError("a step is an object")
    for name, value in members.items():
        if name not in TYPES:
            raise ValueError(f"{name} is unknown; there are {', '.join(TYPES)}")
        if not fits(value, TYPES[name]):
            raise ValueError(f"{name} has a value of the wrong type")
        if isinstance(value, (int, float)) and value < 0:
            raise ValueError(f"{name} is below 0")
        if isinstance(value, str) and value not in CHOICES.get(name, (value,)):
            raise ValueError(f"{name} is one of {', '.join(CHOICES[name])}")
        if isinstance(value, dict) and name in PARTS:
            check_parts(name, value)
    if members.get("repeat", {}).get("count", 1) > MOST_TOKENS:
        raise ValueError(f"repeat.count is above {MOST_TOKENS}")
    if any(not isinstance(piece, str) for piece in members.get("tokens", [])):
        raise ValueError("tokens are strings")
    if any(not isinstance(call, dict) or not isinstance(call.get("name"), str) for call in members.get("tools", [])):
        raise ValueError("tools are objects with name and arguments, maybe id")
    if "error_after" in members and members.get("code", "server_error") not in CODES:
        raise ValueError(f"code of an error in a stream is one of {', '.join(sorted(CODES))}")
    return Step(**members)


class Book:
    """The scripts of all keys."""

    LIMIT = 10_000

    def __init__(self) -> None:
        self.scripts: dict[str, tuple[list[Step], int]] = {}

    def write(self, key: str, document: Any) -> None:
        if not isinstance(document, list) or not document:
            raise ValueError("a script is a list of steps, and not empty")
        steps = []
        for place, members in enumerate(document):
            try:
                steps.append(read_step(members))
            except ValueError as error:
                raise ValueError(f"step {place}: {error}") from None
        if key not in self.scripts and len(self.scripts) >= self.LIMIT:
            raise ValueError(f"there are {self.LIMIT} scripts already; delete some")
        self.scripts[key] = (steps, 0)

    def forget(self, key: str) -> None:
        self.scripts.pop(key, None)

    def take(self, key: str) -> Step:
        """The next step; the last one again and again."""
        if key not in self.scripts:
            return PLAIN
        steps, place = self.scripts[key]
        self.scripts[key] = (steps, place + 1)
        return steps[min(place, len(steps) - 1)]
