import Testing

@Suite struct TypeTextTests {
    @Test("there are no types")
    func noTypes() {
        var exam = ExamSituation()
        exam.types = []
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시했고, 평균은 11.4점입니다. 최고점은 20점, 최저점은 3점으로 17점 차이가 납니다. 등급은 4등급이 8명(40%)으로 가장 \
                많고, 3등급 이내는 모두 7명(35%)입니다.
                10문항의 정답률은 평균 54.5%로, 전체적으로 난이도가 중간 정도인 시험이었습니다. 가장 어려운 문항은 정답률이 10%인 10번이고, 9번(30%)과 \
                8번(35%)이 그 뒤를 잇습니다. 반대로 가장 쉬운 문항은 1번으로, 정답률이 95%입니다.
                문항에 유형이 적혀 있지 않아 유형별 비교는 하지 않았습니다. 배점까지 생각하면 점수를 가장 많이 잃은 문항은 8번, 9번과 10번이므로, 복습도 여기에서 시작하는 \
                것이 좋겠습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students, who scored 11.4 points on average. The highest score \
                was 20 points and the lowest 3 points, 17 points apart. Grade 4 is the most frequent, with 8 \
                students (40%), while 7 students (35%) reached grade 3 or better.
                The 10 questions had a mean correct rate of 54.5%, which makes it an exam of medium \
                difficulty. The hardest was question 10, with a correct rate of 10%, followed by questions 9 \
                (30%) and 8 (35%). The easiest was question 1, with a correct rate of 95%.
                The questions have no types, so types are not compared. Counting the points of each \
                question, the most points were lost in questions 8, 9 and 10, so review should start there.
                """)
    }

    @Test("there is one type only")
    func oneType() {
        var exam = ExamSituation()
        exam.types = ["문법"]
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시했고, 평균은 11.4점입니다. 최고점은 20점, 최저점은 3점으로 17점 차이가 납니다. 등급은 4등급이 8명(40%)으로 가장 \
                많고, 3등급 이내는 모두 7명(35%)입니다.
                10문항의 정답률은 평균 54.5%로, 전체적으로 난이도가 중간 정도인 시험이었습니다. 가장 어려운 문항은 정답률이 10%인 10번이고, 9번(30%)과 \
                8번(35%)이 그 뒤를 잇습니다. 반대로 가장 쉬운 문항은 1번으로, 정답률이 95%입니다.
                모든 문항이 문법 유형 문항이어서 유형끼리 비교할 수는 없으며, 그 정답률은 평균 54.5%입니다. 배점까지 생각하면 점수를 가장 많이 잃은 문항은 8번, 9번과 \
                10번이므로, 복습도 여기에서 시작하는 것이 좋겠습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students, who scored 11.4 points on average. The highest score \
                was 20 points and the lowest 3 points, 17 points apart. Grade 4 is the most frequent, with 8 \
                students (40%), while 7 students (35%) reached grade 3 or better.
                The 10 questions had a mean correct rate of 54.5%, which makes it an exam of medium \
                difficulty. The hardest was question 10, with a correct rate of 10%, followed by questions 9 \
                (30%) and 8 (35%). The easiest was question 1, with a correct rate of 95%.
                All questions are of one type, 문법, with a mean correct rate of 54.5%. Counting the points of \
                each question, the most points were lost in questions 8, 9 and 10, so review should start \
                there.
                """)
    }

    @Test("only some questions have a type")
    func someTypes() {
        var exam = ExamSituation()
        exam.types = ["문법", "문법", "어휘", nil]
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시했고, 평균은 11.4점입니다. 최고점은 20점, 최저점은 3점으로 17점 차이가 납니다. 등급은 4등급이 8명(40%)으로 가장 \
                많고, 3등급 이내는 모두 7명(35%)입니다.
                10문항의 정답률은 평균 54.5%로, 전체적으로 난이도가 중간 정도인 시험이었습니다. 가장 어려운 문항은 정답률이 10%인 10번이고, 9번(30%)과 \
                8번(35%)이 그 뒤를 잇습니다. 반대로 가장 쉬운 문항은 1번으로, 정답률이 95%입니다.
                유형이 적힌 3문항을 유형별로 보면 어휘 유형의 정답률이 평균 70%로 가장 낮고, 문법 유형이 87.5%로 가장 높아 17.5%p 차이가 납니다. 배점까지 생각하면 \
                점수를 가장 많이 잃은 문항은 8번, 9번과 10번이므로, 복습도 여기에서 시작하는 것이 좋겠습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students, who scored 11.4 points on average. The highest score \
                was 20 points and the lowest 3 points, 17 points apart. Grade 4 is the most frequent, with 8 \
                students (40%), while 7 students (35%) reached grade 3 or better.
                The 10 questions had a mean correct rate of 54.5%, which makes it an exam of medium \
                difficulty. The hardest was question 10, with a correct rate of 10%, followed by questions 9 \
                (30%) and 8 (35%). The easiest was question 1, with a correct rate of 95%.
                Among the 3 questions with a type, 어휘 had the lowest mean correct rate, 70%, and 문법 the \
                highest, 87.5%, a difference of 17.5 percentage points. Counting the points of each \
                question, the most points were lost in questions 8, 9 and 10, so review should start there.
                """)
    }

    @Test("two types are the weakest, and all questions have the same points")
    func tiedTypes() {
        var exam = ExamSituation()
        exam.rates = [50, 60, 50, 60, 80, 90]
        exam.types = ["가정법", "가정법", "관계사", "관계사", "시제", "시제"]
        exam.points = [2]
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시했고, 평균은 11.4점입니다. 최고점은 20점, 최저점은 3점으로 17점 차이가 납니다. 등급은 4등급이 8명(40%)으로 가장 \
                많고, 3등급 이내는 모두 7명(35%)입니다.
                6문항의 정답률은 평균 65%로, 전체적으로 비교적 쉬운 시험이었습니다. 가장 어려운 문항은 1번과 3번으로, 정답률이 똑같이 50%입니다. 반대로 가장 쉬운 문항은 \
                6번으로, 정답률이 90%입니다.
                유형별로 보면 가정법과 관계사 유형의 정답률이 평균 55%로 가장 낮고, 시제 유형이 85%로 가장 높아 30%p 차이가 납니다. 복습은 틀린 학생이 가장 많은 \
                1번과 3번부터 시작하는 것이 좋겠습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students, who scored 11.4 points on average. The highest score \
                was 20 points and the lowest 3 points, 17 points apart. Grade 4 is the most frequent, with 8 \
                students (40%), while 7 students (35%) reached grade 3 or better.
                The 6 questions had a mean correct rate of 65%, which makes it a fairly easy exam. The \
                hardest were questions 1 and 3, each with a correct rate of 50%. The easiest was question 6, \
                with a correct rate of 90%.
                By type, 가정법 and 관계사 had the lowest mean correct rate, 55%, and 시제 the highest, 85%, a \
                difference of 30 percentage points. Review should start with questions 1 and 3, missed more \
                often than any other.
                """)
    }

    @Test("all types have the same rate")
    func equalTypes() {
        var exam = ExamSituation()
        exam.rates = [50, 60, 50, 60, 60, 50]
        exam.types = ["가정법", "가정법", "관계사", "관계사", "시제", "시제"]
        exam.points = [2]
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시했고, 평균은 11.4점입니다. 최고점은 20점, 최저점은 3점으로 17점 차이가 납니다. 등급은 4등급이 8명(40%)으로 가장 \
                많고, 3등급 이내는 모두 7명(35%)입니다.
                6문항의 정답률은 평균 55%로, 전체적으로 난이도가 중간 정도인 시험이었습니다. 가장 어려운 문항은 1번, 3번과 6번으로, 정답률이 똑같이 50%입니다. 반대로 \
                가장 쉬운 문항은 2번, 4번과 5번으로, 정답률이 똑같이 60%입니다.
                3개 유형의 평균 정답률이 모두 55%로, 특별히 약한 유형은 없습니다. 복습은 틀린 학생이 가장 많은 1번, 3번과 6번부터 시작하는 것이 좋겠습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students, who scored 11.4 points on average. The highest score \
                was 20 points and the lowest 3 points, 17 points apart. Grade 4 is the most frequent, with 8 \
                students (40%), while 7 students (35%) reached grade 3 or better.
                The 6 questions had a mean correct rate of 55%, which makes it an exam of medium difficulty. \
                The hardest were questions 1, 3 and 6, each with a correct rate of 50%. The easiest were \
                questions 2, 4 and 5, each with a correct rate of 60%.
                All 3 types have the same mean correct rate of 55%, so none of them stands out as weak. \
                Review should start with questions 1, 3 and 6, missed more often than any other.
                """)
    }

    @Test("a name that has a word for and inside")
    func joinedNames() {
        var exam = ExamSituation()
        exam.types = ["Reading and Writing", "화법과 작문", "화법과 작문", "Reading and Writing", "시제"]
        exam.rates = [60, 40, 60, 40, 90]
        exam.points = [2, 3]
        expect(
            exam,
            korean: """
                9월 모의고사 영어에는 20명이 응시했고, 평균은 11.4점입니다. 최고점은 20점, 최저점은 3점으로 17점 차이가 납니다. 등급은 4등급이 8명(40%)으로 가장 \
                많고, 3등급 이내는 모두 7명(35%)입니다.
                5문항의 정답률은 평균 58%로, 전체적으로 난이도가 중간 정도인 시험이었습니다. 가장 어려운 문항은 2번과 4번으로, 정답률이 똑같이 40%입니다. 반대로 가장 \
                쉬운 문항은 5번으로, 정답률이 90%입니다.
                유형별로 보면 Reading and Writing, 화법과 작문 유형의 정답률이 평균 50%로 가장 낮고, 시제 유형이 90%로 가장 높아 40%p 차이가 납니다. \
                배점까지 생각하면 점수를 가장 많이 잃은 문항은 2번, 3번과 4번이므로, 복습도 여기에서 시작하는 것이 좋겠습니다.
                """,
            english: """
                9월 모의고사 영어 was taken by 20 students, who scored 11.4 points on average. The highest score \
                was 20 points and the lowest 3 points, 17 points apart. Grade 4 is the most frequent, with 8 \
                students (40%), while 7 students (35%) reached grade 3 or better.
                The 5 questions had a mean correct rate of 58%, which makes it an exam of medium difficulty. \
                The hardest were questions 2 and 4, each with a correct rate of 40%. The easiest was \
                question 5, with a correct rate of 90%.
                By type, Reading and Writing as well as 화법과 작문 had the lowest mean correct rate, 50%, and 시제 \
                the highest, 90%, a difference of 40 percentage points. Counting the points of each \
                question, the most points were lost in questions 2, 3 and 4, so review should start there.
                """)
    }
}
