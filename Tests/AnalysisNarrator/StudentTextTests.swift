import Testing

@Suite struct StudentTextTests {
    @Test("an ordinary student: score, types, what to look at again")
    func ordinaryStudent() {
        expect(
            StudentSituation(),
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 79점으로 3등급을 받았습니다. 평균 66.8점보다 12.2점 높은 점수입니다. 30문항 가운데 26문항을 맞혔고 4문항을 \
                틀렸습니다.
                문법 유형은 3문항을 모두 맞혀 아주 잘했습니다. 빈칸 유형은 4문항 중 2문항(50%)을 맞혀 정답률이 가장 낮으니, 틀린 31번과 32번을 함께 놓고 살펴보세요.
                먼저 다른 학생들이 많이 맞힌 1번(정답률 84.2%)과 29번(68.3%)부터 다시 풀어 보세요.
                """,
            english: """
                김하늘, you scored 79 points in 9월 모의고사 영어, which is grade 3. Your score is 12.2 points above \
                the average of 66.8 points. You got 26 of the 30 questions right and missed 4.
                In 문법 you got all 3 questions right, which is very good work. 빈칸 needs the most work: you \
                got 2 of 4 questions right (50%), so look at questions 31 and 32 together.
                Start with questions 1 (correct rate 84.2%) and 29 (68.3%), which many of the others had \
                right.
                """)
    }

    @Test("a perfect student")
    func perfect() {
        var student = StudentSituation()
        (student.score, student.grade, student.missed) = (100, 1, [])
        student.types = [("듣기", 17, 17), ("문법", 3, 3)]
        expect(
            student,
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 100점으로 1등급을 받았습니다. 평균 66.8점보다 33.2점 높은 점수입니다. 20문항을 모두 맞혔습니다. 놓친 문항이 없는 \
                아주 훌륭한 결과입니다.
                틀린 문항이 없으니 따로 다시 풀어야 할 문항도 없습니다. 풀면서 망설였던 문항이 있었다면, 그 풀이만 다시 확인해 두면 좋겠습니다.
                """,
            english: """
                김하늘, you scored 100 points in 9월 모의고사 영어, which is grade 1. Your score is 33.2 points above \
                the average of 66.8 points. You got all 20 questions right. Nothing was missed, which is an \
                excellent result.
                There is no question that you need to do again. If you hesitated over one of them, reading \
                its solution again is enough.
                """)
    }

    @Test("a student without a table of types")
    func noTable() {
        var student = StudentSituation()
        student.types = []
        expect(
            student,
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 79점으로 3등급을 받았습니다. 평균 66.8점보다 12.2점 높은 점수입니다. 틀린 문항은 모두 4개입니다.
                틀린 4문항 가운데 2문항이 빈칸 유형입니다.
                먼저 다른 학생들이 많이 맞힌 1번(정답률 84.2%)과 29번(68.3%)부터 다시 풀어 보세요. 32번은 정답률이 12.5%인 어려운 문항이니, 나중에 살펴보아도 \
                괜찮습니다.
                """,
            english: """
                김하늘, you scored 79 points in 9월 모의고사 영어, which is grade 3. Your score is 12.2 points above \
                the average of 66.8 points. You missed 4 questions.
                Of the 4 questions you missed, 2 are of the type 빈칸.
                Start with questions 1 (correct rate 84.2%) and 29 (68.3%), which many of the others had \
                right. Question 32 is a hard one, with a correct rate of 12.5%, and can wait.
                """)
    }

    @Test("neither missed questions nor types are known")
    func noRecords() {
        var student = StudentSituation()
        (student.types, student.missed) = ([], [])
        expect(
            student,
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 79점으로 3등급을 받았습니다. 평균 66.8점보다 12.2점 높은 점수입니다.
                틀린 것으로 기록된 문항은 없습니다. 유형별 성취의 기록도 없어, 강한 유형과 약한 유형은 이야기하지 않았습니다.
                """,
            english: """
                김하늘, you scored 79 points in 9월 모의고사 영어, which is grade 3. Your score is 12.2 points above \
                the average of 66.8 points.
                No missed question is on record. There are no results by type either, so strong and weak \
                types are not discussed here.
                """)
    }

