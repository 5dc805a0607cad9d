import AnalysisFacts
import Testing

@Suite struct ReviewTextTests {
    @Test("a student who missed only easy questions")
    func onlyEasy() {
        var student = StudentSituation()
        student.types = [("듣기", 16, 17), ("문법", 2, 3)]
        student.missed = [wrong(3, "듣기", 90), wrong(7, "문법", 65)]
        expect(
            student,
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 79점으로 3등급을 받았습니다. 평균 66.8점보다 12.2점 높은 점수입니다. 20문항 가운데 18문항을 맞혔고 2문항을 \
                틀렸습니다.
                가장 잘한 것은 듣기 유형으로, 17문항 중 16문항을 맞혀 정답률이 94.1%입니다. 문법 유형은 3문항 중 2문항(66.7%)을 맞혀 정답률이 가장 낮으니, 틀린 \
                7번을 다시 살펴보세요.
                틀린 2문항은 모두 전체의 60% 이상이 맞힌 문항이어서, 다시 풀면 충분히 익힐 수 있습니다. 먼저 다른 학생들이 많이 맞힌 3번(정답률 90%)과 \
                7번(65%)부터 다시 풀어 보세요.
                """,
            english: """
                김하늘, you scored 79 points in 9월 모의고사 영어, which is grade 3. Your score is 12.2 points above \
                the average of 66.8 points. You got 18 of the 20 questions right and missed 2.
                You did best in 듣기, with 16 of 17 questions right (94.1%). 문법 needs the most work: you got 2 \
                of 3 questions right (66.7%), so look at question 7 again.
                At least 60% of all students had each of the questions you missed right, so a second try \
                will pay off. Start with questions 3 (correct rate 90%) and 7 (65%), which many of the \
                others had right.
                """)
    }

    @Test("a student who missed only hard questions")
    func onlyHard() {
        var student = StudentSituation()
        student.types = [("빈칸", 2, 4), ("문법", 2, 3), ("듣기", 17, 17)]
        student.missed = [wrong(30, "빈칸", 12.5), wrong(32, "빈칸", 38), wrong(33, "문법", 20)]
        expect(
            student,
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 79점으로 3등급을 받았습니다. 평균 66.8점보다 12.2점 높은 점수입니다. 24문항 가운데 21문항을 맞혔고 3문항을 \
                틀렸습니다.
                듣기 유형은 17문항을 모두 맞혀 아주 잘했습니다. 빈칸 유형은 4문항 중 2문항(50%)을 맞혀 정답률이 가장 낮으니, 틀린 30번과 32번을 함께 놓고 \
                살펴보세요.
                틀린 3문항은 모두 정답률이 40%에 못 미치는 어려운 문항입니다. 틀린 문항 가운데 맞힌 학생이 가장 많은 32번(정답률 38%)부터 다시 풀어 보세요.
                """,
            english: """
                김하늘, you scored 79 points in 9월 모의고사 영어, which is grade 3. Your score is 12.2 points above \
                the average of 66.8 points. You got 21 of the 24 questions right and missed 3.
                In 듣기 you got all 17 questions right, which is very good work. 빈칸 needs the most work: you \
                got 2 of 4 questions right (50%), so look at questions 30 and 32 together.
                All the questions you missed were hard ones, with a correct rate below 40%. Start with \
                question 32 (correct rate 38%): among those you missed, it was answered correctly most \
                often.
                """)
    }

