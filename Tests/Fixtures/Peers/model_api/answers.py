"""What the model says, before a provider's form is given to it."""

import dataclasses
import hashlib
import json
import re
from typing import Any

from .refusals import encode
from .steps import UNSET, Step

# Sixty words, without digits and number words: whoever checks an answer's figures finds none.
PLAIN_TEXT = (
    "The class worked with care, and what was asked for was understood by nearly everybody. Reading went well, while "
    "questions about grammar and about gaps in a text were missed more often than the others. It is worth going "
    "through them again in class, slowly and aloud, before new matter is begun. With regular practice the results "
    "will be better."
)


@dataclasses.dataclass(slots=True)
class Wish:
    """What a request asks for, whichever provider's form it came in."""

    model: str
    is_streaming: bool = False
    wants_usage: bool = True
    limit: int | None = None
    stops: list[str] = dataclasses.field(default_factory=list)
    question: str = ""
    input_tokens: int = 1
    # Calls that the request demands: names and schemas of arguments.
    forced_calls: list[tuple[str, Any]] = dataclasses.field(default_factory=list)
    # A value as the wanted format says, as JSON.
    sample: str | None = None


@dataclasses.dataclass(slots=True)
class Call:
    id: str
    name: str
    arguments: str


@dataclasses.dataclass(slots=True)
class Usage:
    input: int
    output: int
    cached: int = 0
    cache_creation: int = 0
    reasoning: int = 0


@dataclasses.dataclass(slots=True)
class Answer:
    pieces: list[str]
    finish: str = "stop"
    stop: str | None = None
    is_refusal: bool = False
    is_null: bool = False
    calls: list[Call] = dataclasses.field(default_factory=list)
    usage: Usage | None = None


def split(text: str) -> list[str]:
    """Pieces as a model makes them: words, each with the space before it."""
    return re.findall(r"\s*\S+\s*$|\s*\S+", text) or ([text] if text else [])


PLAIN_PIECES = split(PLAIN_TEXT)


def estimate(text: str) -> int:
    return (len(text.encode("utf-8", "replace")) + 3) // 4


def compose(step: Step, wish: Wish) -> Answer:
    answer = scripted(step, wish) or unscripted(wish)
    if step.tools:
        answer.calls = [scripted_call(place, call) for place, call in enumerate(step.tools)]
    if answer.calls:
        answer.finish = "tool_calls"
    answer.finish = step.finish or answer.finish
    if step.usage is not None:
        spoken = len(answer.pieces) + sum(estimate(call.arguments) for call in answer.calls)
        answer.usage = Usage(wish.input_tokens, spoken)
        if step.usage is not UNSET:
            answer.usage = dataclasses.replace(answer.usage, **step.usage)
    return answer


def scripted(step: Step, wish: Wish) -> Answer | None:
    """A script is told in full: max_tokens and stop do not shorten it."""
    if step.refusal is not None:
        return Answer(split(step.refusal), is_refusal=True)
    if step.null_content:
        return Answer([], is_null=True)
    if step.empty:
        return Answer([])
    if step.tokens is not None:
        return Answer(step.tokens)
    if step.text is not None:
        return Answer(split(step.text))
    if step.repeat is not None:
        return Answer([step.repeat.get("text", "word ")] * step.repeat.get("count", 1))
    if step.echo:
        return shortened(split(wish.question), wish)
    return Answer([], is_null=True) if step.tools else None


def unscripted(wish: Wish) -> Answer:
    if wish.forced_calls:
        calls = [
            Call(f"call_{place}{digest(name)}", name, encode(sample_value(schema)))
            for place, (name, schema) in enumerate(wish.forced_calls)
        ]
        return Answer([], is_null=True, calls=calls)
    return shortened(PLAIN_PIECES if wish.sample is None else split(wish.sample), wish)


def shortened(pieces: list[str], wish: Wish) -> Answer:
    if wish.stops:
        text = "".join(pieces)
        place, stop = min(((text.find(stop), stop) for stop in wish.stops if stop in text), default=(-1, None))
        if stop is not None:
            return Answer(split(text[:place]), stop=stop)
    if wish.limit is not None and len(pieces) > wish.limit:
        return Answer(pieces[: wish.limit], finish="length")
    return Answer(pieces)


def scripted_call(place: int, call: dict) -> Call:
    arguments = call.get("arguments", {})
    text = arguments if isinstance(arguments, str) else encode(arguments)
    return Call(str(call.get("id") or f"call_{place}{digest(call['name'])}"), call["name"], text)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:20]


def sample_value(schema: dict, root: dict | None = None, depth: int = 0) -> Any:
    """A value that fits a schema of the kinds that structured output allows; strings are words. One that contains
    itself ends somewhere, with null."""
    root = schema if root is None else root
    if depth > 12:
        return None
    if "$ref" in schema:
        return sample_value(referred(schema["$ref"], root), root, depth + 1)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for union in ("anyOf", "oneOf", "allOf"):
        if union in schema:
            return sample_value(schema[union][0], root, depth + 1)
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object" or "properties" in schema:
        members = schema.get("properties", {})
        return {name: sample_value(member, root, depth + 1) for name, member in members.items()}
    if kind == "array":
        return [sample_value(schema.get("items", {}), root, depth + 1)] * max(1, min(schema.get("minItems", 1), 16))
    return {"integer": 1, "number": 1.5, "boolean": True, "null": None}.get(kind, "a plain answer")


def referred(reference: str, root: dict) -> dict:
    target: Any = root
    for part in reference.removeprefix("#").strip("/").split("/"):
        target = target.get(part, {}) if part and isinstance(target, dict) else target
    return target if isinstance(target, dict) else {}


def pieces_of(text: str, size: int = 6) -> list[str]:
    """Arguments of a call come in pieces that fall anywhere, in names and in the middle of numbers."""
    return [text[start : start + size] for start in range(0, len(text), size)]


def as_object(arguments: str) -> Any:
    try:
        value = json.loads(arguments)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
