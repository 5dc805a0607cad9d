import AnalysisFacts

/// Commentary in Korean: the sentences about types, and about what to look at again.
enum KoreanTypes {
    static func sentence(_ message: TypeMessage) -> String {
        switch message {
        case .noTypes: "문항에 유형이 적혀 있지 않아 유형별 비교는 하지 않았습니다."
        case .oneType(let name, true, _, let rate):
            "모든 문항이 \(typed([name])) 문항이어서 유형끼리 비교할 수는 없으며, 그 정답률은 평균 \(rate)%입니다."
        case .oneType(let name, false, let count, let rate):
            "유형이 적힌 문항은 \(typed([name])) \(count)문항뿐이고, 그 정답률은 평균 \(rate)%입니다."
        case .typesEqual(let count, let rate): "\(count)개 유형의 평균 정답률이 모두 \(rate)%로, 특별히 약한 유형은 없습니다."
        case .types(let weakest, let strongest, let gap, let typedOnly):
            types(weakest, strongest, gap, typedOnly)
        case .hardestIsOfWeakest(let number, let type): "가장 어려운 \(number)번도 \(typed([type]))의 문항입니다."
        case .separating(let numbers):
            "정답률이 40%에서 60% 사이인 \(numbers.questionList.asTopic) 맞힌 학생과 틀린 학생이 비슷하게 갈린 문항입니다."
        case .review(let numbers, .points):
            "배점까지 생각하면 점수를 가장 많이 잃은 문항은 \(numbers.questionList)이므로, 복습도 여기에서 시작하는 것이 좋겠습니다."
        case .review(let numbers, .rate):
            "복습은 틀린 학생이 가장 많은 \(numbers.questionList)부터 시작하는 것이 좋겠습니다."
        case .reviewType(let name, let numbers):
            "복습은 \(typed([name]))에 속한 \(numbers.questionList)부터 시작하는 것이 좋겠습니다."
        }
    }

    /// The names with the word for a type, which their last one may have already.
    static func typed(_ names: [String]) -> String {
        // 과 and 와 inside a name would be read as the list's own.
        let isJoined = names.contains { $0.contains("과 ") || $0.contains("와 ") }
        let list = isJoined ? names.joined(separator: ", ") : names.koreanList
        return list.hasSuffix("유형") ? list : list + " 유형"
    }

    private static func types(
        _ weakest: RatedTypes, _ strongest: RatedTypes, _ gap: Figure?, _ typedOnly: Int?
    ) -> String {
        let scope = typedOnly.map { "유형이 적힌 \($0)문항을 유형별로 보면" } ?? "유형별로 보면"
        let low =
            weakest.names.isEmpty
            ? "정답률이 \(weakest.rate)%로 가장 낮은 유형이 \(weakest.count)개이고"
            : "\(typed(weakest.names))의 정답률이 평균 \(weakest.rate)%로 가장 낮고"
        let high =
            strongest.names.isEmpty
            ? "\(strongest.rate)%로 가장 높은 유형이 \(strongest.count)개\(gap == nil ? "입니다." : "여서")"
            : "\(typed(strongest.names))이 \(strongest.rate)%로 가장 높\(gap == nil ? "습니다." : "아")"
        return "\(scope) \(low), \(high)" + (gap.map { " \($0)%p 차이가 납니다." } ?? "")
    }
}