    @Test("a student who missed one question")
    func oneMissed() {
        var student = StudentSituation()
        student.types = [("빈칸", 3, 4), ("문법", 3, 3)]
        student.missed = [wrong(30, "빈칸", 12.5)]
        expect(
            student,
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 79점으로 3등급을 받았습니다. 평균 66.8점보다 12.2점 높은 점수입니다. 7문항 가운데 6문항을 맞혔고 1문항을 \
                틀렸습니다.
                문법 유형은 3문항을 모두 맞혀 아주 잘했습니다.
                다시 볼 문항은 30번(정답률 12.5%)뿐이니, 이 문항의 풀이를 꼼꼼히 확인해 보세요.
                """,
            english: """
                김하늘, you scored 79 points in 9월 모의고사 영어, which is grade 3. Your score is 12.2 points above \
                the average of 66.8 points. You got 6 of the 7 questions right and missed 1.
                In 문법 you got all 3 questions right, which is very good work.
                The only one to look at again is question 30 (correct rate 12.5%), so take your time over \
                its solution.
                """)
    }

    @Test("a student without a name, exactly at the average")
    func unnamed() {
        var student = StudentSituation()
        (student.student, student.score) = (StudentFigures.nobody, 66.8)
        expect(
            student,
            korean: """
                9월 모의고사 영어에서 66.8점으로 3등급을 받았습니다. 평균도 66.8점으로, 평균과 같은 점수입니다. 30문항 가운데 26문항을 맞혔고 4문항을 틀렸습니다.
                문법 유형은 3문항을 모두 맞혀 아주 잘했습니다. 빈칸 유형은 4문항 중 2문항(50%)을 맞혀 정답률이 가장 낮으니, 틀린 31번과 32번을 함께 놓고 살펴보세요.
                먼저 다른 학생들이 많이 맞힌 1번(정답률 84.2%)과 29번(68.3%)부터 다시 풀어 보세요.
                """,
            english: """
                You scored 66.8 points in 9월 모의고사 영어, which is grade 3. Your score is the same as the \
                average, 66.8 points. You got 26 of the 30 questions right and missed 4.
                In 문법 you got all 3 questions right, which is very good work. 빈칸 needs the most work: you \
                got 2 of 4 questions right (50%), so look at questions 31 and 32 together.
                Start with questions 1 (correct rate 84.2%) and 29 (68.3%), which many of the others had \
                right.
                """)
    }

    @Test("unmarked answers")
    func unmarked() {
        var student = StudentSituation()
        (student.missed[1].selected, student.missed[2].selected) = ("무효", "무효")
        expect(
            student,
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 79점으로 3등급을 받았습니다. 평균 66.8점보다 12.2점 높은 점수입니다. 30문항 가운데 26문항을 맞혔고 4문항을 \
                틀렸습니다.
                문법 유형은 3문항을 모두 맞혀 아주 잘했습니다. 빈칸 유형은 4문항 중 2문항(50%)을 맞혀 정답률이 가장 낮으니, 틀린 31번과 32번을 함께 놓고 살펴보세요.
                먼저 다른 학생들이 많이 맞힌 1번(정답률 84.2%)과 29번(68.3%)부터 다시 풀어 보세요. 29번과 31번은 유효한 답이 없는 것으로 채점되었으니, 다음에는 \
                답안지를 내기 전에 표시를 확인해 보세요.
                """,
            english: """
                김하늘, you scored 79 points in 9월 모의고사 영어, which is grade 3. Your score is 12.2 points above \
                the average of 66.8 points. You got 26 of the 30 questions right and missed 4.
                In 문법 you got all 3 questions right, which is very good work. 빈칸 needs the most work: you \
                got 2 of 4 questions right (50%), so look at questions 31 and 32 together.
                Start with questions 1 (correct rate 84.2%) and 29 (68.3%), which many of the others had \
                right. Questions 29 and 31 were marked as having no valid answer; next time, look over your \
                answer sheet before you hand it in.
                """)
    }

