import Testing

@Suite struct ScoreTextTests {
    @Test("an ordinary exam: scores, grades, questions, types, what to review")
    func ordinary() {
        expect(
            ExamSituation(),
            korean: """
                9월 모의고사 영어에는 20명이 응시했고, 평균은 11.4점입니다. 최고점은 20점, 최저점은 3점으로 17점 차이가 납니다. 등급은 4등급이 8명(40%)으로 가장 \
                많고, 3등급 이내는 모두 7명(35%)입니다.
                10문항의 정답률은 평균 54.5%로, 전체적으로 난이도가 중간 정도인 시험이었습니다. 가장 어려운 문항은 정답률이 10%인 10번이고, 9번(30%)과 \
                8번(35%)이 그 뒤를 잇습니다.
                유형별로 보면 빈칸 유형의 정답률이 평균 30%로 가장 낮고, 듣기 유형이 81.7%로 가장 높아 51.7%p 차이가 납니다. 가장 어려운 10번도 빈칸 유형의 \
                문항입니다. 배점까지 생각하면 점수를 가장 많이 잃은 문항은 8번, 9번과 10번이므로, 복습도 여기에서 시작하는 것이 좋겠습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students, who scored 11.4 points on average. The highest score \
                was 20 points and the lowest 3 points, 17 points apart. Grade 4 is the most frequent, with 8 \
                students (40%), while 7 students (35%) reached grade 3 or better.
                The 10 questions had a mean correct rate of 54.5%, which makes it an exam of medium \
                difficulty. The hardest was question 10, with a correct rate of 10%, followed by questions 9 \
                (30%) and 8 (35%).
                By type, 빈칸 had the lowest mean correct rate, 30%, and 듣기 the highest, 81.7%, a difference \
                of 51.7 percentage points. Question 10, the hardest, also belongs to 빈칸. Counting the points \
                of each question, the most points were lost in questions 8, 9 and 10, so review should start \
                there.
                """)
    }

