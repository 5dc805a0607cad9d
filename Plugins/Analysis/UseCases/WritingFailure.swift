import AnalysisChecker
import LanguageModel
import ModelAPI
import PluginSDK

/// Why a model gave no text that can be used.
enum WritingFailure: Error, Sendable {
    case model(ModelFailure)
    /// Also the corrected attempt says what the facts do not; the kinds of what is wrong in it.
    case unverified([String])

    /// Of an answer that had marks alone, such as a fence.
    static let empty = WritingFailure.model(ModelFailure(.empty, "The model's answer has no text in it."))

    var code: String {
        switch self {
        case .model(let failure): failure.code
        case .unverified: Self.unverifiedCode
        }
    }

    static let unverifiedCode = "analysis.unverified"

    /// In the queue's words; HTTP clients get 502, as contracts 1.7 and 4.4 propose it, and 429 for what is their own.
    var jobFailure: any Error {
        switch self {
        case .model(let failure): failure.jobFailure(httpStatus: failure.reason == .tenantLimited ? 429 : 502)
        case .unverified(let kinds):
            Retry(
                "The model's text contradicts the facts, also after a second attempt: \(kinds.joined(separator: ", ")).",
                code: code, httpStatus: 502)
        }
    }
}
