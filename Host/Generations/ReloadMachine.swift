/// The order of a reload and the life of every generation, as a pure state machine: events in, actions out.
///
/// Make before break: all new generations are created and started, then one publish makes all of them current, and
/// only then do the old ones drain. Whatever fails before the publish unwinds what was made, in reverse, and leaves
/// the published generations as they were. It touches no thread, file or plugin; ``ReloadEngine`` carries the
/// actions out and reports back.
public struct ReloadMachine: Sendable {
    /// A processor as it should be. Two of the same identity need no new generation.
    public struct Desired: Sendable, Equatable {
        public let processor: String
        /// Hash of image, effective configuration and limits.
        public let identity: String

        public init(processor: String, identity: String) {
            self.processor = processor
            self.identity = identity
        }
    }

    public enum Event: Sendable, Equatable {
        /// Somebody wants a reload: a signal, a person, or a broken instance.
        case requested
        /// Configuration read, images staged and probed, all of it good: this is what should be.
        case prepared([Desired])
        case preparationFailed
        case created(UInt32)
        case started(UInt32)
        /// Creating or starting failed; when `abandoned`, the plugin has not returned and must not be called again.
        case failed(UInt32, abandoned: Bool)
        case published
        /// A retired generation has no job left.
        case idle(UInt32)
        case drainExpired(UInt32)
        case graceExpired(UInt32)
        /// The plugin says that its instance is broken.
        case broken(UInt32)
        /// The host ends.
        case shutdown
    }

    public enum Action: Sendable, Equatable {
        /// Read the configuration, plan, stage and probe; answer `prepared` or `preparationFailed`.
        case prepare
        case create(UInt32, Desired)
        case start(UInt32)
        /// Make these generations current, by processor, all at once.
        case publish([String: UInt32])
        /// Start the drain: report `idle`, and `drainExpired` when its time is up.
        case retire(UInt32)
        case cancelJobs(UInt32)
        case takeBackJobs(UInt32)
        case stop(UInt32)
        case destroy(UInt32)
        case finished(Outcome)
        /// Every generation is gone, or stuck for good.
        case ended
    }

    /// What a reload came to.
    public struct Outcome: Sendable, Equatable {
        public var added: [String] = []
        public var replaced: [String] = []
        public var removed: [String] = []
        public var kept: [String] = []
        public var succeeded = true
    }

    private enum Step: Equatable {
        case idle
        case preparing
        /// Generations made so far, in order, and those still to make.
        case making(made: [Made], rest: [Desired], plan: Outcome, keep: [String: UInt32])
        case publishing(plan: Outcome, retire: [UInt32])
        case endingPublish(retire: [UInt32])
        case ending
        case ended
    }

    private struct Made: Equatable {
        let number: UInt32
        let desired: Desired
        var started = false
    }

    private enum Drain: Equatable {
        case waiting
        case cancelled
        /// Its jobs were taken back and a handler still runs.
        case stuck
    }

    private var step = Step.idle
    private var pending = false
    /// Whether ``Event/shutdown`` has come.
    public private(set) var isEnding = false
    private var lastNumber: UInt32 = 0
    private var current: [String: (number: UInt32, identity: String)] = [:]
    private var draining: [UInt32: Drain] = [:]
    private var brokenProcessors: Set<String> = []

    public init() {}

    /// The published generation of each processor.
    public var published: [String: UInt32] { current.mapValues(\.number) }
    /// Retired generations that still have jobs.
    public var drainingNumbers: [UInt32] { draining.keys.sorted() }
    /// Retired generations whose jobs were taken back and whose handlers have not returned.
    public var stuckNumbers: [UInt32] { draining.filter { $0.value == .stuck }.map(\.key).sorted() }
    /// Published generations whose instances are broken and were not replaced yet.
    public var brokenNumbers: [UInt32] { brokenProcessors.compactMap { current[$0]?.number }.sorted() }
    public var isReloading: Bool { step != .idle && step != .ended }

    public mutating func handle(_ event: Event) -> [Action] {
        switch event {
        case .requested: return requested()
        case .prepared(let desired): return prepared(desired)
        case .preparationFailed:
            guard case .preparing = step else { return [] }
            return finish(failed())
        case .created(let number): return created(number)
        case .started(let number): return started(number)
        case .failed(let number, let abandoned): return unwind(number, abandoned: abandoned)
        case .published: return didPublish()
        case .idle(let number): return idle(number)
        case .drainExpired(let number):
            guard draining[number] == .waiting else { return [] }
            draining[number] = .cancelled
            return [.cancelJobs(number)]
        case .graceExpired(let number):
            guard draining[number] == .cancelled else { return [] }
            draining[number] = .stuck
            return [.takeBackJobs(number)] + endIfDone()
        case .broken(let number):
            guard let processor = current.first(where: { $0.value.number == number })?.key else { return [] }
            brokenProcessors.insert(processor)
            return requested()
        case .shutdown:
            guard !isEnding else { return [] }
            isEnding = true
            pending = false
            return step == .idle ? beginEnding() : []
        }
    }

