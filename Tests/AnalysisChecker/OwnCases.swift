import AnalysisFacts

/// An exam and a student of these tests only, far from the fixtures.
enum OwnCases {
    static let exam: ExamFacts = {
        let questions: [(Int, Double, String)] = [
            (1, 90, "문법"), (2, 55, "문법"), (3, 35, "문법"), (4, 80, "문학"), (5, 70, "문학"), (6, 62.5, "문학"), (7, 45, "독서"),
            (8, 25, "독서"), (9, 15, "독서"), (10, 95, "화법"),
        ]
        return ExamFacts(
            ExamFigures(
                name: "2026학년도 6월 모의고사 국어", participants: 40, average: 58.325, highest: 96, lowest: 21,
                grades: [(1, 4), (2, 6), (3, 8), (4, 12), (5, 10)].map {
                    .init(grade: $0.0, count: $0.1, percentage: Double($0.1) / 40 * 100)
                },
                questions: questions.map {
                    .init(number: $0.0, correctRate: $0.1, incorrectRate: 100 - $0.1, type: $0.2, points: 10)
                }))
    }()

    static let student: StudentFacts = {
        let missed: [(Int, String, String, String, Double)] = [
            (3, "듣기", "2", "4", 88), (12, "어휘", "1", "3", 72.5), (14, "어휘", "무효", "5", 41.2), (15, "어휘", "4", "2", 33),
            (17, "어휘", "5", "1", 55.5), (22, "독해", "3", "2", 61), (29, "독해", "2", "4", 24.5), (31, "문법", "1", "3", 47),
            (33, "문법", "무효", "2", 18.9), (34, "문법", "4", "5", 66.7),
        ]
        return StudentFacts(
            StudentFigures(
                examName: "가을 정기 시험 영어", studentName: "이서진", score: 76.5, grade: 2, average: 64.25,
                missed: missed.map {
                    .init(number: $0.0, type: $0.1, selected: $0.2, correct: $0.3, correctRate: $0.4)
                },
                types: [("듣기", 9, 10), ("어휘", 4, 8), ("독해", 10, 12), ("문법", 2, 5)].map {
                    .init(type: $0.0, correct: $0.1, total: $0.2, rate: Double($0.1) / Double($0.2) * 100)
                }))
    }()

