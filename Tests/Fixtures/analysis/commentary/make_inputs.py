"""Makes the 25 exam-commentary requests in inputs/ (01.json to 25.json).

Every exam is played through: invented answers of each participant give the rates, the scores and the grades,
so that all figures of one request agree with each other. Deterministic: the same files on every run.
"""

import json
import math
import os
import random

NINE_BY_RANK = [4, 11, 23, 40, 60, 77, 89, 96, 100]
FIVE_BY_RANK = [10, 34, 66, 90, 100]
NINE_BY_SCORE = [90, 80, 70, 60, 50, 40, 30, 20]
FIVE_BY_SCORE = [90, 80, 70, 60]

# name, participants, blocks of (type, number of questions, easiness), points (default, {points: question numbers}),
# mean ability, grading, digits of rates and percentages (None: unrounded)
EXAMS = [
    ("2026학년도 9월 모의고사 영어", 31,
     [("듣기", 17, 1.6), ("대의 파악", 6, 0.5), ("어법", 2, -0.6), ("어휘", 2, 0.1), ("빈칸 추론", 4, -1.0),
      ("글의 순서", 4, -0.3), ("문장 삽입", 4, -0.5), ("장문 독해", 6, 0.2)],
     (2, {3: [6, 13, 14, 21, 29, 33, 34, 37, 39, 42]}), 0.0, NINE_BY_SCORE, None, None),
    ("제3회 실전 모의고사 국어", 214,
     [("비문학", 17, -0.2), ("문학", 17, 0.6), ("화법과 작문", 6, 1.5), ("문법", 5, -0.5)],
     (2, {3: [3, 8, 12, 17, 22, 27, 30, 34, 39, 44]}), 0.2, NINE_BY_RANK, None, None),
    ("고2 한국사 중간평가", 28,
     [("전근대사", 8, 1.0), ("근대사", 7, 0.2), ("현대사", 5, -0.4)], (2.5, {}), 0.3, FIVE_BY_SCORE, None, None),
    ("2026학년도 6월 모의평가 수학", 1203,
     [("수열", 5, 0.5), ("지수와 로그", 5, 1.0), ("함수", 8, 0.0), ("미분", 6, -0.7), ("적분", 6, -1.2)],
     (3, {2: [1, 2, 23], 4: [9, 10, 11, 12, 13, 14, 15, 20, 21, 22, 28, 29, 30]}), 0.1, NINE_BY_RANK, None, None),
    ("영문법 단원평가 2회", 7, [("시제", 4, 0.9), ("관계사", 3, -0.4), ("가정법", 3, -0.9)], (2, {}), 0.4, FIVE_BY_SCORE,
     None, None),
    ("English Midterm Mock Test 2", 24,
     [("Vocabulary", 8, 0.8), ("Grammar", 8, -0.3), ("Reading", 10, 0.2), ("Writing", 4, -1.0)],
     (3, {2: list(range(1, 11)), 5: [25, 30]}), 0.2, FIVE_BY_SCORE, None, None),
    ("고1 통합과학 기말 대비 모의고사", 50,
     [("물질과 규칙성", 6, 0.9), ("시스템과 상호작용", 5, -0.1), ("변화와 다양성", 5, -0.6), ("환경과 에너지", 4, 0.4)],
     (2.5, {2: [1, 2, 3, 4], 3: [17, 18, 19, 20]}), 0.1, FIVE_BY_RANK, 2, 1),
    ("2025년 11월 전국연합학력평가 영어", 412,
     [("듣기", 17, 1.5), ("독해", 12, 0.1), ("어법", 1, -0.5), ("빈칸 추론", 4, -1.1), ("간접 쓰기", 6, -0.7), ("장문", 5, 0.3)],
     (2, {3: [5, 11, 15, 24, 30, 33, 34, 36, 38, 41]}), 0.1, NINE_BY_SCORE, 4, 2),
    ("생명과학Ⅰ 제1회 파이널", 16,
     [("항상성", 7, 0.7), ("유전", 6, -1.1), ("생태계", 4, 1.1), (None, 3, 0.0)],
     (3, {2: [1, 2, 3, 5, 6, 7, 10, 12, 16, 20]}), 0.2, NINE_BY_RANK, None, None),
    ("중3 국어 진단평가", 63,
     [("문학", 9, 0.8), ("문법", 6, -0.6), ("비문학", 7, 0.0), ("어휘", 3, 0.5)], (4, {}), 0.3, FIVE_BY_SCORE, None, None),
    ("Final Mock Exam No. 4 (Reading)", 12,
     [("Main Idea", 5, 1.0), ("Inference", 6, -0.7), ("Detail", 6, 0.5), ("Vocabulary in Context", 3, -0.2)],
     (2, {3: [8, 9, 10, 19, 20]}), 0.2, FIVE_BY_SCORE, None, None),
    ("제12회 주간 모의고사 수학", 45,
     [("방정식", 6, 0.8), ("함수", 7, -0.2), ("도형", 5, -0.9), (None, 2, 0.3)], (5, {}), 0.2, NINE_BY_SCORE, None, None),
    ("지구과학Ⅰ 개념 점검", 2, [("지질", 4, 0.6), ("대기", 3, -0.2), ("천체", 3, -0.5)], (2, {1: [1, 2], 3: [9, 10]}),
     0.4, FIVE_BY_SCORE, None, None),
    ("2027학년도 3월 학력평가 국어", 156,
     [("화법과 작문", 11, 1.0), ("문법", 5, -0.7), ("비문학", 15, -0.2), ("문학", 14, 0.4)],
     (2, {3: [7, 13, 16, 21, 25, 28, 31, 35, 40, 45]}), 0.0, NINE_BY_RANK, None, None),
    ("사회·문화 봉투모의고사 5회", 40,
     [("사회 불평등", 6, -0.6), ("문화", 5, 0.8), ("개인과 사회", 5, 0.6), ("도표 분석", 4, -1.3)],
     (2, {3: [3, 6, 9, 10, 13, 15, 17, 18, 19, 20]}), 0.5, NINE_BY_RANK, None, None),
    ("고3 영어 듣기 모의고사 7회", 100,
     [("그림 파악", 3, 2.0), ("목적·주장", 5, 1.4), ("세부 정보", 6, 0.7), ("응답 추론", 6, -0.2)], (1, {}), 0.3,
     FIVE_BY_SCORE, None, None),
    ("물리학Ⅰ 실전 모의고사 제2회", 9,
     [("역학", 9, -0.4), ("전자기", 6, 0.1), ("파동", 5, 0.8)],
     (3, {2: [1, 2, 3, 4, 5, 8, 11, 12, 14, 16]}), 0.1, NINE_BY_SCORE, None, None),
    ("2026 Spring English Placement Test", 87,
     [("Listening", 12, 0.9), ("Grammar", 10, -0.4), ("Vocabulary", 10, 0.2), ("Reading", 8, -0.1)], (2.5, {}), 0.2,
     NINE_BY_SCORE, None, None),
    ("수능특강 문학 점검 1차", 1, [("현대시", 4, 1.0), ("고전시가", 3, -0.5), ("현대소설", 3, 0.5)], (2, {}), 0.3,
     FIVE_BY_SCORE, None, None),
    ("확률과 통계 10월 월말평가", 25,
     [("경우의 수", 8, 0.3), ("확률", 7, -0.3), ("통계", 5, 0.6)], (5, {}), 0.1, FIVE_BY_RANK, 2, 0),
    ("제1회 어휘력 평가", 36, [("한자어", 10, -0.2), ("고유어", 10, 0.3), ("관용 표현", 10, 1.0)], (1, {}), 0.3,
     FIVE_BY_RANK, None, None),
    ("한국사능력 모의시험 74회 대비", 58,
     [("선사·고대", 7, 0.9), ("고려", 6, 0.4), ("조선", 8, 0.0), ("근현대", 4, -0.8)],
     (4, {3: [1, 2, 3, 4], 5: [22, 23, 24, 25]}), 0.3, NINE_BY_SCORE, None, None),
    ("2026학년도 4월 모의고사 수학", 75,
     [("지수함수", 6, 0.8), ("삼각함수", 8, 0.0), ("수열", 8, -0.1), ("함수의 극한", 8, -1.0)],
     (3, {2: [1, 2, 23], 4: [9, 10, 11, 12, 13, 14, 15, 20, 21, 22, 28, 29, 30]}), 0.0, NINE_BY_RANK, None, None),
    ("Vocabulary and Grammar Quiz 9", 18, [("Vocabulary", 5, 0.7), ("Grammar", 5, -0.5)], (10, {}), 0.3,
     FIVE_BY_SCORE, None, None),
    ("고2 영어 7월 모의고사", 120,
     [("듣기", 17, 1.4), ("요지·주제", 6, 0.5), ("어법", 2, -0.8), ("빈칸 추론", 5, -0.9), ("순서·삽입", 8, -0.6), ("장문", 7, 0.2)],
     (2, {3: [4, 9, 16, 22, 29, 31, 33, 36, 39, 42]}), 0.2, NINE_BY_SCORE, None, None),
]


