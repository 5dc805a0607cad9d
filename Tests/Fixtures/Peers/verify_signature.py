"""Checks signatures of requests, made from the contract alone: HMAC-SHA256 over METHOD, PATH?QUERY, TENANT, TIMESTAMP
and SHA256_HEX(body), a line each, in lower-case hex.

Reads one request a line from standard input, as a JSON object with secret, method, target, tenant, timestamp, body
(base64) and signature; prints a line "right" or "wrong" for each.
"""

import base64
import hashlib
import hmac
import json
import sys


def is_right(request):
    digest = hashlib.sha256(base64.b64decode(request["body"])).hexdigest()
    text = "\n".join([request["method"], request["target"], request["tenant"], request["timestamp"], digest])
    wanted = hmac.new(request["secret"].encode(), text.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted, request["signature"])


for line in sys.stdin:
    print("right" if is_right(json.loads(line)) else "wrong")