    @Test("nobody took part")
    func nobody() {
        var exam = ExamSituation()
        exam.participants = 0
        (exam.average, exam.highest, exam.lowest, exam.grades) = (0, 0, 0, [])
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 응시한 학생이 없습니다. 그래서 점수와 등급, 문항별 정답률은 아직 이야기할 수 없습니다.
                시험은 10문항으로 되어 있고, 배점을 모두 더하면 22점입니다. 응시 결과가 들어온 뒤에 총평을 다시 작성하면 됩니다.
                """,
            english: """
                Nobody took part in 9월 모의고사 영어. There is therefore nothing to say yet about scores, grades \
                or single questions.
                The exam has 10 questions, worth 22 points in all. Once there are results, the commentary \
                can be written again.
                """)
    }

    @Test("one student: the result is not a class's")
    func oneStudent() {
        var exam = ExamSituation()
        exam.participants = 1
        (exam.average, exam.highest, exam.lowest, exam.grades) = (15, 15, 15, [(3, 1)])
        exam.rates = [100, 0, 100, 100, 100, 0, 100, 0, 100, 100]
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 1명이 응시해 15점을 받았습니다. 응시자가 1명이므로 아래 내용은 이 학생의 결과이며, 시험의 난이도나 학급의 경향으로 볼 수는 없습니다.
                10문항 가운데 7문항을 맞혔습니다. 다시 볼 문항은 2번, 6번과 8번입니다.
                유형별로 보면 듣기와 문법 유형의 정답률이 평균 66.7%로 가장 낮고, 빈칸 유형이 75%로 가장 높아 8.3%p 차이가 납니다. 배점까지 생각하면 점수를 가장 \
                많이 잃은 문항은 2번, 6번과 8번이므로, 복습도 여기에서 시작하는 것이 좋겠습니다.
                """,
            english: """
                Only 1 student took part in 9월 모의고사 영어, and scored 15 points. What follows is this student's \
                own result; it does not show how hard the exam was, or how a class would do.
                The student answered 7 of the 10 questions correctly. Questions 2, 6 and 8 should be looked \
                at again.
                By type, 듣기 and 문법 had the lowest mean correct rate, 66.7%, and 빈칸 the highest, 75%, a \
                difference of 8.3 percentage points. Counting the points of each question, the most points \
                were lost in questions 2, 6 and 8, so review should start there.
                """)
    }

    @Test("the highest score is the lowest")
    func even() {
        var exam = ExamSituation()
        (exam.average, exam.highest, exam.lowest, exam.grades) = (14, 14, 14, [(2, 20)])
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시해 모두 14점을 받았습니다. 최고점과 최저점이 같으므로, 점수만으로는 학생들의 차이를 알 수 없습니다. 등급은 응시자 모두 \
                2등급입니다.
                10문항의 정답률은 평균 54.5%로, 전체적으로 난이도가 중간 정도인 시험이었습니다. 가장 어려운 문항은 정답률이 10%인 10번이고, 9번(30%)과 \
                8번(35%)이 그 뒤를 잇습니다.
                유형별로 보면 빈칸 유형의 정답률이 평균 30%로 가장 낮고, 듣기 유형이 81.7%로 가장 높아 51.7%p 차이가 납니다. 가장 어려운 10번도 빈칸 유형의 \
                문항입니다. 배점까지 생각하면 점수를 가장 많이 잃은 문항은 8번, 9번과 10번이므로, 복습도 여기에서 시작하는 것이 좋겠습니다.
                """,
            english: """
                All 20 students who took 9월 모의고사 영어 scored 14 points. The highest and the lowest score are \
                the same, so scores alone do not tell the students apart. All of them are in grade 2.
                The 10 questions had a mean correct rate of 54.5%, which makes it an exam of medium \
                difficulty. The hardest was question 10, with a correct rate of 10%, followed by questions 9 \
                (30%) and 8 (35%).
                By type, 빈칸 had the lowest mean correct rate, 30%, and 듣기 the highest, 81.7%, a difference \
                of 51.7 percentage points. Question 10, the hardest, also belongs to 빈칸. Counting the points \
                of each question, the most points were lost in questions 8, 9 and 10, so review should start \
                there.
                """)
    }

    @Test("the average is exactly in the middle")
    func middle() {
        var exam = ExamSituation()
        exam.average = 11.5
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시했고, 평균은 11.5점입니다. 최고점은 20점, 최저점은 3점으로 17점 차이가 나고, 평균은 그 한가운데에 있습니다. 등급은 \
                4등급이 8명(40%)으로 가장 많고, 3등급 이내는 모두 7명(35%)입니다.
                10문항의 정답률은 평균 54.5%로, 전체적으로 난이도가 중간 정도인 시험이었습니다. 가장 어려운 문항은 정답률이 10%인 10번이고, 9번(30%)과 \
                8번(35%)이 그 뒤를 잇습니다.
                유형별로 보면 빈칸 유형의 정답률이 평균 30%로 가장 낮고, 듣기 유형이 81.7%로 가장 높아 51.7%p 차이가 납니다. 가장 어려운 10번도 빈칸 유형의 \
                문항입니다. 배점까지 생각하면 점수를 가장 많이 잃은 문항은 8번, 9번과 10번이므로, 복습도 여기에서 시작하는 것이 좋겠습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students, who scored 11.5 points on average. The highest score \
                was 20 points and the lowest 3 points, 17 points apart, with the average exactly halfway \
                between them. Grade 4 is the most frequent, with 8 students (40%), while 7 students (35%) \
                reached grade 3 or better.
                The 10 questions had a mean correct rate of 54.5%, which makes it an exam of medium \
                difficulty. The hardest was question 10, with a correct rate of 10%, followed by questions 9 \
                (30%) and 8 (35%).
                By type, 빈칸 had the lowest mean correct rate, 30%, and 듣기 the highest, 81.7%, a difference \
                of 51.7 percentage points. Question 10, the hardest, also belongs to 빈칸. Counting the points \
                of each question, the most points were lost in questions 8, 9 and 10, so review should start \
                there.
                """)
    }

    @Test("no grades are given")
    func noGrades() {
        var exam = ExamSituation()
        exam.grades = []
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시했고, 평균은 11.4점입니다. 최고점은 20점, 최저점은 3점으로 17점 차이가 납니다. 평균은 최고점보다 8.6점 낮고 \
                최저점보다 8.4점 높습니다.
                10문항의 정답률은 평균 54.5%로, 전체적으로 난이도가 중간 정도인 시험이었습니다. 가장 어려운 문항은 정답률이 10%인 10번이고, 9번(30%)과 \
                8번(35%)이 그 뒤를 잇습니다.
                유형별로 보면 빈칸 유형의 정답률이 평균 30%로 가장 낮고, 듣기 유형이 81.7%로 가장 높아 51.7%p 차이가 납니다. 가장 어려운 10번도 빈칸 유형의 \
                문항입니다. 배점까지 생각하면 점수를 가장 많이 잃은 문항은 8번, 9번과 10번이므로, 복습도 여기에서 시작하는 것이 좋겠습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students, who scored 11.4 points on average. The highest score \
                was 20 points and the lowest 3 points, 17 points apart. The average is 8.6 points below the \
                highest score and 8.4 points above the lowest.
                The 10 questions had a mean correct rate of 54.5%, which makes it an exam of medium \
                difficulty. The hardest was question 10, with a correct rate of 10%, followed by questions 9 \
                (30%) and 8 (35%).
                By type, 빈칸 had the lowest mean correct rate, 30%, and 듣기 the highest, 81.7%, a difference \
                of 51.7 percentage points. Question 10, the hardest, also belongs to 빈칸. Counting the points \
                of each question, the most points were lost in questions 8, 9 and 10, so review should start \
                there.
                """)
    }

    @Test("every grade that occurs is as frequent as the others")
    func equalGrades() {
        var exam = ExamSituation()
        exam.participants = 2
        (exam.average, exam.highest, exam.lowest, exam.grades) = (9.5, 16, 3, [(2, 1), (5, 1)])
        exam.rates = [100, 100, 50, 50, 50, 50, 50, 0, 50, 0]
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 2명이 응시했고, 평균은 9.5점입니다. 최고점은 16점, 최저점은 3점으로 13점 차이가 나고, 평균은 그 한가운데에 있습니다. 등급은 \
                2등급과 5등급이 각각 1명(50%)입니다.
                10문항의 정답률은 평균 50%로, 전체적으로 난이도가 중간 정도인 시험이었습니다. 8번과 10번은 맞힌 학생이 없어 가장 어려운 문항이었습니다. 반대로 1번과 \
                2번은 응시자 모두가 맞혔습니다.
                유형별로 보면 빈칸 유형의 정답률이 평균 25%로 가장 낮고, 듣기 유형이 83.3%로 가장 높아 58.3%p 차이가 납니다. 배점까지 생각하면 점수를 가장 많이 \
                잃은 문항은 8번과 10번이므로, 복습도 여기에서 시작하는 것이 좋겠습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 2 students, who scored 9.5 points on average. The highest score was \
                16 points and the lowest 3 points, 13 points apart, with the average exactly halfway between \
                them. Grades 2 and 5 were reached by 1 student (50%) each.
                The 10 questions had a mean correct rate of 50%, which makes it an exam of medium \
                difficulty. Nobody answered questions 8 and 10 correctly. Everybody answered questions 1 and \
                2 correctly.
                By type, 빈칸 had the lowest mean correct rate, 25%, and 듣기 the highest, 83.3%, a difference \
                of 58.3 percentage points. Counting the points of each question, the most points were lost \
                in questions 8 and 10, so review should start there.
                """)
    }

    @Test("an average above the highest score is not spoken of")
    func impossibleAverage() {
        var exam = ExamSituation()
        exam.average = 99
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시했습니다. 다만 평균과 최고점, 최저점의 값이 서로 맞지 않아 점수는 다루지 않았습니다. 등급은 4등급이 8명(40%)으로 가장 \
                많고, 3등급 이내는 모두 7명(35%)입니다.
                10문항의 정답률은 평균 54.5%로, 전체적으로 난이도가 중간 정도인 시험이었습니다. 가장 어려운 문항은 정답률이 10%인 10번이고, 9번(30%)과 \
                8번(35%)이 그 뒤를 잇습니다.
                유형별로 보면 빈칸 유형의 정답률이 평균 30%로 가장 낮고, 듣기 유형이 81.7%로 가장 높아 51.7%p 차이가 납니다. 가장 어려운 10번도 빈칸 유형의 \
                문항입니다. 배점까지 생각하면 점수를 가장 많이 잃은 문항은 8번, 9번과 10번이므로, 복습도 여기에서 시작하는 것이 좋겠습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students. The average, the highest and the lowest score do not \
                fit together, so scores are left out here. Grade 4 is the most frequent, with 8 students \
                (40%), while 7 students (35%) reached grade 3 or better.
                The 10 questions had a mean correct rate of 54.5%, which makes it an exam of medium \
                difficulty. The hardest was question 10, with a correct rate of 10%, followed by questions 9 \
                (30%) and 8 (35%).
                By type, 빈칸 had the lowest mean correct rate, 30%, and 듣기 the highest, 81.7%, a difference \
                of 51.7 percentage points. Question 10, the hardest, also belongs to 빈칸. Counting the points \
                of each question, the most points were lost in questions 8, 9 and 10, so review should start \
                there.
                """)
    }
}
