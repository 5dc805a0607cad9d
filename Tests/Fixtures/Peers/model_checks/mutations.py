"""Documents with something wrong anywhere are answered or refused: the server has no fault of its own."""

import copy
import json
import random
from typing import Any

from .judging import Differs, Server
from .wire import connect, read_answer, request

SCHEMA = {
    "type": "object", "additionalProperties": False, "required": ["a", "b"],
    "properties": {"a": {"type": "array", "items": {"$ref": "#/$defs/c"}}, "b": {"enum": ["x"]}},
    "$defs": {"c": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
}
OPENAI_CALL = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
ANTHROPIC_CALL = {"type": "tool_use", "id": "c", "name": "f", "input": {}}
DOCUMENTS = [
    ("/v1/chat/completions", {
        "model": "gpt-4o", "temperature": 0.5, "top_p": 1, "max_tokens": 50, "stop": ["a"], "seed": 1, "n": 1,
        "messages": [
            {"role": "system", "content": "a"}, {"role": "user", "content": [{"type": "text", "text": "json"}]},
            {"role": "assistant", "content": None, "tool_calls": [OPENAI_CALL]},
            {"role": "tool", "tool_call_id": "c", "content": "b"},
        ],
        "tools": [{"type": "function", "function": {"name": "f", "strict": True, "parameters": SCHEMA}}],
        "tool_choice": {"type": "function", "function": {"name": "f"}}, "metadata": {"a": "b"}, "logprobs": True,
        "response_format": {"type": "json_schema", "json_schema": {"name": "n", "strict": True, "schema": SCHEMA}},
        "stream": True, "stream_options": {"include_usage": True}, "top_logprobs": 2,
    }),
    ("/v1/embeddings", {"model": "m", "input": ["a", [1, 2]], "dimensions": 4, "encoding_format": "base64"}),
    ("/v1/messages", {
        "model": "claude", "max_tokens": 50, "system": [{"type": "text", "text": "a"}], "temperature": 0.5,
        "stop_sequences": ["a"], "messages": [
            {"role": "user", "content": [{"type": "text", "text": "a", "citations": []}]},
            {"role": "assistant", "content": [ANTHROPIC_CALL]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c", "content": "b"}]},
        ],
        "tools": [{"name": "f", "input_schema": SCHEMA}], "tool_choice": {"type": "tool", "name": "f"},
        "output_config": {"format": {"type": "json_schema", "schema": SCHEMA}},
    }),
]
ODDITIES: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**30, "", "x", "\ud800", "#/$defs/c", [], {}, [[]], [None], {"type": "x"}, {"type": []})
ROUNDS = 400


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with each of its keys."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, inner in items for place in ((value, key), *places(inner))]


def mutate(document: dict, choice: random.Random) -> dict:
    document = copy.deepcopy(document)
    for _ in range(choice.randint(1, 2)):
        container, key = choice.choice(places(document))
        if choice.random() < 0.25:
            del container[key]
        else:
            container[key] = copy.deepcopy(choice.choice(ODDITIES))
    return document


def check_mutations(server: Server) -> None:
    choice = random.Random(7)
    for path, document in DOCUMENTS:
        with connect(server) as peer, peer.makefile("rb") as file:
            for _ in range(ROUNDS):
                body = mutate(document, choice)
                body.pop("stream", None)
                content = json.dumps(body).encode()
                try:
                    peer.sendall(request("mutated", content, "anthropic-version: 2023-06-01\r\n", path))
                    status = read_answer(file)[0]
                except (OSError, IndexError) as error:
                    raise Differs(f"{path} ends its connection over {content.decode()}: {error}") from error
                if status not in (200, 400, 404):
                    raise Differs(f"{path} answers {status} to {content.decode()}")


CHECKS = (check_mutations,)
