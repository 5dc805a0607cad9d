/// More sentences about the same exam and student, in other words.
extension OwnCases {
    static let moreOfExam: [(right: String, wrong: String)] = [
        (
            "최고 점수는 96점, 최저 점수는 21점으로 75점 차이가 났고 평균은 그 사이인 58.33점이었다.",
            "최고 점수는 96점, 최저 점수는 21점으로 70점 차이가 났고 평균은 그 사이인 58.33점이었다."
        ),
        ("평균(58.3점)은 최고점보다 37.7점 낮고 최저점보다는 37.3점 높습니다.", "평균(58.3점)은 최고점보다 37.7점 높고 최저점보다는 37.3점 높습니다."),
        ("독서 유형은 세 문항 모두 정답률이 절반에 미치지 못했습니다.", "문학 유형은 세 문항 모두 정답률이 절반에 미치지 못했습니다."),
        ("정답률이 90%를 넘는 문항은 10번 하나뿐입니다.", "정답률이 90%를 넘는 문항은 1번 하나뿐입니다."),
        ("정답률 30% 미만의 고난도 문항은 8번과 9번으로, 둘 다 독서에서 출제되었습니다.", "정답률 30% 미만의 고난도 문항은 7번과 9번으로, 둘 다 독서에서 출제되었습니다."),
        ("9번을 맞힌 학생은 여섯 명에 불과합니다.", "9번을 맞힌 학생은 열 명에 불과합니다."),
        ("9번은 서른네 명이 틀렸습니다.", "9번은 서른여섯 명이 틀렸습니다."),
        ("다섯 명 중 네 명이 4번을 맞혔습니다.", "다섯 명 중 세 명이 4번을 맞혔습니다."),
        (
            "유형별로 보면 화법이 95%로 가장 높고, 문학 70.8%, 문법 60%, 독서 28.3%가 뒤를 따릅니다.",
            "유형별로 보면 화법이 95%로 가장 높고, 독서 70.8%, 문법 60%, 문학 28.3%가 뒤를 따릅니다."
        ),
        ("문학은 4번부터 6번까지 세 문항이 나왔고 62.5%에서 80% 사이의 정답률을 보였어요.", "문학은 4번부터 6번까지 네 문항이 나왔고 62.5%에서 80% 사이의 정답률을 보였어요."),
        ("같은 문법이라도 1번(90%)과 3번(35%)의 차이가 55%p나 됩니다.", "같은 문법이라도 1번(90%)과 3번(35%)의 차이가 45%p나 됩니다."),
        ("4등급 학생이 전체의 30%로 가장 두터운 층을 이룹니다.", "4등급 학생이 전체의 25%로 가장 두터운 층을 이룹니다."),
        ("4~5등급이 22명으로 절반을 넘습니다.", "4~5등급이 20명으로 절반을 넘습니다."),
        ("4등급 이하가 22명(55%)입니다.", "3등급 이하가 22명(55%)입니다."),
        ("1등급은 4명, 2등급은 6명, 3등급은 8명입니다.", "1등급은 4명, 2등급은 8명, 3등급은 6명입니다."),
        ("1등급이 가장 적은 4명이고 5등급은 10명입니다.", "1등급이 가장 적은 6명이고 5등급은 10명입니다."),
        ("배점은 문항당 10점이고 총점은 100점입니다.", "배점은 문항당 5점이고 총점은 100점입니다."),
        ("화법을 제외하면 정답률이 가장 높은 유형은 문학입니다.", "정답률이 가장 높은 유형은 문학입니다."),
        ("세 번째로 쉬운 문항은 4번(80%)입니다.", "두 번째로 쉬운 문항은 4번(80%)입니다."),
        ("문법 문항 중에서는 3번이 가장 어려웠습니다.", "문법 문항 중에서는 2번이 가장 어려웠습니다."),
        ("독서의 정답률이 문법의 절반에도 못 미칩니다.", "독서의 정답률이 문법보다 높습니다."),
        ("전체 평균 정답률 57.3%보다 낮은 유형은 독서뿐입니다.", "전체 평균 정답률 57.3%보다 높은 유형은 독서뿐입니다."),
        ("평균 58.3점은 만점의 절반을 조금 넘는 수준이에요.", "평균 58.3점은 만점의 절반에 조금 못 미치는 수준이에요."),
        ("2번(55%)과 7번(45%)은 절반 안팎의 학생이 맞혔습니다.", "2번(45%)과 7번(55%)은 절반 안팎의 학생이 맞혔습니다."),
        ("응시 인원이 40명이므로 결과를 믿을 만합니다.", "응시 인원이 45명이므로 결과를 믿을 만합니다."),
        (
            "On average, students scored 58.3 out of a possible 100 points.",
            "On average, students scored 58.3 out of a possible 120 points."
        ),
        ("Nobody scored below 21 or above 96.", "Nobody scored below 25 or above 96."),
        (
            "Reading was clearly the weakest area, averaging just 28.3% correct.",
            "Grammar was clearly the weakest area, averaging just 28.3% correct."
        ),
        (
            "Students did best on speech (화법), where 95% answered correctly, and worst on reading (독서).",
            "Students did best on reading (독서), where 95% answered correctly, and worst on speech (화법)."
        ),
        ("The three most difficult questions were 9, 8 and 3.", "The three most difficult questions were 9, 8 and 2."),
        (
            "Questions 8 and 9 were the hardest, with correct rates of 25% and 15% respectively.",
            "Questions 8 and 9 were the hardest, with correct rates of 15% and 25% respectively."
        ),
        ("Nearly three in five students got question 2 right.", "Nearly four in five students got question 2 right."),
        (
            "More than half of the class (55%) ended up in grade 4 or below.",
            "More than half of the class (65%) ended up in grade 4 or below."
        ),
        (
            "Eighteen students, or 45%, earned grade 3 or better.",
            "Eighteen students, or 45%, earned grade 2 or better."
        ),
        ("Only one question, number 10, exceeded 90%.", "Only one question, number 4, exceeded 90%."),
        (
            "Literature averaged 70.8%, some 11 points ahead of grammar.",
            "Literature averaged 70.8%, some 11 points behind grammar."
        ),
        (
            "The easiest item, question 10, was answered correctly by 38 students.",
            "The easiest item, question 10, was answered correctly by 36 students."
        ),
        (
            "Correct rates ran from 15% on question 9 to 95% on question 10.",
            "Correct rates ran from 15% on question 8 to 95% on question 10."
        ),
        (
            "Reading lags 29 percentage points behind the overall mean of 57.3%.",
            "Reading lags 19 percentage points behind the overall mean of 57.3%."
        ),
        (
            "The average of 58.3 sits closer to the lowest score than to a perfect 100.",
            "The average of 68.3 sits closer to the lowest score than to a perfect 100."
        ),
        (
            "Two of the three grammar items were solved by more than half of the class.",
            "All three grammar items were solved by more than half of the class."
        ),
        (
            "Question 5 (70%) was easier than question 6 (62.5%).",
            "Question 5 (70%) was harder than question 6 (62.5%)."
        ),
        (
            "I recommend going over question 9 together, since 34 of the 40 students missed it.",
            "I recommend going over question 9 together, since 36 of the 40 students missed it."
        ),
    ]

