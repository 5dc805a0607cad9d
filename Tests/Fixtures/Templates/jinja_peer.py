"""Renders template cases with Jinja2, the language that the Templates library follows.

Reads JSON from a file or standard input: a list of {"templates": {name: source}, "data": {...}, "options": {...}}; the
template "main" is rendered. Writes a list of {"output": text} or {"error": class, "line": number or null}.
"""
import json
import sys
import traceback

from jinja2 import DictLoader, StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment


def environment(case):
    options = case.get("options", {})
    return ImmutableSandboxedEnvironment(
        loader=DictLoader(case["templates"]),
        undefined=StrictUndefined,
        autoescape=options.get("autoescape", True),
        trim_blocks=options.get("trimBlocks", False),
        lstrip_blocks=options.get("lstripBlocks", False),
        keep_trailing_newline=options.get("keepTrailingNewline", False),
    )


def line_of(error, names):
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    line = None
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == "<template>" or frame.filename in names:
            line = frame.lineno
    return line


def rendered(case):
    try:
        return {"output": environment(case).get_template("main").render(case.get("data", {}))}
    except RecursionError:
        return {"error": "RecursionError", "line": None}
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)[:200], "line": line_of(error, case["templates"])}


source = open(sys.argv[1], encoding="utf-8") if len(sys.argv) > 1 else sys.stdin
json.dump([rendered(case) for case in json.load(source)], sys.stdout)