    @Test("a student below the average, with a type all wrong")
    func below() {
        var student = StudentSituation()
        (student.score, student.grade, student.types) = (40, 7, [("듣기", 1, 2), ("문법", 0, 2)])
        student.missed = [wrong(3, "듣기", 50), wrong(7, "문법", 55), wrong(8, "문법", 0)]
        expect(
            student,
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 40점으로 7등급을 받았습니다. 평균 66.8점보다 26.8점 낮은 점수입니다. 4문항 가운데 1문항을 맞혔고 3문항을 \
                틀렸습니다.
                유형 가운데 정답률이 가장 높은 것은 듣기 유형으로, 2문항 중 1문항을 맞혀 정답률이 50%입니다. 문법 유형은 2문항을 모두 틀려 가장 먼저 보완할 유형이니, \
                틀린 7번과 8번을 함께 놓고 살펴보세요.
                틀린 문항 가운데 맞힌 학생이 가장 많은 7번(정답률 55%)부터 다시 풀어 보세요.
                """,
            english: """
                김하늘, you scored 40 points in 9월 모의고사 영어, which is grade 7. Your score is 26.8 points below \
                the average of 66.8 points. You got 1 of the 4 questions right and missed 3.
                Your highest correct rate was in 듣기, with 1 of 2 questions right (50%). 문법 needs the most \
                work: you got none of 2 questions right, so look at questions 7 and 8 together.
                Start with question 7 (correct rate 55%): among those you missed, it was answered correctly \
                most often.
                """)
    }

    @Test("a student who missed what nobody had right")
    func nobodyRight() {
        var student = StudentSituation()
        student.types = [("듣기", 8, 9), ("문법", 9, 10)]
        student.missed = [wrong(3, "듣기", 0), wrong(7, "문법", 0)]
        expect(
            student,
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 79점으로 3등급을 받았습니다. 평균 66.8점보다 12.2점 높은 점수입니다. 19문항 가운데 17문항을 맞혔고 2문항을 \
                틀렸습니다.
                가장 잘한 것은 문법 유형으로, 10문항 중 9문항을 맞혀 정답률이 90%입니다. 정답률이 가장 낮은 듣기 유형에서도 9문항 중 8문항(88.9%)을 맞혔습니다.
                틀린 2문항은 모두 정답률이 40%에 못 미치는 어려운 문항입니다. 다른 학생들도 맞히지 못한 문항들이므로, 수업에서 함께 풀이를 확인해 보세요.
                """,
            english: """
                김하늘, you scored 79 points in 9월 모의고사 영어, which is grade 3. Your score is 12.2 points above \
                the average of 66.8 points. You got 17 of the 19 questions right and missed 2.
                You did best in 문법, with 9 of 10 questions right (90%). Even in 듣기, your lowest, you got 8 \
                of 9 questions right (88.9%).
                All the questions you missed were hard ones, with a correct rate below 40%. The others did \
                not get these questions right either, so ask for the solutions in class.
                """)
    }

    @Test("a hard question that no other sentence sends to can wait")
    func hardCanWait() {
        var student = StudentSituation()
        student.missed.append(wrong(40, "어휘", 8))
        student.types[1] = ("어휘", 10, 12)
        expect(
            student,
            korean: """
                김하늘 학생은 9월 모의고사 영어에서 79점으로 3등급을 받았습니다. 평균 66.8점보다 12.2점 높은 점수입니다. 36문항 가운데 31문항을 맞혔고 5문항을 \
                틀렸습니다.
                문법 유형은 3문항을 모두 맞혀 아주 잘했습니다. 빈칸 유형은 4문항 중 2문항(50%)을 맞혀 정답률이 가장 낮으니, 틀린 31번과 32번을 함께 놓고 살펴보세요.
                먼저 다른 학생들이 많이 맞힌 1번(정답률 84.2%)과 29번(68.3%)부터 다시 풀어 보세요. 40번은 정답률이 8%인 어려운 문항이니, 나중에 살펴보아도 \
                괜찮습니다.
                """,
            english: """
                김하늘, you scored 79 points in 9월 모의고사 영어, which is grade 3. Your score is 12.2 points above \
                the average of 66.8 points. You got 31 of the 36 questions right and missed 5.
                In 문법 you got all 3 questions right, which is very good work. 빈칸 needs the most work: you \
                got 2 of 4 questions right (50%), so look at questions 31 and 32 together.
                Start with questions 1 (correct rate 84.2%) and 29 (68.3%), which many of the others had \
                right. Question 40 is a hard one, with a correct rate of 8%, and can wait.
                """)
    }
}
