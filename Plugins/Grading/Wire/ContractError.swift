import PluginSDK

/// A failure of the sender's picture or request: a stable code and a sentence.
protocol GradingFailure: Error {
    var code: String { get }
    var message: String { get }
}

extension ImageError: GradingFailure {}
extension SheetError: GradingFailure {}
extension PrintError: GradingFailure {}

/// How the contract's callers are told: 400 for a key that is no JSON, 500 for everything else.
struct ContractError: GradingFailure {
    let code: String
    let message: String

    static let scoreOverflow = ContractError(
        code: "key.score_overflow", message: "the scores add up to more than an integer holds; check question_scores")

    static func reject(_ error: AnswerKeyError) -> Reject {
        switch error {
        case .syntax: Reject("JSON 파싱 오류: \(error.message)", code: "key.syntax", httpStatus: 400)
        case .shape: Reject("채점 오류: \(error.message)", code: "key.shape", httpStatus: 500)
        }
    }

    static func reject(_ error: any GradingFailure) -> Reject {
        // The contract's first sentence for a picture that is none.
        let inner = error is ImageError ? "이미지를 읽을 수 없습니다: \(error.message)" : error.message
        return Reject("채점 오류: OMR 채점 실패: \(inner)", code: error.code, httpStatus: 500)
    }
}