    private mutating func requested() -> [Action] {
        guard !isEnding else { return [] }
        guard step == .idle else {
            pending = true
            return []
        }
        step = .preparing
        return [.prepare]
    }

    private mutating func prepared(_ desired: [Desired]) -> [Action] {
        guard case .preparing = step else { return [] }
        var plan = Outcome()
        var keep: [String: UInt32] = [:]
        var rest: [Desired] = []
        for want in desired {
            guard let have = current[want.processor] else {
                plan.added.append(want.processor)
                rest.append(want)
                continue
            }
            if have.identity == want.identity, !brokenProcessors.contains(want.processor) {
                plan.kept.append(want.processor)
                keep[want.processor] = have.number
            } else {
                plan.replaced.append(want.processor)
                rest.append(want)
            }
        }
        let wanted = Set(desired.map(\.processor))
        plan.removed = current.keys.filter { !wanted.contains($0) }.sorted()
        step = .making(made: [], rest: rest, plan: plan, keep: keep)
        return makeNext()
    }

    private mutating func makeNext() -> [Action] {
        guard case .making(var made, var rest, let plan, let keep) = step else { return [] }
        if isEnding { return unwindAll(made) }
        guard !rest.isEmpty else { return publish(made, plan, keep) }
        let desired = rest.removeFirst()
        lastNumber &+= 1
        made.append(Made(number: lastNumber, desired: desired))
        step = .making(made: made, rest: rest, plan: plan, keep: keep)
        return [.create(lastNumber, desired)]
    }

    private func created(_ number: UInt32) -> [Action] {
        guard case .making(let made, _, _, _) = step, made.last?.number == number else { return [] }
        return [.start(number)]
    }

    private mutating func started(_ number: UInt32) -> [Action] {
        guard case .making(var made, let rest, let plan, let keep) = step, made.last?.number == number else {
            return []
        }
        made[made.count - 1].started = true
        step = .making(made: made, rest: rest, plan: plan, keep: keep)
        return makeNext()
    }

    private mutating func publish(_ made: [Made], _ plan: Outcome, _ keep: [String: UInt32]) -> [Action] {
        let old = current.filter { keep[$0.key] == nil }.map(\.value.number).sorted()
        current = current.filter { keep[$0.key] != nil }
        for one in made { current[one.desired.processor] = (one.number, one.desired.identity) }
        brokenProcessors.subtract(plan.replaced)
        brokenProcessors.subtract(plan.removed)
        step = .publishing(plan: plan, retire: old)
        return [.publish(published)]
    }

    private mutating func didPublish() -> [Action] {
        switch step {
        case .publishing(let plan, let old):
            for number in old { draining[number] = .waiting }
            return old.map(Action.retire) + finish(plan)
        case .endingPublish(let old):
            step = .ending
            return old.map(Action.retire) + endIfDone()
        default: return []
        }
    }

    private mutating func unwind(_ number: UInt32, abandoned: Bool) -> [Action] {
        guard case .making(var made, _, _, _) = step, made.last?.number == number else { return [] }
        made.removeLast()
        let own: [Action] = abandoned ? [] : [.destroy(number)]
        return own + unwindAll(made)
    }

    private mutating func unwindAll(_ made: [Made]) -> [Action] {
        let actions = made.reversed().flatMap { [Action.stop($0.number), .destroy($0.number)] }
        return actions + finish(failed())
    }

    private func failed() -> Outcome {
        var outcome = Outcome()
        outcome.kept = current.keys.sorted()
        outcome.succeeded = false
        return outcome
    }

    private mutating func finish(_ outcome: Outcome) -> [Action] {
        step = .idle
        var actions: [Action] = [.finished(outcome)]
        if isEnding {
            actions += beginEnding()
        } else if pending {
            pending = false
            actions += requested()
        }
        return actions
    }

    private mutating func beginEnding() -> [Action] {
        let old = current.values.map(\.number).sorted()
        for number in old { draining[number] = .waiting }
        current = [:]
        step = .endingPublish(retire: old)
        return [.publish([:])]
    }

    private mutating func idle(_ number: UInt32) -> [Action] {
        guard draining.removeValue(forKey: number) != nil else { return [] }
        return [.stop(number), .destroy(number)] + endIfDone()
    }

    private mutating func endIfDone() -> [Action] {
        guard step == .ending, draining.values.allSatisfy({ $0 == .stuck }) else { return [] }
        step = .ended
        return [.ended]
    }
}
