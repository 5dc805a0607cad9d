"""moto's S3 server on loopback, until standard input ends. Prints one line of JSON: port, access, secret.

Usage: s3_server.py PORT BUCKET [verify] [COUNT] [from=FOLDER]

PORT 0 is a free one. With "verify", moto checks signatures and knows one key pair; without, it takes any. COUNT empty
objects are there from the start: "filled/scan 0" and so on; and the files of FOLDER, under their paths in it.
"""

import json
import logging
import os
import pathlib
import sys

port, bucket = int(sys.argv[1]), sys.argv[2]
if "verify" in sys.argv[3:]:
    # The actions below; moto checks those that come after them.
    os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "3"
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

import boto3
from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends
from moto.server import ThreadedMotoServer

logging.getLogger("werkzeug").setLevel(logging.ERROR)

# Before it listens, so that nobody finds a bucket that is half full; and not over HTTP: thousands would take long.
objects = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
objects.create_bucket(bucket, "us-east-1")
for argument in sys.argv[3:]:
    for number in range(int(argument) if argument.isdecimal() else 0):
        objects.put_object(bucket, f"filled/scan {number}", b"")
    if argument.startswith("from="):
        folder = pathlib.Path(argument.removeprefix("from="))
        for file in filter(pathlib.Path.is_file, folder.rglob("*")):
            objects.put_object(bucket, str(file.relative_to(folder)), file.read_bytes())

server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
server.start()
host, port = server.get_host_and_port()

options = {
    "endpoint_url": f"http://127.0.0.1:{port}", "region_name": "us-east-1",
    "aws_access_key_id": "first", "aws_secret_access_key": "first",
}
iam = boto3.client("iam", **options)
iam.create_user(UserName="proctor")
iam.put_user_policy(
    UserName="proctor", PolicyName="all",
    PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}))
key = iam.create_access_key(UserName="proctor")["AccessKey"]

print(json.dumps({"port": port, "access": key["AccessKeyId"], "secret": key["SecretAccessKey"]}), flush=True)
sys.stdin.read()
server.stop()
