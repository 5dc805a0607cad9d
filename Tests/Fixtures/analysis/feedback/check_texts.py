"""Verifies the form of the texts and the consistency of the inputs; says nothing about what the texts claim.

    python3 check_texts.py [FILE.jsonl ...]     (without a file: every texts-[oe]*.jsonl beside this script)
"""
import collections
import json
import pathlib
import sys

FOLDER = pathlib.Path(__file__).parent
KINDS = ["digit", "percent-ratio", "unit", "korean-number-word", "rank-order", "swapped-names", "other-question",
         "invented-date", "range", "sign"]
FIELDS = {"examName": str, "studentName": str, "totalScore": (int, float), "grade": int, "averageScore": (int, float),
          "incorrectQuestions": list, "questionTypeAchievement": list}


def input_faults(body):
    """What is inconsistent in one request body, as sentences."""
    wrong_fields = [name for name, kind in FIELDS.items() if not isinstance(body.get(name), kind)]
    if wrong_fields or len(body) != len(FIELDS):
        yield f"its fields are not those of the request: {wrong_fields or sorted(body)}"
        return
    types = body["questionTypeAchievement"]
    wrong = body["incorrectQuestions"]
    questions = sum(entry["totalCount"] for entry in types)
    numbers = [entry["questionNumber"] for entry in wrong]
    if numbers != sorted(set(numbers)) or any(not 1 <= number <= questions for number in numbers):
        yield "the wrong questions are not in order, or outside the exam"
    if not 1 <= body["grade"] <= 9:
        yield "the grade is not 1..9"
    missed = collections.Counter(entry["questionType"] for entry in wrong)
    if set(missed) - {entry["type"] for entry in types}:
        yield "a wrong question has a type that the exam does not have"
    for entry in types:
        if entry["totalCount"] - entry["correctCount"] != missed[entry["type"]]:
            yield f"the wrong questions of {entry['type']} do not agree with its counts"
        if abs(entry["correctRate"] - entry["correctCount"] / entry["totalCount"] * 100) > 1e-9:
            yield f"the rate of {entry['type']} is not its counts' rate"
    for entry in wrong:
        if not 0 <= entry["questionCorrectRate"] <= 100:
            yield f"the rate of question {entry['questionNumber']} is outside 0..100"
        if entry["selectedChoice"] == entry["correctAnswer"]:
            yield f"question {entry['questionNumber']} is called wrong with the right choice"


def line_faults(line):
    """What is wrong with the form of one text, as sentences."""
    plant = line["plant"]
    if not (FOLDER / "inputs" / f"{line['input']}.json").exists():
        yield "its input does not exist"
    if line["language"] not in ("ko", "en"):
        yield "its language is neither ko nor en"
    if plant["kind"] not in KINDS:
        yield f"its kind {plant['kind']} is not one of the ten"
    if line["text"].count(plant["find"]) != 1:
        yield "what the plant looks for does not occur exactly once"
    if plant["find"] == plant["replace"]:
        yield "its plant changes nothing"
    if not line["id"].startswith(f"f-{line['input']}-"):
        yield "its id does not name its input"


def main():
    faults = []
    for path in sorted((FOLDER / "inputs").glob("*.json")):
        faults += [f"{path.name}: {fault}" for fault in input_faults(json.loads(path.read_text(encoding="utf-8")))]
    files = [pathlib.Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("texts-[oe]*.jsonl"))
    lines = [json.loads(row) for path in files for row in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        faults += [f"{line['id']}: {fault}" for fault in line_faults(line)]
    for what in ("id", "text"):
        counts = collections.Counter(line[what] for line in lines)
        faults += [f"{what} used twice: {value[:40]}" for value, count in counts.items() if count > 1]
    kinds = collections.Counter(line["plant"]["kind"] for line in lines)
    if len(lines) == 100 and any(kinds[kind] != 10 for kind in KINDS):
        faults.append("a hundred texts, but not ten of each kind")
    print(f"{len(lines)} texts;", ", ".join(f"{kind} {kinds[kind]}" for kind in KINDS))
    print(dict(collections.Counter(line["language"] for line in lines)))
    print("\n".join(faults) or "no faults of form")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