def rounded(value, digits):
    return value if digits is None else round(value, digits)


def grade(score, scores, full, cuts):
    if cuts in (NINE_BY_SCORE, FIVE_BY_SCORE):
        return 1 + sum(1 for cut in cuts if score < full * cut / 100)
    rank = 1 + sum(1 for other in scores if other > score)
    return next(i + 1 for i, cut in enumerate(cuts) if rank * 100 <= cut * len(scores) or i == len(cuts) - 1)


def request(number, exam):
    name, participants, blocks, (usual, exceptions), ability, cuts, rate_digits, percent_digits = exam
    chance = random.Random(7100 + number)
    types = [kind for kind, count, _ in blocks for _ in range(count)]
    ease = [base + chance.uniform(-1.1, 1.1) for _, count, base in blocks for _ in range(count)]
    points = [next((p for p, where in exceptions.items() if q in where), usual) for q in range(1, len(types) + 1)]
    right = [0] * len(types)
    scores = []
    for _ in range(participants):
        strength = ability + (sum(chance.random() for _ in range(12)) - 6) * 1.1
        score = 0
        for q, easy in enumerate(ease):
            if chance.random() < 1 / (1 + math.exp(-(strength + easy))):
                right[q] += 1
                score += points[q]
        scores.append(score)
    grades = [grade(score, scores, sum(points), cuts) for score in scores]
    questions = []
    for q, kind in enumerate(types):
        rate = rounded(right[q] / participants, rate_digits)
        questions.append({"questionNumber": q + 1, "correctRate": rate,
                          "incorrectRate": rounded(1 - rate, rate_digits), "questionType": kind,
                          "actualScore": points[q]})
    return {
        "examName": name,
        "totalParticipants": participants,
        "averageScore": sum(scores) / participants,
        "highestScore": max(scores),
        "lowestScore": min(scores),
        "gradeDistribution": [
            {"grade": g, "count": grades.count(g),
             "percentage": rounded(grades.count(g) / participants * 100, percent_digits)}
            for g in sorted(set(grades))],
        "questionStatistics": questions,
    }


def main():
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "inputs")
    os.makedirs(folder, exist_ok=True)
    for number, exam in enumerate(EXAMS, 1):
        with open(os.path.join(folder, f"{number:02}.json"), "w", encoding="utf-8") as file:
            json.dump(request(number, exam), file, ensure_ascii=False, indent=1)
            file.write("\n")


if __name__ == "__main__":
    main()
