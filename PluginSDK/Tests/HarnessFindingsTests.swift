import PluginSDK
import PluginTestKit
import Synchronization
import Testing

private struct Deaf: StatelessPlugin {
    static let manifest = Manifest(id: "org.example.deaf", version: "1.0.0") {
        Operation("deaf.sleep", "Sleeps on when nobody waits.", sleep)
    }
    static let isReleased = Atomic<Bool>(false)

    func sleep(job: Job) async throws -> Number {
        while !Self.isReleased.load(ordering: .acquiring) { await Task.yield() }
        return Number(value: 1)
    }
}

struct HarnessFindingsTests {
    private func harness(_ change: (inout HarnessLimits) -> Void = { _ in }) async throws -> PluginHarness {
        var limits = HarnessLimits()
        change(&limits)
        return try await PluginHarness(entry: { MisbehavingTable.entry() }, limits: limits)
    }

    private func findings(of harness: PluginHarness) async -> [String] {
        do {
            try await harness.finish()
            return []
        } catch let found as PluginFindings {
            return found.findings.map(\.code)
        } catch {
            return ["\(error)"]
        }
    }

    @Test(arguments: [
        ("bad.twice", "job.completed_twice"), ("bad.stranger", "job.unknown"),
        ("bad.refuses", "job.refused_and_completed"), ("bad.emits_after_end", "stream.after_end"),
    ])
    func aBrokenRuleIsFound(_ operation: String, _ code: String) async throws {
        let harness = try await harness()
        _ = try await harness.call(operation, [])
        #expect(await findings(of: harness) == [code])
    }

    @Test func theSentenceNamesTheOperation() async throws {
        let harness = try await harness()
        _ = try await harness.call("bad.twice", [])
        let found = await #expect(throws: PluginFindings.self) { try await harness.finish() }
        #expect(
            found?.description
                == "bad.twice completed the same job twice; complete each job exactly once. (job.completed_twice)")
    }

    @Test func sendingOnAfterBeingToldIsFound() async throws {
        let harness = try await harness()
        let running = harness.submit("bad.emits_after_cancel", [])
        #expect(await running.becomesBusy())
        running.cancel()
        _ = try await running.answer()
        #expect(await findings(of: harness) == ["stream.after_cancel"])
    }

    @Test func holdingAThreadTooLongIsFound() async throws {
        let harness = try await harness { $0.blocking = .milliseconds(10) }
        _ = try await harness.call("bad.blocks", [])
        #expect(await findings(of: harness) == ["handler.blocks"])
    }

    @Test func aJobThatNeverEndsIsFoundAndLeftOpen() async throws {
        let harness = try await harness {
            $0.completion = .milliseconds(20)
            $0.cancellation = .milliseconds(20)
        }
        let finding = await #expect(throws: PluginFinding.self) { _ = try await harness.call("bad.never", []) }
        #expect(finding?.code == "job.never_completes")
        #expect(await findings(of: harness) == ["job.never_completes", "job.left_open"])
    }

    @Test func aHandlerThatIgnoresCancelIsFound() async throws {
        var limits = HarnessLimits()
        limits.cancellation = .milliseconds(20)
        let harness = try await PluginHarness(Deaf.self, limits: limits)
        let running = harness.submit("deaf.sleep", [])
        running.cancel()
        let finding = await #expect(throws: PluginFinding.self) { _ = try await running.answer() }
        #expect(finding?.code == "job.ignores_cancel")
        #expect(finding?.message.hasPrefix("deaf.sleep ignores cancel") == true)
        Deaf.isReleased.store(true, ordering: .releasing)
        #expect(await findings(of: harness).first == "job.ignores_cancel")
    }

    @Test func aWrongTableIsRefusedWithEveryFault() async throws {
        let table = MisbehavingTable.make {
            $0.cancel = nil
            $0.stop = nil
            $0.manifest = MisbehavingTable.immortal("{")
        }
        nonisolated(unsafe) let lent = table  // immortal and never written
        let found = await #expect(throws: PluginFindings.self) { _ = try await PluginHarness(entry: { lent }) }
        #expect(
            found?.findings.map(\.code)
                == ["table.function_missing", "table.function_missing", "manifest.not_json"])
    }

    @Test func anEntryThatMakesATableEachTimeIsRefused() async throws {
        let found = await #expect(throws: PluginFindings.self) {
            _ = try await PluginHarness(entry: { MisbehavingTable.make() })
        }
        #expect(found?.findings.map(\.code) == ["entry.not_stable"])
    }

    @Test func conformanceFindsConfigurationsThatShouldBeRefused() async {
        let found = await PluginConformance.check(entry: { MisbehavingTable.entry() })
        #expect(found.map(\.code) == ["settings.not_refused", "settings.not_refused"])
        #expect(
            found.map(\.message).sorted() == [
                "validate accepts \"many\" for n, which the settings' schema forbids.",
                "validate accepts an unknown setting, which the settings' schema forbids.",
            ])
    }

    @Test func aDeadlineIsTheJobs() async throws {
        let harness = try await PluginHarness(Deadlines.self)
        let answer = try await harness.submit("deadlines.left", [], attempt: 3, deadline: .seconds(3600)).answer()
        #expect(answer.json == ["attempt": 3, "within": true])
        try await harness.finish()
    }
}

private struct Deadlines: StatelessPlugin {
    struct Left: Codable, Sendable {
        var attempt: Int
        var within: Bool
    }
    static let manifest = Manifest(id: "org.example.deadlines", version: "1.0.0") {
        Operation("deadlines.left", "Says how long there is.", left)
    }
    func left(job: Job) async throws -> Left {
        let left = job.timeRemaining ?? .zero
        return Left(attempt: job.attempt, within: left > .seconds(3000) && left <= .seconds(3600))
    }
}
