"""The data of a class: one student's report a line, all made from one sample of the template."""

import json
from pathlib import Path

FAMILIES = "김이박최정강조윤장임한오서신권황안송류전"
GIVEN = ["하늘", "서연", "민준", "지우", "도윤", "예은", "시우", "수아", "주원", "하은"]


def write(sample: Path, file: Path, students: int) -> None:
    """Names, scores and answers differ, so that no two reports are alike."""
    original = json.loads(sample.read_text())
    with file.open("w") as lines:
        for number in range(students):
            lines.write(json.dumps(student(original, number), ensure_ascii=False) + "\n")


def student(original: dict, number: int) -> dict:
    data = json.loads(json.dumps(original))
    name = FAMILIES[number % len(FAMILIES)] + GIVEN[number // len(FAMILIES) % len(GIVEN)]
    data["student"] |= {"id": 1001 + number, "name": name}
    data["result"]["rank"] = 1 + number % data["result"]["participants"]
    for question in data["questions"]:
        question["chosen"] = str(1 + (question["number"] * 7 + number) % 5)
    return data
