"""Checks of JSON values with OpenAI's words."""

import re
from typing import Any

from .refusals import Refused

WORDS = {bool: "a boolean", int: "an integer", float: "a decimal", str: "a string", list: "an array", dict: "an object"}
CODE_WORDS = {bool: "boolean", int: "integer", float: "decimal", str: "string", list: "array", dict: "object"}


def word(value: Any) -> str:
    return "null" if value is None else WORDS[type(value)]


def expect(value: Any, kind: type, param: str) -> None:
    """A decimal may be a whole number; true is none of both."""
    fits = type(value) is kind or (kind is float and type(value) is int)
    if not fits:
        raise Refused(
            400, f"Invalid type for '{param}': expected {WORDS[kind]}, but got {word(value)} instead.", param=param,
            code="invalid_type")


def require(members: dict, name: str, param: str | None = None) -> Any:
    param = param or name
    if name not in members:
        raise Refused(400, f"Missing required parameter: '{param}'.", param=param, code="missing_required_parameter")
    return members[name]


def check_range(value: Any, kind: type, least: float, most: float, param: str) -> None:
    expect(value, kind, param)
    name = CODE_WORDS[kind]
    if least <= value <= most:
        return
    side, short, bound = ("below minimum", "below_min", f">= {least}") if value < least else (
        "above maximum", "above_max", f"<= {most}")
    raise Refused(
        400, f"Invalid '{param}': {name} {side} value. Expected a value {bound}, but got {value} instead.", param=param,
        code=f"{name}_{short}_value")


def check_choice(value: Any, choices: tuple[str, ...], param: str) -> None:
    expect(value, str, param)
    if value not in choices:
        listed = ", ".join(f"'{choice}'" for choice in choices[:-1]) + f", and '{choices[-1]}'" if len(choices) > 1 \
            else f"'{choices[0]}'"
        raise Refused(
            400, f"Invalid value: '{value}'. Supported values are: {listed}.", param=param, code="invalid_value")


def check_filled(value: Any, param: str) -> None:
    expect(value, list, param)
    if not value:
        raise Refused(
            400, f"Invalid '{param}': empty array. Expected an array with minimum length 1, but got an empty array "
            "instead.", param=param, code="empty_array")


def check_known(members: dict, known: frozenset[str], param: str) -> None:
    for name in members.keys() - known:
        raise Refused(
            400, f"Unknown parameter: '{param}.{name}'.", param=f"{param}.{name}", code="unknown_parameter")


def check_name(name: Any, param: str) -> None:
    expect(name, str, param)
    if not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name):
        raise Refused(
            400, f"Invalid '{param}': string does not match pattern. Expected a string that matches the pattern "
            "'^[a-zA-Z0-9_-]+$'.", param=param, code="invalid_value")
