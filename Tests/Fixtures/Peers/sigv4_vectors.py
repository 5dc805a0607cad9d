"""Requests to S3 as botocore signs them, 200 of them, as a JSON document on standard output. Nothing is sent.

Each has what a signer is given (credentials, region, time, bucket, key, query, headers, body) and under "expected" what
botocore makes of it: the URL, and the headers that it adds or, for a presigned URL, none.
"""

import base64
import datetime
import functools
import itertools
import json
import sys
import urllib.parse
from unittest import mock

import botocore.config
import botocore.session

KEYS = [
    "plain.txt",
    "tmp/abc/omr 1.jpg",
    "plus+and space",
    "100%25 of % it",
    "caf\u00e9/\uc2dc\ud5d8 1.png",
    "cafe\u0301",
    "a~b*c'd(e)!f",
    "q?x=1&y=2#z",
    "semi;colon:at@dollar$comma,",
    "\"<quoted>\"{}|^`",
    "back\\slash",
    "=equals==",
    "dots...and.a.b",
    "\U0001f600/emoji",
]
PLACES = [  # region, endpoint, style
    ("us-east-1", "https://s3.us-east-1.amazonaws.com", "virtual"),
    ("ap-northeast-2", "https://s3.ap-northeast-2.amazonaws.com", "path"),
    ("eu-central-1", "http://127.0.0.1:9000", "path"),
    ("us-east-1", "http://minio.minio.svc:9000", "path"),
    ("auto", "https://objects.example.org:443", "virtual"),
]
TOKENS = [None, "FwoGZXIvYXdzEBYaD+/token=="]
TIMES = [1_440_938_160, 1_795_219_200, 1_709_164_799, 951_782_400]
ADDED = ["Authorization", "X-Amz-Date", "X-Amz-Content-SHA256", "X-Amz-Security-Token"]
# What botocore adds behind the signer, or never signs because a proxy may change it.
UNSIGNED = {"user-agent", "expect", "content-length", "amz-sdk-invocation-id", "amz-sdk-request"}
COUNT = 200

# An operation's name, its arguments but bucket and key, and whether it is of an object.
OPERATIONS = [
    ("get_object", {}, True),
    ("get_object", {"Range": "bytes=0-1023"}, True),
    ("put_object", {"Body": b"content", "ContentType": "image/jpeg"}, True),
    ("put_object", {"Body": b"", "Metadata": {"proctor-tenant": "north%20side", "spaced": "a  b   c "}}, True),
    ("head_object", {}, True),
    ("delete_object", {}, True),
    ("list_objects_v2", {"MaxKeys": 1000}, False),
    ("list_objects_v2", {"AS_PREFIX": True, "StartAfter": "a b+c/\u00e9", "MaxKeys": 7}, False),
    ("list_objects_v2", {"ContinuationToken": "1/aB+cD==", "AS_PREFIX": True}, False),
    ("presigned get_object", {}, True),
    ("presigned get_object", {"VersionId": "3/L4+kq=", "ResponseContentType": "text/plain; charset=utf-8"}, True),
    ("presigned put_object", {}, True),
]


class Sent(Exception):
    pass


@functools.cache
def client(region, endpoint, style, token):
    session = botocore.session.Session()
    config = botocore.config.Config(
        signature_version="s3v4",
        s3={"addressing_style": style},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        retries={"max_attempts": 0},
        proxies={},
    )
    return session.create_client(
        "s3", region_name=region, endpoint_url=endpoint, config=config, aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", aws_session_token=token)


def sent(s3, name, arguments):
    """The signed request that an operation is about to send."""
    caught = []

    def catch(request, **_):
        caught.append(request)
        raise Sent

    s3.meta.events.register("before-send.s3", catch)
    try:
        getattr(s3, name)(**arguments)
    except Sent:
        pass
    finally:
        s3.meta.events.unregister("before-send.s3", catch)
    [request] = caught
    return request


def pairs(url, without="\0"):
    query = urllib.parse.urlsplit(url).query
    # "+" stands for itself: botocore writes a space as %20.
    return [
        [urllib.parse.unquote(part) for part in (member.split("=", 1) + [""])[:2]]
        for member in query.split("&") if member and not member.startswith(without)
    ]


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def vector(number, place, operation, key, token):
    region, endpoint, style = place
    name, arguments, is_object = operation
    seconds = TIMES[number % len(TIMES)]
    arguments = dict(arguments, Bucket="exam-images")
    if is_object:
        arguments["Key"] = key
    if arguments.pop("AS_PREFIX", False):
        arguments["Prefix"] = key
    made = {
        "name": f"{number}: {name}", "access": "AKIDEXAMPLE", "secret": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        "token": token, "region": region, "seconds": seconds, "endpoint": endpoint, "bucket": "exam-images",
        "is_path_style": style == "path", "key": key if is_object else None,
    }
    now = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).replace(tzinfo=None)
    with mock.patch("botocore.auth.get_current_datetime", lambda *_, **__: now):
        s3 = client(region, endpoint, style, token)
        if name.startswith("presigned "):
            expires = 60 + number
            method = name.removeprefix("presigned ")
            url = s3.generate_presigned_url(method, Params=arguments, ExpiresIn=expires)
            return made | {
                "method": "PUT" if method.startswith("put") else "GET", "query": pairs(url, without="X-Amz-"),
                "headers": [], "body": "", "expires": expires, "expected": {"url": url, "headers": {}},
            }
        request = sent(s3, name, arguments)
    headers = {header: text(value) for header, value in request.headers.items()}
    body = request.body.read() if hasattr(request.body, "read") else request.body or b""
    return made | {
        "method": request.method, "query": pairs(request.url), "expires": None,
        "headers": [
            [name, value] for name, value in headers.items() if name not in ADDED and name.lower() not in UNSIGNED
        ],
        "body": base64.b64encode(body).decode(),
        "expected": {"url": request.url, "headers": {n: headers[n] for n in ADDED if n in headers}},
    }


def main():
    # Every operation with every key; places, tokens and times take turns beside them.
    cases = itertools.islice(itertools.cycle(itertools.product(KEYS, OPERATIONS)), COUNT)
    vectors = []
    for number, (key, operation) in enumerate(cases):
        place = PLACES[(number + number // 12) % len(PLACES)]
        vectors.append(vector(number, place, operation, key, TOKENS[number // 3 % 2]))
    json.dump(vectors, sys.stdout)


main()
