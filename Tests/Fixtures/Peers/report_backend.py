"""Plays the backend's /internal surface of reports (contracts, section 3.4) for who signs as exam_backend.py checks it.

Listens on a free port of loopback, prints it, and ends with its standard input. It knows exam 42 and the
students 1001, 1002, ... who sat it; their documents are report_school.py's.

What it does wrong is set by PUT /control, a JSON object: "students" has a trouble for each student's number, and "exam"
one for the documents that a class shares. A trouble is an object: "status" of the answer, "delay" (seconds before it),
"garbage" (no HTTP at all), "body" (in place of the document), "times" (so often, then all is well), "endpoint" (of that
one alone; otherwise of a student's profile, or of the exam). Counting starts anew with it. GET /control says what came:
"asked", how often each document was, by its name and number; and the wrong and missing signatures.
"""

import argparse
import collections
import json
import re
import threading
import time
import urllib.parse

import exam_backend
from report_school import SHARED, School

# Which paths have which document; the number is the student's, the exam's or the result's.
PATHS = [
    ("exam", r"/internal/v1/exams/(\d+)/detail"), ("exam_results", r"/internal/v1/exams/(\d+)/results"),
    ("statistics", r"/internal/v1/statistics/exams/(\d+)"), ("choices", r"/internal/v1/statistics/exams/(\d+)/choices"),
    ("student", r"/internal/v1/students/(\d+)"), ("student_results", r"/internal/v1/students/(\d+)/results"),
    ("answers", r"/internal/v1/results/(\d+)/questions"), ("rank", r"/internal/v1/statistics/students/(\d+)/rank"),
]


class State:
    def __init__(self, secret: str, count: int) -> None:
        self.lock = threading.Lock()
        self.secret, self.school = secret, School(count)
        self.trouble: dict = {}
        self.forget()

    def forget(self) -> None:
        self.asked, self.tenants = collections.Counter(), set()
        self.bad_signatures, self.unsigned = 0, 0

    def take_trouble(self, name: str, student: int) -> dict:
        """What is wrong with this answer; one of several times is used up."""
        with self.lock:
            trouble = self.trouble.get("exam") if name in SHARED else self.trouble.get("students", {}).get(str(student))
            usual = "exam" if name in SHARED else "student"
            if not trouble or trouble.get("endpoint", usual) != name or trouble.get("times", 1) <= 0:
                return {}
            if "times" in trouble:
                trouble["times"] -= 1
            return dict(trouble)


class Handler(exam_backend.Handler):
    state: State

    def do_PUT(self) -> None:
        trouble = json.loads(self.read_body() or b"{}")
        with self.state.lock:
            self.state.trouble = trouble
            self.state.forget()
        self.answer(200, {})

    def do_GET(self) -> None:
        state = self.state
        if self.path != "/control":
            return self.serve(self.read_body())
        with state.lock:
            self.answer(200, {
                "asked": state.asked, "tenants": sorted(state.tenants), "bad_signatures": state.bad_signatures,
                "unsigned": state.unsigned,
            })

    def serve(self, body: bytes) -> None:
        address, is_signed = urllib.parse.urlsplit(self.path), self.is_signed(body)
        found = [(name, match) for name, path in PATHS if (match := re.fullmatch(path, address.path))]
        name, number = (found[0][0], int(found[0][1][1])) if found else ("other", 0)
        student = 0 if name in SHARED else number % 10_000 if name == "answers" else number
        with self.state.lock:
            self.state.asked[f"{name}/{number}"] += 1
            self.state.tenants.add(self.sent("X-Tenant-Slug"))
            self.state.bad_signatures += not is_signed
            self.state.unsigned += not all(self.headers.get(one) for one in ("X-Signature", "X-Timestamp"))
        trouble = self.state.take_trouble(name, student)
        self.reply(name, number, urllib.parse.parse_qs(address.query), is_signed, trouble)

    def reply(self, name: str, number: int, query: dict, is_signed: bool, trouble: dict) -> None:
        time.sleep(trouble.get("delay", 0))
        if trouble.get("garbage"):
            self.wfile.write(b"\x00\xffthis is no HTTP\r\n\r\n")
            self.close_connection = True
        elif "status" in trouble:
            self.answer(trouble["status"], {"code": "E999", "message": "as the test says"})
        elif "body" in trouble:
            self.answer(200, trouble["body"].encode())
        elif not is_signed:
            self.answer(401, {"code": "UNAUTHORIZED", "message": "the signature is wrong"})
        elif name == "other" or (document := self.state.school.document(name, number, query)) is None:
            self.answer(404, {"code": "E103", "message": "not found"})
        else:
            self.answer(200, document)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--secret", required=True)
    arguments.add_argument("--students", type=int, required=True, help="how many there are, from number 1001 on")
    options = arguments.parse_args()
    Handler.state = State(options.secret, options.students)
    server = exam_backend.Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=exam_backend.end_with_standard_input, daemon=True).start()
    print(f"listening on 127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
