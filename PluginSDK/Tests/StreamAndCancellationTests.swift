import PluginSDK
import PluginTestKit
import Testing

struct StreamAndCancellationTests {
    @Test func aStreamArrivesWholeAndInOrder() async throws {
        let harness = try await PluginHarness(Scale.self)
        let answer = try await harness.call("scale.count", json: #"{"value": 500}"#)
        #expect(answer.isOK)
        #expect(answer.pieces.count == 500)
        #expect(answer.pieces.map { String(decoding: $0, as: UTF8.self) } == (0..<500).map { #"{"value":\#($0)}"# })
        try await harness.finish()
    }

    @Test func aSlowReaderHoldsTheSenderBack() async throws {
        let harness = try await PluginHarness(Scale.self)
        let running = harness.submit("scale.count", Array(#"{"value": 10}"#.utf8), readsEagerly: false)
        #expect(await running.becomesBusy())
        #expect(running.unreadPieces == 4)
        #expect(running.read().count == 4)
        #expect(await running.becomesBusy())
        #expect(running.read().count == 4)
        let answer = try await running.answer()
        #expect(answer.pieces.count == 10)
        try await harness.finish()
    }

    @Test func aWaitingSenderEndsWhenNobodyListens() async throws {
        let harness = try await PluginHarness(Scale.self)
        let running = harness.submit("scale.count", Array(#"{"value": 10}"#.utf8), readsEagerly: false)
        #expect(await running.becomesBusy())
        running.cancel()
        #expect(try await running.answer().status == PROCTOR_CANCELLED)
        try await harness.finish()
    }

    @Test(arguments: ["scale.wait", "scale.poll"]) func aCancelledJobEnds(_ operation: String) async throws {
        let harness = try await PluginHarness(Scale.self)
        for _ in 0..<20 {
            let running = harness.submit(operation, [])
            running.cancel()
            #expect(try await running.answer().status == PROCTOR_CANCELLED)
            running.cancel()
        }
        try await harness.finish()
    }

    @Test func whatAHandlerSpawnedIsOverWhenItsJobIs() async throws {
        let harness = try await PluginHarness(Scale.self)
        #expect(try await harness.call("scale.beside", []).isOK)
        try await harness.finish()
        let scale = try await Scale(settings: ScaleSettings(), host: Host())
        let job = Job()
        let task = job.spawn { try await Task.sleep(for: .seconds(3600)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await scale.beside(job: job).value == 1)
    }

    @Test func manyJobsAtOnceEachEndOnce() async throws {
        let harness = try await PluginHarness(Scale.self)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<300 {
                group.addTask {
                    let running = harness.submit("scale.slow", Array(#"{"value": \#(number)}"#.utf8))
                    if number % 3 == 0 { running.cancel() }
                    let answer = try await running.answer()
                    return answer.status == PROCTOR_CANCELLED || answer.json == ["value": .integer(number * 2)]
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
        try await harness.finish()
    }
}
