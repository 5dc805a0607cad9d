import AnalysisFacts

/// Feedback in Korean: the sentences about types, and about what to look at again.
enum KoreanAdvice {
    static func sentence(_ message: AdviceMessage) -> String {
        switch message {
        case .oneType(let name, let rate):
            "모든 문항이 \(KoreanTypes.typed([name]))이어서 유형끼리 비교하지는 않았고, 정답률은 \(rate)%입니다."
        case .typesEqual(let count, let rate): "\(count)개 유형의 정답률이 모두 \(rate)%로, 유형에 따른 차이는 없습니다."
        case .perfectTypes(let types, let count, let total): perfect(types, count, total)
        case .strongest(let types): strongest(types)
        case .weakest(let types, let count, let rate, let missed): weakest(types, count, rate, missed)
        case .concentrated(let type, let count, let total):
            "틀린 \(total)문항 가운데 \(count)문항이 \(KoreanTypes.typed([type]))입니다."
        case .onlyEasy(let count): "틀린 \(count)문항은 모두 전체의 60% 이상이 맞힌 문항이어서, 다시 풀면 충분히 익힐 수 있습니다."
        case .onlyHard(let count): "틀린 \(count)문항은 모두 정답률이 40%에 못 미치는 어려운 문항입니다."
        case .startWith(let questions, .easy): "먼저 다른 학생들이 많이 맞힌 \(rated(questions))부터 다시 풀어 보세요."
        case .startWith(let questions, .easiest):
            "틀린 문항 가운데 맞힌 학생이 가장 많은 \(rated(questions))부터 다시 풀어 보세요."
        case .startWith(let questions, .only): "다시 볼 문항은 \(rated(questions))뿐이니, 이 문항의 풀이를 꼼꼼히 확인해 보세요."
        case .hardCanWait(let question):
            "\(question.number)번은 정답률이 \(question.rate)%인 어려운 문항이니, 나중에 살펴보아도 괜찮습니다."
        case .unmarked(let numbers, let count):
            numbers.isEmpty
                ? "유효한 답이 없는 것으로 채점된 문항이 \(count)개이니, 다음에는 답안지를 내기 전에 표시를 확인해 보세요."
                : "\(numbers.questionList.asTopic) 유효한 답이 없는 것으로 채점되었으니, 다음에는 답안지를 내기 전에 표시를 확인해 보세요."
        }
    }

    /// Questions with the rate of each: 29번(정답률 84.2%)과 1번(68.3%).
    static func rated(_ questions: [RatedQuestion]) -> String {
        questions.enumerated().map { place, question in
            "\(question.number)번(\(place == 0 ? "정답률 " : "")\(question.rate)%)"
        }.koreanList
    }

    private static func perfect(_ types: [TypeScore], _ count: Int, _ total: Int) -> String {
        guard let first = types.first else {
            return "\(total)개 유형 가운데 \(count)개 유형에서는 모든 문항을 맞혔습니다."
        }
        if types.count > 1 { return "\(KoreanTypes.typed(types.map(\.name)))에서는 모든 문항을 맞혔습니다." }
        let type = KoreanTypes.typed([first.name])
        // A single right answer is no ground for praise.
        return first.count >= 3
            ? "\(type)은 \(first.count)문항을 모두 맞혀 아주 잘했습니다."
            : "\(type)은 \(first.count)문항을 모두 맞혔습니다."
    }

    private static func strongest(_ types: [TypeScore]) -> String {
        guard let first = types.first else { return "" }
        let names = KoreanTypes.typed(types.map(\.name))
        if types.count > 1 { return "정답률이 가장 높은 유형은 \(names)으로, 똑같이 \(first.rate)%입니다." }
        let result = "\(first.count)문항 중 \(first.right)문항을 맞혀 정답률이 \(first.rate)%입니다."
        let praise = first.rate >= Figure(60) ? "가장 잘한 것은" : "유형 가운데 정답률이 가장 높은 것은"
        return "\(praise) \(names)으로, \(result)"
    }

    private static func weakest(_ types: [TypeScore], _ count: Int, _ rate: Figure, _ missed: [Int]) -> String {
        guard let first = types.first else {
            return "정답률이 \(rate)%로 가장 낮은 유형이 \(count)개이니, 이 유형들을 나누어 복습해 보세요."
        }
        let names = KoreanTypes.typed(types.map(\.name))
        let together = missed.count == 1 ? "다시" : "함께 놓고"
        let numbers = missed.isEmpty ? "" : " 틀린 \(missed.questionList.asObject) \(together) 살펴보세요."
        if types.count > 1 {
            return "정답률이 가장 낮은 유형은 \(names)으로, 똑같이 \(rate)%입니다."
        }
        let share = "\(first.count)문항 중 \(first.right)문항(\(rate)%)"
        if rate >= Figure(80) { return "정답률이 가장 낮은 \(names)에서도 \(share)을 맞혔습니다." }
        let result =
            first.right == 0
            ? "\(first.count)문항을 모두 틀려 가장 먼저 보완할 유형이니,"
            : "\(share)을 맞혀 정답률이 가장 낮으니,"
        return "\(names)은 \(result)\(numbers.isEmpty ? " 차근차근 복습해 보세요." : numbers)"
    }
}