    /// What is true of the exam, and the same with one error.
    static let ofExam: [(right: String, wrong: String)] = [
        ("마흔 명이 시험을 치렀고 평균은 58.3점이었습니다.", "마흔 명이 시험을 치렀고 평균은 53.8점이었습니다."),
        ("응시자 40명의 평균 점수는 약 58점으로 나타났다.", "응시자 14명의 평균 점수는 약 58점으로 나타났다."),
        ("최고점 96점과 최저점 21점의 격차는 75점에 달합니다.", "최고점 21점과 최저점 96점의 격차는 75점에 달합니다."),
        ("최상위 학생은 96점을 받았지만 가장 낮은 점수는 21점에 그쳤어요.", "최상위 학생은 96점을 받았지만 가장 낮은 점수는 12점에 그쳤어요."),
        ("총 열 문항 가운데 정답률이 절반을 밑도는 문항은 네 개였습니다.", "총 열 문항 가운데 정답률이 절반을 밑도는 문항은 다섯 개였습니다."),
        ("독서 영역의 평균 정답률은 28.3%로 네 유형 중 가장 낮습니다.", "독서 영역의 평균 정답률은 28.3%로 네 유형 중 가장 높습니다."),
        ("정답률이 제일 높은 문항은 10번(95%)이며, 1번(90%)이 그 뒤를 잇습니다.", "정답률이 제일 높은 문항은 1번(95%)이며, 10번(90%)이 그 뒤를 잇습니다."),
        ("9번은 15%만이 맞혀 가장 어려운 문항으로 꼽힙니다.", "8번은 25%만이 맞혀 가장 어려운 문항으로 꼽힙니다."),
        ("학생들이 가장 힘들어한 문항은 9번이고, 두 번째로 어려운 문항은 8번입니다.", "학생들이 가장 힘들어한 문항은 9번이고, 두 번째로 어려운 문항은 7번입니다."),
        ("7~9번은 모두 독서 문항이고 정답률이 50%에도 미치지 못했습니다.", "6~9번은 모두 정답률이 50%에도 미치지 못했습니다."),
        ("문법은 60%, 문학은 70.8%로 무난했습니다.", "문학은 60%, 문법은 70.8%로 무난했습니다."),
        ("문학과 문법의 정답률은 각각 70.8%와 60%입니다.", "문학과 문법의 정답률은 각각 60%와 70.8%입니다."),
        ("문학이 문법보다 10.8%p 높습니다.", "문학이 문법보다 10.8%p 낮습니다."),
        ("독서는 문학에 비해 42.5%p나 낮아 격차가 큽니다.", "독서는 문학에 비해 42.5%p나 높아 격차가 큽니다."),
        ("4등급이 12명으로 가장 많고 5등급이 10명으로 뒤를 이었습니다.", "5등급이 12명으로 가장 많고 4등급이 10명으로 뒤를 이었습니다."),
        ("1등급과 2등급을 합하면 10명, 전체의 25%입니다.", "1등급과 2등급을 합하면 12명, 전체의 25%입니다."),
        ("상위 세 등급에 든 학생은 18명으로 45%에 해당합니다.", "상위 세 등급에 든 학생은 18명으로 54%에 해당합니다."),
        ("3등급 이내 학생이 열여덟 명입니다.", "3등급 이내 학생이 열아홉 명입니다."),
        ("4번 문항은 열 명 중 여덟 명이 정답을 골랐습니다.", "4번 문항은 열 명 중 아홉 명이 정답을 골랐습니다."),
        ("8번은 40명 중 10명만 맞혔고, 9번은 6명만 맞혔습니다.", "8번은 40명 중 6명만 맞혔고, 9번은 10명만 맞혔습니다."),
        ("정답률 80% 이상인 문항은 1번, 4번, 10번 세 개입니다.", "정답률 90% 이상인 문항은 1번, 4번, 10번 세 개입니다."),
        ("3번의 오답률은 65%로 문법에서 가장 높았습니다.", "3번의 오답률은 35%로 문법에서 가장 높았습니다. 2번의 오답률은 55%입니다."),
        ("어려운 순서로 보면 9번, 8번, 3번 순입니다.", "어려운 순서로 보면 8번, 9번, 3번 순입니다."),
        ("독서 세 문항의 정답률은 15%에서 45% 사이에 있습니다.", "독서 세 문항의 정답률은 25%에서 55% 사이에 있습니다."),
        ("화법은 한 문항뿐이지만 95%가 맞혔습니다.", "화법은 두 문항뿐이지만 95%가 맞혔습니다."),
        ("전체 문항의 평균 정답률은 57.25%이다.", "전체 문항의 평균 정답률은 57.25점이다."),
        ("100점 만점에 평균 58.3점이므로 득점률은 58.3%입니다.", "100점 만점에 평균 58.3점이므로 득점률은 0.583%입니다."),
        ("2026학년도 6월 모의고사 국어는 독서가 까다로웠습니다.", "2026학년도 9월 모의고사 국어는 독서가 까다로웠습니다."),
        ("이번 6월 모의고사에서 독서가 특히 약했습니다.", "이번 6월 모의고사에서 독서는 지난 3월보다 특히 약했습니다."),
        ("평균은 50점대 후반이다.", "평균은 60점대 후반이다."),
        ("최고점은 평균보다 37.7점 높습니다.", "최고점은 평균보다 37.7점 낮습니다."),
        ("문법은 1번이 90%로 쉬웠으나 3번은 35%에 불과했습니다.", "문법은 1번이 90%로 쉬웠으나 2번은 35%에 불과했습니다."),
        ("절반이 넘는 학생이 2번을 맞혔습니다.", "절반이 넘는 학생이 7번을 맞혔습니다."),
        ("5번의 정답률은 0.7(70%)입니다.", "5번의 정답률은 0.7%입니다."),
        ("하루에 지문 두 개씩, 일주일에 세 번 정도 읽게 해 주세요.", "독서 8번은 정답률이 35%였으니 하루에 지문 두 개씩 읽게 해 주세요."),
        ("The class of 40 averaged 58.3 points.", "The class of 40 averaged 53.8 points."),
        (
            "Reading (독서) was the weakest type, with just 28.3% on average.",
            "Literature (문학) was the weakest type, with just 28.3% on average."
        ),
        (
            "The hardest question was number 9, which only 15% of the students solved.",
            "The hardest question was number 8, which only 15% of the students solved."
        ),
        ("Questions 7, 8 and 9 all fell below 50%.", "Questions 6, 8 and 9 all fell below 50%."),
        (
            "Four of the ten questions were answered correctly by fewer than half of the students.",
            "Five of the ten questions were answered correctly by fewer than half of the students."
        ),
        ("Only six of the 40 students got question 9 right.", "Only ten of the 40 students got question 9 right."),
        ("문학 outperformed 문법 by 10.8 percentage points.", "문학 outperformed 문법 by 18.0 percentage points."),
        (
            "Literature (문학) came in at 70.8%, higher than grammar (문법) at 60%.",
            "Literature (문학) came in at 70.8%, lower than grammar (문법) at 60%."
        ),
        (
            "Grade 4 is the largest group with 12 students, or 30%.",
            "Grade 5 is the largest group with 12 students, or 30%."
        ),
        (
            "A quarter of the students, ten in all, reached grade 1 or 2.",
            "A quarter of the students, eleven in all, reached grade 1 or 2."
        ),
        ("Scores ranged from 21 to 96, a gap of 75 points.", "Scores ranged from 12 to 96, a gap of 75 points."),
        (
            "The top score of 96 lies 37.7 points above the average.",
            "The top score of 96 lies 37.7 points below the average."
        ),
        (
            "Three questions had a correct rate of at least 80%: 1, 4 and 10.",
            "Three questions had a correct rate of at least 80%: 1, 5 and 10."
        ),
        ("Question 6 was solved by 25 of the 40 students.", "Question 6 was solved by 28 of the 40 students."),
        (
            "Question 10 was the easiest, and question 1 the second easiest.",
            "Question 10 was the easiest, and question 4 the second easiest."
        ),
        (
            "With 35% correct, question 3 stood out among the grammar items.",
            "With 45% correct, question 3 stood out among the grammar items."
        ),
        (
            "I would spend two lessons on reading and assign three short passages a week.",
            "Since last month's test, reading has slipped; assign three short passages a week."
        ),
        (
            "The mean correct rate was 57.3%, so the paper was of medium difficulty.",
            "The mean correct rate was 75.3%, so the paper was of medium difficulty."
        ),
        (
            "Between 15% and 45% of the students solved the three reading items.",
            "Between 15% and 35% of the students solved the three reading items."
        ),
        ("Question 2, at 55%, was solved by more than half.", "Question 7, at 55%, was solved by more than half."),
    ]

