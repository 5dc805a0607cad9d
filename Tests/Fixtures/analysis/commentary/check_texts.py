"""Checks the form of the texts and the consistency of the inputs; it says nothing about what the texts claim.

Usage: python3 check_texts.py [FILE.jsonl ...]   (without a file: every texts-[oe]*.jsonl beside this script)
Ends with status 1 and one line a fault if something is wrong.
"""

import collections
import glob
import json
import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
KINDS = ["digit", "percent-ratio", "unit", "korean-number-word", "rank-order", "swapped-names", "other-question",
         "invented-date", "range", "sign"]
INPUTS = [f"{number:02}" for number in range(1, 26)]
TEXTS_AN_INPUT = 4


def near(a, b, tolerance=1e-6):
    return abs(a - b) <= tolerance


def input_faults(name):
    try:
        with open(os.path.join(FOLDER, "inputs", f"{name}.json"), encoding="utf-8") as file:
            body = json.load(file)
    except (OSError, ValueError) as error:
        return [f"input {name}: {error}"]
    faults = []

    def expect(holds, what):
        if not holds:
            faults.append(f"input {name}: {what}")

    people = body["totalParticipants"]
    questions = body["questionStatistics"]
    grades = body["gradeDistribution"]
    full = sum(question["actualScore"] for question in questions)
    earned = sum(question["actualScore"] * question["correctRate"] for question in questions)
    expect(0 <= body["lowestScore"] <= body["averageScore"] <= body["highestScore"] <= full, "scores out of order")
    expect(near(body["averageScore"], earned, 0.005 * full), "the average does not follow from the rates")
    expect(sum(grade["count"] for grade in grades) == people, "grades do not sum to the participants")
    expect([g["grade"] for g in grades] == sorted({g["grade"] for g in grades}), "grades twice or out of order")
    for grade in grades:
        expect(grade["count"] > 0, "a grade that does not occur")
        expect(near(grade["percentage"], grade["count"] / people * 100, 0.5), "percentage of a grade")
    expect([q["questionNumber"] for q in questions] == list(range(1, len(questions) + 1)), "question numbers")
    for question in questions:
        expect(0 <= question["correctRate"] <= 1, "a rate outside 0 to 1")
        expect(near(question["correctRate"] + question["incorrectRate"], 1), "rates that do not sum to 1")
        right = question["correctRate"] * people
        expect(near(right, round(right), 0.005 * people), "a rate that no number of participants gives")
    return faults


def read(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def line_faults(line):
    faults = []
    if set(line) != {"id", "input", "language", "text", "plant"}:
        return [f"{line.get('id')}: keys"]
    plant = line["plant"]
    if set(plant) != {"kind", "find", "replace"}:
        return [f"{line['id']}: keys of the plant"]
    if line["input"] not in INPUTS or not line["id"].startswith(f"c-{line['input']}-"):
        faults.append(f"{line['id']}: id or input")
    if line["language"] not in ("ko", "en"):
        faults.append(f"{line['id']}: language")
    if plant["kind"] not in KINDS:
        faults.append(f"{line['id']}: kind {plant['kind']}")
    if line["text"].count(plant["find"]) != 1:
        faults.append(f"{line['id']}: find does not occur exactly once")
    if plant["find"] == plant["replace"]:
        faults.append(f"{line['id']}: the plant changes nothing")
    if line["text"] != line["text"].strip() or any(mark in line["text"] for mark in "\n*#|`"):
        faults.append(f"{line['id']}: not plain prose")
    return faults


def main(paths):
    faults = [fault for name in INPUTS for fault in input_faults(name)]
    lines = [line for path in paths for line in read(path)]
    for line in lines:
        faults += line_faults(line)
    for field in ("id", "text"):
        for value, count in collections.Counter(line[field] for line in lines).items():
            if count > 1:
                faults.append(f"{field} twice: {value}")
    kinds = collections.Counter(line["plant"]["kind"] for line in lines)
    inputs = collections.Counter(line["input"] for line in lines)
    faults += [f"input {name}: {count} texts" for name, count in inputs.items() if count != TEXTS_AN_INPUT]
    if len(inputs) == len(INPUTS):
        faults += [f"{kind}: {kinds[kind]} plants" for kind in KINDS if kinds[kind] != len(lines) // len(KINDS)]
    print(f"{len(lines)} texts, {dict(collections.Counter(line['language'] for line in lines))}")
    for kind in KINDS:
        print(f"{kinds[kind]:4} {kind}")
    print("\n".join(faults) if faults else "no fault of form")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or sorted(glob.glob(os.path.join(FOLDER, "texts-[oe]*.jsonl")))))
