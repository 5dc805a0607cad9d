"""What /v1/chat/completions takes and refuses."""

import re
from typing import Any

from .answers import Wish, estimate, sample_value
from .checking import check_choice, check_filled, check_known, check_name, check_range, expect, require
from .openai_messages import check_messages
from .refusals import Refused, encode
from .strict_schema import check_schema

ARGUMENTS = frozenset((
    "messages", "model", "audio", "frequency_penalty", "function_call", "functions", "logit_bias", "logprobs",
    "max_completion_tokens", "max_tokens", "metadata", "modalities", "moderation", "n", "parallel_tool_calls",
    "prediction", "presence_penalty", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention",
    "reasoning_effort", "response_format", "safety_identifier", "seed", "service_tier", "stop", "store", "stream",
    "stream_options", "temperature", "tool_choice", "tools", "top_logprobs", "top_p", "user", "verbosity",
    "web_search_options",
))
RANGES = {
    "temperature": (float, 0, 2), "top_p": (float, 0, 1), "frequency_penalty": (float, -2, 2),
    "presence_penalty": (float, -2, 2), "n": (int, 1, 128), "top_logprobs": (int, 0, 20),
    "max_tokens": (int, 1, 1 << 31), "max_completion_tokens": (int, 1, 1 << 31),
    "seed": (int, -(1 << 63), (1 << 63) - 1),
}
TYPES = {"stream": bool, "logprobs": bool, "parallel_tool_calls": bool, "store": bool, "user": str, "metadata": dict}
WINDOWS = {"gpt-4": 8_192, "gpt-3.5-turbo": 16_385}
WINDOW, MOST_OUTPUT = 128_000, 16_384
# They think first: max_completion_tokens counts that too, and the temperature is fixed.
REASONING = re.compile(r"o\d|gpt-[5-9]")


def read_chat(body: dict) -> Wish:
    check_top(body)
    model = body["model"]
    check_model(body, model)
    messages = body["messages"]
    question, size, has_json = check_messages(messages)
    # Of most requests that is all.
    tools = body.get("tools")
    if tools is not None:
        check_tools(tools)
        size += estimate(encode(tools))
    sample = check_format(body["response_format"], has_json) if body.get("response_format") is not None else None
    options = body.get("stream_options")
    if options is not None:
        check_stream_options(options, body.get("stream"))
    limit = body.get("max_completion_tokens") or body.get("max_tokens")
    check_window(model, size, limit)
    stops = body.get("stop") or []
    return Wish(
        model, bool(body.get("stream")), bool(options and options.get("include_usage")), limit,
        check_stops([stops] if isinstance(stops, str) else stops), question, size, forced_calls(body, tools), sample)


def check_top(body: dict) -> None:
    unknown = sorted(body.keys() - ARGUMENTS)
    if unknown:
        plural = "s" if len(unknown) > 1 else ""
        raise Refused(400, f"Unrecognized request argument{plural} supplied: {', '.join(unknown)}")
    if not body.get("model"):
        raise Refused(400, "you must provide a model parameter")
    expect(body["model"], str, "model")
    for name, value in body.items():
        if value is not None and name in RANGES:
            check_range(value, *RANGES[name], name)
        elif value is not None and name in TYPES:
            expect(value, TYPES[name], name)
    check_filled(require(body, "messages"), "messages")
    if body.get("max_tokens") is not None and body.get("max_completion_tokens") is not None:
        raise Refused(
            400, "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
            param="max_tokens", code="invalid_parameter_combination")
    if body.get("top_logprobs") is not None and not body.get("logprobs"):
        raise Refused(400, "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
                      param="top_logprobs")
    if (body.get("n") or 1) > 1:
        raise Refused(400, "This server gives one answer alone: 'n' has to be 1.", param="n", code="unsupported_value")


def check_model(body: dict, model: str) -> None:
    if model.startswith("unknown"):
        raise Refused(
            404, f"The model `{model}` does not exist or you do not have access to it.", code="model_not_found")
    if not REASONING.match(model):
        return
    if body.get("max_tokens") is not None:
        raise Refused(
            400, "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' "
            "instead.", param="max_tokens", code="unsupported_parameter")
    for name in ("temperature", "top_p"):
        if body.get(name) not in (None, 1):
            raise Refused(
                400, f"Unsupported value: '{name}' does not support {body[name]} with this model. Only the default (1) "
                "value is supported.", param=name, code="unsupported_value")


