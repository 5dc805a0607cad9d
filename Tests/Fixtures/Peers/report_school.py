"""The documents of report_backend.py: one exam and the students who sat it, all computed from the students' numbers, so
that what the documents say fits together.
"""

import collections
import functools

EXAM, FIRST = 42, 1001
QUESTIONS = 45
KINDS = [(17, "듣기"), (19, "문법"), (24, "내용파악"), (30, "어휘"), (34, "빈칸"), (35, "내용파악"), (39, "순서삽입"),
         (45, "내용파악")]
FAMILY = "김이박최정강조윤장임"
GIVEN = ["하늘", "바다", "서준", "지우", "하윤", "도현", "수아"]
RANGES = [("90-100", 90, 101), ("80-89", 80, 90), ("70-79", 70, 80), ("60-69", 60, 70), ("0-59", 0, 60)]
# Those of the documents that a class shares.
SHARED = {"exam", "exam_results", "statistics", "choices"}


def key(question: int) -> str:
    return str(question * 7 % 5 + 1)


def points(question: int) -> int:
    return 3 if question % 9 in (0, 4) else 2


def kind(question: int) -> str:
    return next(name for last, name in KINDS if question <= last)


def percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1)


class School:
    """The documents, all computed from the students' numbers."""

    def __init__(self, count: int) -> None:
        self.students = range(FIRST, FIRST + count)

    def choice(self, student: int, question: int):
        if (student * 13 + question * 29) % 97 < 30 + student * 37 % 60:
            return key(question)
        return [None, "무효", *"12345"][(student + question * 3) % 7]

    @functools.cache
    def score(self, student: int) -> int:
        return sum(points(q) for q in range(1, QUESTIONS + 1) if self.choice(student, q) == key(q))

    def grade(self, score: int) -> int:
        return 1 if score >= 90 else 9 if score < 20 else 10 - score // 10

    def result(self, student: int, exam: int) -> dict:
        right = sum(self.choice(student, q) == key(q) for q in range(1, QUESTIONS + 1))
        score = self.score(student)
        return {
            "id": exam * 10_000 + student, "examId": exam, "examName": f"{exam}회 모의고사", "studentId": student,
            "score": score, "grade": self.grade(score), "correctCount": right, "incorrectCount": QUESTIONS - right,
            "createdAt": "2026-11-14T10:00:00",
        }

    def document(self, name: str, number: int, query: dict):
        """None: there is no such thing."""
        exam = number // 10_000 if name == "answers" else int(query.get("examId", [number])[0])
        student = number % 10_000 if name == "answers" else number
        if (name in SHARED or "examId" in query or name == "answers") and exam != EXAM:
            return None
        if name not in SHARED and student not in self.students:
            return None
        return getattr(self, name)(exam if name in SHARED else student, EXAM)

    def exam(self, exam: int, _) -> dict:
        numbers = range(1, QUESTIONS + 1)
        return {
            "id": exam, "name": f"{exam}회 모의고사 영어 영역", "category": "GRADED", "gradingType": "ABSOLUTE",
            "gradeScale": "NINE_GRADE", "totalQuestions": QUESTIONS,
            "correctAnswers": {str(q): key(q) for q in numbers}, "questionScores": {str(q): points(q) for q in numbers},
            "questionTypes": {str(q): kind(q) for q in numbers},
            "totalPossibleScore": sum(points(q) for q in numbers), "passScore": None,
            "createdAt": "2026-11-14T09:00:00", "updatedAt": "2026-11-14T09:00:00",
        }

    def exam_results(self, exam: int, _) -> list:
        return [self.result(student, exam) for student in self.students]

    def student(self, student: int, _) -> dict:
        return {
            "id": student, "userId": student + 7, "name": FAMILY[student % 10] + GIVEN[student % 7], "phone": None,
            "academyId": 3, "academyName": "새벽별 영어학원", "studentHighschool": "한빛고등학교", "isActive": True,
        }

    def student_results(self, student: int, exam: int) -> list:
        earlier = []
        for months in range(5, 0, -1):
            one = self.result(student, 10 + months)
            score = max(0, one["score"] - months * 3 + student % 5)
            one.update(score=score, grade=self.grade(score), createdAt=f"2026-{11 - months:02}-14T10:00:00")
            earlier.append(one)
        return earlier + [self.result(student, exam)]

    def answers(self, student: int, exam: int) -> list:
        return [
            {
                "id": exam * 100_000 + q, "questionNumber": q, "selectedChoice": self.choice(student, q),
                "correctAnswer": key(q), "isCorrect": self.choice(student, q) == key(q), "score": points(q),
                "earnedScore": points(q) if self.choice(student, q) == key(q) else 0, "questionType": kind(q),
            }
            for q in range(1, QUESTIONS + 1)
        ]

    def rank(self, student: int, exam: int) -> dict:
        scores, own = [self.score(other) for other in self.students], self.score(student)
        return {
            "studentId": student, "examId": exam, "examName": f"{exam}회 모의고사", "score": own,
            "rank": 1 + sum(score > own for score in scores), "totalParticipants": len(scores),
            "percentile": percent(sum(score < own for score in scores), len(scores)), "grade": self.grade(own),
            "typePercentiles": [
                {"questionType": name, "correctCount": 1, "totalCount": 2, "accuracy": 50.0, "percentile": 61.5}
                for name in sorted({name for _, name in KINDS})
            ],
        }

    @functools.cache
    def rights(self, question: int) -> int:
        return sum(self.choice(student, question) == key(question) for student in self.students)

    def statistics(self, exam: int, _) -> dict:
        scores, count = [self.score(student) for student in self.students], len(self.students)
        mean = sum(scores) / count
        grades = collections.Counter(self.grade(score) for score in scores)
        hardest = sorted(range(1, QUESTIONS + 1), key=self.rights)[:10]
        return {
            "examId": exam, "examName": f"{exam}회 모의고사", "examCategory": "GRADED", "gradingType": "ABSOLUTE",
            "gradeScale": "NINE_GRADE", "participantCount": count, "average": round(mean, 1), "highest": max(scores),
            "lowest": min(scores),
            "standardDeviation": round((sum((score - mean) ** 2 for score in scores) / count) ** 0.5, 1),
            "gradeDistribution": [
                {"grade": grade, "count": number, "percentage": percent(number, count), "cutoffScore": 100 - 10 * grade}
                for grade, number in sorted(grades.items())
            ],
            "scoreRangeDistribution": [
                {"range": name, "count": (number := sum(low <= score < high for score in scores)),
                 "percentage": percent(number, count)}
                for name, low, high in RANGES
            ],
            "typeAccuracyList": [
                {"questionType": name, "totalQuestions": 5, "correctCount": 3, "accuracyRate": 64.2}
                for name in sorted({name for _, name in KINDS})
            ],
            "topIncorrectQuestions": [
                {
                    "questionNumber": q, "questionType": kind(q), "correctAnswer": key(q), "totalAttempts": count,
                    "incorrectCount": count - self.rights(q), "incorrectRate": percent(count - self.rights(q), count),
                    "topWrongChoice": "4", "topWrongChoiceRate": 20.0,
                }
                for q in hardest
            ],
        }

    def choices(self, exam: int, _) -> dict:
        count = len(self.students)

        def shares(question: int) -> dict:
            made = collections.Counter(self.choice(student, question) for student in self.students)
            return {
                choice: {"count": number, "percentage": percent(number, count), "isCorrect": choice == key(question)}
                for choice, number in made.items() if choice is not None
            }

        return {
            "totalParticipants": count,
            "questions": [
                {
                    "questionNumber": q, "questionType": kind(q), "correctAnswer": key(q), "correctCount": self.rights(q),
                    "correctRate": percent(self.rights(q), count), "choiceDistribution": shares(q),
                    "attractiveDistractors": [],
                }
                for q in range(1, QUESTIONS + 1)
            ],
        }
