"""Whether a JSON schema is one at all, as far as its keywords are read here."""

from typing import Any


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(is_text, value))


# Keywords of one schema, and those with several: by name, or one after the other.
ONE, NAMED, LISTED = ("items",), ("properties", "$defs", "definitions"), ("anyOf", "oneOf", "allOf")
SHAPES = {
    "type": lambda value: is_text(value) or (is_texts(value) and value),
    "required": is_texts, "enum": lambda value: isinstance(value, list) and value, "$ref": is_text,
    "minItems": lambda value: type(value) is int and value >= 0,
}


def shape_fault(schema: Any, path: tuple = (), depth: int = 0) -> str | None:
    """In the words that follow "Invalid schema for ...:"; nothing when it is one."""
    if not isinstance(schema, dict):
        return f"In context={path!r}, {schema!r} is not of type 'object', 'boolean'."
    if depth > 32:
        return f"In context={path!r}, schemas nest too deeply."
    for name, fits in SHAPES.items():
        if name in schema and not fits(schema[name]):
            return f"In context={path!r}, {schema[name]!r} is not valid for '{name}'."
    inner = [((*path, name), schema[name]) for name in ONE if name in schema]
    for names, kind in ((NAMED, dict), (LISTED, list)):
        for name in names:
            if name not in schema:
                continue
            members = schema[name]
            if not isinstance(members, kind) or (kind is list and not members):
                return f"In context={path!r}, {members!r} is not valid for '{name}'."
            pairs = members.items() if kind is dict else enumerate(members)
            inner += [((*path, name, str(key)), member) for key, member in pairs]
    return next((fault for place, one in inner if (fault := shape_fault(one, place, depth + 1))), None)
