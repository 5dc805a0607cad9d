"""What /v1/messages takes and refuses; /v1/messages/count_tokens takes the same, without what only an answer needs."""

import re
from typing import Any

from .answers import Wish, estimate, sample_value
from .anthropic_content import check_content, check_pairs
from .refusals import Refused, encode
from .schema_shape import shape_fault

ARGUMENTS = frozenset((
    "model", "messages", "max_tokens", "cache_control", "container", "diagnostics", "inference_geo", "metadata",
    "output_config", "service_tier", "speed", "stop_sequences", "stream", "system", "temperature", "thinking",
    "tool_choice", "tools", "top_k", "top_p",
))
COUNTED = frozenset((
    "model", "messages", "cache_control", "output_config", "system", "thinking", "tool_choice", "tools"))
RANGES = {"temperature": (float, 0, 1), "top_p": (float, 0, 1), "top_k": (int, 0, 1 << 31)}
# Newer than the first: from then on the model alone chooses how to sample, and some blocks are refused.
VERSIONS = ("2023-01-01", "2023-06-01", "2026-10-21")
WITHOUT_SAMPLING = "2026-10-21"
WINDOW, MOST_OUTPUT = 200_000, 64_000
TYPE_WORDS = {bool: "boolean", int: "integer", str: "string", list: "list", dict: "dictionary"}


def refuse(message: str) -> Refused:
    return Refused(400, message)


def expect(value: Any, kind: type, param: str) -> None:
    if type(value) is not kind:
        raise refuse(f"{param}: Input should be a valid {TYPE_WORDS[kind]}")


def read_messages(body: dict, version: str, is_count: bool = False) -> Wish:
    known = COUNTED if is_count else ARGUMENTS
    for name in sorted(body.keys() - (known - RANGES.keys() if version >= WITHOUT_SAMPLING else known)):
        raise refuse(f"{name}: Extra inputs are not permitted")
    for name in ("model", "messages") if is_count else ("model", "max_tokens", "messages"):
        if name not in body:
            raise refuse(f"{name}: Field required")
    expect(body["model"], str, "model")
    if body["model"].startswith("unknown"):
        raise Refused(404, f"model: {body['model']}")
    check_ranges(body)
    limit = None if is_count else check_limit(body)
    system = read_system(body.get("system"))
    question, size = read_turns(body["messages"], version >= WITHOUT_SAMPLING)
    tools = check_tools(body.get("tools"))
    size += estimate(system) + (estimate(encode(body["tools"])) if tools else 0)
    if size > WINDOW:
        raise refuse(f"prompt is too long: {size} tokens > {WINDOW} maximum")
    stops = body.get("stop_sequences") or []
    expect(stops, list, "stop_sequences")
    for place, stop in enumerate(stops):
        expect(stop, str, f"stop_sequences.{place}")
        if not stop.strip():
            raise refuse("stop_sequences: each stop sequence must contain non-whitespace")
    return Wish(
        body["model"], bool(body.get("stream")), True, limit, stops, question, size,
        forced_calls(body.get("tool_choice"), tools), wanted_format(body.get("output_config")))


def check_ranges(body: dict) -> None:
    for name, (kind, least, most) in RANGES.items():
        value = body.get(name)
        if value is None:
            continue
        if type(value) is not kind and not (kind is float and type(value) is int):
            raise refuse(f"{name}: Input should be a valid {'number' if kind is float else 'integer'}")
        if value < least:
            raise refuse(f"{name}: Input should be greater than or equal to {least}")
        if value > most:
            raise refuse(f"{name}: Input should be less than or equal to {most}")
    if body.get("stream") is not None:
        expect(body["stream"], bool, "stream")
    if re.search(r"-4-5", body["model"]) and None not in (body.get("temperature"), body.get("top_p")):
        raise refuse(
            "`temperature` and `top_p` cannot both be specified for this model. Please use only one.")


def check_limit(body: dict) -> int:
    limit = body["max_tokens"]
    expect(limit, int, "max_tokens")
    if limit < 0:
        raise refuse("max_tokens: Input should be greater than or equal to 0")
    if limit > MOST_OUTPUT:
        raise refuse(
            f"max_tokens: {limit} > {MOST_OUTPUT}, which is the maximum allowed number of output tokens for "
            f"{body['model']}")
    return limit


