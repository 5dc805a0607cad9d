"""Errors as each provider words them: status, body and headers."""

import json

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Refused(Exception):
    """A request that is not answered. `kind` is the provider's own name of the type; None: what fits the status."""

    def __init__(
        self, status: int, message: str, *, kind: str | None = None, param: str | None = None, code: str | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.kind, self.param, self.code = status, message, kind, param, code


OPENAI_KINDS = {403: "request_forbidden", 429: "requests", 500: "server_error", 503: "server_error"}
ANTHROPIC_KINDS = {
    401: "authentication_error", 402: "billing_error", 403: "permission_error", 404: "not_found_error",
    413: "request_too_large", 429: "rate_limit_error", 500: "api_error", 504: "timeout_error", 529: "overloaded_error",
}

# What a script's `status` or `code` stands for: status, message, code.
OPENAI_TROUBLES = {
    401: ("Incorrect API key provided. You can find your API key at your account's page.", "invalid_api_key"),
    403: ("Country, region, or territory not supported", "unsupported_country_region_territory"),
    404: ("The model does not exist or you do not have access to it.", "model_not_found"),
    429: ("Rate limit reached for this model on requests per min (RPM): Limit 3, Used 3, Requested 1.",
          "rate_limit_exceeded"),
    500: ("The server had an error while processing your request. Sorry about that!", None),
    503: ("The engine is currently overloaded, please try again later", None),
}
OPENAI_CODES = {
    "insufficient_quota": (
        429, "You exceeded your current quota, please check your plan and billing details.", "insufficient_quota"),
    "rate_limit_exceeded": (429, OPENAI_TROUBLES[429][0], "requests"),
    "context_length_exceeded": (
        400, "This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens. "
        "Please reduce the length of the messages.", "invalid_request_error"),
    "invalid_api_key": (401, OPENAI_TROUBLES[401][0], "invalid_request_error"),
    "model_not_found": (404, OPENAI_TROUBLES[404][0], "invalid_request_error"),
    "content_policy_violation": (
        400, "Your request was rejected as a result of our safety system.", "invalid_request_error"),
    "server_error": (500, OPENAI_TROUBLES[500][0], "server_error"),
    "overloaded": (503, OPENAI_TROUBLES[503][0], "server_error"),
}
ANTHROPIC_TROUBLES = {
    401: "invalid x-api-key", 403: "Your API key does not have permission to use the specified resource.",
    404: "Not found", 413: "Request exceeds the maximum size",
    429: "This request would exceed your organization's rate limit. Please try again later.",
    500: "Internal server error", 504: "The request timed out", 529: "Overloaded",
}
ANTHROPIC_CODES = {
    "insufficient_quota": (
        400, "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or "
        "purchase credits."),
    "rate_limit_exceeded": (429, ANTHROPIC_TROUBLES[429]),
    "context_length_exceeded": (400, "prompt is too long: 210000 tokens > 200000 maximum"),
    "invalid_api_key": (401, ANTHROPIC_TROUBLES[401]),
    "model_not_found": (404, "model: no such model"),
    "content_policy_violation": (400, "Output blocked by content filtering policy"),
    "server_error": (500, ANTHROPIC_TROUBLES[500]),
    "overloaded": (529, ANTHROPIC_TROUBLES[529]),
}
CODES = frozenset(OPENAI_CODES)


def openai_trouble(status: int | None, code: str | None, message: str | None) -> Refused:
    """What a script asks for; at least one of status and code is there."""
    if code in OPENAI_CODES:
        usual, text, kind = OPENAI_CODES[code]
        name = None if code in ("overloaded", "server_error") else code
        return Refused(status or usual, message or text, kind=kind, code=name)
    text, usual_code = OPENAI_TROUBLES.get(status or 400, ("The request was refused.", None))
    kind = OPENAI_KINDS.get(status or 400, "invalid_request_error")
    return Refused(status or 400, message or text, kind=kind, code=code or usual_code)


def anthropic_trouble(status: int | None, code: str | None, message: str | None) -> Refused:
    usual, text = ANTHROPIC_CODES.get(code, (400, "The request was refused."))
    if code is None:
        text = ANTHROPIC_TROUBLES.get(status, text)
    return Refused(status or usual, message or text)


def openai_error(refused: Refused) -> dict:
    kind = refused.kind or OPENAI_KINDS.get(refused.status, "invalid_request_error")
    return {"error": {"message": refused.message, "type": kind, "param": refused.param, "code": refused.code}}


def anthropic_error(refused: Refused, request_id: str) -> dict:
    usual = "invalid_request_error" if refused.status < 500 else "api_error"
    kind = refused.kind or ANTHROPIC_KINDS.get(refused.status, usual)
    return {"type": "error", "error": {"type": kind, "message": refused.message}, "request_id": request_id}
