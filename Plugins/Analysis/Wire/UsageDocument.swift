import LanguageModel
import PluginSDK

/// What models were used for, day by day: for who pays. A tenant sees its own.
public struct UsageDocument: Codable, Sendable {
    public struct Entry: Codable, Sendable {
        /// UTC.
        public var day: String
        public var tenant: String
        public var provider: String
        public var model: String
        public var answers: Int
        public var inputTokens: Int
        public var cachedInputTokens: Int
        public var outputTokens: Int
        /// Of the answers: those whose tokens the provider did not tell.
        public var estimatedAnswers: Int
        /// By the price table; 0 where the model has no price.
        public var cost: Double
    }

    public var entries: [Entry]

    /// - Parameters:
    ///   - model: nil: no model, and nothing was used.
    ///   - from: `2026-03-01`; nil: the same day as `to`.
    ///   - to: nil: today.
    /// - Throws: `InputRefusal` for what is no day; `ServiceError`.
    init(_ model: LanguageModel?, from: String?, to: String?, tenant: String?) async throws {
        let last = try Self.day(to, "to") ?? UsageDay.today
        let first = try Self.day(from, "from") ?? last
        let all = try await model?.usage(from: first, to: last) ?? []
        entries = all.filter { tenant == nil || $0.key.tenant == tenant }.map { entry in
            Entry(
                day: entry.key.day, tenant: entry.key.tenant, provider: entry.key.provider, model: entry.key.model,
                answers: entry.totals.answers, inputTokens: entry.totals.inputTokens,
                cachedInputTokens: entry.totals.cachedInputTokens, outputTokens: entry.totals.outputTokens,
                estimatedAnswers: entry.totals.estimatedAnswers, cost: entry.totals.cost)
        }
    }

    private static func day(_ text: String?, _ name: String) throws -> String? {
        guard let text, !text.isEmpty else { return nil }
        let digits = text.utf8.enumerated().allSatisfy { index, byte in
            index == 4 || index == 7 ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
        }
        guard text.utf8.count == 10, digits else {
            throw InputRefusal(problems: [
                InputProblem(
                    location: ["query", .string(name)], type: "date_parsing",
                    message: "Input should be a day such as 2026-03-01")
            ])
        }
        return text
    }
}
