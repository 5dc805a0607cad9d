"""The peer: what analysis.exam_commentary does with a model, in FastAPI on one uvicorn worker with its fastest loop and
parser, and the official client of OpenAI: the request is read and checked, the model asked once, its text answered.

Usage: fastapi_openai.py BASE_URL KEY
"""

import socket
import sys

import openai
import uvicorn
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel


class Grade(BaseModel):
    grade: int
    count: int
    percentage: float


class Question(BaseModel):
    questionNumber: int
    correctRate: float
    incorrectRate: float
    questionType: str | None
    actualScore: float


class Exam(BaseModel):
    examName: str
    totalParticipants: int
    averageScore: float
    highestScore: float
    lowestScore: float
    gradeDistribution: list[Grade]
    questionStatistics: list[Question]


class Commentary(BaseModel):
    content: str


app = FastAPI()
# The environment's proxies are not asked: the model is on loopback.
client = openai.AsyncOpenAI(
    base_url=sys.argv[1], api_key=sys.argv[2], timeout=60, http_client=openai.DefaultAsyncHttpxClient(trust_env=False))

SYSTEM = "모의고사 결과를 보고 교사를 위한 총평을 쓴다. 주어진 수만 쓰고, 꾸밈없이 세 문장에서 일곱 문장으로 쓴다."


def prompt(exam: Exam) -> str:
    lines = [
        f"시험: {exam.examName}", f"응시 인원: {exam.totalParticipants}명",
        f"평균 {exam.averageScore:.1f}점, 최고 {exam.highestScore:g}점, 최저 {exam.lowestScore:g}점", "등급 분포:",
    ]
    lines += [f"- {grade.grade}등급 {grade.count}명 ({grade.percentage:.1f}%)" for grade in exam.gradeDistribution]
    lines.append("문항별 정답률:")
    lines += [
        f"- {question.questionNumber}번 ({question.questionType or '기타'}, {question.actualScore:g}점): "
        f"{question.correctRate * 100:.1f}%"
        for question in exam.questionStatistics
    ]
    return "\n".join(lines)


@app.post("/api/analysis/exam-commentary")
async def commentary(exam: Exam) -> Commentary:
    completion = await client.chat.completions.create(
        model="gpt-4o-mini", temperature=0.7, max_tokens=1024,
        messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": prompt(exam)}])
    text = (completion.choices[0].message.content or "").strip()
    if not text:
        raise HTTPException(502, "the model gave no text")
    return Commentary(content=text)


def serve() -> None:
    """Serves on a free port of loopback until SIGTERM, after a line that names the port."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    print(f"listening on 127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(app, loop="uvloop", http="httptools", log_level="warning", access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    serve()
