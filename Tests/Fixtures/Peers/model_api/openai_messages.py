"""Roles, contents and calls of tools in a chat's messages."""

from typing import Any

from .answers import estimate
from .checking import check_choice, expect, require
from .refusals import Refused

ROLES = ("system", "assistant", "user", "function", "tool", "developer")
KNOWN = frozenset(("role", "content", "name", "tool_calls", "tool_call_id", "refusal", "audio", "function_call"))
PARTS = {
    "user": ("text", "image_url", "input_audio", "file"), "assistant": ("text", "refusal"),
}


def check_messages(messages: list) -> tuple[str, int, bool]:
    """The last thing that a user said, an estimate of tokens, and whether the word JSON occurs."""
    question, size, has_json = "", 3, False
    # Of the assistant's message whose calls are being answered.
    open_calls: list[str] = []
    answered: set[str] = set()
    for place, message in enumerate(messages):
        if type(message) is not dict:
            expect(message, dict, f"messages[{place}]")
        role = message.get("role")
        if role not in ROLES:
            require(message, "role", f"messages[{place}].role")
            check_choice(role, ROLES, f"messages[{place}].role")
        if message.keys() - KNOWN:
            name = min(message.keys() - KNOWN)
            raise Refused(
                400, f"Unknown parameter: 'messages[{place}].{name}'.", param=f"messages[{place}].{name}",
                code="unknown_parameter")
        text = read_content(message, role, place)
        size += 4 + estimate(text)
        has_json = has_json or "json" in text.lower()
        if role == "user":
            question = text
        if role == "tool":
            check_result(message, open_calls, answered, place)
        elif open_calls or message.get("tool_calls") is not None:
            check_answered(open_calls, answered)
            open_calls, answered = read_calls(message, role, place), set()
    check_answered(open_calls, answered)
    return question, size, has_json


def read_content(message: dict, role: str, place: int) -> str:
    content = message.get("content")
    param = f"messages[{place}].content"
    if type(content) is str:
        return content
    if content is None:
        if role == "assistant" and (message.keys() & {"tool_calls", "function_call", "refusal"}):
            return ""
        require(message, "content", param)
        raise Refused(
            400, "Invalid value for 'content': expected a string, got null.", param=f"messages.[{place}].content")
    if type(content) is not list:
        raise Refused(
            400, f"Invalid type for '{param}': expected one of a string or array of objects, but got "
            f"{'an object' if isinstance(content, dict) else 'a number or boolean'} instead.", param=param,
            code="invalid_type")
    texts = []
    for number, part in enumerate(content):
        inner = f"{param}[{number}]"
        expect(part, dict, inner)
        kind = require(part, "type", f"{inner}.type")
        check_choice(kind, PARTS.get(role, ("text",)), f"{inner}.type")
        if kind == "text":
            expect(require(part, "text", f"{inner}.text"), str, f"{inner}.text")
            texts.append(part["text"])
    return "".join(texts)


def read_calls(message: dict, role: str, place: int) -> list[str]:
    calls = message.get("tool_calls")
    if calls is None:
        return []
    param = f"messages[{place}].tool_calls"
    if role != "assistant":
        raise Refused(400, f"Unknown parameter: '{param}'.", param=param, code="unknown_parameter")
    expect(calls, list, param)
    if not calls:
        raise Refused(
            400, f"Invalid '{param}': empty array. Expected an array with minimum length 1, but got an empty array "
            "instead.", param=param, code="empty_array")
    for number, call in enumerate(calls):
        inner = f"{param}[{number}]"
        expect(call, dict, inner)
        expect(require(call, "id", f"{inner}.id"), str, f"{inner}.id")
        check_choice(require(call, "type", f"{inner}.type"), ("function", "custom"), f"{inner}.type")
        if call["type"] == "function":
            function = require(call, "function", f"{inner}.function")
            expect(function, dict, f"{inner}.function")
            expect(require(function, "name", f"{inner}.function.name"), str, f"{inner}.function.name")
            arguments = require(function, "arguments", f"{inner}.function.arguments")
            expect(arguments, str, f"{inner}.function.arguments")
    return [call["id"] for call in calls]


def check_result(message: dict, open_calls: list[str], answered: set[str], place: int) -> None:
    name = require(message, "tool_call_id", f"messages[{place}].tool_call_id")
    if not open_calls:
        raise Refused(
            400, "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with "
            "'tool_calls'.", param=f"messages.[{place}].role")
    if name not in open_calls:
        raise Refused(
            400, f"Invalid parameter: 'tool_call_id' of '{name}' not found in 'tool_calls' of previous message.",
            param=f"messages.[{place}].tool_call_id")
    answered.add(name)


def check_answered(open_calls: list[str], answered: set[str]) -> None:
    missing: list[Any] = [name for name in open_calls if name not in answered]
    if missing:
        raise Refused(
            400, "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
            f"'tool_call_id'. The following tool_call_ids did not have response messages: {', '.join(missing)}",
            param="messages")
