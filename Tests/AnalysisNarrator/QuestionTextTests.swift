import Testing

@Suite struct QuestionTextTests {
    @Test("all had everything right")
    func allRight() {
        var exam = ExamSituation()
        (exam.average, exam.highest, exam.lowest, exam.grades) = (22, 22, 22, [(1, 20)])
        exam.rates = Array(repeating: 100, count: 10)
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시해 모두 22점을 받았습니다. 최고점과 최저점이 같으므로, 점수만으로는 학생들의 차이를 알 수 없습니다. 등급은 응시자 모두 \
                1등급입니다.
                10문항을 응시자 모두가 맞혔습니다. 모두 맞힌 시험이어서 더 어려운 문항이나 약한 유형을 가려낼 수는 없습니다. 다음에는 더 어려운 문항을 섞어 보면 학생마다 \
                무엇이 부족한지 알 수 있습니다.
                """,
            english: """
                All 20 students who took 9월 모의고사 영어 scored 22 points. The highest and the lowest score are \
                the same, so scores alone do not tell the students apart. All of them are in grade 1.
                Everybody answered all 10 questions correctly. Nothing was missed, so no question or type \
                can be called harder than another. A few harder questions next time would show what each \
                student still needs.
                """)
    }

    @Test("all had everything wrong")
    func allWrong() {
        var exam = ExamSituation()
        (exam.average, exam.highest, exam.lowest, exam.grades) = (0, 0, 0, [(9, 20)])
        exam.rates = Array(repeating: 0, count: 10)
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시해 모두 0점을 받았습니다. 최고점과 최저점이 같으므로, 점수만으로는 학생들의 차이를 알 수 없습니다. 등급은 응시자 모두 \
                9등급입니다.
                10문항 가운데 맞힌 학생이 있는 문항이 없습니다. 흔한 결과가 아니므로, 정답이 올바르게 입력되었는지와 답안이 제대로 읽혔는지 먼저 확인할 필요가 있습니다. 채점에 \
                문제가 없다면, 기본 개념부터 함께 다시 풀어 보는 것이 좋겠습니다.
                """,
            english: """
                All 20 students who took 9월 모의고사 영어 scored 0 points. The highest and the lowest score are \
                the same, so scores alone do not tell the students apart. All of them are in grade 9.
                Nobody answered any of the 10 questions correctly. That is unusual: check first that the \
                answer key was entered correctly and that the answer sheets were read. If the marking is \
                right, going through the basics together is the place to begin.
                """)
    }

    @Test("two questions are the hardest, and everybody solved one")
    func tie() {
        var exam = ExamSituation()
        exam.rates = [100, 80, 70, 65, 60, 55, 45, 35, 10, 10]
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시했고, 평균은 11.4점입니다. 최고점은 20점, 최저점은 3점으로 17점 차이가 납니다. 등급은 4등급이 8명(40%)으로 가장 \
                많고, 3등급 이내는 모두 7명(35%)입니다.
                10문항의 정답률은 평균 53%로, 전체적으로 난이도가 중간 정도인 시험이었습니다. 가장 어려운 문항은 9번과 10번으로, 정답률이 똑같이 10%입니다. 반대로 \
                1번은 응시자 모두가 맞혔습니다.
                유형별로 보면 빈칸 유형의 정답률이 평균 25%로 가장 낮고, 듣기 유형이 83.3%로 가장 높아 58.3%p 차이가 납니다. 배점까지 생각하면 점수를 가장 많이 \
                잃은 문항은 8번, 9번과 10번이므로, 복습도 여기에서 시작하는 것이 좋겠습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students, who scored 11.4 points on average. The highest score \
                was 20 points and the lowest 3 points, 17 points apart. Grade 4 is the most frequent, with 8 \
                students (40%), while 7 students (35%) reached grade 3 or better.
                The 10 questions had a mean correct rate of 53%, which makes it an exam of medium \
                difficulty. The hardest were questions 9 and 10, each with a correct rate of 10%. Everybody \
                answered question 1 correctly.
                By type, 빈칸 had the lowest mean correct rate, 25%, and 듣기 the highest, 83.3%, a difference \
                of 58.3 percentage points. Counting the points of each question, the most points were lost \
                in questions 8, 9 and 10, so review should start there.
                """)
    }

    @Test("many questions are the hardest and the easiest")
    func manyTies() {
        var exam = ExamSituation()
        exam.rates = [90, 90, 90, 90, 60, 10, 10, 10, 10, 10]
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시했고, 평균은 11.4점입니다. 최고점은 20점, 최저점은 3점으로 17점 차이가 납니다. 등급은 4등급이 8명(40%)으로 가장 \
                많고, 3등급 이내는 모두 7명(35%)입니다.
                10문항의 정답률은 평균 47%로, 전체적으로 난이도가 중간 정도인 시험이었습니다. 정답률이 10%로 가장 낮은 문항이 5개 있습니다. 정답률이 40%에 못 미친 \
                문항은 5개, 80% 이상인 문항은 4개입니다.
                유형별로 보면 빈칸 유형의 정답률이 평균 10%로 가장 낮고, 듣기 유형이 90%로 가장 높아 80%p 차이가 납니다. 배점까지 생각하면 점수를 가장 많이 잃은 \
                문항은 8번과 10번이므로, 복습도 여기에서 시작하는 것이 좋겠습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students, who scored 11.4 points on average. The highest score \
                was 20 points and the lowest 3 points, 17 points apart. Grade 4 is the most frequent, with 8 \
                students (40%), while 7 students (35%) reached grade 3 or better.
                The 10 questions had a mean correct rate of 47%, which makes it an exam of medium \
                difficulty. The lowest correct rate is 10%, and 5 questions share it. The correct rate was \
                below 40% in 5 questions, and 80% or more in 4 questions.
                By type, 빈칸 had the lowest mean correct rate, 10%, and 듣기 the highest, 90%, a difference of \
                80 percentage points. Counting the points of each question, the most points were lost in \
                questions 8 and 10, so review should start there.
                """)
    }

    @Test("every question is of the same difficulty")
    func oneBand() {
        var exam = ExamSituation()
        exam.rates = [79, 70, 75, 64, 61, 62, 77, 66, 60, 68]
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시했고, 평균은 11.4점입니다. 최고점은 20점, 최저점은 3점으로 17점 차이가 납니다. 등급은 4등급이 8명(40%)으로 가장 \
                많고, 3등급 이내는 모두 7명(35%)입니다.
                10문항의 정답률은 평균 68.2%로, 전체적으로 비교적 쉬운 시험이었습니다. 정답률이 모든 문항에서 60% 이상 80% 미만으로, 문항 사이의 난이도 차이가 크지 \
                않습니다. 가장 어려운 문항은 9번으로, 정답률이 60%입니다.
                유형별로 보면 문법 유형의 정답률이 평균 62.3%로 가장 낮고, 듣기 유형이 74.7%로 가장 높습니다. 배점까지 생각하면 점수를 가장 많이 잃은 문항은 8번, \
                9번과 10번이므로, 복습도 여기에서 시작하는 것이 좋겠습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students, who scored 11.4 points on average. The highest score \
                was 20 points and the lowest 3 points, 17 points apart. Grade 4 is the most frequent, with 8 \
                students (40%), while 7 students (35%) reached grade 3 or better.
                The 10 questions had a mean correct rate of 68.2%, which makes it a fairly easy exam. The \
                correct rate of every question is at least 60% and below 80%, so they hardly differ in \
                difficulty. The hardest was question 9, with a correct rate of 60%.
                By type, 문법 had the lowest mean correct rate, 62.3%, and 듣기 the highest, 74.7%. Counting the \
                points of each question, the most points were lost in questions 8, 9 and 10, so review \
                should start there.
                """)
    }

    @Test("every question has the same rate")
    func sameRate() {
        var exam = ExamSituation()
        exam.rates = Array(repeating: 50, count: 10)
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시했고, 평균은 11.4점입니다. 최고점은 20점, 최저점은 3점으로 17점 차이가 납니다. 등급은 4등급이 8명(40%)으로 가장 \
                많고, 3등급 이내는 모두 7명(35%)입니다.
                10문항의 정답률이 모두 50%로 같습니다. 정답률에 차이가 없어 어려운 문항이나 약한 유형을 따로 꼽을 수는 없습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students, who scored 11.4 points on average. The highest score \
                was 20 points and the lowest 3 points, 17 points apart. Grade 4 is the most frequent, with 8 \
                students (40%), while 7 students (35%) reached grade 3 or better.
                All 10 questions have the same correct rate of 50%. With no difference between them, no \
                question or type stands out as hard.
                """)
    }

    @Test("there are no questions")
    func noQuestions() {
        var exam = ExamSituation()
        exam.rates = []
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시했고, 평균은 11.4점입니다. 최고점은 20점, 최저점은 3점으로 17점 차이가 납니다. 등급은 4등급이 8명(40%)으로 가장 \
                많고, 3등급 이내는 모두 7명(35%)입니다.
                문항별 정답률이 없어 어려운 문항과 약한 유형은 다루지 않았습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students, who scored 11.4 points on average. The highest score \
                was 20 points and the lowest 3 points, 17 points apart. Grade 4 is the most frequent, with 8 \
                students (40%), while 7 students (35%) reached grade 3 or better.
                There are no correct rates for single questions, so hard questions and weak types are not \
                discussed here.
                """)
    }

    @Test("a rate above 100 % is not spoken of, nor is anything beside it")
    func impossibleRate() {
        var exam = ExamSituation()
        exam.rates[3] = 140
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시했고, 평균은 11.4점입니다. 최고점은 20점, 최저점은 3점으로 17점 차이가 납니다. 등급은 4등급이 8명(40%)으로 가장 \
                많고, 3등급 이내는 모두 7명(35%)입니다.
                문항별 기록에 서로 맞지 않는 값이 있어 문항과 유형은 다루지 않았습니다. 정답과 채점 결과가 올바르게 입력되었는지 먼저 확인해 볼 필요가 있습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students, who scored 11.4 points on average. The highest score \
                was 20 points and the lowest 3 points, 17 points apart. Grade 4 is the most frequent, with 8 \
                students (40%), while 7 students (35%) reached grade 3 or better.
                The records of the questions contradict each other, so questions and types are not discussed \
                here. It is worth checking first that the answer key and the marking were entered correctly.
                """)
    }
}
