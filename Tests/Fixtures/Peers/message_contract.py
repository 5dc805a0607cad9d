"""Reads what `proctor docs --mq` printed, as a backend's developer would, and holds messages against its schemas.

Usage: message_contract.py CONTRACT.yaml FOLDER

FOLDER has files command-*.json and callback-*.json that flowed, and wrong-command-*.json and wrong-callback-*.json that
must not pass. Prints the contract's names as one JSON object; ends with 1 when a message is judged otherwise.
"""

import json
import pathlib
import sys

import jsonschema
import yaml

contract = yaml.safe_load(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
(consumed,) = contract["consumes"]
published = consumed["callback"]


def validator(message):
    schema = message["schema"]
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


validators = {
    "command": [validator(consumed["message"])],
    "callback": [validator(published["message"]), validator(published["after_final_failure"]["message"])],
}
wrong = []
counts = {}
for file in sorted(pathlib.Path(sys.argv[2]).glob("*.json")):
    kind = file.name.rsplit("-", 1)[0]
    document = json.loads(file.read_text(encoding="utf-8"))
    counts[kind] = counts.get(kind, 0) + 1
    for judge in validators[kind.removeprefix("wrong-")]:
        problems = [error.message for error in judge.iter_errors(document)]
        if bool(problems) != kind.startswith("wrong-"):
            wrong.append(f"{file.name}: {problems or 'passes'}")
print(json.dumps({
    "queue": consumed["queue"], "operation": consumed["operation"], "content_type": consumed["message"]["content_type"],
    "exchange": published["exchange"], "routing_key": published["routing_key"],
    "delivery_mode": published["properties"]["delivery_mode"], "mandatory": published["properties"]["mandatory"],
    "failure": published["after_final_failure"]["operation"], "settlement": consumed["settlement"], "counts": counts,
}))
sys.exit("\n".join(wrong) if wrong else 0)