    /// What is true of the student, and the same with one error.
    static let ofStudent: [(right: String, wrong: String)] = [
        ("이서진 학생은 76.5점을 받아 2등급에 올랐습니다.", "이서진 학생은 67.5점을 받아 2등급에 올랐습니다."),
        ("이서진 학생은 평균보다 12.25점 높은 점수를 받았습니다.", "이서진 학생은 평균보다 12.25점 낮은 점수를 받았습니다."),
        ("서진이는 듣기에서 열 문항 중 아홉 문항을 맞혔어요.", "서진이는 듣기에서 열 문항 중 여덟 문항을 맞혔어요."),
        ("이서진 학생의 강점은 듣기입니다.", "이서준 학생의 강점은 듣기입니다."),
        ("전체 35문항 중 25문항을 맞혀 정답률은 71.4%입니다.", "전체 35문항 중 25문항을 맞혀 정답률은 74.1%입니다."),
        ("틀린 문항은 열 개이며 그중 어휘가 네 문항으로 가장 많습니다.", "틀린 문항은 열 개이며 그중 문법이 네 문항으로 가장 많습니다."),
        ("유형별로는 듣기 90%, 독해 83.3%, 어휘 50%, 문법 40% 순이었습니다.", "유형별로는 독해 90%, 듣기 83.3%, 어휘 50%, 문법 40% 순이었습니다."),
        ("가장 약한 유형은 문법으로, 다섯 문항 중 두 문항만 맞혔습니다.", "가장 약한 유형은 어휘로, 여덟 문항 중 네 문항만 맞혔습니다."),
        ("3번은 88%가 맞힌 듣기 문항인데 정답 4번 대신 2번을 골랐습니다.", "3번은 88%가 맞힌 듣기 문항인데 정답 2번 대신 4번을 골랐습니다."),
        ("14번과 33번은 무효로 처리되었습니다.", "14번과 31번은 무효로 처리되었습니다."),
        ("33번은 정답률이 18.9%로 누구에게나 어려운 문제였어요.", "31번은 정답률이 18.9%로 누구에게나 어려운 문제였어요."),
        ("놓친 문항 가운데 가장 쉬운 것은 3번, 가장 어려운 것은 33번입니다.", "놓친 문항 가운데 가장 쉬운 것은 12번, 가장 어려운 것은 33번입니다."),
        ("어휘와 문법의 정답률 차이는 10%p입니다.", "어휘와 문법의 정답률 차이는 10점입니다."),
        ("듣기는 어휘보다 정답률이 높습니다.", "듣기는 어휘보다 정답률이 낮습니다."),
        ("12번, 22번, 34번은 60% 이상이 맞힌 문항입니다.", "12번, 22번, 34번은 70% 이상이 맞힌 문항입니다."),
        ("어휘에서는 12번, 14번, 15번, 17번을 틀렸습니다.", "어휘에서는 12번, 14번, 16번, 17번을 틀렸습니다."),
        ("문법 세 문항을 놓친 점이 아쉽습니다.", "문법 네 문항을 놓친 점이 아쉽습니다."),
        ("가을 정기 시험 영어에서 거둔 결과입니다.", "봄 정기 시험 영어에서 거둔 결과입니다."),
        ("이번 시험의 평균은 64.3점이었습니다.", "지난 시험의 평균은 64.3점이었습니다."),
        ("매일 단어를 20개씩 외우고 주 2회 복습해 보세요.", "작년보다 단어가 약하니 매일 단어를 20개씩 외우고 주 2회 복습해 보세요."),
        ("평균 64.25점을 12점 넘게 웃도는 성적입니다.", "평균 64.25점을 12점 넘게 밑도는 성적입니다."),
        ("어휘는 절반만 맞혔습니다.", "듣기는 절반만 맞혔습니다."),
        ("다음에는 1등급도 기대할 수 있습니다.", "이번에 1등급을 받았습니다."),
        ("15번은 셋 중 한 명만 맞힌 문항이라 크게 걱정하지 않아도 됩니다.", "15번은 66.7%만 맞힌 문항이라 크게 걱정하지 않아도 됩니다."),
        ("독해는 12문항에서 두 개만 틀렸습니다.", "독해는 12문항에서 세 개만 틀렸습니다."),
        (
            "이서진 scored 76.5, which is 12.25 points above the average.",
            "이서진 scored 76.5, which is 12.25 points below the average."
        ),
        (
            "Listening (듣기) was the strongest area with nine of ten correct.",
            "Listening (듣기) was the strongest area with eight of ten correct."
        ),
        ("Grammar (문법) was the weakest type at 40%.", "Grammar (문법) was the weakest type at 0.4%."),
        ("On question 15 you chose 4 instead of 2.", "On question 15 you chose 2 instead of 4."),
        (
            "Ten questions were missed, four of them in vocabulary.",
            "Ten questions were missed, five of them in vocabulary."
        ),
        (
            "Question 3 was solved by 88% of the participants, so it was probably a slip.",
            "Question 12 was solved by 88% of the participants, so it was probably a slip."
        ),
        ("Two answers, to questions 14 and 33, were invalid.", "Two answers, to questions 14 and 34, were invalid."),
        ("The hardest question missed was 33, at 18.9%.", "The hardest question missed was 29, at 24.5%."),
        (
            "Half of the vocabulary items were right: four of eight.",
            "Half of the vocabulary items were right: four of nine."
        ),
        (
            "The result is more than twelve points better than the average of 64.25.",
            "The result is more than thirteen points better than the average of 64.25."
        ),
        ("이서진 is in grade 2.", "이서진 is in grade 3."),
        (
            "Reading (독해) stands at 83.3%, well above vocabulary (어휘) at 50%.",
            "Reading (독해) stands at 83.3%, well below vocabulary (어휘) at 50%."
        ),
        (
            "Try fifteen minutes of vocabulary a day and one grammar page every other evening.",
            "Compared with the spring exam, try fifteen minutes of vocabulary a day."
        ),
        (
            "Questions 29 and 33 were solved by fewer than a quarter of all participants.",
            "Questions 29 and 15 were solved by fewer than a quarter of all participants."
        ),
        (
            "Of the ten mistakes, three were in grammar (문법) and two in reading (독해).",
            "Of the ten mistakes, three were in reading (독해) and two in grammar (문법)."
        ),
    ]
}