    @Test("missed questions of types that are all right are not spoken of")
    func contradiction() {
        var student = StudentSituation()
        student.types = [("듣기", 17, 17), ("어휘", 6, 6), ("빈칸", 4, 4)]
        expect(
            student,
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 79점으로 3등급을 받았습니다. 평균 66.8점보다 12.2점 높은 점수입니다.
                틀린 문항과 유형별 성취의 기록이 서로 맞지 않아, 문항과 유형에 대한 이야기는 싣지 않았습니다. 채점 결과를 확인한 뒤에 다시 살펴보는 것이 좋겠습니다.
                """,
            english: """
                김하늘, you scored 79 points in 9월 모의고사 영어, which is grade 3. Your score is 12.2 points above \
                the average of 66.8 points.
                The missed questions and the results by type do not fit together, so neither is discussed \
                here. Please come back to this once the marking has been checked.
                """)
    }

    @Test("a student with everything wrong, one question unmarked")
    func everythingWrong() {
        var student = StudentSituation()
        (student.score, student.grade, student.types) = (0, 9, [("듣기", 0, 2), ("문법", 0, 2)])
        student.missed = [
            wrong(1, "듣기", 80), wrong(2, "듣기", 60), wrong(3, "문법", 30, selected: "무효"), wrong(4, "문법", 0),
        ]
        expect(
            student,
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 0점으로 9등급을 받았습니다. 이번에는 4문항 가운데 맞힌 문항이 없습니다.
                아쉬운 결과이지만, 어디서부터 다시 시작하면 되는지는 분명합니다. 맞힌 학생이 많은 문항부터, 1번(정답률 80%), 2번(60%)과 3번(30%)을 먼저 다시 풀어 \
                보세요. 3번은 유효한 답이 없는 것으로 채점되었으니, 다음에는 답안지를 내기 전에 표시를 확인해 보세요.
                """,
            english: """
                김하늘, you scored 0 points in 9월 모의고사 영어, which is grade 9. This time none of the 4 questions \
                was right.
                That is a pity, but it is clear where to start again. Begin with questions 1 (correct rate \
                80%), 2 (60%) and 3 (30%), which the others answered correctly most often. Question 3 was \
                marked as having no valid answer; next time, look over your answer sheet before you hand it \
                in.
                """)
    }

    @Test("a student whose every answer is unmarked")
    func nothingMarked() {
        var student = StudentSituation()
        (student.score, student.grade, student.types) = (0, 9, [("듣기", 0, 2)])
        student.missed = [wrong(1, "듣기", 80, selected: "무효"), wrong(2, "듣기", 60, selected: "무효")]
        expect(
            student,
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 0점으로 9등급을 받았습니다. 이번에는 2문항 가운데 맞힌 문항이 없습니다.
                모든 문항이 유효한 답이 없는 것으로 채점되었으니, 답안이 제대로 표시되고 읽혔는지 먼저 확인해 보세요. 맞힌 학생이 많은 문항부터, 1번(정답률 80%)과 \
                2번(60%)을 먼저 다시 풀어 보세요.
                """,
            english: """
                김하늘, you scored 0 points in 9월 모의고사 영어, which is grade 9. This time none of the 2 questions \
                was right.
                Every question was marked as having no valid answer, so check first that your sheet was \
                filled in and read properly. Begin with questions 1 (correct rate 80%) and 2 (60%), which \
                the others answered correctly most often.
                """)
    }

    @Test("all questions are of one type")
    func oneTypeStudent() {
        var student = StudentSituation()
        student.types = [("듣기", 8, 10)]
        student.missed = [wrong(3, "듣기", 90), wrong(7, "듣기", 55)]
        expect(
            student,
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 79점으로 3등급을 받았습니다. 평균 66.8점보다 12.2점 높은 점수입니다. 10문항 가운데 8문항을 맞혔고 2문항을 \
                틀렸습니다.
                모든 문항이 듣기 유형이어서 유형끼리 비교하지는 않았고, 정답률은 80%입니다.
                먼저 다른 학생들이 많이 맞힌 3번(정답률 90%)부터 다시 풀어 보세요.
                """,
            english: """
                김하늘, you scored 79 points in 9월 모의고사 영어, which is grade 3. Your score is 12.2 points above \
                the average of 66.8 points. You got 8 of the 10 questions right and missed 2.
                All questions are of one type, 듣기, and you got 80% of them right.
                Start with question 3 (correct rate 90%), which many of the others had right.
                """)
    }

    @Test("a student who is as good in every type")
    func equalTypesStudent() {
        var student = StudentSituation()
        student.types = [("듣기", 1, 2), ("문법", 1, 2)]
        student.missed = [wrong(3, "듣기", 50), wrong(7, "문법", 55)]
        expect(
            student,
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 79점으로 3등급을 받았습니다. 평균 66.8점보다 12.2점 높은 점수입니다. 4문항 가운데 2문항을 맞혔고 2문항을 \
                틀렸습니다.
                2개 유형의 정답률이 모두 50%로, 유형에 따른 차이는 없습니다.
                틀린 문항 가운데 맞힌 학생이 가장 많은 7번(정답률 55%)부터 다시 풀어 보세요.
                """,
            english: """
                김하늘, you scored 79 points in 9월 모의고사 영어, which is grade 3. Your score is 12.2 points above \
                the average of 66.8 points. You got 2 of the 4 questions right and missed 2.
                Your correct rate is 50% in each of the 2 types, so no type is weaker than another.
                Start with question 7 (correct rate 55%): among those you missed, it was answered correctly \
                most often.
                """)
    }
}
