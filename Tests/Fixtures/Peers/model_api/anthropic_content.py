"""Blocks of a message's content, and that every use of a tool has its result in the message after it."""

from typing import Any

from .refusals import Refused

BLOCKS = {
    "user": ("text", "image", "document", "tool_result", "search_result"),
    "assistant": ("text", "tool_use", "thinking", "redacted_thinking", "document"),
}


def refuse(message: str) -> Refused:
    return Refused(400, message)


def check_content(content: Any, role: str, place: int, is_last: bool, is_strict: bool) -> str:
    """The text in it. Strict is the API since 2026-10-21."""
    if isinstance(content, str):
        text = content
        if not content and not (is_last and role == "assistant"):
            raise refuse(
                f"messages.{place}: all messages must have non-empty content except for the optional final assistant "
                "message" if role == "assistant" else "messages: text content blocks must be non-empty")
    elif isinstance(content, list):
        text = "".join(
            check_block(block, role, f"messages.{place}.content.{number}", is_strict)
            for number, block in enumerate(content))
        if not content and not (is_last and role == "assistant"):
            raise refuse(
                f"messages.{place}: all messages must have non-empty content except for the optional final assistant "
                "message")
    else:
        raise refuse(f"messages.{place}.content: Input should be a valid string")
    if is_last and role == "assistant" and text != text.rstrip():
        raise refuse("messages: final assistant content cannot end with trailing whitespace")
    return text


def check_block(block: Any, role: str, param: str, is_strict: bool) -> str:
    if not isinstance(block, dict):
        raise refuse(f"{param}: Input should be a valid dictionary")
    kind = block.get("type")
    if kind is None:
        raise refuse(f"{param}.type: Field required")
    if kind not in BLOCKS[role] or (is_strict and (role, kind) == ("assistant", "document")):
        known = kind in BLOCKS["user"] + BLOCKS["assistant"]
        raise refuse(
            f"{param}: `{kind}` blocks can only be in `{'assistant' if role == 'user' else 'user'}` messages" if known
            else f"{param}: Input tag '{kind}' found using 'type' does not match any of the expected tags")
    if kind == "text":
        if not isinstance(block.get("text"), str):
            raise refuse(f"{param}.text.text: Field required")
        if not block["text"]:
            raise refuse("messages: text content blocks must be non-empty")
        if is_strict and role == "user" and block.get("citations"):
            raise refuse(f"{param}.text.citations: Extra inputs are not permitted")
        return block["text"]
    for name in {"tool_use": ("id", "name", "input"), "tool_result": ("tool_use_id",)}.get(kind, ()):
        if name not in block:
            raise refuse(f"{param}.{kind}.{name}: Field required")
        if name != "input" and not isinstance(block[name], str):
            raise refuse(f"{param}.{kind}.{name}: Input should be a valid string")
    if kind == "tool_use" and not isinstance(block["input"], dict):
        raise refuse(f"{param}.tool_use.input: Input should be a valid dictionary")
    return ""


def blocks(message: dict, kind: str) -> list[tuple[int, dict]]:
    content = message["content"]
    if not isinstance(content, list):
        return []
    return [(place, block) for place, block in enumerate(content) if block["type"] == kind]


def check_pairs(messages: list) -> None:
    for place, message in enumerate(messages):
        used = [block["id"] for _, block in blocks(message, "tool_use")]
        after = messages[place + 1] if place + 1 < len(messages) else None
        results = [block["tool_use_id"] for _, block in blocks(after, "tool_result")] if after else []
        missing = [name for name in used if name not in results]
        if missing:
            raise refuse(
                f"messages.{place}: `tool_use` ids were found without `tool_result` blocks immediately after: "
                f"{', '.join(missing)}. Each `tool_use` block must have a corresponding `tool_result` block in the "
                "next message.")
        before = messages[place - 1] if place else None
        asked = [block["id"] for _, block in blocks(before, "tool_use")] if before else []
        for number, block in blocks(message, "tool_result"):
            if block["tool_use_id"] not in asked:
                raise refuse(
                    f"messages.{place}.content.{number}: unexpected `tool_use_id` found in `tool_result` blocks: "
                    f"{block['tool_use_id']}. Each `tool_result` block must have a corresponding `tool_use` block in "
                    "the previous message.")
