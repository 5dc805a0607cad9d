import ModelAPI
import Synchronization

/// The breakers of all targets, and what an operator sees of them. From any task.
final class BreakerBoard: Sendable {
    private let clock: ModelClock
    private let metrics: [TargetMetrics]
    private let breakers: Mutex<[Breaker]>

    /// - Parameter metrics: of each target.
    init(limit: Int, pause: Duration, metrics: [TargetMetrics], clock: ModelClock) {
        self.clock = clock
        self.metrics = metrics
        breakers = Mutex(metrics.map { _ in Breaker(limit: limit, pause: pause) })
    }

    /// - Throws: `circuitOpen` with the time after which one may try.
    func admit(_ target: Int) throws(ModelFailure) -> Breaker.Pass {
        let now = clock.now()
        switch change(target, { $0.admit(at: now) }) {
        case .passed(let pass): return pass
        case .refused(let after):
            throw ModelFailure(
                .circuitOpen, "The model failed several times in a row and is left alone for now.", retryAfter: after)
        }
    }

    /// - Parameter health: what the attempt told of the model's server; nil: nothing.
    func ended(_ target: Int, _ pass: Breaker.Pass, _ health: ServerHealth?) {
        let now = clock.now()
        change(target) { breaker in
            switch health {
            case .answering: breaker.succeeded(pass)
            case .failing: breaker.failed(pass, at: now)
            case nil: breaker.abandoned(pass, at: now)
            }
        }
    }

    /// A stream ended that had begun well, and closed the breaker then if it was the one that tried.
    func streamEnded(_ target: Int, _ health: ServerHealth?) {
        ended(target, Breaker.Pass(isProbe: false), health)
    }

    @discardableResult
    private func change<Result: Sendable>(_ target: Int, _ body: (inout Breaker) -> Result) -> Result {
        let (result, opened) = breakers.withLock { breakers in
            let wasOpen = breakers[target].isOpen
            let result = body(&breakers[target])
            return (result, breakers[target].isOpen == wasOpen ? nil : !wasOpen)
        }
        if let opened { metrics[target].breaker(isOpen: opened) }
        return result
    }
}
