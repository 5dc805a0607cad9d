import HostConfiguration
import HostDatabase
import HostDispatch
import Logging
import Synchronization

@testable import HostSchedule

/// One host's schedules on a fake clock. Its memory and queue may be another's too.
final class ScheduleHost: Sendable {
    let clock: FakeScheduleClock
    let router = JobRouter()
    let source: ScheduleSource

    init(
        at time: String, queue: KeepingQueue, memory: any ScheduleMemory, _ schedules: [ScheduleBinding]
    ) throws {
        clock = FakeScheduleClock(try unix(time))
        router.publish(Self.routing(schedules))
        source = ScheduleSource(
            router: router, queue: queue, memory: memory, zones: ZoneDatabase(), clock: clock,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        source.start()
        clock.rest()
    }

    static func routing(_ schedules: [ScheduleBinding], isEnding: Bool = false) -> RoutingSnapshot {
        let position = SourcePosition(file: "plugins.yaml")
        return RoutingSnapshot(
            number: 1,
            bindings: schedules.map {
                BoundRoute(
                    binding: Binding(source: .schedule($0), target: .operation("a.b"), position: position),
                    processor: "press", route: nil)
            }, isEnding: isEnding)
    }

    func route(_ schedules: [ScheduleBinding]) {
        source.routingChanged(Self.routing(schedules))
        clock.rest()
    }

    func advance(to time: String) throws { clock.advance(to: try unix(time)) }
    func jump(to time: String) throws { clock.jump(to: try unix(time)) }

    func stop() {
        source.pause()
        source.stop(within: .seconds(30))
    }
}

/// A memory that outlives the hosts of a test, and fails while it is told to.
final class KeptMemory: ScheduleMemory {
    private let schedules = Mutex<[String: RememberedSchedule]>([:])
    private let failure = Mutex<DatabaseFailure?>(nil)

    var kept: [String: RememberedSchedule] { schedules.withLock { $0 } }

    func fail(_ failure: DatabaseFailure?) { self.failure.withLock { $0 = failure } }

    func load() throws(DatabaseFailure) -> [String: RememberedSchedule] {
        try check()
        return kept
    }

    func save(_ name: String, _ schedule: RememberedSchedule) throws(DatabaseFailure) {
        try check()
        schedules.withLock { $0[name] = schedule }
    }

    func forget(_ name: String) throws(DatabaseFailure) {
        try check()
        schedules.withLock { $0[name] = nil }
    }

    private func check() throws(DatabaseFailure) {
        if let failure = failure.withLock({ $0 }) { throw failure }
    }
}

extension ScheduleBinding {
    static func cron(
        _ text: String, zone: String = "UTC", missed: Missed = .skip, jitter: Duration = .zero, name: String = "press/n"
    ) -> ScheduleBinding {
        var binding = ScheduleBinding(name: name, trigger: .cron(text))
        (binding.zone, binding.missed, binding.jitter) = (zone, missed, jitter)
        return binding
    }
}

extension NewJob {
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
