"""What OpenAI demands of schemas with `strict`: closed objects, every property required, only keywords it knows."""

from typing import Any

from .refusals import Refused
from .schema_shape import shape_fault

KNOWN = frozenset((
    "type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "$ref", "$defs",
    "definitions", "title", "description", "default", "pattern", "format", "multipleOf", "maximum", "exclusiveMaximum",
    "minimum", "exclusiveMinimum", "minItems", "maxItems", "$schema", "$id",
))
TYPES = ("string", "number", "integer", "boolean", "object", "array", "null")
DEPTH, PROPERTIES = 10, 5_000


def check_schema(schema: Any, is_strict: bool, what: str, param: str, code: str | None) -> None:
    """`what` is "response_format 'name'" or "function 'name'"."""
    kind = schema.get("type") if isinstance(schema, dict) else None
    fault = shape_fault(schema)
    if fault is None and kind != "object" and (is_strict or schema):
        fault = f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{kind}\"'."
    if fault is None and is_strict:
        fault = strict_fault(schema)
    if fault is not None:
        raise Refused(400, f"Invalid schema for {what}: {fault}", param=param, code=code)


def strict_fault(schema: dict) -> str | None:
    try:
        Walk().check(schema, (), 0)
    except NotStrict as fault:
        return str(fault)
    return None


class NotStrict(Exception):
    def __init__(self, path: tuple, fault: str) -> None:
        super().__init__(f"In context={path!r}, {fault}")


class Walk:
    """Through a schema whose keywords have the right shapes."""

    def __init__(self) -> None:
        self.properties = 0

    def check(self, node: dict, path: tuple, depth: int) -> None:
        if depth > DEPTH:
            raise NotStrict(path, f"object schemas nest deeper than {DEPTH} levels.")
        for name in sorted(node.keys() - KNOWN):
            raise NotStrict(path, f"'{name}' is not permitted.")
        kinds = node.get("type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(kind is not None and kind not in TYPES for kind in kinds):
            raise NotStrict(path, f"{node['type']!r} is not valid under any of the given schemas.")
        if kinds == [None] and not node.keys() & {"anyOf", "$ref", "enum", "const"}:
            raise NotStrict(path, "schema must have a 'type' key.")
        if "object" in kinds:
            self.check_object(node, path, depth)
        if "array" in kinds:
            if "items" not in node:
                raise NotStrict(path, "array schema missing items.")
            self.check(node["items"], (*path, "items"), depth + 1)
        for place, choice in enumerate(node.get("anyOf", [])):
            self.check(choice, (*path, "anyOf", str(place)), depth)
        for section in ("$defs", "definitions"):
            for name, member in node.get(section, {}).items():
                self.check(member, (*path, section, name), depth + 1)

    def check_object(self, node: dict, path: tuple, depth: int) -> None:
        members, required = node.get("properties", {}), node.get("required", [])
        if node.get("additionalProperties") is not False:
            raise NotStrict(path, "'additionalProperties' is required to be supplied and to be false.")
        missing = [name for name in members if name not in required]
        if missing:
            raise NotStrict(
                path, "'required' is required to be supplied and to be an array including every key in properties. "
                f"Missing '{missing[0]}'.")
        for name in required:
            if name not in members:
                raise NotStrict(path, f"'required' has a name that is no property: '{name}'.")
        self.properties += len(members)
        if self.properties > PROPERTIES:
            raise NotStrict(path, f"there are more than {PROPERTIES} properties.")
        for name, member in members.items():
            self.check(member, (*path, "properties", name), depth + 1)
