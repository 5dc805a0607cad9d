/// Which kind of question each one is.
public struct QuestionTypes: Sendable, Hashable {
    /// What a question without a kind is.
    static let other = "기타"

    let named: [Int: String]
    let fallback: FallbackTypes

    /// The exam says no kinds at all.
    var areFallback: Bool { named.isEmpty }

    /// - Parameter own: what the question says itself. Graders call a question without a kind 기타: where the exam says no
    ///   kinds, that says nothing.
    func name(of number: Int, own: String? = nil) -> String {
        if let own, own != Self.other || !areFallback { return own }
        return areFallback ? fallback.name(of: number) ?? Self.other : named[number] ?? Self.other
    }
}

/// Kinds of the questions of an exam that says none.
public enum FallbackTypes: String, Sendable, Hashable, CaseIterable {
    /// Those of the Korean mock exam of English, 45 questions: contracts 3.5.
    case koreanEnglish = "korean-english"
    case none

    func name(of number: Int) -> String? {
        guard self == .koreanEnglish else { return nil }
        return switch number {
        case 1...17: "듣기"
        case 18...19: "문법"
        case 20...24, 35, 40...45: "내용파악"
        case 25...30: "어휘"
        case 31...34: "빈칸"
        case 36...39: "순서삽입"
        default: nil
        }
    }
}

extension ReportLocale {
    /// A kind of question in this language, where the name is ours and not the exam's.
    func type(_ name: String, isOurs: Bool) -> String {
        guard self == .english, isOurs || name == QuestionTypes.other else { return name }
        return switch name {
        case "듣기": "Listening"
        case "문법": "Grammar"
        case "내용파악": "Comprehension"
        case "어휘": "Vocabulary"
        case "빈칸": "Gap filling"
        case "순서삽입": "Order and insertion"
        case QuestionTypes.other: "Other"
        default: name
        }
    }

    /// Who has no name.
    var student: String { self == .korean ? "학생" : "Student" }
    /// What has no name.
    var exam: String { self == .korean ? "시험" : "Exam" }
}