    static let moreOfStudent: [(right: String, wrong: String)] = [
        ("서진 학생의 점수는 평균을 12점 이상 앞섭니다.", "서진 학생의 점수는 평균에 12점 이상 뒤처집니다."),
        ("듣기는 열 문항 가운데 단 하나만 놓쳤습니다.", "듣기는 열 문항 가운데 단 두 개만 놓쳤습니다."),
        ("어휘 여덟 문항 중 네 문항을 틀려 정답률이 50%에 머물렀어요.", "어휘 여덟 문항 중 네 문항을 틀려 정답률이 50점에 머물렀어요."),
        ("틀린 열 문항 가운데 세 문항이 문법이었습니다.", "틀린 열 문항 가운데 세 문항이 독해였습니다."),
        ("문법은 5문항 중 2문항을 맞혀 40%에 그쳤고, 어휘도 절반에 그쳤습니다.", "문법은 5문항 중 3문항을 맞혀 40%에 그쳤고, 어휘도 절반에 그쳤습니다."),
        ("3번 듣기 문제는 응시자 열 명 중 아홉 명 가까이가 맞힌 문제입니다.", "3번 듣기 문제는 응시자 열 명 중 일곱 명 가까이가 맞힌 문제입니다."),
        ("12번과 34번은 각각 72.5%, 66.7%가 맞혔습니다.", "12번과 34번은 각각 66.7%, 72.5%가 맞혔습니다."),
        ("정답률이 30%에도 못 미친 문항은 29번과 33번입니다.", "정답률이 30%에도 못 미친 문항은 29번과 31번입니다."),
        ("독해는 83%로 듣기 다음으로 좋았습니다.", "독해는 83%로 듣기보다 좋았습니다."),
        ("가장 잘한 유형은 듣기이고 그다음은 독해입니다.", "가장 잘한 유형은 독해이고 그다음은 듣기입니다."),
        ("22번은 2번이 정답인데 3번을 선택했습니다.", "22번은 3번이 정답인데 2번을 선택했습니다."),
        ("15번에서는 4번을 골랐지만 정답은 2번이었습니다.", "15번에서는 5번을 골랐지만 정답은 2번이었습니다."),
        ("평균이 64.25점이니 12점가량 높은 셈이에요.", "평균이 64.25점이니 12점가량 낮은 셈이에요."),
        ("오답 열 개 중 절반은 정답률이 55%를 넘는 문항에서 나왔습니다.", "오답 열한 개 중 절반은 정답률이 55%를 넘는 문항에서 나왔습니다."),
        ("두 문항(14번, 33번)은 답이 무효 처리되었으니 표기를 확인하세요.", "두 문항(14번, 34번)은 답이 무효 처리되었으니 표기를 확인하세요."),
        ("문법보다는 어휘가 조금 낫지만 두 유형 모두 50% 이하입니다.", "문법보다는 어휘가 조금 낫지만 두 유형 모두 40% 이하입니다."),
        ("듣기와 독해는 80%를 넘어 안정적입니다.", "듣기와 독해는 90%를 넘어 안정적입니다."),
        ("You missed 10 of the 35 questions.", "You missed 12 of the 35 questions."),
        ("Listening and reading are both above 80%.", "Listening and reading are both above 85%."),
        (
            "Your weakest area is grammar, where you got two out of five.",
            "Your weakest area is vocabulary, where you got four out of eight."
        ),
        (
            "In vocabulary you answered four of the eight questions correctly.",
            "In vocabulary you answered five of the eight questions correctly."
        ),
        (
            "Questions 3, 12 and 34 were solved by at least two thirds of the participants.",
            "Questions 3, 12 and 22 were solved by at least two thirds of the participants."
        ),
        ("The overall rate is 71.4%, or 25 out of 35.", "The overall rate is 71.4%, or 26 out of 35."),
        (
            "On question 22, the right answer was 2, but 3 was chosen.",
            "On question 22, the right answer was 3, but 2 was chosen."
        ),
        (
            "이서진's result is 12.3 points higher than the class average.",
            "이서진's result is 12.3 points lower than the class average."
        ),
        (
            "The gap between listening (90%) and grammar (40%) is 50 percentage points.",
            "The gap between listening (90%) and grammar (40%) is 40 percentage points."
        ),
        (
            "Most of the lost marks come from vocabulary (four questions) and grammar (three questions).",
            "Most of the lost marks come from vocabulary (three questions) and grammar (four questions)."
        ),
        ("The best type was listening, followed by reading.", "The best type was reading, followed by listening."),
        (
            "Question 33 was marked invalid; the answer would have been 2.",
            "Question 33 was marked invalid; the answer would have been 3."
        ),
        (
            "Aim for grade 1 next time by learning ten new words a day.",
            "You are in grade 1; keep learning ten new words a day."
        ),
    ]
}
