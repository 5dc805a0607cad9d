import Testing

@testable import HostGenerations

@Suite struct ReloadMachineTests {
    typealias Machine = ReloadMachine

    private func desired(_ pairs: (String, String)...) -> [Machine.Desired] {
        pairs.map { Machine.Desired(processor: $0.0, identity: $0.1) }
    }

    /// Carries every action out at once and well, up to the end of the reload.
    private func run(_ machine: inout Machine, _ wanted: [Machine.Desired]) -> [Machine.Action] {
        var actions = machine.handle(.requested)
        var all: [Machine.Action] = []
        while !actions.isEmpty {
            let action = actions.removeFirst()
            all.append(action)
            switch action {
            case .prepare: actions += machine.handle(.prepared(wanted))
            case .create(let number, _): actions += machine.handle(.created(number))
            case .start(let number): actions += machine.handle(.started(number))
            case .publish: actions += machine.handle(.published)
            default: break
            }
        }
        return all
    }

    @Test func theFirstReloadCreatesAndStartsAllBeforeItPublishesOnce() {
        var machine = Machine()
        let wanted = desired(("a", "1"), ("b", "1"))
        let actions = run(&machine, wanted)
        var outcome = Machine.Outcome()
        outcome.added = ["a", "b"]
        #expect(
            actions == [
                .prepare, .create(1, wanted[0]), .start(1), .create(2, wanted[1]), .start(2),
                .publish(["a": 1, "b": 2]), .finished(outcome),
            ])
    }

    @Test func anUnchangedProcessorIsNotTouched() {
        var machine = Machine()
        _ = run(&machine, desired(("a", "1"), ("b", "1")))
        let actions = run(&machine, desired(("a", "1"), ("b", "2")))
        #expect(actions.contains(.publish(["a": 1, "b": 3])))
        #expect(actions.contains(.retire(2)))
        #expect(!actions.contains(.retire(1)))
    }

    @Test func theOldGenerationIsRetiredOnlyAfterThePublish() throws {
        var machine = Machine()
        _ = run(&machine, desired(("a", "1")))
        let actions = run(&machine, desired(("a", "2")))
        let publish = try #require(actions.firstIndex(of: .publish(["a": 2])))
        let retire = try #require(actions.firstIndex(of: .retire(1)))
        #expect(publish < retire)
        #expect(machine.handle(.idle(1)) == [.stop(1), .destroy(1)])
    }

    @Test(arguments: [0, 1, 2])
    func aFailureAtAnyProcessorUnwindsAllInReverseAndPublishesNothing(position: Int) {
        var machine = Machine()
        _ = run(&machine, desired(("a", "1")))
        _ = machine.handle(.requested)
        let wanted = desired(("a", "2"), ("b", "1"), ("c", "1"))
        var actions = machine.handle(.prepared(wanted))
        for index in 0..<position {
            let number = UInt32(2 + index)
            #expect(actions == [.create(number, wanted[index])])
            #expect(machine.handle(.created(number)) == [.start(number)])
            actions = machine.handle(.started(number))
        }
        let failing = UInt32(2 + position)
        #expect(machine.handle(.created(failing)) == [.start(failing)])
        let unwound = machine.handle(.failed(failing, abandoned: false))
        var expected: [Machine.Action] = [.destroy(failing)]
        for index in (0..<position).reversed() { expected += [.stop(UInt32(2 + index)), .destroy(UInt32(2 + index))] }
        var outcome = Machine.Outcome()
        outcome.kept = ["a"]
        outcome.succeeded = false
        #expect(unwound == expected + [.finished(outcome)])
        #expect(machine.published == ["a": 1])
    }

    @Test func anAbandonedInstanceIsNeverCalledAgain() {
        var machine = Machine()
        _ = machine.handle(.requested)
        _ = machine.handle(.prepared(desired(("a", "1"))))
        let actions = machine.handle(.failed(1, abandoned: true))
        #expect(!actions.contains(.destroy(1)))
        #expect(!actions.contains(.stop(1)))
    }

    @Test func requestsDuringAReloadMakeExactlyOneMore() {
        var machine = Machine()
        #expect(machine.handle(.requested) == [.prepare])
        for _ in 0..<1_000 { #expect(machine.handle(.requested) == []) }
        let end = machine.handle(.preparationFailed)
        #expect(end.count { $0 == .prepare } == 1)
        #expect(machine.handle(.preparationFailed).contains(.prepare) == false)
    }

    @Test func aDrainThatExpiresIsCancelledThenTakenBackThenStuck() {
        var machine = Machine()
        _ = run(&machine, desired(("a", "1")))
        _ = run(&machine, desired(("a", "2")))
        #expect(machine.handle(.graceExpired(1)) == [])
        #expect(machine.handle(.drainExpired(1)) == [.cancelJobs(1)])
        #expect(machine.handle(.drainExpired(1)) == [])
        #expect(machine.handle(.graceExpired(1)) == [.takeBackJobs(1)])
        #expect(machine.stuckNumbers == [1])
        #expect(machine.handle(.idle(1)) == [.stop(1), .destroy(1)])
        #expect(machine.stuckNumbers == [])
    }

    @Test func aGenerationThatDrainedInTimeIgnoresItsTimer() {
        var machine = Machine()
        _ = run(&machine, desired(("a", "1")))
        _ = run(&machine, desired(("a", "2")))
        _ = machine.handle(.idle(1))
        #expect(machine.handle(.drainExpired(1)) == [])
        #expect(machine.handle(.idle(1)) == [])
    }

    @Test func aBrokenInstanceIsReplacedThoughNothingChanged() {
        var machine = Machine()
        _ = run(&machine, desired(("a", "1"), ("b", "1")))
        #expect(machine.handle(.broken(1)) == [.prepare])
        let wanted = desired(("a", "1"), ("b", "1"))
        #expect(machine.handle(.prepared(wanted)) == [.create(3, wanted[0])])
        #expect(machine.handle(.broken(99)) == [])
    }

    @Test func aBrokenInstanceWhoseReplacementFailsIsRemembered() {
        var machine = Machine()
        _ = run(&machine, desired(("a", "1")))
        _ = machine.handle(.broken(1))
        _ = machine.handle(.preparationFailed)
        #expect(machine.brokenNumbers == [1])
        _ = run(&machine, desired(("a", "1")))
        #expect(machine.brokenNumbers == [])
        #expect(machine.published == ["a": 2])
    }

    @Test func aRemovedProcessorDrains() {
        var machine = Machine()
        _ = run(&machine, desired(("a", "1"), ("b", "1")))
        let actions = run(&machine, desired(("b", "1")))
        #expect(actions.contains(.publish(["b": 2])))
        #expect(actions.contains(.retire(1)))
    }

    @Test func shutdownPublishesNothingDrainsAllAndEnds() {
        var machine = Machine()
        _ = run(&machine, desired(("a", "1"), ("b", "1")))
        #expect(machine.handle(.shutdown) == [.publish([:])])
        #expect(machine.handle(.published) == [.retire(1), .retire(2)])
        #expect(machine.handle(.idle(1)) == [.stop(1), .destroy(1)])
        #expect(machine.handle(.requested) == [])
        #expect(machine.handle(.idle(2)) == [.stop(2), .destroy(2), .ended])
    }

    @Test func shutdownEndsWithAStuckGenerationLeftBehind() {
        var machine = Machine()
        _ = run(&machine, desired(("a", "1")))
        _ = machine.handle(.shutdown)
        _ = machine.handle(.published)
        _ = machine.handle(.drainExpired(1))
        #expect(machine.handle(.graceExpired(1)) == [.takeBackJobs(1), .ended])
    }

    @Test func shutdownDuringAReloadUnwindsItFirst() {
        var machine = Machine()
        _ = run(&machine, desired(("a", "1")))
        _ = machine.handle(.requested)
        let wanted = desired(("a", "2"), ("b", "1"))
        _ = machine.handle(.prepared(wanted))
        #expect(machine.handle(.shutdown) == [])
        _ = machine.handle(.created(2))
        let actions = machine.handle(.started(2))
        #expect(Array(actions.prefix(2)) == [.stop(2), .destroy(2)])
        #expect(actions.last == .publish([:]))
    }

    @Test func shutdownOfAnEmptyHostEnds() {
        var machine = Machine()
        #expect(machine.handle(.shutdown) == [.publish([:])])
        #expect(machine.handle(.published) == [.ended])
    }
}
