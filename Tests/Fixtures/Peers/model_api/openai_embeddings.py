"""/v1/embeddings: what it takes, and vectors that depend on the text alone."""

import base64
import hashlib
import math
import struct
from typing import Any

from .answers import estimate
from .checking import check_choice, check_filled, check_range, expect, require
from .refusals import Refused, encode
from .steps import Step

ARGUMENTS = frozenset(("input", "model", "dimensions", "encoding_format", "user"))
DIMENSIONS = {"text-embedding-3-large": 3_072}
USUAL_DIMENSIONS, MOST_INPUTS, WINDOW = 1_536, 2_048, 8_192


def embed(body: dict, step: Step) -> str:
    dimensions = body.get("dimensions") or DIMENSIONS.get(body["model"], USUAL_DIMENSIONS)
    if step.embedding is not None:
        dimensions = step.embedding.get("dimensions", dimensions)
    is_packed = body.get("encoding_format") == "base64"
    texts = inputs(body["input"])
    data = [
        {"object": "embedding", "index": index, "embedding": shown(vector(text, dimensions), is_packed)}
        for index, text in enumerate(texts)
    ]
    size = sum(size_of(text) for text in texts)
    document = {"object": "list", "data": data, "model": body["model"]}
    if step.usage is not None:
        document["usage"] = {"prompt_tokens": size, "total_tokens": size}
    return encode(document)


def check_embedding(body: dict) -> None:
    for name in sorted(body.keys() - ARGUMENTS):
        raise Refused(400, f"Unrecognized request argument supplied: {name}")
    if not body.get("model"):
        raise Refused(400, "you must provide a model parameter")
    expect(body["model"], str, "model")
    if body["model"].startswith("unknown"):
        raise Refused(
            404, f"The model `{body['model']}` does not exist or you do not have access to it.", code="model_not_found")
    if body.get("encoding_format") is not None:
        check_choice(body["encoding_format"], ("float", "base64"), "encoding_format")
    most = DIMENSIONS.get(body["model"], USUAL_DIMENSIONS)
    if body.get("dimensions") is not None:
        check_range(body["dimensions"], int, 1, most, "dimensions")
    given = require(body, "input")
    if not isinstance(given, (str, list)):
        raise Refused(400, "Invalid type for 'input': expected a string or an array.", param="input",
                      code="invalid_type")
    if isinstance(given, list):
        check_filled(given, "input")
    texts = inputs(given)
    if len(texts) > MOST_INPUTS:
        raise Refused(
            400, f"Invalid 'input': array too long. Expected an array with maximum length {MOST_INPUTS}, but got an "
            f"array with length {len(texts)} instead.", param="input", code="array_above_max_length")
    for text in texts:
        is_tokens = isinstance(text, list) and all(type(token) is int for token in text)
        if not text or not (isinstance(text, str) or is_tokens):
            raise Refused(400, "'$.input' is invalid. Please check the API reference.", param="input")
        if size_of(text) > WINDOW:
            raise Refused(
                400, f"This model's maximum context length is {WINDOW} tokens, however you requested {size_of(text)} "
                f"tokens ({size_of(text)} in your prompt; 0 for the completion). Please reduce your prompt.")


def inputs(given: Any) -> list:
    """A text, a list of tokens, or a list of either."""
    if isinstance(given, str) or (isinstance(given, list) and given and type(given[0]) is int):
        return [given]
    return given


def size_of(text: Any) -> int:
    return estimate(text) if isinstance(text, str) else len(text)


def vector(text: Any, dimensions: int) -> list[float]:
    """Of length 1, as the original's."""
    seed = text if isinstance(text, str) else encode(text)
    digest = hashlib.shake_128(seed.encode("utf-8", "replace")).digest(2 * dimensions)
    raw = struct.unpack(f"<{dimensions}h", digest)
    length = math.sqrt(sum(value * value for value in raw)) or 1.0
    return [value / length for value in raw]


def shown(values: list[float], is_packed: bool) -> Any:
    """Packed: little-endian 32-bit floats."""
    if is_packed:
        return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()
    return [round(value, 8) for value in values]
