import Fuzzing
import ModelAPI
import Testing

@testable import LanguageModel

@Suite("What lies in the store")
struct StoredBytesFuzzTests {
    @Test("mutated answers are read or passed over")
    func mutatedAnswers() throws {
        var random = SeededRandom(1)
        let completion = Completion(
            text: "Zwölf did \"well\".\n", calls: [ToolCall(id: "a", name: "find", arguments: "{}")],
            usage: TokenUsage(input: 100, output: 20, cachedInput: 3, isReported: true), model: "small", id: "1")
        let bytes = try #require(CachedCompletion.bytes(completion))
        #expect(CachedCompletion.completion(bytes) == completion)
        for _ in 0..<FuzzRounds.count(2000) { _ = CachedCompletion.completion(bytes.mutated(&random)) }
    }

    @Test("mutated lines of the ledger are read or passed over, and can be added to")
    func mutatedLedger() {
        var random = SeededRandom(2)
        let totals = UsageTotals(TokenUsage(input: .max, output: 20, isReported: true), cost: 0.5)
        let key = UsageKey(day: "2026-03-01", tenant: "서울/1", provider: "openai", model: "small")
        for _ in 0..<FuzzRounds.count(2000) {
            let read = UsageRecord.totals(from: UsageRecord.value(totals).mutated(&random)) ?? UsageTotals()
            _ = read.adding(totals).adding(read)
            _ = UsageRecord.key(
                from: String(decoding: Array(UsageRecord.key(key).utf8).mutated(&random), as: UTF8.self))
        }
    }
}
