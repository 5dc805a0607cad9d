import ModelAPI
import PluginSDK
import PluginTestKit
import Testing

@testable import LanguageModel

@Suite("The ledger of usage", .timeLimit(.minutes(1)))
struct LedgerTests {
    private static let settings = #"{"name": "small", "prices": {"small": {"input": 1, "output": 2}}}"#
    private static let day = "2026-03-01"

    private func upstream() -> FakeUpstream {
        FakeUpstream { _, _ in .response(200, ModelBodies.chat("Well.", input: 1000, output: 500)) }
    }

    private func totals(answers: Int) -> UsageTotals {
        var totals = UsageTotals()
        totals.answers = answers
        totals.inputTokens = 1000 * answers
        totals.outputTokens = 500 * answers
        totals.cost = 0.002 * Double(answers)
        return totals
    }

    @Test("usage is kept for each tenant and model, and nothing is written before its time")
    func kept() async throws {
        let upstream = upstream()
        let clock = ManualClock()
        let model = try TestModels.model(Self.settings, upstream, clock: clock.model)
        for tenant in ["north", "south/1", "north"] {
            _ = try await model.complete(TestModels.request, job: upstream.job(tenant: tenant))
        }
        let store = upstream.memory.host().store
        #expect(try await store.list(prefix: "llm-usage/").entries.isEmpty)
        await model.stop()
        #expect(
            try await store.list(prefix: "llm-usage/").entries.map(\.key) == [
                "llm-usage/2026-03-01/north/openai/small", "llm-usage/2026-03-01/south%2F1/openai/small",
            ])
        let entries = try await model.usage(from: Self.day, to: Self.day)
        #expect(entries.map(\.key.tenant) == ["north", "south/1"])
        #expect(entries.map(\.totals) == [totals(answers: 2), totals(answers: 1)])
    }

    @Test("it is written 10 s after the first use")
    func writtenLater() async throws {
        let upstream = upstream()
        let clock = ManualClock()
        let model = try TestModels.model(Self.settings, upstream, clock: clock.model)
        _ = try await model.complete(TestModels.request, job: upstream.job(tenant: "north"))
        while clock.sleeperCount == 0 { await Task.yield() }
        clock.advance(by: .seconds(10))
        let store = upstream.memory.host().store
        while try await store.list(prefix: "llm-usage/").entries.isEmpty { await Task.yield() }
        await model.stop()
    }

    @Test("two instances that write at the same time add to one entry")
    func twoInstances() async throws {
        let upstream = upstream()
        let clock = LeapingClock()
        let models = try (0..<2).map { _ in
            try TestModels.model(Self.settings, upstream, clock: ManualClock().model)
        }
        for round in 1...5 {
            for model in models {
                for _ in 0..<3 { _ = try await model.complete(TestModels.request, job: upstream.job(tenant: "north")) }
            }
            async let first = models[0].usage(from: Self.day, to: Self.day)
            async let second = models[1].usage(from: Self.day, to: Self.day)
            _ = try await (first, second)
            let entries = try await models[0].usage(from: Self.day, to: Self.day)
            #expect(entries.map(\.totals.answers) == [6 * round])
            #expect(entries.map(\.totals.inputTokens) == [6000 * round])
        }
        for model in models { await model.stop() }
        withExtendedLifetime(clock) {}
    }

    @Test(
        "an answer that could not be used is paid for and counted",
        arguments: [
            ModelBodies.chat("Wel", finish: "length"), ModelBodies.chat("Wel", finish: "content_filter"),
            ModelBodies.refusal("I do not want to."),
        ])
    func unusable(_ body: String) async throws {
        let upstream = FakeUpstream { _, _ in .response(200, body) }
        let model = try TestModels.model(Self.settings, upstream, clock: ManualClock().model)
        _ = await failure { () async throws(ModelFailure) in
            try await model.complete(TestModels.request, job: upstream.job(tenant: "north"))
        }
        #expect(try await model.usage(from: Self.day, to: Self.day).map(\.totals.answers) == [1])
        await model.stop()
    }

    @Test("days are apart, and only those that are asked for are read")
    func days() async throws {
        let upstream = upstream()
        let clock = LeapingClock()
        let ledger = UsageLedger(host: upstream.host(), clock: clock.model)
        for _ in 0..<3 {
            ledger.add(totals(answers: 1), tenant: "", provider: "openai", model: "small")
            await ledger.close()
            clock.advance(by: .seconds(86_400))
        }
        let entries = try await ledger.entries(from: "2026-03-02", to: "2026-03-02")
        #expect(entries.map(\.key.day) == ["2026-03-02"])
        #expect(try await ledger.entries(from: "2026-03-01", to: "2026-03-31").count == 3)
    }

    @Test("what the store does not take stays for the next time")
    func storeAway() async throws {
        let isAway = Switch(true)
        let memory = MemoryServices()
        let ledger = UsageLedger(host: host(memory) { isAway.isOn }, clock: ManualClock().model)
        ledger.add(totals(answers: 1), tenant: "", provider: "openai", model: "small")
        await ledger.close()
        isAway.isOn = false
        #expect(try await ledger.entries(from: Self.day, to: Self.day).map(\.totals.answers) == [1])
    }

    @Test("what the store did not take is tried again without another use")
    func triedAgain() async throws {
        let isAway = Switch(true)
        let clock = ManualClock()
        let memory = MemoryServices()
        let ledger = UsageLedger(host: host(memory) { isAway.isOn }, clock: clock.model)
        ledger.add(totals(answers: 1), tenant: "", provider: "openai", model: "small")
        for _ in 0..<2 {
            while clock.sleeperCount == 0 { await Task.yield() }
            clock.advance(by: .seconds(10))
            while clock.sleeperCount == 0, isAway.isOn { await Task.yield() }
            isAway.isOn = false
        }
        while try await memory.host().store.list(prefix: "llm-usage/").entries.isEmpty { await Task.yield() }
        await ledger.close()
    }

    @Test("closing waits for what is being written at that moment")
    func closedWhileWriting() async throws {
        let (isHeld, isWriting, hasClosed) = (Switch(true), Switch(false), Switch(false))
        let clock = ManualClock()
        let memory = MemoryServices()
        let host = Host { service, request in
            if service == "store.swap/1" {
                isWriting.isOn = true
                while isHeld.isOn { await Task.yield() }
                try Task.checkCancellation()
            }
            return try await memory.host().call(service, request)
        }
        let ledger = UsageLedger(host: host, clock: clock.model)
        ledger.add(totals(answers: 1), tenant: "", provider: "openai", model: "small")
        while clock.sleeperCount == 0 { await Task.yield() }
        clock.advance(by: .seconds(10))
        while !isWriting.isOn { await Task.yield() }
        let closing = Task {
            await ledger.close()
            hasClosed.isOn = true
        }
        for _ in 0..<1000 { await Task.yield() }
        #expect(!hasClosed.isOn)
        isHeld.isOn = false
        await closing.value
        let entries = try await memory.host().store.list(prefix: "llm-usage/", values: true).entries
        #expect(entries.compactMap { $0.value.flatMap(UsageRecord.totals(from:))?.answers } == [1])
    }

    /// A host whose store is away while something says so.
    private func host(_ memory: MemoryServices, isAway: @escaping @Sendable () -> Bool) -> Host {
        Host { service, request in
            if isAway() {
                throw ServiceError(
                    status: PROCTOR_RETRY, code: "store.unreachable", message: "The store is away.", service: service)
            }
            return try await memory.host().call(service, request)
        }
    }

    @Test("keys keep what is in them, whatever it is", arguments: ["", "north", "a/b", "서울", "%41", "x\u{7}y"])
    func keys(_ tenant: String) {
        let key = UsageKey(day: Self.day, tenant: tenant, provider: "openai", model: "org/model:7")
        #expect(UsageRecord.key(from: UsageRecord.key(key)) == key)
        #expect(UsageRecord.key(key).unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }

    @Test("days come out right", arguments: [(0, "1970-01-01"), (951_782_400, "2000-02-29"), (1_772_366_400, day)])
    func dayNames(_ seconds: Int, _ name: String) {
        #expect(UsageDay.name(secondsSince1970: seconds) == name)
    }

    @Test("cached tokens cost their own price, and never more than there are")
    func prices() {
        let price = Price(input: 10, output: 40, cachedInput: 1)
        let cost = price.cost(of: TokenUsage(input: 1_000_000, output: 500_000, cachedInput: 500_000))
        #expect(abs(cost - 25.5) < 1e-9)
        #expect(price.cost(of: TokenUsage(input: 100, output: 0, cachedInput: 900)) == 0.0001)
        #expect(Price(input: 10, output: 40).cost(of: TokenUsage(input: 100, cachedInput: 100)) == 0.001)
    }
}
