import AnalysisFacts

/// Commentary in Korean: the sentences about questions.
enum KoreanQuestions {
    static func sentence(_ message: QuestionMessage) -> String {
        switch message {
        case .noQuestions: "문항별 정답률이 없어 어려운 문항과 약한 유형은 다루지 않았습니다."
        case .questionsDisagree: "문항별 기록에 서로 맞지 않는 값이 있어 문항과 유형은 다루지 않았습니다."
        case .checkQuestions: "정답과 채점 결과가 올바르게 입력되었는지 먼저 확인해 볼 필요가 있습니다."
        case .allRight(let count): "\(count)문항을 응시자 모두가 맞혔습니다."
        case .allRightMeaning: "모두 맞힌 시험이어서 더 어려운 문항이나 약한 유형을 가려낼 수는 없습니다."
        case .allRightNext: "다음에는 더 어려운 문항을 섞어 보면 학생마다 무엇이 부족한지 알 수 있습니다."
        case .allWrong(let count): "\(count)문항 가운데 맞힌 학생이 있는 문항이 없습니다."
        case .allWrongCheck: "흔한 결과가 아니므로, 정답이 올바르게 입력되었는지와 답안이 제대로 읽혔는지 먼저 확인할 필요가 있습니다."
        case .allWrongNext: "채점에 문제가 없다면, 기본 개념부터 함께 다시 풀어 보는 것이 좋겠습니다."
        case .sameRate(let count, let rate): "\(count)문항의 정답률이 모두 \(rate)%로 같습니다."
        case .oneQuestion(let rate): "문항은 1개이고 정답률은 \(rate)%입니다."
        case .sameRateMeaning: "정답률에 차이가 없어 어려운 문항이나 약한 유형을 따로 꼽을 수는 없습니다."
        case .overall(let count, let rate, let difficulty):
            "\(count)문항의 정답률은 평균 \(rate)%로, \(overall(difficulty))."
        case .oneBand(let difficulty): "정답률이 모든 문항에서 \(band(difficulty))\(oneBand(difficulty))"
        case .hardest(let questions, let next): hardest(questions, next)
        case .easiest(let questions): easiest(questions)
        case .bands(let hard, let veryEasy): bands(hard, veryEasy)
        case .ownCounts(let right, let count) where right == count: "\(count)문항을 모두 맞혔습니다."
        case .ownCounts(0, let count): "\(count)문항 가운데 맞힌 문항이 없습니다."
        case .ownCounts(let right, let count): "\(count)문항 가운데 \(right)문항을 맞혔습니다."
        case .ownMissed(let numbers): "다시 볼 문항은 \(numbers.questionList)입니다."
        }
    }

    private static func overall(_ difficulty: Difficulty) -> String {
        switch difficulty {
        case .veryEasy: "전체적으로 매우 쉬운 시험이었습니다"
        case .easy: "전체적으로 비교적 쉬운 시험이었습니다"
        case .medium: "전체적으로 난이도가 중간 정도인 시험이었습니다"
        case .hard: "전체적으로 어려운 편이었습니다"
        case .veryHard: "전체적으로 매우 어려운 시험이었습니다"
        }
    }

    private static func band(_ difficulty: Difficulty) -> String {
        switch difficulty {
        case .veryHard: "20% 미만"
        case .hard: "20% 이상 40% 미만"
        case .medium: "40% 이상 60% 미만"
        case .easy: "60% 이상 80% 미만"
        case .veryEasy: "80% 이상"
        }
    }

    private static func oneBand(_ difficulty: Difficulty) -> String {
        switch difficulty {
        case .veryHard: "에 머물러, 어느 문항도 쉽게 풀리지 않았습니다."
        case .hard, .medium, .easy: "으로, 문항 사이의 난이도 차이가 크지 않습니다."
        case .veryEasy: "으로, 어느 문항도 크게 어렵지 않았습니다."
        }
    }

    private static func hardest(_ questions: RatedQuestions, _ next: [RatedQuestions]) -> String {
        let numbers = questions.numbers.questionList
        if questions.isNobodys {
            return questions.numbers.isEmpty
                ? "맞힌 학생이 없는 문항이 \(questions.count)개 있습니다."
                : "\(numbers.asTopic) 맞힌 학생이 없어 가장 어려운 문항이었습니다."
        }
        if questions.numbers.isEmpty {
            return "정답률이 \(questions.rate)%로 가장 낮은 문항이 \(questions.count)개 있습니다."
        }
        if questions.count > 1 {
            return "가장 어려운 문항은 \(numbers.asMeans), 정답률이 똑같이 \(questions.rate)%입니다."
        }
        let followers = next.map { "\($0.numbers.questionList)(\($0.count > 1 ? "각 " : "")\($0.rate)%)" }.koreanList
        return followers.isEmpty
            ? "가장 어려운 문항은 \(numbers.asMeans), 정답률이 \(questions.rate)%입니다."
            : "가장 어려운 문항은 정답률이 \(questions.rate)%인 \(numbers)이고, \(followers.asSubject) 그 뒤를 잇습니다."
    }

    private static func easiest(_ questions: RatedQuestions) -> String {
        let numbers = questions.numbers.questionList
        if questions.isEverybodys {
            return questions.numbers.isEmpty
                ? "응시자 모두가 맞힌 문항은 \(questions.count)개입니다."
                : "반대로 \(numbers.asTopic) 응시자 모두가 맞혔습니다."
        }
        if questions.numbers.isEmpty {
            return "반대로 정답률이 \(questions.rate)%로 가장 높은 문항은 \(questions.count)개입니다."
        }
        let rate = questions.count > 1 ? "정답률이 똑같이 \(questions.rate)%입니다" : "정답률이 \(questions.rate)%입니다"
        return "반대로 가장 쉬운 문항은 \(numbers.asMeans), \(rate)."
    }

    private static func bands(_ hard: Int, _ veryEasy: Int) -> String {
        switch (hard, veryEasy) {
        case (0, 0): "정답률이 40%에 못 미치거나 80%를 넘는 문항은 없습니다."
        case (0, _): "정답률이 40%에 못 미친 문항은 없고, 80% 이상인 문항은 \(veryEasy)개입니다."
        case (_, 0): "정답률이 40%에 못 미친 문항은 \(hard)개이고, 80% 이상인 문항은 없습니다."
        default: "정답률이 40%에 못 미친 문항은 \(hard)개, 80% 이상인 문항은 \(veryEasy)개입니다."
        }
    }
}