def read_system(system: Any) -> str:
    if system is None or isinstance(system, str):
        return system or ""
    if not isinstance(system, list):
        raise refuse("system: Input should be a valid list")
    for place, block in enumerate(system):
        if not isinstance(block, dict) or block.get("type") != "text" or not isinstance(block.get("text"), str):
            raise refuse(f"system.{place}.type: Input should be 'text'")
        if not block["text"]:
            raise refuse("system: text content blocks must be non-empty")
    return "".join(block["text"] for block in system)


def read_turns(messages: Any, is_strict: bool) -> tuple[str, int]:
    """The last thing that a user said, and an estimate of tokens."""
    expect(messages, list, "messages")
    if not messages:
        raise refuse("messages: at least one message is required")
    question, size = "", 3
    for place, message in enumerate(messages):
        expect(message, dict, f"messages.{place}")
        for name in ("role", "content"):
            if name not in message:
                raise refuse(f"messages.{place}.{name}: Field required")
        for name in sorted(message.keys() - {"role", "content"}):
            raise refuse(f"messages.{place}.{name}: Extra inputs are not permitted")
        role = message["role"]
        if role == "system":
            raise refuse(
                'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not '
                '"system" as an input message role.')
        if role not in ("user", "assistant"):
            raise refuse(f'messages: Unexpected role "{role}". Allowed roles are "user" or "assistant".')
        text = check_content(message["content"], role, place, place == len(messages) - 1, is_strict)
        size += 4 + estimate(text)
        if role == "user":
            question = text
    if messages[0]["role"] != "user":
        raise refuse('messages: first message must use the "user" role')
    check_pairs(messages)
    return question, size


def check_tools(tools: Any) -> dict[str, Any]:
    """Names and schemas."""
    if tools is None:
        return {}
    expect(tools, list, "tools")
    found: dict[str, Any] = {}
    for place, tool in enumerate(tools):
        expect(tool, dict, f"tools.{place}")
        if tool.get("type", "custom") != "custom":
            continue
        known = {"name", "description", "input_schema", "type", "cache_control", "strict"}
        for name in sorted(tool.keys() - known):
            raise refuse(f"tools.{place}.custom.{name}: Extra inputs are not permitted")
        for name in ("name", "input_schema"):
            if name not in tool:
                raise refuse(f"tools.{place}.custom.{name}: Field required")
        if not isinstance(tool["name"], str) or not re.fullmatch(r"[a-zA-Z0-9_-]{1,128}", tool["name"]):
            raise refuse(f"tools.{place}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'")
        schema = tool["input_schema"]
        if not isinstance(schema, dict) or schema.get("type") != "object":
            raise refuse(f"tools.{place}.custom.input_schema.type: Input should be 'object'")
        if fault := shape_fault(schema):
            raise refuse(f"tools.{place}.custom.input_schema: {fault}")
        if tool["name"] in found:
            raise refuse("tools: Tool names must be unique.")
        found[tool["name"]] = schema
    return found


def forced_calls(choice: Any, tools: dict[str, Any]) -> list[tuple[str, Any]]:
    if choice is None:
        return []
    expect(choice, dict, "tool_choice")
    kind = choice.get("type")
    if kind not in ("auto", "any", "tool", "none"):
        raise refuse(
            "tool_choice: Input tag found using 'type' does not match any of the expected tags: 'auto', 'any', 'tool', "
            "'none'")
    if not tools:
        raise refuse("tool_choice may only be specified while providing tools.")
    if kind == "tool":
        name = choice.get("name")
        expect(name, str, "tool_choice.tool.name")
        if name not in tools:
            raise refuse(f"Tool '{name}' not found in provided tools")
        return [(name, tools[name])]
    return list(tools.items())[:1] if kind == "any" else []


def wanted_format(config: Any) -> str | None:
    wanted = config.get("format") if isinstance(config, dict) else None
    if wanted is None:
        return None
    is_known = isinstance(wanted, dict) and wanted.get("type") == "json_schema"
    if not is_known or not isinstance(wanted.get("schema"), dict):
        raise refuse("output_config.format: Input should be an object with type 'json_schema' and a schema")
    if fault := shape_fault(wanted["schema"]):
        raise refuse(f"output_config.format.schema: {fault}")
    return encode(sample_value(wanted["schema"]))