def check_tools(tools: Any) -> None:
    check_filled(tools, "tools")
    for place, tool in enumerate(tools):
        param = f"tools[{place}]"
        expect(tool, dict, param)
        check_choice(require(tool, "type", f"{param}.type"), ("function", "custom"), f"{param}.type")
        check_known(tool, frozenset(("type", "function", "custom")), param)
        if tool["type"] == "custom":
            continue
        function = require(tool, "function", f"{param}.function")
        expect(function, dict, f"{param}.function")
        check_known(function, frozenset(("name", "description", "parameters", "strict")), f"{param}.function")
        check_name(require(function, "name", f"{param}.function.name"), f"{param}.function.name")
        check_schema(
            function.get("parameters", {}), function.get("strict") is True, f"function '{function['name']}'",
            f"{param}.function.parameters", "invalid_function_parameters")


def check_format(wanted: Any, has_json: bool) -> str | None:
    expect(wanted, dict, "response_format")
    kind = require(wanted, "type", "response_format.type")
    check_choice(kind, ("json_object", "json_schema", "text"), "response_format.type")
    if kind == "text":
        return None
    if kind == "json_object":
        if not has_json:
            raise Refused(
                400, "'messages' must contain the word 'json' in some form, to use 'response_format' of type "
                "'json_object'.", param="messages")
        return '{"answer": "as you wish"}'
    named = require(wanted, "json_schema", "response_format.json_schema")
    expect(named, dict, "response_format.json_schema")
    known = frozenset(("name", "description", "schema", "strict"))
    check_known(named, known, "response_format.json_schema")
    check_name(require(named, "name", "response_format.json_schema.name"), "response_format.json_schema.name")
    schema = named.get("schema", {})
    check_schema(schema, named.get("strict") is True, f"response_format '{named['name']}'", "response_format", None)
    return encode(sample_value(schema))


def check_stream_options(options: Any, is_streaming: Any) -> None:
    expect(options, dict, "stream_options")
    if not is_streaming:
        raise Refused(
            400, "The 'stream_options' parameter is only allowed when 'stream' is enabled.", param="stream_options")
    check_known(options, frozenset(("include_usage", "include_obfuscation")), "stream_options")


def check_window(model: str, size: int, limit: int | None) -> None:
    window = WINDOWS.get(model, WINDOW)
    if limit is not None and limit > min(window, MOST_OUTPUT) and not REASONING.match(model):
        raise Refused(
            400, f"max_tokens is too large: {limit}. This model supports at most {min(window, MOST_OUTPUT)} completion "
            f"tokens, whereas you provided {limit}.", param="max_tokens", code="invalid_value")
    if size > window:
        raise Refused(
            400, f"This model's maximum context length is {window} tokens. However, your messages resulted in {size} "
            "tokens. Please reduce the length of the messages.", param="messages", code="context_length_exceeded")


def check_stops(stops: Any) -> list[str]:
    expect(stops, list, "stop")
    for place, stop in enumerate(stops):
        expect(stop, str, f"stop[{place}]")
    if len(stops) > 4:
        raise Refused(
            400, "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with "
            f"length {len(stops)} instead.", param="stop", code="array_above_max_length")
    return [stop for stop in stops if stop]


def forced_calls(body: dict, tools: Any) -> list[tuple[str, Any]]:
    choice = body.get("tool_choice")
    if choice is None:
        return []
    if not tools:
        raise Refused(400, "'tool_choice' is only allowed when 'tools' are specified.", param="tool_choice")
    known = [tool["function"] for tool in tools if "function" in tool]
    functions = {function["name"]: function.get("parameters", {}) for function in known}
    if isinstance(choice, str):
        check_choice(choice, ("none", "auto", "required"), "tool_choice")
        return list(functions.items())[:1] if choice == "required" else []
    expect(choice, dict, "tool_choice")
    named = choice.get("function") if choice.get("type") == "function" else None
    name = named.get("name") if isinstance(named, dict) else None
    if not isinstance(name, str) or name not in functions:
        raise Refused(
            400, f"Tool choice '{name}' not found in 'tools' parameter.", param="tool_choice", code="invalid_value")
    return [(name, functions[name])]
