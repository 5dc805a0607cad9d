"""A client that signs its requests, made from the contract alone: HMAC-SHA256 over METHOD, PATH?QUERY, TENANT,
TIMESTAMP and SHA256_HEX(body), a line each, in lower-case hex.

Usage: signed_client.py BASE_URL SECRET
"""

import hashlib
import hmac
import sys
import time

import httpx

BASE, SECRET = sys.argv[1], sys.argv[2]


def signature(secret, target, tenant, timestamp, body):
    text = "\n".join(["POST", target, tenant, timestamp, hashlib.sha256(body).hexdigest()])
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def signed(body, *, target="/curve", tenant="demo", age=0, secret=SECRET):
    timestamp = str(int(time.time()) - age)
    headers = {
        "X-Tenant-Slug": tenant,
        "X-Timestamp": timestamp,
        "X-Signature": signature(secret, target, tenant, timestamp, body),
    }
    return httpx.Request("POST", BASE + target, content=body, headers=headers)


def changed(request, *, target="/curve", body=None, headers={}):
    """What somebody sends who has seen a signed request and has not the secret."""
    return httpx.Request(
        "POST", BASE + target, content=body or request.content, headers=dict(request.headers) | headers)


with httpx.Client(trust_env=False, timeout=20) as client:

    def expect(status, what, request):
        answer = client.send(request)
        if answer.status_code != status:
            sys.exit(f"{what}: got {answer.status_code} {answer.text}, wanted {status}")

    once = signed(b'{"raw": 1}')
    expect(200, "signed", once)
    expect(403, "the same again", once)
    expect(200, "signed with a query", signed(b'{"raw": 2}', target="/curve?a=1&b=x%20y"))
    expect(200, "290 s old", signed(b'{"raw": 3}', age=290))
    expect(403, "320 s old", signed(b'{"raw": 4}', age=320))
    expect(403, "320 s early", signed(b'{"raw": 5}', age=-320))
    expect(401, "another secret", signed(b'{"raw": 6}', secret="another secret of this length"))
    fresh = signed(b'{"raw": 7}')
    expect(401, "another body", changed(fresh, body=b'{"raw": 8}'))
    expect(401, "another target", changed(fresh, target="/curve?a=1"))
    expect(401, "another tenant", changed(fresh, headers={"X-Tenant-Slug": "other"}))
    expect(401, "another time", changed(fresh, headers={"X-Timestamp": str(int(time.time()) - 60)}))
    expect(401, "a signature that is no hex", changed(fresh, headers={"X-Signature": "x" * 64}))
    expect(401, "no signature", httpx.Request("POST", BASE + "/curve", content=b"{}"))
    # What was refused has not used the signature up.
    expect(200, "untouched", fresh)
    expect(200, "health", httpx.Request("GET", BASE + "/health"))
